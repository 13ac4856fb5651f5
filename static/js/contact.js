// One contact: tags become chips while one types, and fields can be copied. Without this script the field takes commas.
import { arrives } from "./form_sent.js";

const COMMAS = /[,;\u060c\u061b\u3001\uff0c\uff1b]/;

function makeTagger(box) {
  const field = box.querySelector("#tags");
  const chips = box.querySelector("[data-tags]");
  const blank = box.querySelector("template[data-tag]");
  // The form sends one field; what is typed and not yet a chip goes along with it.
  const sent = Object.assign(document.createElement("input"), { type: "hidden", name: "tags" });
  field.removeAttribute("name");
  box.append(sent);

  const tags = () => [...chips.children].map((chip) => chip.firstElementChild.textContent);
  const tell = () => { sent.value = [...tags(), field.value.trim()].filter(Boolean).join(", "); };
  const take = (text) => {
    const known = new Set(tags().map((tag) => tag.toLowerCase()));
    for (const part of text.split(COMMAS)) {
      const tag = part.trim().replace(/\s+/g, " ").replace(/^#/, "");
      if (!tag || known.has(tag.toLowerCase())) continue;
      known.add(tag.toLowerCase());
      const chip = blank.content.firstElementChild.cloneNode(true);
      chip.firstElementChild.textContent = tag;
      chip.lastElementChild.setAttribute("aria-label", box.dataset.remove.replace("{tag}", tag));
      chips.append(chip);
    }
    field.value = "";
    tell();
  };

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && field.value.trim()) { event.preventDefault(); take(field.value); }
    if (event.key === "Backspace" && !field.value && chips.lastElementChild) { chips.lastElementChild.remove(); tell(); }
  });
  field.addEventListener("input", (event) => {
    // A word chosen from the list comes in whole, without a key.
    const isChosen = event.inputType === "insertReplacementText" || !event.inputType;
    if (COMMAS.test(field.value) || (isChosen && field.value)) take(field.value); else tell();
  });
  field.addEventListener("change", () => { if (field.value.trim()) take(field.value); });
  box.addEventListener("refill", ({ detail }) => { chips.replaceChildren(); take(detail.join(",")); });
  chips.addEventListener("click", (event) => {
    const cross = event.target.closest("button");
    if (!cross) return;
    cross.parentElement.remove();
    tell();
    field.focus();
  });
  take(field.value);
}

for (const box of document.querySelectorAll("[data-tagger]")) makeTagger(box);

const said = document.querySelector("[data-copied]");
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = said.dataset.copied;
    button.classList.add("is-copied");
    setTimeout(() => { button.classList.remove("is-copied"); said.textContent = ""; }, 2000);
  });
}

// A form that finds no network goes into the outbox: safe on this phone first, sent by itself later. A phone may think that it has one.
const isOffline = () => !navigator.onLine || document.body.hasAttribute("data-kept-at");

function keepOffline(form, line, items, before = () => null) {
  let isOnItsWay = false;
  addEventListener("pageshow", (event) => { if (event.persisted) isOnItsWay = false; }); // the back button brings the page as it was left
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isOnItsWay) return;
    isOnItsWay = true;
    await before();
    const isThere = !isOffline() && (await arrives(form, new URLSearchParams(new FormData(form))));
    isOnItsWay = isThere;
    if (isThere) return;
    try {
      const { keep } = await import("./outbox.js");
      for (const item of items()) await keep(item);
      line.textContent = line.dataset.kept;
    } catch {
      line.textContent = line.dataset.lost;
    }
  });
}

// Other times that the two met, each with its event and its number.
const othersOf = (form) => form.dataset.others.split(" ").filter(Boolean).map((other) => other.split("/"));

function note(form) {
  const field = (name) => form.elements[name];
  const now = {
    contact_id: Number(form.dataset.contact),
    note: field("note").value,
    tags: (form.querySelector("[name=tags]").value ?? "").split(COMMAS).map((tag) => tag.trim()).filter(Boolean),
    ...(["yes", "no"].includes(field("may_follow_up")?.value) ? { may_follow_up: field("may_follow_up").value === "yes" } : {}),
  };
  // Tags are about the person, so each of their meetings gets them.
  return [
    { kind: "note", event: form.dataset.event, ...now },
    ...othersOf(form).map(([slug, id]) => ({ kind: "note", event: slug, contact_id: Number(id), tags: now.tags })),
  ];
}

function promised(form) {
  const text = form.elements.promise.value.trim();
  return text ? [{ kind: "note", promise: { text, due_on: form.elements.due_on.value || null } }] : [];
}

// What waits is newer than the page, so it stands in the form: the next words go on from there instead of taking its place.
async function refill(form, line) {
  const { waiting } = await import("./outbox.js");
  const mine = ({ kind, item }) => kind === "note" && item.contact_id === Number(form.dataset.contact) && item.note !== undefined;
  const last = (await waiting()).filter(mine).at(-1)?.item;
  const field = form.elements.note;
  if (!last || field.value !== field.defaultValue) return;
  field.value = last.note;
  form.querySelector("[data-tagger]").dispatchEvent(new CustomEvent("refill", { detail: last.tags }));
  for (const box of form.querySelectorAll("[name=may_follow_up]")) {
    if (last.may_follow_up !== undefined) box.checked = box.value === (last.may_follow_up ? "yes" : "no");
  }
  line.textContent = line.dataset.kept;
}

// A line of its own under the button that was pressed, in the words of the form above.
function lineUnder(form, like) {
  const line = like.cloneNode();
  form.after(line);
  return line;
}

const talk = document.querySelector("form[data-keep]");
if (talk && document.body.dataset.account) {
  const like = talk.querySelector(".kept");
  const about = { event: talk.dataset.event, contact_id: Number(talk.dataset.contact) };
  keepOffline(talk, like, () => note(talk));
  refill(talk, like).catch(() => null); // a browser without a database kept nothing
  // Whoever is let go is so for each time the two met.
  const also = othersOf(talk).map(([, id]) => Number(id));
  const leave = async () => (await import("./kept_pages.js")).takeOff([about.contact_id, ...also]).catch(() => null);
  const CARE = { touch: () => [{ kind: "care", deed: "touch" }], "let-go": () => [{ kind: "care", deed: "let_go", also }], promises: promised };
  for (const [word, said] of Object.entries(CARE)) {
    const form = document.querySelector(`form[action="/contacts/${about.contact_id}/${word}"]`);
    if (form) keepOffline(form, lineUnder(form, like), () => said(form).map((item) => ({ ...item, ...about })), word === "let-go" ? leave : undefined);
  }
}
