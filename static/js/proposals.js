// Warns while one writes what would say who one of the two is. The form refuses the same, in matchmaker/domain/proposals/anonymous.py.
import { fold } from "./fold.js";

const PAUSE = 900;
const WORDS = /[\p{L}\p{N}\p{M}]+/gu;
const ADDRESS = /[^\s@]+@[^\s@]+|(?<![\p{L}\p{N}])@[\p{L}\p{N}]{2,}|https?:|www\.|[\p{L}\p{N}]\.(?:com|org|net|info|dev|app|edu|gov|io)(?![\p{L}\p{N}])|[\p{L}\p{N}]{2,}\.\p{L}{2,}\/\S|\+?\d(?:[\s()./-]*\d){6,}/iu;

const form = document.getElementById("proposal");
const wordsOf = (text) => fold(text).normalize("NFC").match(WORDS) ?? [];

function telling() {
  return ["one", "other"].flatMap((name) => (form?.elements[name].selectedOptions[0]?.dataset.words ?? "").split(" ")).filter(Boolean);
}

function found(text) {
  const said = new Set(wordsOf(text));
  return telling().find((word) => said.has(word)) ?? "";
}

function watch(box) {
  const field = document.getElementById(box.dataset.givesAway);
  const line = box.querySelector("[data-word]");
  const aloud = document.querySelector("[data-aloud]");
  let waiting = 0;
  const tell = () => {
    const word = found(field.value);
    const sentence = word ? line.dataset.word.replace("{word}", word) : ADDRESS.test(field.value.normalize("NFKC")) ? line.dataset.address : "";
    if (sentence === line.textContent) return;
    line.textContent = sentence;
    box.hidden = !sentence;
    clearTimeout(waiting);
    waiting = setTimeout(() => { aloud.textContent = sentence; }, PAUSE);
  };
  for (const one of [field, form.elements.one, form.elements.other]) one.addEventListener("input", tell);
  tell();
}

// Nobody is introduced to themself: who is chosen on one side can't be chosen on the other.
function part(one, other) {
  const settle = () => {
    for (const option of other.options) option.disabled = Boolean(option.value) && option.value === one.value;
  };
  one.addEventListener("input", settle);
  settle();
}

if (form) {
  for (const box of form.querySelectorAll("[data-gives-away]")) watch(box);
  part(form.elements.one, form.elements.other);
  part(form.elements.other, form.elements.one);
}
