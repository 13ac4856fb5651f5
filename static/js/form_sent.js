// Sends a form as its page would and follows its answer. False: no page of ours came back, so nobody knows whether it arrived; a Wi-Fi's
// sign-in page answers too, and a form handed to it would be gone.
const PATIENCE = 8000;

export async function arrives(form, body) {
  const answer = await fetch(form.getAttribute("action") ?? location.pathname, {
    method: "POST", body, headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
  const page = answer ? new DOMParser().parseFromString(await answer.text().catch(() => ""), "text/html") : null;
  if (!page?.body?.dataset.account) return false; // only a page of ours knows whose it is
  if (answer.redirected) location.assign(answer.url);
  else form.submit(); // its faults stand on the page that comes
  return true;
}
