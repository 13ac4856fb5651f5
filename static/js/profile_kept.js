// A profile's form that finds no network waits on this phone and goes out by itself later. Without this script it is a form.
const form = document.querySelector("form[data-profile]");
const line = form?.querySelector(".kept");
const PATIENCE = 8000;

async function send(body) {
  const answer = await fetch(form.getAttribute("action") ?? location.pathname, {
    method: "POST", body, headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
  // A Wi-Fi's sign-in page answers too: only a page of ours knows whose it is.
  const page = answer ? new DOMParser().parseFromString(await answer.text().catch(() => ""), "text/html") : null;
  return page?.body?.dataset.account ? answer : null;
}

async function keep(body) {
  const pairs = [...body].filter(([name]) => name !== "csrf_token");
  try {
    const outbox = await import("./outbox.js");
    await outbox.keep({ kind: "interests", form: pairs });
    return true;
  } catch { return false; }
}

form?.addEventListener("submit", async (event) => {
  // Plus, cross and arrows only redraw the page.
  if (event.defaultPrevented || event.submitter?.name || !document.body.dataset.account) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  const answer = await send(body);
  if (answer?.redirected) { location.assign(answer.url); return; }
  if (answer) { form.submit(); return; } // its faults stand on the page that comes
  line.textContent = (await keep(body)) ? line.dataset.kept : line.dataset.lost;
  line.scrollIntoView({ block: "center" });
});
