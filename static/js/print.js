// A page made for paper offers its own print button where there is a printer to ask for: [data-print].
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
