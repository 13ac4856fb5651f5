// Own words are added and taken away without a round trip; without this script the same buttons ask the server.
for (const ask of document.querySelectorAll("[data-ask]")) {
  const kind = ask.dataset.ask;
  const field = ask.querySelector(".quoteadd .input");
  const add = ask.querySelector("[name=add]");
  const mines = ask.querySelector("[data-mines]");
  const count = ask.querySelector("[data-count]");

  const tell = () => {
    const number = ask.querySelectorAll(".mine").length + ask.querySelectorAll(".chip :checked").length;
    count.textContent = number;
    count.classList.toggle("word--you", number > 0);
  };

  const put = () => {
    const words = field.value.trim().replace(/\s+/g, " ");
    if (!words) { field.focus(); return; }
    const known = [...ask.querySelectorAll(".chip")].find((chip) => chip.textContent.trim().toLowerCase() === words.toLowerCase());
    if (known) {
      known.querySelector("input").checked = true;
    } else {
      const row = document.createElement("p");
      row.className = "mine";
      const kept = Object.assign(document.createElement("input"), { type: "hidden", name: `${kind}_words`, value: words });
      const quote = Object.assign(document.createElement("q"), { textContent: words, dir: "auto" });
      const cross = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--icon" });
      cross.setAttribute("aria-label", ask.dataset.remove.replace("{words}", words));
      cross.append(document.querySelector("[data-cross]").content.cloneNode(true));
      row.append(kept, quote, cross);
      mines.append(row);
    }
    field.value = "";
    field.focus();
    tell();
  };

  add.addEventListener("click", (event) => { event.preventDefault(); put(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); put(); }
  });
  ask.addEventListener("change", tell);
  mines.addEventListener("click", (event) => {
    const cross = event.target.closest("button");
    if (!cross) return;
    event.preventDefault();
    cross.closest(".mine").remove();
    field.focus();
    tell();
  });

  const all = ask.querySelector("[data-all]");
  if (all) {
    all.hidden = false;
    ask.classList.add("is-folded");
    all.addEventListener("click", () => { ask.classList.remove("is-folded"); all.hidden = true; });
  }
}
