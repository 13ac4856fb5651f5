// On the page that says "Everything of yours is deleted": takes off this phone what is kept here for that person, and nothing of others
// who use the same phone. Whose it was stands behind the # of the address, which no server and no log sees.
import { forget } from "./outbox.js";

const account = new URLSearchParams(location.hash.slice(1)).get("account");

async function clear() {
  await forget(account).catch(() => null); // a browser without a database kept nothing
  for (const name of await globalThis.caches?.keys() ?? []) if (name === `pages-${account}`) await caches.delete(name);
  try { localStorage.clear(); } catch { /* nothing is kept there either */ }
  history.replaceState(null, "", location.pathname + location.search);
}

if (account) clear();
