// The book of contacts, looked through on the phone itself: rows are hidden, never asked for, so it works without a network.
// The page says of each row what it is found by (already without capitals and accents); only a page of everybody is taken over.
import { fold } from "./fold.js";
export { fold };

const form = document.querySelector("form[data-whole]");
function isWished(row, wish) {
  const { words, tags, events, kinds } = row.dataset;
  return wish.words.every((word) => words.includes(word))
    && (!wish.kind || kinds.split(" ").includes(wish.kind))
    && (!wish.tag || tags.split(",").map((tag) => tag.trim()).includes(wish.tag))
    && (!wish.event || events.split(" ").includes(wish.event));
}

function takeOver() {
  const question = form.elements.q;
  const chips = [...form.querySelectorAll("[data-show]")];
  const found = document.querySelector("[data-found]");
  const nobody = document.querySelector("[data-nobody]");
  let kind = "";

  const look = () => {
    const wish = { words: fold(question.value).split(" ").filter(Boolean), kind, tag: fold(form.elements.tag?.value ?? ""), event: form.elements.event?.value ?? "" };
    const rows = [...document.querySelectorAll("[data-row]")];
    let count = 0;
    for (const row of rows) {
      row.hidden = !isWished(row, wish);
      count += row.hidden ? 0 : 1;
    }
    for (const part of document.querySelectorAll("[data-part]")) part.hidden = !part.querySelector("[data-row]:not([hidden])");
    nobody.hidden = count > 0;
    const isNarrowed = count < rows.length || wish.words.length > 0;
    found.textContent = isNarrowed ? (count === 1 ? found.dataset.one : found.dataset.many.replace("{count}", count)) : "";
  };

  question.addEventListener("input", look);
  for (const name of ["tag", "event"]) form.elements[name]?.addEventListener("change", look);
  // Another order needs the server; everything else is here already.
  form.elements.sort.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("submit", (event) => {
    if (form.elements.sort.value !== "newest") return;
    event.preventDefault();
    look();
    question.blur();
  });
  for (const chip of chips) {
    chip.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      kind = chip.dataset.show;
      for (const other of chips) other.toggleAttribute("aria-current", other === chip);
      chip.setAttribute("aria-current", "true");
      look();
    });
  }
  if (question.value.trim()) look(); // typed on a slow line, before this script came
  return look;
}

// The rows of the other pages, put under the first ones; without a network the pager stays and says what is missing.
async function bringTheRest(look) {
  const pages = document.querySelector("[data-pages]");
  const list = document.querySelector("[data-people]");
  const addresses = pages?.dataset.next.trim().split(/\s+/).filter(Boolean) ?? [];
  for (const address of addresses) {
    const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.append(...page.querySelectorAll("[data-people] > [data-row]"));
    look();
  }
  if (addresses.length) pages.hidden = true;
}

if (form) bringTheRest(takeOver());
