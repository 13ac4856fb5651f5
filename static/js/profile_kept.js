// A profile's form that finds no network waits on this phone and goes out by itself later. Without this script it is a form.
// It says what it held before (`base`), so that it changes only what was changed in it: the page may be as of days ago.
import { arrives } from "./form_sent.js";
import { waiting } from "./outbox.js";

const form = document.querySelector("form[data-profile]");
const line = form?.querySelector(".kept");
const page = form?.id && location.pathname.replace(/^\/e\/[^/]+/, "");
const base = Object.assign(document.createElement("input"), { type: "hidden", name: "base" });

// As the page came. What a browser fills in again by itself, such as after the back button, was not saved.
function asCame() {
  const pairs = [];
  for (const control of form.elements) {
    const { name, type, options } = control;
    if (!name || name === "csrf_token" || type === "submit" || type === "button") continue;
    if (type === "checkbox" || type === "radio") {
      if (control.defaultChecked) pairs.push([name, control.value]);
    } else if (options) {
      pairs.push([name, ([...options].find((option) => option.defaultSelected) ?? options[0]).value]);
    } else {
      pairs.push([name, control.defaultValue]);
    }
  }
  return pairs;
}

// From now on the form is as it is after this; null: nobody knows what it was, so all of it counts.
function startFrom(pairs) {
  if (pairs) {
    base.value = JSON.stringify(pairs);
    form.append(base);
  } else {
    base.remove();
  }
}

async function keep(body) {
  const pairs = [...body].filter(([name]) => name !== "csrf_token" && name !== "base");
  try {
    const outbox = await import("./outbox.js");
    await outbox.keep({ kind: "interests", form: pairs, page, ...(body.has("base") ? { base: JSON.parse(body.get("base")) } : {}) });
    startFrom(pairs);
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
  const asks = [...form.querySelectorAll("[data-ask]")].map((ask) => {
    const words = said.get(`${ask.dataset.ask}_words`) ?? [];
    said.set(`${ask.dataset.ask}_words`, [words.pop() ?? ""]); // the last is what stood in the field itself, typed and not put down yet
    return [ask, { words, order: said.get(`${ask.dataset.ask}_order`) ?? [] }];
  });
  for (const control of [...form.elements]) {
    if (!control.name || control.type === "hidden" || control.type === "submit" || control.type === "button") continue;
    const values = said.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (values.length) control.value = values.shift();
  }
  for (const [ask, detail] of asks) ask.dispatchEvent(new CustomEvent("refill", { detail }));
  startFrom(last.item.form);
  line.textContent = line.dataset.kept;
}

if (form && document.body.dataset.account) {
  if (form.dataset.profile === "saved") startFrom(asCame());
  addEventListener("pageshow", ({ persisted }) => { if (persisted) startFrom(null); }); // it may have been sent since it came
  refill().catch(() => null); // a browser without a database kept nothing
}
