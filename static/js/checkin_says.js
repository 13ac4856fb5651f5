// What the desk is told, large: a colour, a sign, a word, a sound and a buzz for each answer. All words stand on the page.
const language = document.documentElement.lang || "en";
const plural = new Intl.PluralRules(language);
const box = document.querySelector("[data-answer]");
const BUZZ = { in: [60], already: [90, 60, 90], cancelled: [350], nobody: [200, 80, 200] };
const TONES = { in: [[880, 0, 0.12], [1320, 0.1, 0.16]], already: [[520, 0, 0.14], [520, 0.2, 0.14]], cancelled: [[220, 0, 0.5]], nobody: [[300, 0, 0.2], [240, 0.22, 0.25]] };

let sound = null;
let isLoud = localStorage.getItem("desk-sound") !== "off";

const said = (name) => document.querySelector(`[data-words] [data-said="${name}"]`);

export function words(name, values = {}) {
  return (said(name)?.textContent ?? "").replace(/\{(\w+)\}/g, (whole, slot) => values[slot] ?? whole);
}

export function counted(name, count) {
  const { dataset } = said(name);
  return (dataset[plural.select(count)] ?? dataset.other).replace("{count}", new Intl.NumberFormat(language).format(count));
}

// In the event's zone, as the server says it, whatever this phone is set to.
function clockOf(timeZone) {
  const shown = { hour: "2-digit", minute: "2-digit" };
  try {
    return new Intl.DateTimeFormat(language, { ...shown, timeZone });
  } catch {
    return new Intl.DateTimeFormat(language, shown); // a zone that this browser has never heard of
  }
}

const watchOnTheWall = clockOf(document.querySelector("[data-zone]")?.dataset.zone);

export function clock(time) {
  return watchOnTheWall.format(new Date(time));
}

export function sinceWords({ since, desk, here }) {
  if (!since) return "";
  if (here) return words("line-since-here", { time: clock(since) });
  return desk ? words("line-since-desk", { time: clock(since), desk }) : words("line-since-team", { time: clock(since) });
}

const LINES = {
  in: (told) => (told.later ? words("line-later") : ""),
  already: sinceWords,
  cancelled: (told) => words(told.mayLetIn ? "line-cancelled-host" : "line-cancelled"),
  nobody: () => words("line-nobody"),
  undone: (told) => (told.later ? words("line-later") : words("line-undone")),
  still_in: (told) => `${words("line-still")} ${sinceWords(told)}`,
  kept: () => words("line-kept"),
  refused: (told) => told.sentence ?? "",
  conflict: (told) => told.sentence ?? "",
};

export function show(verdict, told = {}) {
  box.hidden = false;
  box.dataset.verdict = verdict;
  box.querySelector("[data-word]").textContent = words(verdict === "conflict" ? "refused" : verdict);
  box.querySelector("[data-name]").textContent = told.name ?? "";
  box.querySelector("[data-line]").textContent = LINES[verdict]?.(told) ?? "";
  if (verdict === "asking") return;
  navigator.vibrate?.(BUZZ[verdict] ?? []);
  play(TONES[verdict]);
  box.scrollIntoView({ block: "nearest" });
}

function play(tones = []) {
  if (!isLoud || !sound) return;
  for (const [pitch, at, lasts] of tones) {
    const tone = new OscillatorNode(sound, { frequency: pitch });
    const volume = new GainNode(sound, { gain: 0.2 });
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + at);
    tone.stop(sound.currentTime + at + lasts);
  }
}

// Browsers let a page sound only once somebody has touched it.
function wake() {
  if (!globalThis.AudioContext) return;
  sound ??= new AudioContext();
  if (sound.state === "suspended") sound.resume();
}

export function offerSound(button) {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(isLoud));
  button.addEventListener("click", () => {
    isLoud = !isLoud;
    localStorage.setItem("desk-sound", isLoud ? "on" : "off");
    button.setAttribute("aria-pressed", String(isLoud));
  });
  // Afterwards: opening the sound takes long, and the keys of a scanner must not wait for it.
  const later = () => { if (sound?.state !== "running") setTimeout(wake); };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, later, { passive: true });
}
