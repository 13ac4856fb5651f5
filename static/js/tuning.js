// The reader's three sliders, in the browser: matchmaker/domain/matching/tuning.py says what they mean, and
// tests/domain/tuning_table.json holds both to the same answers. Rows: [id, score, likeness, get, give, gap, wild].
const DIFFERENCE_PULL = 2;
const MENTOR_PULL = 0.5;
const GIVING_PULL = 1;
const MENTOR_VALUES = new Map([[1, 0.25], [2, 1], [3, 1], [4, 0.5], [5, 0.25], [0, -1], [-1, -0.5]]);
const BEHIND = -0.25;
const STEPS = 1e9;

export function mentorValue(gap) {
  if (gap === null) return 0;
  return MENTOR_VALUES.get(gap) ?? (gap < 0 ? BEHIND : 0);
}

export function tunedScore([, score, likeness, get, give, gap], { difference = 0, mentor = 0, giving = 0 } = {}) {
  return score
    - DIFFERENCE_PULL * difference * likeness
    + MENTOR_PULL * mentor * mentorValue(gap)
    + GIVING_PULL * giving * (give - get);
}

// Words by their code points, as Python sorts them: by UTF-16 units, signs beyond U+FFFF would come too early.
function compareWords(one, two) {
  const [a, b] = [[...one], [...two]].map((signs) => signs.map((sign) => sign.codePointAt(0)));
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) if (a[at] !== b[at]) return a[at] - b[at];
  return a.length - b.length;
}

function compareIds(one, two) {
  if (typeof one === "number" && typeof two === "number") return one - two;
  if (typeof one === typeof two) return compareWords(one, two);
  return typeof one === "number" ? -1 : 1;
}

export function tunedOrder(rows, sliders, k) {
  return rows
    .map((row) => ({ row, steps: Math.floor(tunedScore(row, sliders) * STEPS + 0.5) }))
    .sort((one, two) => two.steps - one.steps || compareIds(one.row[0], two.row[0]))
    .slice(0, k)
    .map(({ row }) => row);
}
