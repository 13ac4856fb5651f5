// Counts down what can still be taken back. The page says the seconds as they were when it was made; without this script, a reload does.
const begun = new WeakMap();

function count() {
  for (const line of document.querySelectorAll("[data-left]")) {
    if (!begun.has(line)) begun.set(line, performance.now() + Number(line.dataset.left) * 1000);
    const left = Math.ceil((begun.get(line) - performance.now()) / 1000);
    const shown = line.querySelector("b");
    if (left <= 0) line.textContent = line.dataset.over;
    else if (shown && shown.textContent !== String(left)) shown.textContent = String(left);
  }
}

setInterval(count, 250);
count();
