// The desk: camera, scanner, code and name lead to the same answer; the list of names and what was done are kept on this phone.
import { closeCamera, hasTorch, openCamera, turnTorch, whyNot } from "./camera.js";
import { enter, hear, onThisPhone, remember, takeBack } from "./checkin_door.js";
import * as list from "./checkin_list.js";
import { clock, counted, offerSound, show, words } from "./checkin_says.js";
import { codeInSquare, codeTyped, hearScanner } from "./codes.js";
import { flush, letGo, watch } from "./outbox.js";
import { getReady, watchVideo } from "./reader.js";

const SAME = 5000; // one badge seen again and again is one entry until it has been out of sight for so long
const OFTEN = 10000;
const BEAT = 60000;
const UNDO = 10000;
const OLD = 60000;

const find = (name) => document.querySelector(`[data-${name}]`);
const main = document.querySelector("main");
const cam = find("cam");
const video = find("video");
const finder = find("finder");
const field = document.querySelector("#q");
const { base, prefix } = cam.dataset;
const people = `${base}/people`;
const files = { picture: cam.dataset.picture, says: "MATCHMAKER", script: cam.dataset.script, wasm: cam.dataset.wasm };
const mayLetIn = Boolean(find("let-in"));

const seen = new Map();
let stopWatching = null;
let current = {};
let last = [];
let outbox = { waiting: 0, trouble: "", online: true };
let listTrouble = "";
let undoAlarm = 0;

// --- the answer ----------------------------------------------------------------------------------------------------------------

function say(verdict, told) {
  current = told;
  show(verdict, { ...told, mayLetIn });
  const undo = find("undo-form");
  clearTimeout(undoAlarm);
  undo.hidden = verdict !== "in" && verdict !== "kept";
  undoAlarm = setTimeout(() => { undo.hidden = true; }, UNDO);
  if (mayLetIn) find("let-in").hidden = verdict !== "cancelled";
  if (verdict !== "asking") {
    find("told").textContent = "";
    draw();
  }
}

async function take(who, how, more = {}) {
  find("results").hidden = true;
  await enter(who, how, { show: say, ...more });
  askSoon();
}

async function withdraw(entry) {
  await takeBack(entry, say);
  askSoon();
}

// What was just done stands among the last ten as the server tells it, and the next asking by the clock is long.
function askSoon() {
  if (!listTrouble) ask();
}

find("undo-form").addEventListener("submit", (event) => {
  if (!current.id) return;
  event.preventDefault();
  withdraw(current);
});
find("let-in")?.addEventListener("submit", (event) => {
  const person = list.person(current.person);
  if (!person) return;
  event.preventDefault();
  take({ person }, "search", { letIn: true });
});

// --- the camera ----------------------------------------------------------------------------------------------------------------

function mode(isLooking) {
  main.dataset.mode = isLooking ? "looking" : "idle";
  find("tools").hidden = !isLooking;
  find("line-cam").hidden = !isLooking;
  find("ask").hidden = isLooking;
}

function trouble(word) {
  for (const one of document.querySelectorAll("[data-trouble]")) one.hidden = one.dataset.trouble !== word;
  if (word) document.querySelector(`[data-trouble="${word}"] h2`)?.focus();
}

async function start() {
  const button = find("open");
  button.setAttribute("aria-busy", "true");
  trouble("");
  const ready = getReady(files).then(() => "", () => "reader");
  const wrong = (await openCamera(video)) || (await ready);
  button.removeAttribute("aria-busy");
  if (wrong) {
    stop();
    return trouble(wrong);
  }
  video.hidden = false;
  seen.clear();
  stopWatching = watchVideo(video, sawSquare);
  find("torch").hidden = !hasTorch();
  mode(true);
  find("told").textContent = words("looking");
}

function stop() {
  stopWatching?.();
  stopWatching = null;
  closeCamera(video);
  video.hidden = true;
  mode(false);
}

function sawSquare(text) {
  const before = seen.get(text) ?? -Infinity;
  seen.set(text, performance.now());
  if (performance.now() - before < SAME) return;
  const code = codeInSquare(text, prefix);
  if (code) take({ code }, "camera");
  else {
    find("told").textContent = words("odd");
    say("nobody", {});
  }
}

find("open").addEventListener("click", start);
find("close").addEventListener("click", stop);
find("torch").addEventListener("click", ({ currentTarget: button }) => {
  const isOn = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isOn));
  turnTorch(isOn);
});

// --- names and codes -----------------------------------------------------------------------------------------------------------

function stateOf(person) {
  if (!person.registered) return ["bad", words("state-cancelled")];
  return person.since ? ["good", words("state-in", { time: clock(person.since) })] : null;
}

function lookUp() {
  const { first, count } = list.found(field.value);
  find("results").hidden = false;
  find("found").replaceChildren(...first.map((person) => {
    const row = find("one").content.cloneNode(true);
    const button = row.querySelector("button");
    row.querySelector("bdi").textContent = person.name;
    const state = stateOf(person);
    if (state) {
      const word = row.querySelector(".word");
      word.hidden = false;
      word.classList.add(`word--${state[0]}`);
      word.textContent = state[1];
    }
    button.addEventListener("click", () => {
      clear();
      take({ person }, "search");
      find("answer").focus({ preventScroll: true });
    });
    return row;
  }));
  const isAsked = field.value.trim() !== "";
  find("results-line").textContent = !isAsked ? "" : count > first.length ? words("more-found") : count ? "" : words("nobody-found");
  return first;
}

function clear() {
  field.value = "";
  find("found").replaceChildren();
  find("results-line").textContent = "";
}

field.addEventListener("input", lookUp);
finder.addEventListener("submit", (event) => {
  if (!list.isKnown()) return; // the server knows the names
  event.preventDefault();
  const [first] = lookUp();
  if (first) return find("found").querySelector("button").focus();
  const code = codeTyped(field.value, prefix);
  if (!code) return undefined;
  clear();
  return take({ code }, "typed");
});
find("walk-in").addEventListener("click", (event) => {
  if (navigator.onLine) return;
  event.preventDefault(); // their badge is made by the server
  say("refused", { sentence: words("no-walk-in") });
});
hearScanner(prefix, (text) => {
  clear();
  take({ code: codeTyped(text, prefix) }, "scanner");
});

// --- what was done -------------------------------------------------------------------------------------------------------------

function entryRow({ id, name, line, isOff, isAgain, person }) {
  const row = find("entry").content.cloneNode(true);
  row.querySelector("bdi").textContent = name;
  row.querySelector(".small").textContent = line;
  row.querySelector("li").classList.toggle("is-off", isOff);
  const button = row.querySelector("button");
  button.setAttribute("aria-label", words("undo-of", { name }));
  if (isOff || isAgain) button.remove(); // whoever was in already was let in by another entry, which is the one to take back
  else button.addEventListener("click", () => withdraw({ id, person, name }));
  return row;
}

function lineOf(one, isOff) {
  const parts = [clock(one.at), one.desk, isOff ? words("state-undone") : one.was_in ? words("state-again") : ""];
  return parts.filter(Boolean).join(" · ");
}

let drawing = 0;

// The outbox tells of each step of an entry; the lists need drawing once after them, and never before the answer.
function draw() {
  clearTimeout(drawing);
  drawing = setTimeout(drawNow, 120);
}

async function drawNow() {
  const { inside, expected } = list.counts();
  if (list.isKnown()) {
    find("in").textContent = inside;
    find("expected").textContent = expected;
  }
  const { waiting, undone, attention } = await onThisPhone();
  const known = new Set(last.map((one) => one.id));
  const rows = waiting.filter((entry) => !known.has(entry.id)).map((entry) => ({
    id: entry.id, person: entry.item.attendee_id, isOff: false,
    name: list.person(entry.item.attendee_id)?.name ?? words("kept"), line: `${clock(entry.at)} · ${words("state-waits")}`,
  }));
  rows.push(...last.map((one) => {
    const isOff = one.undone || undone.has(one.id);
    return { id: one.id, person: one.person, name: one.name, isOff, isAgain: one.was_in, line: lineOf(one, isOff) };
  }));
  find("last").replaceChildren(...rows.slice(0, 10).map(entryRow));
  find("nobody-yet").hidden = rows.length > 0;
  find("attention").hidden = !attention.length;
  find("attention-list").replaceChildren(...attention.map((entry) => {
    const row = find("needs").content.cloneNode(true);
    row.querySelector("span").textContent = `${clock(entry.at)} · ${entry.ack?.sentence ?? ""}`;
    row.querySelector("button").addEventListener("click", async () => { await letGo(entry.id); drawNow(); });
    return row;
  }));
}

function strip() {
  const said = [];
  const word = listTrouble || (outbox.online ? outbox.trouble : "network");
  if (word === "network") said.push(words("no-network"));
  else if (word === "closed" || word === "sign-in") said.push(words("closed"));
  else if (word === "portal" || word === "server") said.push(words(word));
  if (outbox.waiting) said.push(counted("waits", outbox.waiting));
  if (word && list.isKnown() && list.age() > OLD) said.push(words("as-of", { time: clock(list.asOf()) }));
  const isPassing = !word && outbox.waiting && outbox.waiting < 3;
  find("door-strip").hidden = !said.length || Boolean(isPassing);
  const text = isPassing ? "" : said.join(" ");
  if (find("door-line").textContent !== text) find("door-line").textContent = text;
}

async function ask() {
  const wasKnown = list.isKnown();
  const told = await list.refresh(people);
  if (!wasKnown && field.value && !find("found").children.length) lookUp(); // somebody typed faster than the names came
  listTrouble = told.trouble ?? "";
  hear(listTrouble);
  if (listTrouble === "closed") await list.forgetNames();
  if (told.last) last = told.last;
  await remember();
  strip();
  draw();
}

// --- being there ---------------------------------------------------------------------------------------------------------------

// The organiser's page says when a desk was last at work; only something that writes can say so.
async function beat() {
  const state = await fetch(`${base}/outbox`, { cache: "no-store", headers: { Accept: "application/json" } }).then((answer) => answer.json()).catch(() => null);
  if (!state?.csrf) return;
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": state.csrf };
  await fetch(`${base}/outbox`, { method: "POST", headers, body: JSON.stringify({ items: [] }) }).catch(() => null);
}

async function keepPage() {
  if (!navigator.serviceWorker || document.body.dataset.keptAt) return;
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => null);
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ keep: [location.pathname] });
}

const whileSeen = (work) => () => { if (document.visibilityState === "visible") work(); };

cam.hidden = false;
mode(false);
if (whyNot()) cam.hidden = true;
offerSound(find("sound"));
watch((now) => { outbox = now; hear(listTrouble || now.trouble); strip(); draw(); });
last = await list.recall(people).catch(() => []);
await remember();
main.dataset.ready = "";
await drawNow();
await ask();
flush();
beat();
setInterval(whileSeen(ask), OFTEN);
setInterval(whileSeen(flush), OFTEN);
setInterval(whileSeen(beat), BEAT);
for (const kind of ["online", "offline"]) addEventListener(kind, () => { flush(); ask(); });
document.addEventListener("visibilitychange", whileSeen(ask));
keepPage();
