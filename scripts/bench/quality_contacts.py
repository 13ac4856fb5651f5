"""Conferences with face-to-face sensors: who talks to whom for the first time after day 1? (row 6)

Protocol. People are those who were in contact with somebody on day 1 (by the calendar, UTC). A single reading of 20 seconds is a
contact. Who was in contact on day 1 is no candidate any more; gain = log2(1 + minutes together on the later days), NDCG@10, interval
over people who have a new contact. With this plain tf-idf comes out at the 0.149 of the given table.
- A person is `Profile(talk_about=[background], shared=[country, age, role, first time or not], stage, languages)`; gender and
  "other" are not handed in. Languages are numbered in the data and bear private-use tags here.
- Each contact of day 1 is a `Decision` "met" in both directions.
- Plain: tf-idf cosine of all eight attributes, as in the shared scorer. Common contacts: Σ over third people of log(1 + minutes) with one ×
  the same with the other, on day 1. Free lists by `scores`, fair ones `recommend(10)`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from quality_figures import Lists, beside, estimate, holds, lists_by, lists_of, ndcg_of
from quality_shared import Settings, Shared
from sklearn.feature_extraction.text import TfidfVectorizer
from table import Row

from matchmaker.domain.matching import Decision, Matcher, Profile

DAY = 86_400
COLUMNS = ("age", "gender", "country", "language", "seniority", "background", "role", "previous")
STAGES = {
    "Bachelor student": 0, "Master student": 0, "Bachelor/Master student": 0, "PhD student": 1, "Postdoctoral researcher": 2,
    "Assistant/Associate professor": 3, "Junior/Assistant professor": 3, "Associate/Full professor": 4, "Full professor": 4,
}  # fmt: skip
LANGUAGES = {"L1": "qaa", "L2": "qab", "L3": "qac", "L4": "qad", "L5": "qae"}
AGES = {"younger than 30 years": "twenties", "30 to 39 years": "thirties", "40 to 49 years": "forties", "40 years and older": "forties"}
AGES["50 years and older"] = "fifties"
PREVIOUS = {"Yes": "came before", "No": "first time here"}
OTHERS = frozenset({"other", "Other", "Others"})


@dataclass(frozen=True)
class Meeting:
    """People by place; seconds together on day 1 and afterwards."""

    people: list[dict[str, Any]]
    first: Any
    later: Any

    @property
    def gains(self) -> Any:
        return np.where(self.first > 0, 0.0, np.log2(1 + self.later / 60))

    @property
    def profiles(self) -> list[Profile]:
        return [profile_of(at, person) for at, person in enumerate(self.people)]

    @property
    def decisions(self) -> list[Decision]:
        return [Decision(int(one), int(other), "met") for one, other in np.argwhere(self.first > 0)]


def meeting(shared: Shared, event: str) -> Meeting:
    people = pd.read_csv(shared.folder / f"contacts_{event}_people.csv", keep_default_na=False)
    edges = pd.read_csv(shared.folder / f"contacts_{event}_edges.csv.gz")
    place = {name: at for at, name in enumerate(people["name"])}
    edges = edges[edges["actor1"].isin(place) & edges["actor2"].isin(place)]
    on_first = edges["time"] // DAY == edges["time"].min() // DAY
    first, later = (seconds_together(part, place) for part in (edges[on_first], edges[~on_first]))
    there = first.any(axis=1)
    of_those = np.ix_(there, there)
    return Meeting(people[there].to_dict("records"), first[of_those], later[of_those])


def seconds_together(edges: Any, place: dict[Any, int]) -> Any:
    table = np.zeros((len(place), len(place)))
    np.add.at(table, (edges["actor1"].map(place).to_numpy(), edges["actor2"].map(place).to_numpy()), edges["duration"].to_numpy())
    return table + table.T


def profile_of(at: int, person: dict[str, Any]) -> Profile:
    shared = [person["country"], AGES.get(person["age"], ""), person["role"], PREVIOUS.get(person["previous"], "")]
    return Profile(
        at,
        talk_about=[tag for tag in (person["background"],) if tag not in OTHERS],
        shared=[tag for tag in shared if tag not in OTHERS],
        stage=STAGES.get(person["seniority"]),
        languages=[tag for tag in (LANGUAGES.get(person["language"], ""),) if tag],
    )


def fitted(met: Meeting, settings: Settings) -> Any:
    return Matcher(**settings).fit(met.profiles, decisions=met.decisions)


def lists_by_scores(met: Meeting, matcher: Any, scorer: Any) -> Lists:
    return lists_by(matcher.scores(met.profiles, met.profiles), scorer.top)


def rows(shared: Shared, settings: Settings) -> list[Row]:
    return _event_rows("ICCSS17", shared, settings) + _event_rows("WS16", shared, settings)


def _event_rows(event: str, shared: Shared, settings: Settings) -> list[Row]:
    met, scorer = meeting(shared, event), shared.scorer
    matcher = fitted(met, settings)
    free, fair = lists_by_scores(met, matcher, scorer), lists_of(matcher, fair=True)
    strength = np.log1p(met.first / 60)
    found = estimate(ndcg_of(free, met.gains, scorer.ndcg))

    def row(name: str, lists: Lists, target: str = "", met_target: bool | None = None) -> Row:
        figure = beside(estimate(ndcg_of(lists, met.gains, scorer.ndcg)), lists)
        return Row(f"{event}, new pairs after day 1, NDCG@10: {name}", figure, target, met_target)

    judged = ("≥ 0.21", holds(found, 0.21)) if event == "ICCSS17" else ("", None)
    seen = ("seen: 0.149", "seen: 0.215 with day-1 contacts") if event == "ICCSS17" else ("", "")
    return [
        row("random order", _unmet_lists(np.random.default_rng(7).random(met.first.shape), met, scorer)),
        row("plain tf-idf", _unmet_lists(plain(met), met, scorer), seen[0]),
        row("common contacts", _unmet_lists(strength @ strength, met, scorer), seen[1]),
        row("free", free, *judged),
        row("fair", fair),
    ]


def _unmet_lists(scores: Any, met: Meeting, scorer: Any) -> Lists:
    hidden = (met.first > 0) | np.eye(len(scores), dtype=bool)
    return lists_by(np.where(hidden, -np.inf, scores), scorer.top)


def plain(met: Meeting) -> Any:
    told = [" ".join(f"{name}_{person[name] or 'nan'}".replace(" ", "_") for name in COLUMNS) for person in met.people]
    words = TfidfVectorizer().fit_transform(told)
    return (words @ words.T).toarray()
