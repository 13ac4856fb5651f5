// An answer takes its card off at once and says so when it is safe: on the server, or without a network in this phone's outbox.
import { painted, settle } from "./settle.js";

const answered = document.querySelector("[data-answered]");

export function answerAtOnce({ list, cards, refill }) {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-answer]");
    const button = event.submitter;
    const address = button?.getAttribute("formaction") ?? form?.getAttribute("action") ?? "";
    const id = Number(address.match(/(\d+)\/decision$/)?.[1]);
    if (!form || !id) return; // a block, for one, opens its own page
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, button));
    const card = cards.get(id);
    const isBack = body.get("answer") === "undo";
    if (card && !isBack) {
      card.querySelector(".dots")?.removeAttribute("open");
      card.hidden = true;
      await painted();
      settle(list, [...list.children].filter((one) => one !== card));
    }
    const page = await send(address, body);
    if (card && isBack) card.hidden = false;
    if (page) show(page, refill);
    else if (await keep(id, body)) {
      if (card && isBack) { list.prepend(card); settle(list, [...list.children]); }
      answered.replaceChildren(isBack ? "" : kept(address, form));
    } else {
      if (card) card.hidden = false;
      Object.assign(form, { action: address }).submit();
    }
    answered.querySelector("button")?.focus({ preventScroll: true });
  });
}

async function send(address, body) {
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "text/html" } }).catch(() => null);
  // A Wi-Fi's sign-in page answers too: only a page of ours has the list on it.
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  if (!page?.querySelector("[data-answered]")) return null;
  // A reload shows the same page, with the way back on it.
  history.replaceState(history.state, "", answer.url);
  return page;
}

function show(page, refill) {
  const list = page.querySelector("[data-list]");
  // Another state of the page, such as an empty one, is drawn by the server.
  if (!list) { location.reload(); return; }
  answered.replaceChildren(...page.querySelector("[data-answered]").childNodes);
  refill(list);
}

async function keep(id, body) {
  try {
    const outbox = await import("./outbox.js");
    await outbox.keep({ kind: "answer", other_id: id, answer: body.get("answer"), reason: body.get("reason") ?? "" });
    return true;
  } catch { return false; }
}

function kept(address, form) {
  const drawn = document.querySelector("[data-kept]").content.cloneNode(true);
  const undo = drawn.querySelector("form");
  undo.action = address;
  undo.elements.csrf_token.value = form.elements.csrf_token.value;
  return drawn;
}
