// What a code may be: our own address of a badge, the 26 characters of one, or the 8 characters to type. Everything else is shown, never opened.
const SIGNS = "[0-9A-HJKMNP-TV-Z]";
const LONG = new RegExp(`^${SIGNS}{26}$`);
const SHORT = new RegExp(`^${SIGNS}{8}$`);

function plain(text) {
  return text.normalize("NFKC").toUpperCase().replace(/[\s\u2010\u2011\u2013-]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
}

// From a square: only an address of ours counts.
export function codeInSquare(text, prefix) {
  const read = text.trim().toUpperCase();
  if (!read.startsWith(prefix)) return null;
  const code = plain(read.slice(prefix.length).replace(/\/$/, ""));
  return LONG.test(code) ? { code, way: "printed" } : null;
}

// From a keyboard, or from a scanner that types like one.
export function codeTyped(text, prefix) {
  const square = codeInSquare(text, prefix);
  if (square) return square;
  const code = plain(text);
  if (LONG.test(code)) return { code, way: "printed" };
  return SHORT.test(code) ? { code, way: "typed" } : null;
}

const FAST = 100; // ms between two keys of a scanner that types; nobody's fingers keep that up
const LEAST = 8;

// Calls back with a code that a scanner typed, anywhere on the page, and takes it out of the field it fell into.
export function hearScanner(prefix, heard) {
  let typed = "";
  let last = 0;
  document.addEventListener("keydown", (event) => {
    const isFast = event.timeStamp - last < FAST;
    last = event.timeStamp;
    if (event.key === "Enter") {
      const text = isFast ? typed : "";
      typed = "";
      if (text.length < LEAST || !codeTyped(text, prefix)) return;
      event.preventDefault();
      event.stopPropagation();
      takeOut(event.target, text);
      heard(text);
    } else if (event.key.length === 1) typed = isFast ? typed + event.key : event.key;
  }, true);
}

function takeOut(field, text) {
  if (typeof field.value === "string" && field.value.endsWith(text)) field.value = field.value.slice(0, -text.length);
}
