// A mailed link keeps its secret behind the #, where no server, proxy or mail scanner sees it.
// This hands it to <form data-fragment>; it never submits: the person presses the button.
const form = document.querySelector("form[data-fragment]");

function take() {
  const secret = location.hash.slice(1);
  if (secret) {
    // Neither the history nor a shared screen keeps it.
    history.replaceState(null, "", location.pathname + location.search);
    form.querySelector("[data-fragment-field]").value = secret;
    form.querySelector("[data-fragment-button]").disabled = false;
  }
  for (const sentence of document.querySelectorAll("[data-fragment-missing]")) sentence.hidden = Boolean(secret);
}

if (form) take();
// A second letter's link in the same tab changes nothing but the part behind the #.
addEventListener("hashchange", () => { if (location.hash) { if (form) take(); else location.reload(); } });
