// Says how long a text is while it is written. Eyes see the figure at once; ears hear it only when its meaning changes, after a pause.
const PAUSE = 900;

function standing(count, { from, to, most }) {
  if (count === 0) return "empty";
  if (count > most) return "over";
  if (count < from) return "short";
  return count <= to ? "good" : "long";
}

for (const hint of document.querySelectorAll("[data-length-of]")) {
  const name = hint.dataset.lengthOf;
  const field = document.getElementById(name);
  const said = document.querySelector(`[data-length-said="${name}"]`);
  const bounds = { from: Number(hint.dataset.from), to: Number(hint.dataset.to), most: Number(hint.dataset.most) };
  let before = null;
  let waiting = 0;

  const tell = (aloud) => {
    const count = [...field.value.trim()].length;
    const now = standing(count, bounds);
    const sentence = hint.dataset[now].replace("{count}", count).replace("{over}", count - bounds.most);
    hint.textContent = sentence;
    hint.dataset.now = now;
    clearTimeout(waiting);
    if (aloud && now !== before) waiting = setTimeout(() => { said.textContent = sentence; before = now; }, PAUSE);
    else if (!aloud) before = now;
  };

  const described = [field.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" ");
  field.setAttribute("aria-describedby", described);
  field.addEventListener("input", () => tell(true));
  tell(false);
}
