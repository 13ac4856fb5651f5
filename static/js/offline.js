// The page shown when there is no other: leads to those of one's own pages that this phone has kept.
async function lead() {
  const name = (await globalThis.caches?.keys() ?? []).find((one) => one.startsWith("pages-"));
  if (!name) return;
  const kept = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
  for (const link of document.querySelectorAll("[data-page]")) {
    const path = kept.find((one) => one.endsWith(`/${link.dataset.page}`));
    if (!path) continue;
    link.href = path;
    link.closest("li").hidden = false;
    document.querySelector("[data-pages]").hidden = false;
  }
}

document.querySelector("[data-again]").addEventListener("click", () => location.reload());
addEventListener("online", () => location.reload());
lead();
