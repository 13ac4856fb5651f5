// Keeps the screen awake while a badge is shown: a phone that goes dark in front of a camera helps nobody.
async function stayAwake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => null);
}

document.addEventListener("visibilitychange", stayAwake);
stayAwake();

// A live code lasts a minute: the next one is fetched as the page and takes the place of the one before.
const live = document.querySelector("[data-live]");
const stale = document.querySelector("[data-live-stale]");
let alarm = 0;
const AGAIN = 5; // seconds, without a network

async function renew() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const fresh = page?.querySelector("[data-live]");
  stale.hidden = Boolean(fresh);
  live.hidden = !fresh; // an old code on the screen would only disappoint
  if (fresh) {
    live.replaceChildren(...fresh.childNodes);
    live.dataset.left = fresh.dataset.left;
  }
  tick(fresh ? Number(live.dataset.left) : AGAIN);
}

function tick(left) {
  clearTimeout(alarm);
  live.querySelector(".left")?.setAttribute("stroke-dasharray", `${left} 60`);
  alarm = setTimeout(() => (left <= 1 ? renew() : tick(left - 1)), 1000);
}

if (live) {
  tick(Number(live.dataset.left));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) renew(); });
}
