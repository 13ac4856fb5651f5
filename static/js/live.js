// Figures on a laptop that nobody touches stay true: <main data-live="45"> looks again every 45 s while it is seen and left alone.
// Only what has changed is changed, so focus, open folds and a reader's place stay as they are. Rows that are told apart by more than
// their place bear data-row: a row never becomes another one under somebody's finger.
const CALM = 3000; // nobody has touched the page for so long
const SETTLES = 600; // a press so soon after a change was meant for what stood there before
const PATIENCE = 20000;
const LONGEST = 5 * 60000;
const OWN = "[data-copy], [data-live-said]"; // what a script has in hand

const main = document.querySelector("main");
const line = document.querySelector("[data-live-said]");
const every = Number(main.dataset.live) * 1000;
// What was just done is told once.
const address = new URL(location.href);
address.searchParams.delete("said");
address.hash = "";

let alarm = 0;
let pause = every;
let isOver = false;
let version = "";
let trueAt = Date.now();
let askedAt = performance.now();
let touchedAt = -Infinity;
let changedAt = -Infinity;

function plan(after) {
  clearTimeout(alarm);
  if (!isOver) alarm = setTimeout(look, after);
}

function isLeftAlone() {
  if (document.activeElement?.matches("input, select, textarea")) return false;
  return performance.now() - touchedAt > CALM && getSelection().isCollapsed;
}

async function look() {
  if (document.hidden) return; // being seen again plans the next look
  if (!isLeftAlone()) return plan(CALM);
  askedAt = performance.now();
  const headers = version ? { Accept: "text/html", "If-None-Match": version } : { Accept: "text/html" };
  const answer = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (answer?.status === 401) return end();
  if (!answer || answer.status >= 500 || answer.status === 429) return stumble();
  if (answer.status !== 304) {
    if (!answer.ok || answer.redirected) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text().catch(() => ""), "text/html");
    const fresh = page.querySelector("main[data-live]");
    if (!fresh) return stumble();
    if (!isLeftAlone()) return plan(CALM);
    if (needsMore(page)) return location.reload();
    version = show(fresh) ? answer.headers.get("ETag") ?? "" : "";
  }
  trueAt = Date.now();
  pause = every;
  line.hidden = true;
  plan(pause);
}

function stumble() {
  say(line.dataset.away);
  pause = Math.min(pause * 2, LONGEST);
  plan(pause);
}

function end() {
  isOver = true;
  say(line.dataset.ended);
}

function say(words) {
  line.textContent = words.replace("{time}", clock(trueAt));
  line.hidden = false;
}

function clock(time) {
  const shown = { hour: "2-digit", minute: "2-digit" };
  const { lang } = document.documentElement;
  try {
    return new Intl.DateTimeFormat(lang, { ...shown, timeZone: line.dataset.zone }).format(time);
  } catch {
    return new Intl.DateTimeFormat(lang, shown).format(time); // a zone that this browser has never heard of
  }
}

// The page as it is now is drawn or moved by a file that this one has not loaded.
function needsMore(page) {
  const files = (of) => [...of.querySelectorAll('link[rel="stylesheet"], script[src]')].map((one) => one.getAttribute("href") ?? one.getAttribute("src"));
  const loaded = new Set(files(document));
  return files(page).some((file) => !loaded.has(file));
}

// --- the change ----------------------------------------------------------------------------------------------------------------

function show(fresh) {
  if (main.isEqualNode(fresh)) return true;
  const isWhole = renew(main, fresh);
  changedAt = performance.now();
  return isWhole;
}

// Make one node like the other, as little as it takes; whether all of it could be.
function renew(shown, fresh) {
  if (shown.nodeType !== Node.ELEMENT_NODE) {
    if (shown.data !== fresh.data) shown.data = fresh.data;
    return true;
  }
  if (shown.matches(OWN) || shown.isEqualNode(fresh)) return true;
  renewAttributes(shown, fresh);
  let isWhole = true;
  let last = null;
  for (const [old, young] of pairs([...shown.childNodes], [...fresh.childNodes])) {
    if (old && young) isWhole = renew(old, young) && isWhole;
    else if (young) shown.insertBefore(document.importNode(young, true), last ? last.nextSibling : shown.firstChild);
    // What somebody is about to press goes once they have turned away from it.
    else if (old.contains(document.activeElement)) isWhole = false;
    else old.remove();
    if (old?.parentNode === shown) last = old;
    else if (young) last = last ? last.nextSibling : shown.firstChild;
  }
  return isWhole;
}

function renewAttributes(shown, fresh) {
  for (const { name } of [...shown.attributes]) if (name !== "open" && !fresh.hasAttribute(name)) shown.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (name !== "open" && shown.getAttribute(name) !== value) shown.setAttribute(name, value);
}

// Two nodes with one name may become each other.
function nameOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return String(node.nodeType);
  const told = ["id", "data-row", "aria-labelledby", "action"].map((name) => node.getAttribute(name) ?? "");
  return [node.localName, ...told].join(" ");
}

// Both lists in order, as many as possible side by side: the longest row of names that they have in common.
function pairs(olds, youngs) {
  const found = [];
  while (olds.length && youngs.length && nameOf(olds[0]) === nameOf(youngs[0])) found.push([olds.shift(), youngs.shift()]);
  const same = (one, other) => nameOf(olds[one]) === nameOf(youngs[other]);
  const longest = Array.from({ length: olds.length + 1 }, () => new Array(youngs.length + 1).fill(0));
  for (let one = olds.length - 1; one >= 0; one -= 1) {
    for (let other = youngs.length - 1; other >= 0; other -= 1) {
      longest[one][other] = same(one, other) ? longest[one + 1][other + 1] + 1 : Math.max(longest[one + 1][other], longest[one][other + 1]);
    }
  }
  let [one, other] = [0, 0];
  while (one < olds.length || other < youngs.length) {
    if (one < olds.length && other < youngs.length && same(one, other)) found.push([olds[one++], youngs[other++]]);
    else if (other === youngs.length || (one < olds.length && longest[one + 1][other] >= longest[one][other + 1])) found.push([olds[one++], null]);
    else found.push([null, youngs[other++]]);
  }
  return found;
}

for (const touch of ["pointerdown", "pointermove", "keydown", "wheel", "touchmove", "scroll"]) {
  addEventListener(touch, () => { touchedAt = performance.now(); }, { capture: true, passive: true });
}
addEventListener("click", (event) => {
  const isPointed = event.detail > 0; // a key presses what has focus, and that has not moved
  if (!isPointed || performance.now() - changedAt > SETTLES || !main.contains(event.target)) return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });
addEventListener("submit", () => { isOver = true; });
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) plan(Math.max(1000, pause - (performance.now() - askedAt)));
});
addEventListener("pageshow", (event) => { if (event.persisted) { isOver = false; plan(1000); } });
plan(every);
