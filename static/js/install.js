// Offers the home screen once, on a page that says something of worth has happened (a card exchanged, a person answered).
// Where the browser asks by itself its question is kept for our button; an iPhone gets two drawn steps. "Seen once" is
// remembered on this phone, so the offer never comes back by itself; the way stays under "Me".
const SEEN = "matchmaker.install.offered";
const offer = document.querySelector("[data-install]");
const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
// An iPad calls itself a Mac; no Mac has a touch screen.
const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

function wasOffered() {
  try { return localStorage.getItem(SEEN) !== null; } catch { return true; }
}

function remember() {
  try { localStorage.setItem(SEEN, "1"); } catch { /* a phone that keeps nothing is asked on the next page as well */ }
}

function show(part) {
  part.hidden = false;
  offer.hidden = false;
  const eye = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    remember();
    eye.disconnect();
  }, { threshold: 0.5 });
  eye.observe(offer);
}

function close() {
  remember();
  offer.hidden = true;
  document.getElementById("main")?.focus({ preventScroll: true });
}

if (offer && !isInstalled && !wasOffered()) {
  offer.querySelector("[data-install-later]").addEventListener("click", close);
  if (isApple) show(offer.querySelector("[data-install-steps]"));
  addEventListener("beforeinstallprompt", (question) => {
    question.preventDefault();
    const button = offer.querySelector("[data-install-now]");
    button.addEventListener("click", async () => { close(); await question.prompt(); }, { once: true });
    show(button);
  }, { once: true });
  addEventListener("appinstalled", close);
}
