// Takes people who were let go off the pages that this phone keeps: their own page, and their row in every list, which without a network
// can't come again without them.
async function withoutRows(answer, contacts) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const links = contacts.flatMap((contact) => [...page.querySelectorAll(`a[href$="/contacts/${contact}"]`)]);
  if (!links.length) return null;
  for (const link of links) (link.closest("[data-row]") ?? link).remove();
  return new Response(`<!doctype html>\n${page.documentElement.outerHTML}`, { headers: answer.headers });
}

export async function takeOff(contacts) {
  for (const name of await globalThis.caches?.keys() ?? []) {
    if (!name.startsWith("pages-")) continue;
    const cache = await caches.open(name);
    for (const kept of await cache.keys()) {
      const { pathname } = new URL(kept.url);
      if (contacts.some((contact) => pathname.endsWith(`/contacts/${contact}`))) await cache.delete(kept);
      else if (pathname.endsWith("/contacts")) {
        const rest = await withoutRows(await cache.match(kept), contacts);
        if (rest) await cache.put(kept, rest);
      }
    }
  }
}
