// A profile's form that finds no network waits on this phone and goes out by itself later. Without this script it is a form.
import { arrives } from "./form_sent.js";
import { waiting } from "./outbox.js";

const form = document.querySelector("form[data-profile]");
const line = form?.querySelector(".kept");
const page = form?.id && location.pathname.replace(/^\/e\/[^/]+/, "");

async function keep(body) {
  const pairs = [...body].filter(([name]) => name !== "csrf_token");
  try {
    const outbox = await import("./outbox.js");
    await outbox.keep({ kind: "interests", form: pairs, page });
    return true;
  } catch { return false; }
}

form?.addEventListener("submit", async (event) => {
  // Plus, cross and arrows only redraw the page.
  if (event.defaultPrevented || event.submitter?.name || !document.body.dataset.account) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  if (await arrives(form, body)) return;
  line.textContent = (await keep(body)) ? line.dataset.kept : line.dataset.lost;
  line.scrollIntoView({ block: "center" });
});

// What waits is newer than the page: whoever changes one thing more must not send the rest as it was before.
async function refill() {
  const { event } = document.body.dataset;
  const last = (await waiting()).filter((entry) => entry.kind === "interests" && entry.event === event && entry.item.page === page).at(-1);
  if (!last) return;
  const said = new Map();
  for (const [name, value] of last.item.form) said.set(name, [...(said.get(name) ?? []), value]);
  for (const control of [...form.elements]) {
    if (!control.name || control.type === "hidden" || control.type === "submit" || control.type === "button") continue;
    const values = said.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (values.length) control.value = values.shift();
  }
  for (const ask of form.querySelectorAll("[data-ask]")) {
    ask.dispatchEvent(new CustomEvent("refill", { detail: { words: said.get(`${ask.dataset.ask}_words`) ?? [], order: said.get(`${ask.dataset.ask}_order`) ?? [] } }));
  }
  line.textContent = line.dataset.kept;
}

if (form && document.body.dataset.account) refill().catch(() => null); // a browser without a database kept nothing
