// A button that copies what it is about: <button data-copy="…" data-copied="Copied" hidden><span>Copy</span></button>.
import { copyText } from "./clipboard.js";

const STAYS = 4000;
const said = document.createElement("p");
said.className = "sr";
said.setAttribute("role", "status");
document.body.append(said);

for (const button of document.querySelectorAll("[data-copy][data-copied]")) {
  const words = button.querySelector("span") ?? button;
  const before = words.textContent;
  let alarm = 0;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!(await copyText(button.dataset.copy))) return;
    said.textContent = words.textContent = button.dataset.copied;
    clearTimeout(alarm);
    alarm = setTimeout(() => { words.textContent = before; said.textContent = ""; }, STAYS);
  });
}
