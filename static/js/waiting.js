// "Waiting on this phone": every entry in its words, with what became of it; the page brings all words along.
import { entries, flush, letGo, sendAgain, watch } from "./outbox.js";
import { moment, words } from "./shell_words.js";

const account = document.body.dataset.account;
const lists = new Map([...document.querySelectorAll("[data-entries]")].map((list) => [list.dataset.entries, list]));
const row = document.querySelector("template[data-entry]").content;

// Of a profile's form, what its owner wrote themselves: the rest is choices, and as it was.
const WRITTEN = /^(?:headline|bio|pronouns|name_sounds|\w+_words)$/;
function changedWords({ form = [], base = [] }) {
  const before = new Set(base.map((pair) => pair.join("=")));
  return form.filter((pair) => WRITTEN.test(pair[0]) && pair[1] && !before.has(pair.join("="))).map(([, words]) => words).join("\n");
}

function drawn(entry) {
  const item = row.cloneNode(true).firstElementChild;
  item.querySelector("[data-what]").textContent = words(`kind-${entry.kind}`);
  item.querySelector("[data-when]").textContent = moment(entry.keptAt);
  const became = entry.state === "done" ? words(`state-${entry.ack.state}`) : entry.ack?.sentence ?? "";
  item.querySelector("[data-became]").textContent = became;
  const note = item.querySelector("[data-note]");
  note.textContent = entry.state === "done" ? "" : entry.item.note ?? changedWords(entry.item);
  note.hidden = !note.textContent;
  const choices = item.querySelector("[data-choices]");
  choices.hidden = entry.state !== "attention";
  item.querySelector("[data-again]").addEventListener("click", async () => { await sendAgain(entry.id); flush(); });
  item.querySelector("[data-let-go]").addEventListener("click", () => letGo(entry.id));
  return item;
}

async function draw() {
  const mine = (await entries()).filter((entry) => entry.account === account);
  for (const [state, list] of lists) {
    const found = mine.filter((entry) => entry.state === state);
    list.replaceChildren(...found.map(drawn));
    list.closest("section").hidden = !found.length;
  }
  const isEmpty = !mine.some((entry) => entry.state !== "done");
  document.querySelector("[data-nothing]").hidden = !isEmpty;
  document.querySelector("[data-something]").hidden = isEmpty;
}

function asText(mine) {
  const lines = mine.map((entry) => {
    const { item } = entry;
    const told = [item.code, item.note, item.promise?.text, item.answer, ...(item.form ?? []).map((pair) => pair.join(": ")), entry.ack?.sentence];
    return [`${new Date(entry.keptAt).toISOString()}  ${words(`kind-${entry.kind}`)}  (${entry.event}, ${entry.id})`, ...told.filter(Boolean).map((line) => `    ${line}`)].join("\n");
  });
  return `${words("export-head")}\n\n${lines.join("\n\n")}\n`;
}

async function exportAll() {
  const mine = (await entries()).filter((entry) => entry.account === account && entry.state !== "done");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([asText(mine)], { type: "text/plain;charset=utf-8" }));
  link.download = "matchmaker-outbox.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

document.querySelector("[data-export]").addEventListener("click", exportAll);
document.querySelector("[data-send]").addEventListener("click", async ({ currentTarget: button }) => {
  button.setAttribute("aria-busy", "true");
  await flush();
  button.removeAttribute("aria-busy");
});
watch(draw);
