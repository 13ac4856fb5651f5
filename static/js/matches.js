// The list that answers: sliders and filters move it at once, an answer takes its card off, and what was seen is told.
// Without this script the same sliders are a form, the same answers are buttons, and the server makes the same list.
import { answerAtOnce } from "./match_answers.js";
import { painted, settle } from "./settle.js";
import { askedOf, isTurned, leavesOut, turnedList, wishOf, SLIDERS } from "./wish.js";

const list = document.querySelector("[data-list]");
const tune = document.querySelector("[data-tune]");
const form = tune?.querySelector("form");
const told = document.querySelector("[data-told]");
const cards = new Map();
let turning; // what the server told to sort by; a promise while it is under way

function adopt(root) {
  for (const card of root.querySelectorAll("[data-id]")) {
    const id = Number(card.dataset.id);
    if (!cards.has(id)) cards.set(id, card);
  }
}

// Safari in private mode and some managed phones refuse to remember anything.
function remembered() {
  try { return localStorage.getItem(tune.dataset.key) ?? ""; } catch { return ""; }
}

function remember(asked) {
  try {
    if (asked) localStorage.setItem(tune.dataset.key, asked);
    else localStorage.removeItem(tune.dataset.key);
  } catch { /* the address still holds it */ }
}

async function fetched(address, as) {
  const answer = await fetch(address, { cache: "no-cache" }).catch(() => null);
  return answer?.ok && !answer.redirected ? answer[as]() : null;
}

function load() {
  turning ??= fetched(tune.dataset.rows, "json").then(async (found) => {
    if (!found) { turning = undefined; return null; }
    showFilters(found.filters);
    const missing = Object.keys(found.traits).filter((id) => !cards.has(Number(id)));
    const page = missing.length ? await fetched(`${tune.dataset.cards}?ids=${missing.join(",")}`, "text") : "";
    if (page) adopt(new DOMParser().parseFromString(`<ul>${page}</ul>`, "text/html"));
    return found;
  });
  return turning;
}

function showFilters(html) {
  const place = tune.querySelector("[data-filters]");
  if (place.querySelector("fieldset")) return; // the page came with them, and with what is chosen
  const drawn = new DOMParser().parseFromString(html, "text/html");
  place.replaceChildren(...drawn.body.childNodes);
}

function sayValues() {
  for (const name of SLIDERS) {
    const slider = form.elements[name];
    const stop = Math.round(Math.abs(slider.value) * 4);
    const { rest, low, high } = slider.dataset;
    slider.setAttribute("aria-valuetext", stop ? (slider.value > 0 ? high : low).replace("{stop}", stop) : rest);
  }
}

function sayLine(wish, fitting, pool) {
  const turned = document.querySelector("[data-turned]");
  const isAsked = isTurned(wish) || leavesOut(wish);
  document.querySelector("[data-made]").hidden = isAsked;
  turned.hidden = !isAsked;
  const line = turned.querySelector("[data-line]");
  const { fitting: words, sorting } = line.dataset;
  line.textContent = leavesOut(wish) ? words.replace("{num}", fitting).replace("{pool}", pool) : sorting;
}

let saying;
function sayOrder(first) {
  clearTimeout(saying);
  // Said once the thumb rests: a voice that starts anew at every stop says nothing.
  saying = setTimeout(() => {
    told.textContent = first ? tune.dataset.sorted.replace("{name}", first.dataset.name) : tune.dataset.nobody;
  }, 500);
}

function keepAddress(wish) {
  const asked = askedOf(wish).toString();
  remember(asked);
  history.replaceState(history.state, "", location.pathname + (asked ? `?${asked}` : ""));
  const answer = document.querySelector("#answer");
  for (const field of answer.querySelectorAll("input:not([name=csrf_token], [name=seen])")) field.remove();
  for (const [name, value] of askedOf(wish)) {
    answer.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
}

let turn = 0;
async function turnList({ quietly = false } = {}) {
  const mine = ++turn;
  sayValues();
  const found = await load();
  if (!found || mine !== turn) return;
  const wish = wishOf(form);
  const { ids, fitting } = turnedList(found, wish);
  const shown = ids.map((id) => cards.get(id)).filter((card) => card && !card.hidden);
  settle(list, shown);
  document.querySelector("[data-none]").hidden = shown.length > 0;
  sayLine(wish, fitting, Object.keys(found.traits).length);
  keepAddress(wish);
  if (!quietly) sayOrder(shown[0]);
}

function reset(event) {
  event.preventDefault();
  for (const name of SLIDERS) form.elements[name].value = 0;
  for (const chip of form.querySelectorAll(":checked")) chip.checked = false;
  turnList();
}

function recall() {
  const asked = new URLSearchParams(remembered());
  if (location.search || ![...asked].length) return;
  for (const name of SLIDERS) form.elements[name].value = Number(asked.get(name)) || 0;
  load().then((found) => {
    if (!found) return;
    for (const chip of form.querySelectorAll("[type=checkbox]")) chip.checked = asked.getAll(chip.name).includes(chip.value);
    turnList({ quietly: true });
  });
}

// The page posts whom it has shown once somebody has looked at it; an address that is merely fetched changes nothing.
function tellSeen() {
  const answer = document.querySelector("#answer");
  const body = new URLSearchParams({ csrf_token: answer.elements.csrf_token.value, ids: answer.elements.seen.value });
  const tell = () => setTimeout(() => {
    if (document.visibilityState === "visible") fetch(answer.dataset.seen, { method: "POST", body, keepalive: true }).catch(() => null);
  }, 1500);
  if (document.visibilityState === "visible") tell();
  else document.addEventListener("visibilitychange", tell, { once: true });
}

// On a slow line somebody has turned or ticked before this script came.
function wasTouched() {
  const touched = (field) => (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.type === "range" && Number(field.value) !== Number(field.defaultValue));
  return [...form.elements].some(touched);
}

if (list && form) {
  adopt(list);
  form.querySelector("[data-apply]").hidden = true;
  let isDue = false;
  form.addEventListener("input", async () => {
    if (isDue) return; // several stops before one paint are one turn
    isDue = true;
    await painted();
    isDue = false;
    turnList();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); turnList(); });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-reset]")) reset(event); });
  tune.addEventListener("toggle", () => { if (tune.open) load(); });
  if (tune.open) load();
  if (wasTouched()) turnList();
  else recall();
  answerAtOnce({
    list,
    cards,
    refill(fresh) {
      for (const id of cards.keys()) if (!cards.get(id).isConnected && !cards.get(id).hidden) cards.delete(id);
      adopt(fresh);
      settle(list, [...fresh.children].map((card) => cards.get(Number(card.dataset.id))));
      turning = undefined; // somebody new may stand in the rows
      if (tune.open || location.search) load();
    },
  });
  if (document.querySelector("#answer").elements.seen.value) tellSeen();
}
