// The page shown when there is no other: leads to those of one's own pages that this phone has kept. Where something was pressed that
// needs a network, it says that this may not be done, and leads back to where it was pressed; sent again by itself it would be done twice.
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

const wasSent = document.body.hasAttribute("data-was-sent");
for (const one of document.querySelectorAll("[data-asked], [data-again]")) one.hidden = wasSent;
for (const one of document.querySelectorAll("[data-sent], [data-back]")) one.hidden = !wasSent;
document.querySelector("[data-again]").addEventListener("click", () => location.reload());
document.querySelector("[data-back]").addEventListener("click", () => history.back());
if (!wasSent) addEventListener("online", () => location.reload());
lead();
