// What this phone keeps until the server has acknowledged it. A plain script, so that pages (through outbox.js) and the service
// worker (importScripts) run the very same one; it leaves `matchmakerOutbox` behind.
(() => {
  "use strict";

  const DATABASE = "matchmaker-outbox";
  const CHANNEL = "matchmaker-outbox";
  const DAY = 24 * 3600 * 1000;
  const OLD = 5 * DAY;
  const MOST = 50; // the server takes 100; half as many hold its one write lock half as long
  const PATIENCE = 20000; // a hall's network answers late; a request that hangs must not hold the lock for ever
  const STATE_LASTS = 5 * 60 * 1000;
  const GOOD = new Set(["exchanged", "pending", "own", "unknown", "run_out", "undone", "kept", "in", "already", "still_in"]);
  const BAD = new Set(["refused", "conflict", "cancelled", "nobody"]); // the last two: a desk let nobody in

  const answers = new Map(); // full answers, with what the contact's page shows: in memory only, never on the disk
  const states = new Map(); // by event: who is signed in, and the form token that belongs to them
  const passed = new Set(); // entries that broke the server when sent alone: the others go first
  const listeners = new Set();
  let batchSize = MOST;
  let trouble = "";
  let notBefore = 0;

  // --- the database ---------------------------------------------------------------------------------------------------------

  let opened = null;

  function database() {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("entries", { keyPath: "id" });
        request.result.createObjectStore("notes");
      };
      request.onsuccess = () => {
        request.result.onclose = () => { opened = null; };
        request.result.onversionchange = () => { request.result.close(); opened = null; };
        resolve(request.result);
      };
      request.onerror = () => { opened = null; reject(request.error); };
    });
    return opened;
  }

  function answerTo(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  // Resolves when the transaction is complete and, where the browser knows "strict", on the disk.
  async function change(work) {
    const base = await database();
    const transaction = base.transaction(["entries", "notes"], "readwrite", { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
    const result = await work(transaction.objectStore("entries"), transaction.objectStore("notes"));
    await done;
    return result;
  }

  async function entries() {
    const base = await database();
    const all = await answerTo(base.transaction("entries").objectStore("entries").getAll());
    return all.sort((one, two) => one.seq - two.seq);
  }

  async function note(name) {
    const base = await database();
    return answerTo(base.transaction("notes").objectStore("notes").get(name));
  }

  // --- keeping --------------------------------------------------------------------------------------------------------------

  // crypto.randomUUID is not there over plain http, as in a demo on one's own network.
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  async function keep({ id, kind, event, account, ...item }) {
    const entry = {
      id: id ?? newId(), kind, event, account, item,
      at: new Date().toISOString(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "", version: 1,
      keptAt: Date.now(), state: "waiting", ack: null, ackedAt: 0, epoch: "",
    };
    await change(async (store, notes) => {
      entry.seq = ((await answerTo(notes.get("seq"))) ?? 0) + 1;
      notes.put(entry.seq, "seq");
      store.put(entry);
    });
    tell({});
    return entry;
  }

  async function update(ids, how) {
    const wanted = new Set(ids);
    await change(async (store) => {
      for (const entry of await answerTo(store.getAll())) if (wanted.has(entry.id)) store.put({ ...entry, ...how(entry) });
    });
    tell({});
  }

  async function letGo(id) {
    await change((store) => { store.delete(id); });
    tell({});
  }

  // Everything of one account, acknowledged or not: its owner had all of theirs deleted.
  async function forget(account) {
    await change(async (store, notes) => {
      for (const entry of await answerTo(store.getAll())) if (entry.account === account) store.delete(entry.id);
      notes.delete(`sent|${account}`);
    });
    tell({});
  }

  function sendAgain(id) {
    passed.delete(id);
    return update([id], () => ({ state: "waiting", ack: null, ackedAt: 0 }));
  }

  // Acknowledged entries stay for a day: a server that was restored meanwhile asks for them again.
  async function tidy() {
    const old = (await entries()).filter((entry) => entry.state === "done" && Date.now() - entry.ackedAt > DAY);
    if (old.length) await change((store) => { for (const entry of old) store.delete(entry.id); });
  }

  // --- sending --------------------------------------------------------------------------------------------------------------

  // What an answer is worth. Only JSON of ours counts: a captive portal answers 200 with a page, or leads elsewhere.
  async function ask(address, options = {}) {
    const patience = new AbortController();
    const alarm = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(address, {
        ...options, signal: patience.signal, credentials: "same-origin", cache: "no-store", redirect: options.redirect ?? "manual",
        headers: { Accept: "application/json", ...options.headers },
      });
      return await judged(answer);
    } catch {
      return { trouble: "network" };
    } finally {
      clearTimeout(alarm);
    }
  }

  async function judged(answer) {
    const kind = (answer.headers.get("Content-Type") ?? "").split(";")[0].trim();
    if (answer.type === "opaqueredirect" || (answer.status >= 300 && answer.status < 400)) return { trouble: "portal" };
    if (answer.status === 429) {
      notBefore = Date.now() + 1000 * Math.min(Number(answer.headers.get("Retry-After")) || 15, 300);
      return { trouble: "busy" };
    }
    if (answer.status >= 500 || answer.status === 408) return { trouble: "server" };
    if (kind !== "application/json") return { trouble: "portal" };
    const body = await answer.json().catch(() => null);
    if (body === null || typeof body !== "object") return { trouble: "portal" };
    if (answer.status === 401) return { trouble: "sign-in" };
    return answer.ok ? { body, address: answer.url } : { refused: answer.status, sentence: String(body.error ?? ""), account: String(body.account ?? "") };
  }

  async function stateOf(event) {
    const known = states.get(event);
    if (known && Date.now() - known.askedAt < STATE_LASTS) return { body: known };
    let answer = await ask(outboxOf(event));
    if (answer.trouble === "portal") answer = (await moved(event)) ?? answer;
    if (!answer.body) return answer;
    if (typeof answer.body.account !== "string" || typeof answer.body.csrf !== "string") return { trouble: "portal" };
    states.set(event, { ...answer.body, askedAt: Date.now(), outbox: new URL(answer.address, location.href).pathname });
    return { body: states.get(event) };
  }

  // An event's former address leads on to its present one. Only the question follows it: what waits is sent to our own outbox alone.
  async function moved(event) {
    const answer = await ask(outboxOf(event), { redirect: "follow" });
    const { origin, pathname } = new URL(answer.address || "/", location.href);
    const [, room] = /^\/(e|desk)\/[^/]+\/outbox$/.exec(pathname) ?? [];
    return answer.body && origin === location.origin && room && outboxOf(event).startsWith(`/${room}/`) ? answer : null;
  }

  // After a restore the server's epoch is another one: what it acknowledged in the last day may be gone from it.
  async function replay(state) {
    const again = (await entries()).filter((entry) =>
      entry.state === "done" && entry.account === state.account && entry.epoch !== state.epoch && Date.now() - entry.ackedAt < DAY);
    if (again.length) await update(again.map((entry) => entry.id), () => ({ state: "waiting", ack: null, ackedAt: 0 }));
  }

  function sendable({ id, kind, at, zone, seq, item, keptAt }) {
    // How long it waited is right on a phone whose clock is wrong; `at` is only what that clock said.
    return { ...item, id, kind, at, zone, seq, waited: Math.max(0, Date.now() - keptAt) };
  }

  // "desk/northlight" is the desk at the door of an event; everything else an attendee's outbox of one.
  function outboxOf(event) {
    const [, slug] = /^desk\/(.+)$/.exec(event) ?? [];
    return slug ? `/desk/${encodeURIComponent(slug)}/outbox` : `/e/${encodeURIComponent(event)}/outbox`;
  }

  async function settle(batch, state, body) {
    const mine = new Map(batch.map((entry) => [entry.id, entry]));
    const final = new Map();
    for (const ack of Array.isArray(body.items) ? body.items : []) {
      if (mine.has(ack?.id) && (GOOD.has(ack.state) || BAD.has(ack.state))) final.set(ack.id, ack);
    }
    if (!final.size) return 0;
    await change(async (store, notes) => {
      const there = new Set(await answerTo(store.getAllKeys())); // meanwhile its owner may have deleted everything of theirs
      for (const [id, ack] of final) {
        if (!there.has(id)) continue;
        const isGood = GOOD.has(ack.state);
        store.put({
          ...mine.get(id), state: isGood ? "done" : "attention", ackedAt: Date.now(), epoch: body.epoch ?? "",
          ack: { id, state: ack.state, ...(ack.contact_id && { contact_id: ack.contact_id }), ...(isGood ? {} : { sentence: ack.sentence ?? "" }) },
        });
      }
      notes.put(Date.now(), `sent|${state.account}`);
    });
    tell({ acks: [...final.values()] });
    return final.size;
  }

  async function flushEvent(event) {
    let sent = 0;
    let isSecondTry = false;
    for (;;) {
      const asked = await stateOf(event);
      // Whoever is signed in is not of that event: that is final for what they made there, and says nothing about anybody else's.
      if (asked.refused) return { sent, trouble: asked.account ? await refuse(await mineAt(event, asked.account), asked) : "" };
      if (!asked.body) return { sent, trouble: asked.trouble };
      const state = asked.body;
      await replay(state);
      const batch = (await mineAt(event, state.account)).slice(0, batchSize);
      if (!batch.length) return { sent, trouble: "" };
      const answer = await ask(state.outbox, {
        method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": state.csrf },
        body: JSON.stringify({ items: batch.map(sendable) }),
      });
      if (answer.refused === 403 && !isSecondTry) { // the token is an older sign-in's
        states.delete(event);
        isSecondTry = true;
        continue;
      }
      if (!answer.body) return { sent, trouble: await stumble(event, batch, answer) };
      const settled = answer.body.account === state.account ? await settle(batch, state, answer.body) : 0;
      if (!settled) return { sent, trouble: answer.body.items?.length ? "busy" : "portal" };
      sent += settled;
      batchSize = MOST;
    }
  }

  async function mineAt(event, account) {
    return (await entries()).filter((entry) =>
      entry.state === "waiting" && entry.event === event && entry.account === account && !passed.has(entry.id));
  }

  // A batch that breaks the server, or is too large for it, is cut down until the one entry at fault stands alone.
  async function stumble(event, batch, answer) {
    states.delete(event);
    const mayBeItsFault = answer.trouble === "server" || answer.refused;
    if (!mayBeItsFault) return answer.trouble;
    if (batch.length > 1) {
      batchSize = Math.max(1, Math.floor(batch.length / 10));
    } else if (answer.refused) {
      return refuse(batch, answer);
    } else {
      passed.add(batch[0].id);
    }
    return answer.trouble ?? "server";
  }

  async function refuse(batch, answer) {
    const sentence = answer.sentence;
    if (batch.length) await update(batch.map((entry) => entry.id), ({ id }) => ({ state: "attention", ack: { id, state: "refused", sentence } }));
    return "";
  }

  async function run() {
    await tidy();
    if (Date.now() < notBefore) return { sent: 0, left: (await waiting()).length, trouble };
    const kept = await entries();
    const events = new Set(kept.filter((entry) => entry.state === "waiting").map((entry) => entry.event));
    for (const entry of kept) { // nothing waits there, but the server may be another one since
      const known = states.get(entry.event);
      if (entry.state === "done" && !(known && Date.now() - known.askedAt < STATE_LASTS)) events.add(entry.event);
    }
    let sent = 0;
    let found = "";
    for (const event of events) {
      const result = await flushEvent(event);
      sent += result.sent;
      found ||= result.trouble;
    }
    if (!found) passed.clear();
    trouble = found;
    const left = (await waiting()).length;
    tell({});
    return { sent, left, trouble };
  }

  let queued = null;
  let running = Promise.resolve();

  // One tab at a time where the browser has locks; without them the server's own ids keep twice from being two.
  function flush() {
    if (queued) return queued;
    const turn = () => { queued = null; return run(); };
    const done = globalThis.navigator.locks
      ? navigator.locks.request(CHANNEL, turn)
      : running.then(turn);
    running = done.catch(() => null);
    queued = done;
    return done;
  }

  // --- telling --------------------------------------------------------------------------------------------------------------

  const channel = globalThis.BroadcastChannel ? new BroadcastChannel(CHANNEL) : null;
  channel?.addEventListener("message", (message) => heard(message.data));

  function tell(news) {
    channel?.postMessage({ ...news, trouble });
    heard(news);
  }

  function heard(news) {
    for (const ack of news.acks ?? []) answers.set(ack.id, ack);
    if (typeof news.trouble === "string") trouble = news.trouble;
    for (const listener of listeners) listener();
  }

  async function waiting() {
    return (await entries()).filter((entry) => entry.state === "waiting");
  }

  async function summary(account) {
    const kept = await entries();
    const mine = kept.filter((entry) => entry.account === account);
    const left = mine.filter((entry) => entry.state === "waiting");
    return {
      waiting: left.length,
      scans: left.filter((entry) => entry.kind === "scan").length,
      needsAttention: mine.filter((entry) => entry.state === "attention").length,
      others: kept.filter((entry) => entry.account !== account && entry.state !== "done").length,
      oldest: Math.min(...left.map((entry) => entry.keptAt)),
      isOld: left.some((entry) => Date.now() - entry.keptAt >= OLD - DAY),
      lastSent: (await note(`sent|${account}`)) ?? null,
      trouble,
    };
  }

  globalThis.matchmakerOutbox = { keep, entries, waiting, flush, summary, letGo, forget, sendAgain, newId, answers, listeners };
})();
