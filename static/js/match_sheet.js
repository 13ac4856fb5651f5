// Printing needs a script; without one, the browser's own menu prints the same page.
const button = document.querySelector("[data-print]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
