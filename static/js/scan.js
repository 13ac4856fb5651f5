// The scan page: opens the camera after a tap and keeps it, takes what it reads, what is typed and what a photo shows, one sheet at a time.
import { closeCamera, hasTorch, openCamera, turnTorch, whyNot } from "./camera.js";
import { codeInSquare, codeTyped, hearScanner } from "./codes.js";
import { close, isOpen, keepWritten, open, say, undo } from "./met.js";
import { getReady, readPhoto, watchVideo } from "./reader.js";

const SAME = 5000; // one badge seen again and again is one scan until it has been out of sight for so long

const find = (name) => document.querySelector(`[data-${name}]`);
const main = document.querySelector("main");
const cam = find("cam");
const video = find("video");
const { prefix } = cam.dataset;
const files = { picture: cam.dataset.picture, says: "MATCHMAKER", script: cam.dataset.script, wasm: cam.dataset.wasm };

const seen = new Map();
let stopWatching = null;

const told = (text) => { find("told").textContent = text; };
const isLooking = () => stopWatching !== null;

function mode(word) {
  main.dataset.mode = word;
  find("act").hidden = word !== "met";
  find("tools").hidden = !isLooking();
  find("line").hidden = !isLooking();
  find("ask").hidden = isLooking() || Boolean(whyNot());
}

function trouble(word) {
  for (const box of document.querySelectorAll("[data-trouble]")) box.hidden = box.dataset.trouble !== word;
  if (word) document.querySelector(`[data-trouble="${word}"] h2`).focus();
}

// --- the camera --------------------------------------------------------------------------------------------------------------

async function start() {
  const button = find("open");
  button.setAttribute("aria-busy", "true");
  trouble("");
  const ready = getReady(files).then(() => "", () => "reader"); // loads while the person answers the browser's question
  const wrong = (await openCamera(video)) || (await ready);
  button.removeAttribute("aria-busy");
  if (wrong) {
    stop();
    return trouble(wrong);
  }
  video.hidden = false;
  seen.clear(); // whoever opens the camera anew means what stands before it
  stopWatching = watchVideo(video, sawSquare);
  find("torch").hidden = !hasTorch();
  mode("looking");
  document.querySelector("#scan").focus({ preventScroll: true });
  told(say("looking"));
}

function stop() {
  stopWatching?.();
  stopWatching = null;
  closeCamera(video);
  video.hidden = true;
  mode("idle");
}

function sawSquare(text) {
  const last = seen.get(text) ?? -Infinity;
  seen.set(text, performance.now());
  if (isOpen() || performance.now() - last < SAME) return;
  const found = codeInSquare(text, prefix);
  if (found) take(found);
  else odd(text);
}

function odd(text) {
  find("odd-text").textContent = text.slice(0, 300);
  find("odd").hidden = false;
  told(find("odd").textContent.trim());
}

// --- one scan ----------------------------------------------------------------------------------------------------------------

async function take(found) {
  if (isOpen()) await close(); // a scanner that types does not wait for the sheet
  find("odd").hidden = true;
  trouble("");
  navigator.vibrate?.(40);
  const opened = open(found, { told });
  mode("met");
  scrollTo({ top: 0 });
  if (await opened) return;
  mode(isLooking() ? "looking" : "idle");
  trouble("lost");
}

async function next() {
  await close();
  again(say("kept"));
}

async function takeBack() {
  await undo();
  again(say("undone"));
}

function again(text) {
  mode(isLooking() ? "looking" : "idle");
  (isLooking() ? document.querySelector("#scan") : find("open")).focus({ preventScroll: true });
  told(text);
}

// --- other ways --------------------------------------------------------------------------------------------------------------

function typed(text) {
  const found = codeTyped(text, prefix);
  find("typed-fault").hidden = Boolean(found);
  if (found) {
    document.querySelector("#code").value = "";
    take(found);
  } else document.querySelector("#code").focus();
}

async function photo(event) {
  const [file] = event.target.files;
  if (!file) return;
  find("photo-fault").hidden = true;
  const wrong = await getReady(files).then(() => "", () => "reader");
  if (wrong) return trouble(wrong);
  const text = await readPhoto(file).catch(() => null);
  event.target.value = "";
  if (text === null) find("photo-fault").hidden = false;
  else if (codeInSquare(text, prefix)) take(codeInSquare(text, prefix));
  else odd(text);
}

find("open").addEventListener("click", start);
find("close").addEventListener("click", stop);
find("next").addEventListener("click", next);
find("undo").addEventListener("click", takeBack);
find("torch").addEventListener("click", (event) => {
  const isOn = event.currentTarget.getAttribute("aria-pressed") !== "true";
  event.currentTarget.setAttribute("aria-pressed", String(isOn));
  turnTorch(isOn);
});
find("typed").addEventListener("submit", (event) => {
  event.preventDefault();
  typed(event.target.elements.code.value);
});
find("sheet").addEventListener("submit", (event) => event.preventDefault());
find("photo-file").addEventListener("change", photo);
hearScanner(prefix, typed);
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && isOpen()) next(); });
document.addEventListener("visibilitychange", () => { if (document.hidden) keepWritten(); });

main.dataset.ready = "";
find("photo").hidden = false;
mode("idle");
if (whyNot()) {
  for (const box of document.querySelectorAll("[data-trouble]")) box.hidden = box.dataset.trouble !== whyNot();
  delete main.dataset.ready; // the phone's own camera is the first way then
}
