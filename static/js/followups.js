// Tells what was done with a draft, once each, so that its reader sees their own figures: <button data-act="copied"> inside an element
// with data-acts="address". Opening an address tells nothing; somebody has to look, or press.
const token = document.querySelector("[name=csrf_token]")?.value;
const told = new Set();

function tell(from, act) {
  const address = from.closest("[data-acts]")?.dataset.acts;
  if (!token || !address || told.has(`${address} ${act}`)) return;
  told.add(`${address} ${act}`);
  // A link may lead away from here, to a mail program or a file: the word about it goes out all the same.
  fetch(address, { method: "POST", body: new URLSearchParams({ csrf_token: token, act }), keepalive: true }).catch(() => null);
}

for (const one of document.querySelectorAll("[data-act]")) {
  if (one.localName !== "details") one.addEventListener("click", () => tell(one, one.dataset.act));
  // A fold that the page opened by itself was opened by nobody.
  else one.querySelector("summary").addEventListener("click", () => { if (!one.open) tell(one, one.dataset.act); });
}

const draft = document.querySelector("[data-seen-act]");
if (draft) {
  const look = () => setTimeout(() => { if (document.visibilityState === "visible") tell(draft, draft.dataset.seenAct); }, 1500);
  if (document.visibilityState === "visible") look();
  else document.addEventListener("visibilitychange", look, { once: true });
}
