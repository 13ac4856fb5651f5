// Keeps the screen awake while the badge is shown: a phone that goes dark in front of a camera helps nobody.
async function stayAwake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => null);
}

document.addEventListener("visibilitychange", stayAwake);
stayAwake();
