// A mailed link keeps its secret behind the #, where no server, proxy or mail scanner sees it.
// This hands it to <form data-fragment>; it never submits: the person presses the button.
const form = document.querySelector("form[data-fragment]");
const secret = location.hash.slice(1);

if (form && secret) {
  form.querySelector("[data-fragment-field]").value = secret;
  form.querySelector("[data-fragment-button]").disabled = false;
  // Neither the history nor a shared screen keeps it.
  history.replaceState(null, "", location.pathname + location.search);
}
for (const sentence of document.querySelectorAll("[data-fragment-missing]")) sentence.hidden = Boolean(secret);
