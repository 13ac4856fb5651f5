// The names a desk works with: kept on this phone, so that it goes on without a network; told anew while there is one.
import { fold } from "./fold.js";

const MOST = 20;
const people = new Map();
const marks = new Map();
let askedAt = ""; // the server's time of the newest answer
let heardAt = 0;
let last = []; // the newest entries of all desks, as the server told them
let place = ""; // the address that the list is kept under
let keeping = 0;
let present = ""; // the address that the list is asked for under, where the event has another one since

function take([id, name, registered, since, mark]) {
  const before = people.get(id);
  if (before?.mark) marks.delete(before.mark);
  people.set(id, { id, name, words: fold(name), registered, since, mark, here: before?.since === since && Boolean(before?.here) });
  if (mark) marks.set(mark, id);
}

function takeAll(told) {
  if (told.whole) {
    people.clear();
    marks.clear();
  }
  for (const line of told.people) take(line);
  // Somebody is on the list no more, such as one who deleted everything of theirs: the whole of it is asked for, and their name goes.
  askedAt = "listed" in told && told.listed !== people.size ? "" : told.now;
}

const store = () => globalThis.caches?.open(`desk-${document.body.dataset.account}`);

// Soon, and once for all that happens in one breath: a list of thousands is not written at every entry.
function keepSoon() {
  clearTimeout(keeping);
  keeping = setTimeout(() => keep().catch(() => null), 500);
}

async function keep() {
  const lines = [...people.values()].map(({ id, name, registered, since, mark }) => [id, name, registered, since, mark]);
  const cache = await store();
  const headers = { "Content-Type": "application/json", "X-Kept-At": new Date(heardAt).toISOString() };
  await cache?.put(place, new Response(JSON.stringify({ whole: true, people: lines, last, now: askedAt }), { headers }));
}

// What this phone kept when it was last here; returns the newest entries as they were then.
export async function recall(address) {
  place = address;
  const kept = await (await store())?.match(address);
  if (!kept) return [];
  const told = await kept.json();
  takeAll(told);
  heardAt = Date.parse(kept.headers.get("X-Kept-At"));
  return told.last ?? [];
}

const isJson = (answer) => (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
const ask = (address, redirect) => {
  const since = askedAt ? `?since=${encodeURIComponent(askedAt)}` : "";
  return fetch(address + since, { credentials: "same-origin", cache: "no-store", redirect, headers: { Accept: "application/json" } });
};

// An event's former address leads on to its present one, as the outbox follows it too; a Wi-Fi's sign-in page leads elsewhere.
async function moved(address) {
  const answer = await ask(address, "follow");
  const { origin, pathname } = new URL(answer.url || "/", location.href);
  if (origin !== location.origin || !/^\/desk\/[^/]+\/people$/.test(pathname) || !isJson(answer)) return null;
  present = pathname;
  return answer;
}

// What has changed since; returns {last} or {trouble}. The list is kept where the page that opens without a network looks for it.
export async function refresh(address) {
  try {
    let answer = await ask(present || address, "manual");
    if (answer.type === "opaqueredirect") answer = (await moved(present || address)) ?? answer;
    if (answer.type === "opaqueredirect" || !isJson(answer)) return { trouble: "portal" };
    if (answer.status === 401 || answer.status === 404) return { trouble: "closed" };
    if (!answer.ok) return { trouble: "server" };
    const told = await answer.json();
    if (!Array.isArray(told.people) || told.account !== document.body.dataset.account) return { trouble: "portal" };
    takeAll(told);
    heardAt = Date.now();
    last = told.last;
    if (told.people.length || told.whole) keepSoon();
    return { last: told.last };
  } catch {
    return { trouble: "network" };
  }
}

export async function forgetNames() {
  clearTimeout(keeping);
  people.clear();
  marks.clear();
  for (const name of await globalThis.caches?.keys() ?? []) if (name.startsWith("desk-")) await caches.delete(name);
}

export function found(question) {
  const words = fold(question.slice(0, 100)).split(" ").filter(Boolean);
  const all = words.length ? [...people.values()].filter((one) => words.every((word) => one.words.includes(word))) : [];
  return { first: all.slice(0, MOST), count: all.length };
}

// Whose badge this is, as far as this phone knows; hashes stand here, never a code.
export async function withCode({ code, way }) {
  if (way !== "printed" || !globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code)));
  const mark = [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return people.get(marks.get(mark)) ?? null;
}

export const person = (id) => people.get(id) ?? null;

// What this desk itself has just done; `here` makes its own "already in" say so.
export function note(id, since) {
  const one = people.get(id);
  if (one) Object.assign(one, { since: since && one.since && one.since < since ? one.since : since, here: Boolean(since) && !one.since });
  if (one && heardAt) keepSoon();
}

export function counts() {
  const coming = [...people.values()].filter((one) => one.registered);
  return { inside: coming.filter((one) => one.since).length, expected: coming.length };
}

export const age = () => Date.now() - heardAt;
export const asOf = () => heardAt;
export const isKnown = () => people.size > 0;
