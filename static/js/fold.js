// What two spellings of a name have in common; the same as matchmaker/domain/contacts/search.py.
const LETTERS = { "ı": "i", "ß": "ss", "ς": "σ", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t" };

export function fold(text) {
  return text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
    .replace(/[ıßςøłđðþæœħŧ]/gu, (letter) => LETTERS[letter]).trim().split(/\s+/u).filter(Boolean).join(" ");
}
