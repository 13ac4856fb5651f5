"""Speed dating, 14 evenings: whom does somebody say yes to, and who says yes in return? (rows 4 and 5)

A person is `Profile(id, talk_about=[interests rated 7 or more], shared=[field, career, goal, age in bands of three years],
groups=[men or women])`; only men and women may meet. Every `dec` is a `Decision`, accepted or declined. Each evening is fitted by
itself; the people of the other 13 are its history and their answers its decisions, so no answer is ever predicted by itself.

Row 4, mutual NDCG@5. The shared scorer's protocol: gain 1 if both said yes, readers with at least five others, some but not all
of them a match. The order is that of `scores`; the fair lists are `recommend(5)`, an empty place gains nothing; exposure is counted over
all evenings together (evenings have 5 to 22 of one side, so the even share differs between them).

Row 5, second half of the evening. A pair's round is the later of the two sides' `order` (they differ in a sixth of the pairs); the
first half is rounds 1 to ⌊last ÷ 2⌋ of the evening. Answers of the first half are added to the decisions, its pairs are kept apart,
and the second half is ordered by one `scores`: AUC of yes (the reader's own) and of mutual yes. Targets are judged within readers:
the two simple orders below have 0.728 for yes and 0.665 for mutual there, which are the 0.73 and 0.67 of the given table; pooled
they have 0.695 and 0.700, so the table's are not pooled.
Received: (yes in the first half + 3 × mean) ÷ (answers + 3). Both ways: log odds of received and of given, both people.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from quality_figures import Estimate, Lists, auc_pooled, auc_within, beside, estimate, holds, lists_of
from quality_shared import Settings, Shared
from sklearn.feature_extraction.text import TfidfVectorizer
from table import Row

from matchmaker.domain.matching import Decision, Matcher, Profile, Rules

K, FEWEST, LIKED = 5, 5, 7
INTERESTS = {
    "sports": "sports", "tvsports": "watching sports", "exercise": "exercise", "dining": "dining out", "museums": "museums", "art": "art",
    "hiking": "hiking", "gaming": "gaming", "clubbing": "clubbing", "reading": "reading", "tv": "television", "theater": "theater",
    "movies": "movies", "concerts": "concerts", "music": "music", "shopping": "shopping", "yoga": "yoga",
}  # fmt: skip
FIELDS = (
    "law", "mathematics", "social science", "medicine", "engineering", "creative writing", "history and philosophy", "business",
    "education", "natural sciences", "social work", "undecided", "politics", "film", "fine arts", "languages",
    "architecture", "another field",
)  # fmt: skip
CAREERS = (
    "lawyer", "academic", "psychologist", "doctor", "engineer", "entertainment", "banking", "real estate", "humanitarian", "any career",
    "social worker", "speech pathologist", "politician", "athlete", "other career", "journalist", "architect",
)  # fmt: skip
GOALS = ("a fun night", "new people", "a date", "something serious", "to say I did it", "another reason")


@dataclass(frozen=True)
class Evenings:
    """One row a meeting and side: iid, pid, wave, dec, match, order, second (whether it is in the second half)."""

    meetings: Any
    people: dict[int, list[Profile]]


@dataclass(frozen=True)
class Order:
    """A score for every meeting, and the lists of everybody."""

    scores: Any
    free: Lists
    fair: Lists


def evenings(shared: Shared) -> Evenings:
    frame = pd.read_csv(shared.folder / "speed_waves01-14.csv.gz").astype({"pid": int})
    back = frame.set_index(["iid", "pid"])["order"].reindex(pd.MultiIndex.from_frame(frame[["pid", "iid"]]))
    rounds = np.maximum(frame["order"].to_numpy(), back.to_numpy())
    frame["second"] = rounds > pd.Series(rounds).groupby(frame["wave"]).transform("max").to_numpy() // 2
    persons = frame.drop_duplicates("iid")
    people: dict[int, list[Profile]] = {wave: [] for wave in persons["wave"].tolist()}
    for row in persons.to_dict("records"):
        people[int(row["wave"])].append(profile_of(row))
    return Evenings(frame, people)


def profile_of(row: Mapping[Any, Any]) -> Profile:
    named = (("field_cd", FIELDS), ("career_c", CAREERS), ("goal", GOALS))
    shared = [words[int(row[column]) - 1] for column, words in named if not np.isnan(row[column])]
    if not np.isnan(row["age"]):
        shared.append(f"aged{int(row['age']) // 3 * 3}")
    talk = [name for column, name in INTERESTS.items() if row[column] >= LIKED]
    return Profile(int(row["iid"]), talk_about=talk, shared=shared, groups=["men" if row["gender"] else "women"])


def learned(met: Evenings, settings: Settings, *, from_first_half: bool = False) -> Order:
    scores = np.empty(len(met.meetings))
    free: dict[Hashable, Mapping[Hashable, float]] = {}
    fair: dict[Hashable, Mapping[Hashable, float]] = {}
    for wave, people in met.people.items():
        here = met.meetings["wave"] == wave
        known = met.meetings[~here | ~met.meetings["second"]] if from_first_half else met.meetings[~here]
        earlier = [person for other, persons in met.people.items() if other != wave for person in persons]
        apart = [(int(one), int(two)) for one, two in known.loc[known["wave"] == wave, ["iid", "pid"]].to_numpy()]
        rules = Rules(may_meet=[("men", "women")], apart=apart)
        matcher = Matcher(**settings).fit(people, earlier, decisions_in(known), rules)
        scores[here] = _of_meetings(matcher.scores(people, people), people, met.meetings[here])
        free |= lists_of(matcher, K, fair=False)
        fair |= lists_of(matcher, K, fair=True)
    return Order(scores, free, fair)


def decisions_in(meetings: Any) -> list[Decision]:
    told = meetings[["iid", "pid", "dec"]].to_numpy()
    return [Decision(int(reader), int(other), "accepted" if yes else "declined") for reader, other, yes in told]


def _of_meetings(table: Any, people: list[Profile], meetings: Any) -> Any:
    place = {person.id: at for at, person in enumerate(people)}
    return table[meetings["iid"].map(place).to_numpy(), meetings["pid"].map(place).to_numpy()]


def plain(met: Evenings) -> Any:
    """Plain tf-idf cosine of everything a profile says, evening by evening."""
    scores = np.empty(len(met.meetings))
    for wave, people in met.people.items():
        words = TfidfVectorizer().fit_transform([" ".join((*person.talk_about, *person.shared)) for person in people])
        here = met.meetings["wave"] == wave
        scores[here] = _of_meetings((words @ words.T).toarray(), people, met.meetings[here])
    return scores


def mutual_ndcg(met: Evenings, scores: Any, scorer: Any) -> list[float]:
    order = met.meetings.assign(score=scores)
    return _by_reader(
        order, lambda rows: rows["match"].to_numpy(float)[scorer.top(rows["score"].to_numpy()[None, :], len(rows))[0]], scorer
    )


def mutual_ndcg_of_lists(met: Evenings, lists: Lists, scorer: Any) -> list[float]:
    def gains(rows: Any) -> list[float]:
        matches = dict(zip(rows["pid"], rows["match"], strict=True))
        return [float(matches[other]) for other in lists[int(rows["iid"].iloc[0])]]

    return _by_reader(met.meetings, gains, scorer)


def _by_reader(meetings: Any, gains_in_order: Callable[[Any], Any], scorer: Any) -> list[float]:
    found = []
    for _, rows in meetings.groupby("iid"):
        gains = rows["match"].to_numpy(float)
        if 0 < gains.sum() < len(gains) and len(gains) >= FEWEST:
            found.append(scorer.ndcg(gains_in_order(rows), gains, K))
    return found


def simple_orders(met: Evenings) -> dict[str, Any]:
    """What the first half tells without any profile."""
    meetings, first = met.meetings, met.meetings[~met.meetings["second"]]
    mean = first["dec"].mean()

    def odds(side: str, asked: str) -> Any:
        counts = first.groupby(side)["dec"].agg(["sum", "size"])
        rate = meetings[asked].map((counts["sum"] + 3 * mean) / (counts["size"] + 3)).fillna(mean)
        return np.log(rate / (1 - rate)).to_numpy()

    received = odds("pid", "pid")
    return {"received": received, "both ways": received + odds("iid", "iid") + odds("iid", "pid") + odds("pid", "iid")}


def second_half(met: Evenings, scores: Any, judge: Callable[[Any, Any, Any], Estimate]) -> tuple[Estimate, Estimate]:
    """AUC of yes and of mutual yes."""
    later = met.meetings["second"].to_numpy()
    meetings = met.meetings[later]
    yes, mutual = (judge(meetings["iid"].to_numpy(), meetings[name].to_numpy(), scores[later]) for name in ("dec", "match"))
    return yes, mutual


def rows(shared: Shared, settings: Settings) -> list[Row]:
    met = evenings(shared)
    return _mutual_rows(met, settings, shared.scorer) + _second_half_rows(met, settings)


def _mutual_rows(met: Evenings, settings: Settings, scorer: Any) -> list[Row]:
    random, order = np.random.default_rng(7).random(len(met.meetings)), learned(met, settings)
    free, fair = estimate(mutual_ndcg(met, order.scores, scorer)), estimate(mutual_ndcg_of_lists(met, order.fair, scorer))
    name = "speed dating, mutual NDCG@5"
    return [
        Row(f"{name}: random order", str(estimate(mutual_ndcg(met, random, scorer))), "seen: 0.292"),
        Row(f"{name}: plain tf-idf", str(estimate(mutual_ndcg(met, plain(met), scorer)))),
        Row(f"{name}: learned on other evenings", beside(free, order.free), "≥ 0.39", holds(free, 0.39)),
        Row(f"{name}: the same in fair lists of 5", beside(fair, order.fair)),
    ]


def _second_half_rows(met: Evenings, settings: Settings) -> list[Row]:
    order = learned(met, settings, from_first_half=True)
    simple = simple_orders(met)
    name = "speed dating, second half, AUC yes / mutual"
    yes, mutual = second_half(met, order.scores, auc_within)
    reached = holds(yes, 0.70) and holds(mutual, 0.67)
    seen = {"received": "seen: 0.73 for yes", "both ways": "seen: 0.67 for mutual"}
    return [
        Row(f"{name}: plain tf-idf", _pair(second_half(met, plain(met), auc_within)), "seen: 0.57 / 0.53 by content"),
        *(Row(f"{name}: {way}", _pair(second_half(met, scores, auc_within)), seen[way]) for way, scores in simple.items()),
        Row(f"{name}: learned, within readers", beside(_pair((yes, mutual)), order.fair), "≥ 0.70 / 0.67 together", reached),
        Row(f"{name}: learned, pooled", _pair(second_half(met, order.scores, auc_pooled)), "judges nothing"),
    ]


def _pair(found: tuple[Estimate, Estimate]) -> str:
    return " / ".join(map(str, found))
