// The button that prints; the browser's own menu does the same.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.focus();
button.addEventListener("click", () => print());
