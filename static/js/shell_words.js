// Sentences that the page brings along, with their plural forms, and times as this phone writes them.
const language = document.documentElement.lang || "en";
const plural = new Intl.PluralRules(language);
const number = new Intl.NumberFormat(language);

function sentence(name) {
  for (const { content } of document.querySelectorAll("template[data-shell-words]")) {
    const found = content.querySelector(`[data-said="${name}"]`);
    if (found) return found;
  }
  return null;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, slot) => values[slot] ?? whole);
}

export function words(name, values = {}) {
  return filled(sentence(name)?.textContent ?? "", values);
}

export function counted(name, count) {
  const { dataset } = sentence(name) ?? { dataset: {} };
  return filled(dataset[plural.select(count)] ?? dataset.other ?? "", { count: number.format(count) });
}

export function moment(time) {
  const at = new Date(time);
  const isToday = at.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language, { ...(isToday ? {} : { weekday: "short", day: "numeric", month: "short" }), hour: "2-digit", minute: "2-digit" }).format(at);
}
