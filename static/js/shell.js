// On every attendee's page: sends what waits, says what is only on this phone, and lets pages open without a network.
// All words stand on the page, in <template data-shell-words>.
import { flush, waiting, watch } from "./outbox.js";
import { counted, moment, words } from "./shell_words.js";

const OFTEN = 15000;
const MOMENT = 1500; // what goes out at once need not be spoken of
const SETTLE = 1500; // the page first, then what it does for later

const shell = document.querySelector("[data-shell]");
const keptAt = document.body.dataset.keptAt;
let since = 0;

// A page that was fetched before somebody's letting go was sent shows them still, and was kept as it is.
async function send() {
  const gone = (await waiting().catch(() => [])).filter(({ item }) => item.deed === "let_go").flatMap(({ item }) => [item.contact_id, ...(item.also ?? [])]);
  await flush();
  if (gone.length) await (await import("./kept_pages.js")).takeOff(gone);
}

function sendOften() {
  send();
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") send(); });
  setInterval(() => { if (document.visibilityState === "visible") send(); }, OFTEN);
}

function parts(now) {
  const isOffline = !now.online || Boolean(keptAt);
  const said = [];
  if (isOffline) said.push(["strong", words("no-network")]);
  else if (now.waiting && now.trouble && words(now.trouble)) said.push(["strong", words(now.trouble)]);
  if (now.waiting) said.push(["span", counted(now.isOld ? "old" : now.scans ? "scans" : "changes", now.scans || now.waiting)]);
  if (now.waiting && now.lastSent && !keptAt) said.push(["span", words("last-sent", { time: moment(now.lastSent) })]);
  if (keptAt) said.push(["span", words("as-of", { time: moment(Date.parse(keptAt)) })]);
  else if (isOffline && !now.waiting) said.push(["span", words("goes-on")]);
  if (now.needsAttention && !now.waiting && !isOffline) said.push(["span", counted("attention", now.needsAttention)]);
  if (now.others && !isOffline) said.push(["span", counted("others", now.others)]);
  return said;
}

function show(now) {
  since = now.waiting && now.online ? since || Date.now() : 0;
  const isPassing = now.online && !keptAt && !now.trouble && !now.needsAttention && !now.others && Date.now() - since < MOMENT;
  if (isPassing && now.waiting) setTimeout(() => look?.(), MOMENT);
  const said = isPassing ? [] : parts(now);
  const strip = shell.querySelector("[data-shell-strip]");
  const line = shell.querySelector("[data-shell-line]");
  const text = said.map(([, sentence]) => sentence).join(" ");
  if (line.textContent.trim() !== text) {
    line.replaceChildren(...said.flatMap(([tag, sentence]) => [Object.assign(document.createElement(tag), { textContent: sentence }), " "]));
  }
  strip.hidden = !said.length;
  strip.classList.toggle("strip--warn", Boolean(now.isOld));
  shell.querySelector("[data-shell-now]").hidden = !now.waiting || now.trouble === "sign-in";
  shell.querySelector("[data-shell-look]").hidden = !now.needsAttention || Boolean(now.waiting) || !now.online;
  shell.querySelector("[data-shell-sign-in]").hidden = now.trouble !== "sign-in" || !now.waiting;
  for (const form of document.querySelectorAll('form[action="/sign-out"]')) warn(form, now);
}

function warn(form, now) {
  let line = form.querySelector("[data-sign-out-line]");
  if (!now.waiting && !line) return;
  if (!line) {
    line = Object.assign(document.createElement("p"), { className: "small muted", id: "sign-out-line" });
    line.dataset.signOutLine = "";
    form.append(line);
    form.querySelector("button")?.setAttribute("aria-describedby", line.id);
  }
  line.textContent = now.waiting ? counted("sign-out", now.waiting) : "";
}

// The service worker does the same; this is for a page it does not look after yet.
async function forgetPages() {
  for (const name of await globalThis.caches?.keys() ?? []) if (name.startsWith("pages-")) await caches.delete(name);
}

async function keepPages() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => null);
  if (keptAt || navigator.connection?.saveData) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ keep: shell.dataset.keep.split(" ") });
}

let look = null;
if (shell) {
  let latest = null;
  look = () => { if (latest) show(latest); };
  watch((now) => { latest = now; show(now); });
  sendOften();
  shell.querySelector("[data-shell-now]").addEventListener("click", async ({ currentTarget: button }) => {
    button.setAttribute("aria-busy", "true");
    await flush();
    button.removeAttribute("aria-busy");
    if (keptAt && navigator.onLine) location.reload();
  });
  document.addEventListener("submit", ({ target }) => { if (target.getAttribute("action") === "/sign-out") forgetPages(); });
  addEventListener("load", () => setTimeout(keepPages, SETTLE));
}
