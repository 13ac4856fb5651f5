// Puts a list's cards into a new order: only what moves is moved, and it settles into its place; never under reduced motion.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const SETTLING = { duration: 260, easing: "cubic-bezier(0.2, 0.8, 0.2, 1)" };

// After the next paint: whatever was touched shows so first, and what follows from it comes in the frame after.
export function painted() {
  return new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
}

export function settle(list, cards) {
  const before = new Map([...list.children].map((card) => [card, still.matches ? null : card.getBoundingClientRect().top]));
  for (const card of before.keys()) if (!cards.includes(card)) card.remove();
  // Who keeps their place relative to the others stays put, so that focus and a half-open menu stay too.
  let at = list.firstElementChild;
  for (const card of cards) {
    if (card === at) at = at.nextElementSibling;
    else list.insertBefore(card, at);
  }
  if (still.matches) return;
  const places = cards.map((card) => card.getBoundingClientRect().top);
  const near = innerHeight * 1.5;
  cards.forEach((card, number) => {
    const from = before.get(card);
    if (from === undefined) {
      if (places[number] < near) card.animate([{ opacity: 0 }, { opacity: 1 }], SETTLING);
    } else if (from !== places[number] && Math.min(from, places[number]) < near) {
      card.animate([{ transform: `translateY(${from - places[number]}px)` }, { transform: "none" }], SETTLING);
    }
  });
}
