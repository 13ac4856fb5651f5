"""Conferences: who would be put into one panel with me? (rows 1 to 3, and what the whole model does to a list)

Protocol. The shared scorer's: relevant is who was put by the chairs in one panel with a different paper; co-authors and oneself are no
candidates (`Rules(apart=...)`); NDCG@10, interval over people; people without a relevant other are left out.
- A person is `Profile(texts=[title and abstract])`, in the title rows `Profile(headline=title)`. The three (or fewer) conferences
  before are the history, always with their texts. No panel, no country, no person of an earlier year is handed in.
- Free lists are `recommend(10, fair=False)`, fair ones `recommend(10)`.
- Plain: cosine of `TfidfVectorizer()` on the year's own texts. Random: equal chances.
- Likeness inside a list: mean over readers of the mean pairwise cosine of 50 topics (an LSA of this bench on the year's texts, not the
  matcher's own), and the share of pairs in one list that name the same organisation.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from quality_figures import (
    Lists,
    beside,
    estimate,
    exposure_of,
    holds,
    is_fair,
    kept_of,
    likeness_inside,
    lists_by,
    lists_of,
    ndcg_of,
    percent,
)
from quality_shared import Settings, Shared, switches
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from table import Row

from matchmaker.domain.matching import Matcher, Profile, Rules

FIRST, LAST = 2019, 2022
TOPICS = 50


@dataclass(frozen=True)
class Conference:
    people: list[dict[str, Any]]
    earlier: list[Profile]
    relevant: Any
    excluded: Any

    @property
    def apart(self) -> list[tuple[int, int]]:
        return [(int(one), int(two)) for one, two in np.argwhere(np.triu(self.excluded, 1))]

    def profiles(self, field: str) -> list[Profile]:
        if field == "title":
            return [Profile(at, headline=person["title"]) for at, person in enumerate(self.people)]
        return [Profile(at, texts=[person["text"]]) for at, person in enumerate(self.people)]


@cache
def conference(scorer: Any, year: int) -> Conference:
    people = scorer.load(f"epsa_{year}.jsonl.gz")
    earlier = [
        Profile(f"{past}/{at}", texts=[person["text"]])
        for past in range(FIRST, year)
        for at, person in enumerate(scorer.load(f"epsa_{past}.jsonl.gz"))
    ]
    return Conference(people, earlier, *scorer.epsa_truth(people))


def fitted(met: Conference, settings: Settings, field: str = "text") -> Any:
    return Matcher(**settings).fit(met.profiles(field), met.earlier, rules=Rules(apart=met.apart))


def plain_lists(met: Conference, scorer: Any, field: str) -> Lists:
    rows = TfidfVectorizer().fit_transform([person[field] for person in met.people])
    return lists_by(np.where(met.excluded, -np.inf, (rows @ rows.T).toarray()), scorer.top)


def rows(shared: Shared, settings: Settings) -> list[Row]:
    scorer, met = shared.scorer, conference(shared.scorer, LAST)
    random = np.random.default_rng(7).random((len(met.people),) * 2)
    lists = lists_by(np.where(met.excluded, -np.inf, random), scorer.top)
    found = [Row("epsa 2022: random order", _figure(lists, met, scorer))]
    for field in ("text", "title"):
        found += _field_rows(field, met, scorer, settings)
    return found


def _field_rows(field: str, met: Conference, scorer: Any, settings: Settings) -> list[Row]:
    matcher = fitted(met, settings, field)
    plain, free, fair = plain_lists(met, scorer, field), lists_of(matcher, fair=False), lists_of(matcher, fair=True)
    of_free, of_fair = (estimate(ndcg_of(lists, met.relevant, scorer.ndcg)) for lists in (free, fair))
    name, fair_met = f"epsa 2022 {field}s", is_fair(exposure_of(fair))
    rows = [Row(f"{name}: plain tf-idf, NDCG@10", _figure(plain, met, scorer), f"seen: {'0.120' if field == 'text' else '0.084'}")]
    if field == "text":
        target = "≥ 0.168 (the best simple seen: inside the interval)"
        rows.append(Row(f"{name}: free, NDCG@10", beside(of_free, free), target, holds(of_free, 0.168, best_seen=True)))
        rows.append(Row(f"{name}: fair, NDCG@10", beside(of_fair, fair), "≥ 0.160, min ≥ 3, max ≤ 15", holds(of_fair, 0.160) and fair_met))
        rows.append(Row(f"{name}: kept score of fair lists", str(kept_of(fair, free))))
        return rows + _variety_rows(fair, met, scorer, settings)
    rows.append(Row(f"{name}: free, NDCG@10", beside(of_free, free), "best simple seen: 0.122"))
    rows.append(Row(f"{name}: fair, NDCG@10", beside(of_fair, fair), "≥ 0.112, min ≥ 3, max ≤ 15", holds(of_fair, 0.112) and fair_met))
    return [*rows, Row(f"{name}: kept score of fair lists", str(kept_of(fair, free)))]


def _figure(lists: Lists, met: Conference, scorer: Any) -> str:
    return beside(estimate(ndcg_of(lists, met.relevant, scorer.ndcg)), lists)


def _variety_rows(fair: Lists, met: Conference, scorer: Any, settings: Settings) -> list[Row]:
    alike, colleagues = _topic_likeness(met), _same_organisation(met)

    def row(name: str, lists: Lists) -> Row:
        topics, firms = likeness_inside(lists, alike), likeness_inside(lists, colleagues)
        quality = estimate(ndcg_of(lists, met.relevant, scorer.ndcg))
        return Row(
            f"epsa 2022 texts: likeness inside {name}", f"topics {topics:.3f}, same organisation {percent(firms, 2)}; NDCG@10 {quality}"
        )

    found = [row("plain lists", plain_lists(met, scorer, "text")), row("fair lists", fair)]
    if not switches(("diversity",)):
        return [*found, Row("epsa 2022 texts: likeness inside fair lists, diversity off", "– (no such setting yet)")]
    return [*found, row("fair lists, diversity off", lists_of(fitted(met, {**settings, "diversity": 0}), fair=True))]


def _topic_likeness(met: Conference) -> Any:
    words = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2).fit_transform([person["text"] for person in met.people])
    topics = normalize(TruncatedSVD(TOPICS, random_state=1).fit_transform(words))
    return topics @ topics.T


def _same_organisation(met: Conference) -> Any:
    names = np.array([person["country"] or f"nobody's {at}" for at, person in enumerate(met.people)])
    return (names[:, None] == names[None, :]).astype(float)
