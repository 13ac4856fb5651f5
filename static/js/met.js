// "Just met": the sheet under the camera. It opens the moment a code is read and fills in as answers come; nothing waits for the network.
import { answerOf, keep } from "./outbox.js";

const PATIENCE = 8000;
const UNDO = 10000;
const LEFT_ALONE = new Set(["own", "unknown", "run_out", "refused"]); // nobody was met, so there is nothing to note

const find = (name) => document.querySelector(`[data-${name}]`);
const sheet = find("sheet");
const chips = sheet.querySelector(".chips");

export const say = (word, values = {}) => {
  const text = document.querySelector(`[data-word="${word}"]`)?.textContent ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
};

let met = null; // {scanId, contactId, state, undoAlarm, kept}

export const isOpen = () => met !== null;

export async function open(found, { told }) {
  const mine = { scanId: "", contactId: null, state: "saved", kept: "" };
  met = mine;
  clear();
  const entry = await keep({ kind: "scan", code: found.code, way: found.way }).catch(() => null);
  if (!entry) { // a browser that lends no database, or a full phone
    if (met === mine) shut();
    return false;
  }
  mine.scanId = entry.id;
  if (met !== mine) return true;
  show("saved", {});
  sheet.hidden = false;
  find("undo").hidden = false;
  mine.undoAlarm = setTimeout(() => { if (met === mine) find("undo").hidden = true; }, UNDO);
  sheet.querySelector("h2").focus({ preventScroll: true });
  told(sayNow());
  const answer = await answerOf(entry.id, { timeout: PATIENCE });
  if (answer && met === mine) {
    show(answer.state in SHOWN ? answer.state : "refused", answer);
    told(sayNow());
  }
  return true;
}

const SHOWN = { exchanged: "good", pending: "", own: "", unknown: "", run_out: "", saved: "" };

function show(state, answer) {
  met.state = state;
  met.contactId = answer.contact_id ?? null;
  const name = answer.name ?? say(`${state}-name`, { time: new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date()) });
  find("name").textContent = name;
  find("headline").textContent = state === "exchanged" ? [answer.headline, answer.organisation].filter(Boolean).join(" · ") : answer.sentence ?? say(`${state}-line`);
  const word = find("state");
  word.className = `word${SHOWN[state] ? ` word--${SHOWN[state]}` : ""}`;
  word.textContent = say(state);
  face(answer.name, answer.seed);
  const goes = say(`${state}-goes`);
  find("goes").hidden = !goes;
  find("goes").classList.toggle("note--wait", state !== "exchanged");
  // The words come from our own page, with their <strong>; nobody's text is in them.
  find("goes-line").replaceChildren(...(document.querySelector(`[data-word="${state}-goes"]`)?.cloneNode(true).childNodes ?? []));
  find("change").hidden = !met.contactId;
  const isNobody = LEFT_ALONE.has(state);
  find("about").hidden = isNobody;
  if (isNobody) find("undo").hidden = true;
  find("next").textContent = say(isNobody ? "next" : "keep");
}

function face(name, seed) {
  const shape = find("face");
  const words = (name ?? "").split(/\s+/).filter(Boolean);
  const first = (word) => [...(word ?? "")][0]?.toUpperCase() ?? "";
  shape.className = `av ${name ? `av--${(seed % 8) + 1}` : "av--unknown"}`;
  shape.textContent = name ? first(words[0]) + (words.length > 1 ? first(words.at(-1)) : "") : "?";
}

function sayNow() {
  return [find("name").textContent, find("state").textContent, find("headline").textContent].filter(Boolean).join(". ");
}

function clear() {
  sheet.reset();
  clearTimeout(met?.undoAlarm);
  for (const chip of chips.querySelectorAll("[data-own]")) chip.remove();
  for (const box of sheet.querySelectorAll("details")) box.open = false;
}

// --- what was talked about ---------------------------------------------------------------------------------------------------

function written() {
  const text = sheet.elements.promise.value.trim();
  return {
    note: sheet.elements.note.value.trim(),
    tags: [...sheet.querySelectorAll("[name=tag]:checked")].map((box) => box.value),
    may_follow_up: sheet.elements.may_follow_up.checked ? true : null,
    promise: text ? { text, due_on: sheet.elements.due.value || null } : null,
  };
}

function isSomething({ note, tags, may_follow_up: may, promise }) {
  return Boolean(note || tags.length || may || promise);
}

// Keeps what is written if it is new; also when the page is left in the middle of a word.
export async function keepWritten() {
  if (!met?.scanId || LEFT_ALONE.has(met.state)) return;
  addTag();
  const now = written();
  const words = JSON.stringify(now);
  if (words === met.kept || (!met.kept && !isSomething(now))) return;
  const before = JSON.parse(met.kept || '{ "note": "", "tags": [] }');
  met.kept = words;
  // Only what this sheet wrote is replaced: about somebody met before, more is noted than the empty sheet shows.
  const over = { note: before.note, tags: before.tags, promise: before.promise?.text ?? "" };
  await keep({ kind: "note", scan_id: met.scanId, ...now, over });
}

export async function close() {
  await keepWritten();
  shut();
}

export async function undo() {
  const { scanId } = met;
  shut();
  if (scanId) await keep({ kind: "undo", scan_id: scanId });
}

function shut() {
  clearTimeout(met?.undoAlarm);
  met = null;
  sheet.hidden = true;
}

function addTag() {
  const field = sheet.querySelector("#newtag");
  const text = field.value.trim().replace(/\s+/g, " ");
  field.value = "";
  if (!text) return;
  const there = [...chips.querySelectorAll("input")].find((box) => box.value.toLowerCase() === text.toLowerCase());
  const box = there ?? ownChip(text);
  box.checked = true;
}

function ownChip(text) {
  const chip = document.querySelector("template[data-chip]").content.firstElementChild.cloneNode(true);
  const box = chip.querySelector("input");
  box.value = text;
  chip.querySelector("span").textContent = text;
  chips.append(chip);
  return box;
}

// --- what goes to whom -------------------------------------------------------------------------------------------------------

async function share() {
  const token = document.querySelector("[name=csrf_token]").value;
  const form = new URLSearchParams([["csrf_token", token], ...[...sheet.querySelectorAll("[name=shared]:checked")].map((box) => ["shared", box.value])]);
  const answer = await fetch(`${sheet.dataset.contacts}${met.contactId}/accept`, { method: "POST", body: form, headers: { Accept: "text/html" } }).catch(() => null);
  // A Wi-Fi's sign-in page answers too: only the contact's own page, which comes next, says that it was taken.
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text().catch(() => ""), "text/html") : null;
  const isTaken = Boolean(page?.body?.dataset.account);
  find("told").textContent = say(isTaken ? "shared" : "shared-not");
  find("goes-line").textContent = say(isTaken ? "shared" : "shared-not");
  if (isTaken) find("change").open = false;
}

find("addtag").addEventListener("click", addTag);
find("share").addEventListener("click", share);
sheet.querySelector("#newtag").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  addTag();
});
