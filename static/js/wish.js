// Whom a turned list shows: matchmaker/domain/matching/wish.py says what it means, and tests/domain/wish_table.json holds
// both to the same answers. A wish: {sliders: {difference, mentor, giving}, languages, groups, places}; traits by id:
// [languages, group, remote].
import { tunedOrder } from "./tuning.js";

export const SLIDERS = ["difference", "mentor", "giving"];

export function isTurned({ sliders }) {
  return SLIDERS.some((name) => sliders[name]);
}

export function leavesOut({ languages, groups, places }) {
  return languages.length + groups.length + places.length > 0;
}

export function letsIn({ languages, groups, places }, [theirs, group, remote]) {
  return (!languages.length || theirs.some((tag) => languages.includes(tag)))
    && (!groups.length || groups.includes(group))
    && (!places.length || places.includes(remote ? "afar" : "here"));
}

export function turnedList({ listed, rows, traits, most }, wish) {
  const fits = (id) => id in traits && letsIn(wish, traits[id]);
  const here = rows.filter(([id]) => fits(id));
  const mine = listed.filter(fits);
  const fitting = new Set([...mine, ...here.map(([id]) => id)]).size;
  if (isTurned(wish)) return { ids: tunedOrder(here, wish.sliders, most).map(([id]) => id), fitting };
  const rest = leavesOut(wish) ? here.filter(([id]) => !mine.includes(id)) : [];
  return { ids: [...mine, ...tunedOrder(rest, wish.sliders, most).map(([id]) => id)].slice(0, most), fitting };
}

// A form's fields as a wish, and a wish as the parts of an address; what is at rest is not said.
export function wishOf(form) {
  const said = new FormData(form);
  return {
    sliders: Object.fromEntries(SLIDERS.map((name) => [name, Number(said.get(name)) || 0])),
    languages: said.getAll("language"),
    groups: said.getAll("group"),
    places: said.getAll("place"),
  };
}

export function askedOf({ sliders, languages, groups, places }) {
  const asked = new URLSearchParams();
  for (const name of SLIDERS) if (sliders[name]) asked.append(name, sliders[name]);
  for (const [name, values] of [["language", languages], ["group", groups], ["place", places]]) {
    for (const value of values) asked.append(name, value);
  }
  return asked;
}
