// One person at the door: their entry is safe on this phone before anything is said, then the server says what it made of it.
import * as list from "./checkin_list.js";
import { answerOf, entries, keep, letGo } from "./outbox.js";

const PATIENCE = 2500; // a desk waits no longer for a network that is slow; what this phone knows is shown instead
const DESK = document.body.dataset.event;
const ACCOUNT = document.body.dataset.account;

let trouble = "";
export const hear = (word) => { trouble = word; };
const isAlone = () => !navigator.onLine || ["network", "portal", "closed", "sign-in"].includes(trouble);

function verdictHere(person) {
  if (!person) return "kept";
  if (!person.registered) return "cancelled";
  return person.since ? "already" : "in";
}

// `who`: {code, way} as read, or {person}; `how`: camera, scanner, typed or search. Calls `show` with a verdict and what goes with it.
export async function enter(who, how, { show, letIn = false }) {
  const person = who.person ?? await list.withCode(who.code);
  const here = letIn ? "in" : verdictHere(person);
  const told = { id: "", person: person?.id, name: person?.name, since: person?.since, here: person?.here };
  if (isAlone() && (here === "already" || here === "cancelled")) return show(here, told); // there is nothing to bring to anybody
  if (!isAlone()) show("asking", told);
  const entry = await keep({ kind: "entry", code: who.code?.code ?? "", attendee_id: person?.id, way: how, let_in: letIn });
  told.id = entry.id;
  const answer = isAlone() ? null : await answerOf(entry.id, { timeout: PATIENCE });
  if (answer) return settle(answer, told, show);
  if (here === "in") list.note(person.id, entry.at);
  return show(here, { ...told, later: true });
}

async function settle(answer, told, show) {
  if (["cancelled", "nobody", "refused", "conflict"].includes(answer.state)) await letGo(answer.id); // it is being looked at right now
  if (answer.state === "in" || answer.state === "already" || answer.state === "still_in") list.note(answer.person, answer.since);
  if (answer.state === "undone") list.note(answer.person ?? told.person, null);
  const here = answer.state === "already" && told.here;
  return show(answer.state, { ...told, ...answer, id: told.id, here });
}

export async function takeBack({ id, person, name }, show) {
  const entry = await keep({ kind: "undo", entry_id: id });
  const answer = isAlone() ? null : await answerOf(entry.id, { timeout: PATIENCE });
  if (answer) return settle(answer, { id, person, name }, show);
  list.note(person, null);
  return show("undone", { name, later: true });
}

// What waits on this phone, newest first, and what needs a look.
export async function onThisPhone() {
  const mine = (await entries()).filter((entry) => entry.account === ACCOUNT && entry.event === DESK);
  const undone = new Set(mine.filter((entry) => entry.kind === "undo" && entry.state !== "attention").map((entry) => entry.item.entry_id));
  const waiting = mine.filter((entry) => entry.state === "waiting" && entry.kind === "entry" && !undone.has(entry.id)).reverse();
  return { waiting, undone, attention: mine.filter((entry) => entry.state === "attention") };
}

// After a reload the list of names is older than what this desk has done since.
export async function remember() {
  const { waiting } = await onThisPhone();
  for (const entry of waiting.reverse()) if (entry.item.attendee_id) list.note(entry.item.attendee_id, entry.at);
}
