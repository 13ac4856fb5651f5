// The outbox as pages use it: keep(item) is done when it is safe on this phone; sending goes on by itself.
// Items: {kind: "scan" | "note" | "undo" | "answer" | "interests" | "care", …}; whose and of which event stands on <body>.
import "./outbox_store.js";

const store = globalThis.matchmakerOutbox;

const account = () => document.body.dataset.account ?? "";

export async function keep(item) {
  const { event } = document.body.dataset;
  const entry = await store.keep({ event, ...item, account: account() });
  askToStay();
  flush();
  return entry;
}

export async function waiting() {
  return (await store.waiting()).filter((entry) => entry.account === account());
}

export async function flush() {
  return store.flush().catch(() => ({ sent: 0, left: 0, trouble: "store" }));
}

export function watch(callback) {
  let isAsked = false;
  const look = async () => {
    if (isAsked) return; // several changes in one breath are told once
    isAsked = true;
    await null;
    isAsked = false;
    const found = await store.summary(account()).catch(() => null);
    if (found) callback({ ...found, online: navigator.onLine && found.trouble !== "network" });
  };
  store.listeners.add(look);
  addEventListener("online", look);
  addEventListener("offline", look);
  look();
  return () => store.listeners.delete(look);
}

export async function answerOf(id, { timeout = 4000 } = {}) {
  const until = Date.now() + timeout;
  for (;;) {
    if (store.answers.has(id)) return store.answers.get(id);
    const entry = (await store.entries()).find((one) => one.id === id);
    if (entry && entry.state !== "waiting") return store.answers.get(id) ?? entry.ack;
    const left = until - Date.now();
    if (left <= 0) return null;
    await new Promise((resolve) => {
      const heard = () => { store.listeners.delete(heard); clearTimeout(alarm); resolve(); };
      const alarm = setTimeout(heard, left);
      store.listeners.add(heard);
    });
  }
}

// Once something is kept here, ask the browser not to clear it away, and to wake us when there is a network again.
async function askToStay() {
  await navigator.storage?.persist?.().catch(() => false);
  const registration = await navigator.serviceWorker?.getRegistration?.().catch(() => null);
  await registration?.sync?.register("outbox").catch(() => null);
}

export const { entries, sendAgain, letGo, forget, newId } = store;
