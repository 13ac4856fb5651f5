// A page that waits for work looks again by itself: <main data-refresh="2"> after 2 s, then a little later each time.
// It swaps only <main>, so nothing jumps and a reader's place is kept; it stops when the new page no longer waits.
const LONGEST_PAUSE = 10;

function waiting() {
  return document.querySelector("main[data-refresh]");
}

async function lookAgain(pause) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-cache" }).catch(() => null);
  if (answer?.redirected) return location.assign(answer.url);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("main");
    const shown = document.querySelector("main");
    if (!fresh) return location.reload();
    if (!fresh.isEqualNode(shown)) {
      // The bars around <main> may change with it (a first button, a count).
      if (!fresh.dataset.refresh) return location.reload();
      shown.replaceWith(fresh);
    }
  }
  plan(Math.min(pause * 1.5, LONGEST_PAUSE));
}

function plan(pause) {
  if (waiting()) setTimeout(() => lookAgain(pause), pause * 1000);
}

plan(Number(waiting()?.dataset.refresh) || 2);
