// Words are added, found while typing, taken away and put in order without a round trip; without this script the same buttons ask the server.
// What the reader sees or hears comes from the page: data-… of the form, and its <template> elements.
const form = document.querySelector("form[data-words]");
const say = (name, values = {}) => form.dataset[name].replace(/\{(\w+)\}/g, (slot, key) => values[key] ?? slot);
const MOST = 8;
const NOWHERE = 3;

// As tag_key in domain/interests/tags.py; of Python's case folding, this is what people type.
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ").trim().replace(/\s+/g, " ");
}

function rank(key, word) {
  if (word.startsWith(key)) return 0;
  if (word.replace(/[-/]/g, " ").split(/\s+/).some((part) => part.startsWith(key))) return 1;
  return word.includes(key) ? 2 : NOWHERE;
}

// As suggest_tags in domain/interests/suggest.py; tags: [id, label, other words].
export function suggest(typed, tags, most = MOST) {
  const key = fold(typed);
  if (!key) return [];
  const found = [];
  tags.forEach(([id, label, synonyms], place) => {
    let best = null;
    [label, ...synonyms].forEach((word, number) => {
      const here = rank(key, fold(word));
      if (here < (best?.rank ?? NOWHERE)) best = { rank: here, synonym: number ? word : "" };
    });
    if (best) found.push({ id, label, ...best, place });
  });
  return found.sort((one, other) => one.rank - other.rank || one.place - other.place).slice(0, most);
}

let tags = null;
let asked = null;
async function knownTags() {
  if (tags) return tags;
  if (form.dataset.words) return (tags = JSON.parse(form.dataset.words));
  asked ??= fetch(form.dataset.wordsFrom, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  tags = await asked;
  if (!tags) asked = null; // the next sign typed asks again
  return tags ?? [];
}

class Ask {
  constructor(root) {
    this.root = root;
    this.kind = root.dataset.ask;
    this.field = root.querySelector(".quoteadd .input");
    this.mines = root.querySelector("[data-mines]");
    this.count = root.querySelector("[data-count]");
    this.said = root.querySelector("[data-said]");
    this.order = root.querySelector("[data-order]");
    this.rows = this.order.querySelector("ol");
    this.list = this.makeList();
    this.active = -1;
    root.querySelector("[name=add]").addEventListener("click", (event) => { event.preventDefault(); this.put(); });
    root.addEventListener("change", (event) => { if (event.target.matches(".chip input")) this.tell(); });
    this.mines.addEventListener("click", (event) => this.takeAway(event));
    this.rows.addEventListener("click", (event) => this.move(event));
    this.field.addEventListener("input", () => this.look());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("blur", () => this.close());
    root.addEventListener("refill", ({ detail }) => this.refill(detail));
    this.unfold();
  }

  makeList() {
    const list = document.createElement("ul");
    Object.assign(list, { id: `${this.kind}-fit`, className: "fit", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", say("list"));
    this.field.closest(".quoteadd").after(list);
    const role = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(role)) this.field.setAttribute(name, value);
    // The field must not lose the focus before the tap is counted.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option.dataset.id, option.dataset.label);
    });
    return list;
  }

  async look() {
    const typed = this.field.value;
    const found = suggest(typed, await knownTags());
    if (typed !== this.field.value) return;
    this.list.replaceChildren(...found.map((one, place) => this.option(one, place)));
    this.active = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.open(found.length > 0);
    if (!fold(typed)) this.said.textContent = "";
    else if (!found.length) this.said.textContent = say("fitNone");
    else this.said.textContent = found.length === 1 ? say("fitOne") : say("fitMany", { count: found.length });
  }

  option(one, place) {
    const option = document.createElement("li");
    Object.assign(option, { id: `${this.kind}-fit-${place}`, className: "fit__one", dir: "auto" });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    Object.assign(option.dataset, { id: one.id, label: one.label });
    option.textContent = one.synonym ? say("also", { label: one.label, word: one.synonym }) : one.label;
    return option;
  }

  open(is) {
    this.list.hidden = !is;
    this.field.setAttribute("aria-expanded", String(is));
  }

  close() {
    this.open(false);
    this.active = -1;
    this.field.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (event.isComposing) return;
    const options = [...this.list.children];
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const start = this.active < 0 && step < 0 ? 0 : this.active;
      this.point(options, (start + step + options.length) % options.length);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = this.list.hidden ? null : options[this.active];
      if (option) this.choose(option.dataset.id, option.dataset.label);
      else this.put();
    }
  }

  point(options, place) {
    this.active = place;
    this.open(true);
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    this.field.setAttribute("aria-activedescendant", options[place].id);
    options[place].scrollIntoView({ block: "nearest" });
  }

  choose(id, label) {
    const box = this.root.querySelector(`.chip input[value="${CSS.escape(id)}"]`);
    if (box) box.checked = true;
    this.clear();
    this.tell();
    this.said.textContent = say("chosen", { words: label });
  }

  clear() {
    this.field.value = "";
    this.close();
    this.list.replaceChildren();
    this.field.focus();
  }

  async put() {
    const words = this.field.value.trim().replace(/\s+/g, " ");
    if (!words) { this.field.focus(); return; }
    const key = fold(words);
    const meant = (await knownTags()).find(([, label, synonyms]) => [label, ...synonyms].some((word) => fold(word) === key));
    if (meant) { this.choose(String(meant[0]), meant[1]); return; }
    if (!this.chosen().some((text) => fold(text) === key)) this.mines.append(this.mine(words));
    this.clear();
    this.tell();
    this.said.textContent = say("chosen", { words });
  }

  mine(words) {
    const row = document.createElement("p");
    row.className = "mine";
    const kept = Object.assign(document.createElement("input"), { type: "hidden", name: `${this.kind}_words`, value: words });
    const quote = Object.assign(document.createElement("q"), { textContent: words, dir: "auto" });
    const cross = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--icon" });
    cross.setAttribute("aria-label", say("remove", { words }));
    cross.append(document.querySelector("[data-cross]").content.cloneNode(true));
    row.append(kept, quote, cross);
    return row;
  }

  takeAway(event) {
    const cross = event.target.closest("button");
    if (!cross) return;
    event.preventDefault();
    cross.closest(".mine").remove();
    this.field.focus();
    this.tell();
  }

  chosen() {
    const ticked = [...this.root.querySelectorAll(".chip :checked")].map((box) => box.closest(".chip").textContent.trim());
    return [...ticked, ...[...this.mines.querySelectorAll("input")].map((input) => input.value)];
  }

  tell() {
    const chosen = this.chosen();
    this.count.textContent = chosen.length;
    this.count.classList.toggle("word--you", chosen.length > 0);
    const keys = new Set(chosen.map(fold));
    const listed = new Set();
    for (const row of [...this.rows.children]) {
      const key = fold(row.querySelector("input").value);
      if (keys.has(key) && !listed.has(key)) listed.add(key);
      else row.remove();
    }
    for (const text of chosen) if (!listed.has(fold(text))) this.rows.append(this.orderRow(text));
    this.order.hidden = chosen.length < 2;
    this.markEnds();
  }

  orderRow(words) {
    const row = this.root.querySelector("[data-order-row]").content.cloneNode(true);
    row.querySelector("input").value = words;
    row.querySelector("span").textContent = words;
    row.querySelectorAll("button").forEach((button, place) => {
      button.value = `${this.kind}:${place ? "down" : "up"}:${words}`;
      button.setAttribute("aria-label", say(place ? "down" : "up", { words }));
    });
    return row;
  }

  refill({ words, order }) {
    this.mines.replaceChildren(...words.map((one) => this.mine(one)));
    this.tell();
    const rows = [...this.rows.children];
    const place = (row) => order.indexOf(row.querySelector("input").value);
    this.rows.append(...rows.sort((one, other) => (place(one) + 1 || order.length + 1) - (place(other) + 1 || order.length + 1)));
    this.markEnds();
  }

  move(event) {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    const goesUp = button === row.querySelector("button");
    const other = goesUp ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (goesUp) other.before(row);
    else other.after(row);
    button.focus();
    this.markEnds();
    const rows = [...this.rows.children];
    const words = row.querySelector("input").value;
    this.said.textContent = say("moved", { words, place: rows.indexOf(row) + 1, count: rows.length });
  }

  markEnds() {
    const rows = [...this.rows.children];
    rows.forEach((row, place) => {
      const [up, down] = row.querySelectorAll("button");
      up.toggleAttribute("aria-disabled", place === 0);
      down.toggleAttribute("aria-disabled", place === rows.length - 1);
      for (const button of [up, down]) if (button.hasAttribute("aria-disabled")) button.setAttribute("aria-disabled", "true");
    });
  }

  unfold() {
    const all = this.root.querySelector("[data-all]");
    if (!all) return;
    all.hidden = false;
    this.root.classList.add("is-folded");
    all.addEventListener("click", () => { this.root.classList.remove("is-folded"); all.hidden = true; });
  }
}

if (form) for (const root of form.querySelectorAll("[data-ask]")) new Ask(root);
