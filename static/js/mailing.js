// While a letter is being written: says at once which slots can't be filled in. The server says the same, and more, when it is saved.
const body = document.querySelector("textarea[data-slots]");
const list = document.querySelector("[data-faults]");
const SLOT_LIKE = /\{\{[^{}\n]{0,80}(?:\}\})?|\}\}|\{[%#]/g;

function faultsIn(text, known) {
  return text.split("\n").flatMap((line, place) => {
    const unknown = [...line.matchAll(SLOT_LIKE)].map((found) => found[0]).filter((slot) => !known.has(slot));
    return unknown.length ? [body.dataset.unknown.replace("%(line)s", place + 1).replace("%(slots)s", [...new Set(unknown)].join(", "))] : [];
  });
}

function look() {
  const known = new Set(body.dataset.slots.split(" ").map((name) => `{{${name}}}`));
  const faults = faultsIn(body.value, known);
  list.replaceChildren(...faults.map((fault) => Object.assign(document.createElement("li"), { textContent: fault })));
  list.hidden = faults.length === 0;
}

let waiting = 0;
body?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 400);
});
