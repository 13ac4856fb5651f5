// The service worker: lets pages open without a network. /sw.js serves it with VERSION and SHELL in front and the outbox loaded.
// It keeps the shell for everybody, and pages of the one account that is signed in; see docs/decisions/what-a-phone-keeps.md.
const SHELL_CACHE = `shell-${VERSION}`;
const PAGES = "pages-";
const DESKS = "desk-"; // a desk's page and its list of names: of one event at a time, whoever else uses this phone
const OFFLINE = "/offline";
const KEPT = /^\/e\/[^/]+\/(?:badge|matches|matches\/sheet|contacts|scan|me|waiting|interests|interests\/(?:about|visibility|preview))$|^\/e\/[^/]+\/(?:contacts|matches)\/\d+$|^\/contacts(?:\/\d+)?$|^\/desk\/[^/]+$/;
const DESK = /^\/desk\/[^/]+$/;
const SHELL_OF_DESK = /(?:href|src|data-module)="(\/static\/(?:css|js)\/[^"]+)"/g;
const CONTACT = /href="((?:\/e\/[^/"]+)?\/contacts\/\d+)"/g;
// After these nobody is signed in here any more, so nobody's pages stay.
const FORGETS = new Set(["/sign-out", "/me/devices/sign-out-everywhere", "/me/data/delete/code"]);
// After these somebody else may be: another reader's pages must not stand in for theirs on a slow line.
const SIGNS_IN = /^\/(?:(?:sign-in|organise\/sign-in)\/(?:code|link)|e\/[^/]+\/(?:code|in|invitation))$/;
// After a block nothing that speaks of people stays: which of the pages are about that one, no page says. What is still there of the
// others is fetched again by the next page. Who is let go, or whose card is no longer shared, goes with their own page and the lists.
const BLOCKS = /^\/e\/[^/]+\/(?:matches|people|contacts)\/\d+\/block$/;
const LETS_GO = /^(?:\/e\/[^/]+)?\/contacts\/(\d+)\/(?:let-go|withdraw)$/;
const OF_PEOPLE = /\/(?:matches|contacts)\/\d+$|\/(?:matches|matches\/sheet|contacts|me)$/;
// Where the icon on the home screen opens: it leads to the matches, which are kept.
const START = /^\/e\/[^/]+\/$/;
const READER = /\sdata-(?:script|wasm|picture)="(\/static\/[^"]+)"/g;
const PATIENCE = 4000;
const FRESH = 20 * 60 * 1000;
const LONGEST = 14 * 24 * 3600 * 1000;
const MOST_CONTACTS = 80;
let forgotten = 0; // counts what was taken off: a page that was on its way meanwhile is not kept
let turn = Promise.resolve();
// What keeps and what takes off follow one another, so that nothing is put where everything is just being taken off.
const inTurn = (work) => { turn = turn.then(work, work); return turn; };

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("sync", (event) => { if (event.tag === "outbox") event.waitUntil(sendAll()); });
addEventListener("message", (event) => { if (event.data?.keep) event.waitUntil(fetchAhead(event.data.keep)); });

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && FORGETS.has(url.pathname)) event.respondWith(signOut(request));
  else if (request.method === "POST" && SIGNS_IN.test(url.pathname)) event.respondWith(signIn(request));
  else if (request.method === "POST" && (BLOCKS.test(url.pathname) || LETS_GO.test(url.pathname))) event.respondWith(part(request, url));
  else if (request.method === "POST" && request.mode === "navigate") event.respondWith(fetch(request).catch(() => unanswered(request)));
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(shellFile(request, url));
  else if (request.mode === "navigate") event.respondWith(page(event, request, url));
});

async function install() {
  const cache = await caches.open(SHELL_CACHE);
  await Promise.all(SHELL.map((address) => cache.add(address)));
  // Without cookies: the same page for everybody who has this phone in their hand.
  await cache.put(OFFLINE, await fetch(OFFLINE, { credentials: "omit", cache: "no-store" }));
  await skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== SHELL_CACHE) await caches.delete(name);
  await clients.claim();
}

async function sendAll() {
  const { left, trouble } = await matchmakerOutbox.flush();
  // Thrown, the browser tries again by itself; what needs a person is not helped by that.
  if (left && trouble && trouble !== "sign-in") throw new Error(trouble);
}

// An address with ?v= never changes; a module that another one imports has none, so the network is asked first.
async function shellFile(request, url) {
  const cache = await caches.open(SHELL_CACHE);
  const kept = await cache.match(request, { ignoreSearch: !url.search });
  if (kept && (url.search || !url.pathname.endsWith(".js"))) return kept;
  try {
    const answer = await (kept ? Promise.race([fetch(request), late()]) : fetch(request));
    if (answer.ok && answer.status === 200) await cache.put(request, answer.clone());
    return answer.ok || !kept ? answer : kept;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function page(event, request, url) {
  if (START.test(url.pathname)) return fetch(request).catch(() => keptStart(url));
  if (!KEPT.test(url.pathname)) return fetch(request).catch(() => offlinePage());
  const sinceThen = forgotten;
  const fetched = fetch(request).then((answer) => {
    event.waitUntil(remember(url, answer.clone(), sinceThen));
    return answer;
  });
  event.waitUntil(fetched.catch(() => null));
  const kept = await keptPage(url);
  if (!kept) return fetched.catch(() => offlinePage());
  try {
    const answer = await Promise.race([fetched, late()]);
    return answer.status >= 500 ? kept : answer;
  } catch {
    return kept;
  }
}

async function keptStart(url) {
  for (const place of ["matches", "badge", "contacts"]) {
    const kept = await keptPage(new URL(place, url));
    if (kept) return kept;
  }
  return offlinePage();
}

function late() {
  return new Promise((_, reject) => { setTimeout(() => reject(new Error("late")), PATIENCE); });
}

// `word`: what was asked of it, beside a page; the script there says so.
async function offlinePage(word = "") {
  const kept = await caches.match(OFFLINE);
  if (!kept) return Response.error();
  return word ? new Response((await kept.text()).replace("<body", `<body data-${word}`), { headers: kept.headers }) : kept;
}

// Only a whole page of ours that names its reader, and only that reader's pages at a time.
async function remember(url, answer, sinceThen) {
  const kind = kindOf(url.pathname);
  if (answer.status === 401) return forget(kind); // signed out from elsewhere
  if (answer.status === 404 && isOurs(answer)) return forgetPage(kind, url.pathname); // not there any more, or not theirs
  const isPage = answer.status === 200 && !answer.redirected && (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
  if (!isPage) return undefined;
  const text = await answer.text();
  const account = /<body[^>]*\sdata-account="([0-9a-f]+)"/.exec(text)?.[1];
  if (!account) return undefined;
  const headers = new Headers(answer.headers); // its policy comes along
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie", "ETag"]) headers.delete(name);
  headers.set("X-Kept-At", new Date().toISOString());
  return inTurn(async () => {
    if (sinceThen !== forgotten) return;
    for (const name of await caches.keys()) if (name.startsWith(kind) && name !== kind + account) await caches.delete(name);
    if (url.search) return; // what a page says once ("Saved.") is not said again
    await (await caches.open(kind + account)).put(url.pathname, new Response(text, { headers }));
  });
}

// A Wi-Fi's sign-in page may say 404 as well, but not with our policy.
function isOurs(answer) {
  return (answer.headers.get("Content-Security-Policy") ?? "").startsWith("default-src 'none'; script-src 'self'");
}

function forgetPage(kind, path) {
  return inTurn(async () => {
    for (const name of await caches.keys()) if (name.startsWith(kind)) await (await caches.open(name)).delete(path);
  });
}

function kindOf(path) {
  return path.startsWith("/desk/") ? DESKS : PAGES;
}

async function keptAnswer(path) {
  const name = (await caches.keys()).find((one) => one.startsWith(kindOf(path)));
  if (!name) return null;
  const kept = await caches.match(path, { cacheName: name });
  if (kept && age(kept) > LONGEST) {
    await forgetPage(kindOf(path), path);
    return null;
  }
  return kept ?? null;
}

function age(answer) {
  return Date.now() - Date.parse(answer.headers.get("X-Kept-At"));
}

async function keptPage(url) {
  if (url.search && !/^\?said=[\w-]+$/.test(url.search)) return null;
  const kept = await keptAnswer(url.pathname);
  if (!kept) return null;
  const text = await kept.text();
  const at = kept.headers.get("X-Kept-At");
  return new Response(text.replace("<body", `<body data-kept-at="${at}"`), { headers: kept.headers });
}

async function fetchAhead(paths) {
  const sinceThen = forgotten;
  for (const path of paths) await freshen(path, sinceThen);
  for (const path of paths.filter((one) => one.endsWith("/contacts"))) {
    for (const link of (await linksOn(path, CONTACT)).slice(0, MOST_CONTACTS)) await freshen(link, sinceThen);
  }
  const desk = paths.find((one) => DESK.test(one));
  await fetchReader(desk ?? paths.find((one) => one.endsWith("/scan")));
  await keepFiles(await linksOn(desk, SHELL_OF_DESK));
}

async function keepFiles(files) {
  const cache = await caches.open(SHELL_CACHE);
  for (const file of files) if (!await cache.match(file)) await cache.add(file).catch(() => null);
}

async function linksOn(path, pattern) {
  const kept = path && await keptAnswer(path);
  return kept ? [...new Set([...(await kept.text()).matchAll(pattern)].map((found) => found[1]))] : [];
}

// A browser that reads no codes itself needs the reader on the phone before the network goes.
async function fetchReader(path) {
  if ("BarcodeDetector" in self) return;
  await keepFiles(await linksOn(path, READER));
}

async function freshen(path, sinceThen) {
  const kept = await keptAnswer(path);
  if ((kept && age(kept) < FRESH) || !KEPT.test(path)) return;
  const answer = await fetch(path, { headers: { Accept: "text/html" }, redirect: "manual", cache: "no-cache" }).catch(() => null);
  if (answer) await remember(new URL(path, location.origin), answer, sinceThen);
}

async function signOut(request) {
  await forget(PAGES);
  await forget(DESKS);
  return fetch(request).catch(() => offlinePage());
}

// It leads on once somebody is in; a wrong code, or no network, leaves the pages to whoever they are of.
async function signIn(request) {
  const answer = await fetch(request).catch(() => null);
  if (answer?.type === "opaqueredirect" || answer?.redirected) await forget(PAGES);
  return answer ?? unanswered(request);
}

function unanswered(request) {
  return request.mode === "navigate" ? offlinePage("was-sent") : Response.error();
}

// Off this phone before the next page is there. It leads on once it is done; without a network nothing was.
async function part(request, url) {
  forgotten += 1;
  const answer = await fetch(request).catch(() => unanswered(request));
  forgotten += 1;
  if (answer.type !== "opaqueredirect" && !answer.redirected) return answer;
  const [, contact] = LETS_GO.exec(url.pathname) ?? [];
  const isTheirs = (path) => (contact ? path.endsWith("/contacts") || path.endsWith(`/contacts/${contact}`) : OF_PEOPLE.test(path));
  await inTurn(async () => {
    for (const name of await caches.keys()) {
      if (!name.startsWith(PAGES)) continue;
      const cache = await caches.open(name);
      for (const kept of await cache.keys()) if (isTheirs(new URL(kept.url).pathname)) await cache.delete(kept);
    }
  });
  return answer;
}

function forget(kind) {
  forgotten += 1;
  return inTurn(async () => {
    for (const name of await caches.keys()) if (name.startsWith(kind)) await caches.delete(name);
  });
}
