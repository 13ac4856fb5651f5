"""What each channel and each step brings: the whole model against the same with one setting at 0. (row 10)

Protocols are those of the rows themselves (quality_epsa.py, quality_dating.py, quality_contacts.py). The conferences of 2019, 2020
and 2021 are the tuning sets, 2022 is not; each has the years before as its history (2019 none). Lists of the conferences are the
fair ones, "exposure off" the free ones; the other two sets are ordered by `scores`.
"brings": mean over readers of whole less without, drawn in pairs, with its interval; of the conferences over the tuning years, and
2022 by itself. Only settings that the matcher has are switched; a switch that cannot fire on a set (tags where there
are only texts) is left out.
"""

from typing import Any

import numpy as np
from quality_contacts import fitted as fitted_contacts
from quality_contacts import lists_by_scores, meeting
from quality_dating import evenings, learned, mutual_ndcg
from quality_epsa import FIRST, LAST, conference, fitted
from quality_figures import estimate, lists_of, ndcg_of
from quality_shared import Settings, Shared, switches
from table import Row

YEARS = range(FIRST, LAST + 1)
ON_TEXTS = ("words_weight", "topics_weight", "reciprocity", "diversity")
ON_DATING = ("talk_weight", "topics_weight", "shared_weight", "reciprocity", "learning")
ON_CONTACTS = ("talk_weight", "topics_weight", "shared_weight", "stage_weight", "languages_weight", "reciprocity", "learning")
Values = list[float]


def rows(shared: Shared, settings: Settings) -> list[Row]:
    return _epsa_rows(shared, settings) + _dating_rows(shared, settings) + _contacts_rows(shared, settings)


def _epsa_rows(shared: Shared, settings: Settings) -> list[Row]:
    def values_of(without: Settings, *, fair: bool = True) -> list[Values]:
        met = [conference(shared.scorer, year) for year in YEARS]
        return [ndcg_of(lists_of(fitted(one, {**settings, **without}), fair=fair), one.relevant, shared.scorer.ndcg) for one in met]

    whole = values_of({})
    name = f"epsa {' / '.join(map(str, YEARS))} texts, NDCG@10"
    return [
        Row(f"{name}: whole", _means(whole)),
        *(Row(f"{name}: {switch} 0", _years(whole, values_of({switch: 0}))) for switch in switches(ON_TEXTS)),
        Row(f"{name}: exposure off", _years(whole, values_of({}, fair=False))),
    ]


def _dating_rows(shared: Shared, settings: Settings) -> list[Row]:
    met = evenings(shared)

    def values_of(without: Settings) -> Values:
        return mutual_ndcg(met, learned(met, {**settings, **without}).scores, shared.scorer)

    return _switched("speed dating, mutual NDCG@5", values_of, ON_DATING)


def _contacts_rows(shared: Shared, settings: Settings) -> list[Row]:
    met = meeting(shared, "ICCSS17")

    def values_of(without: Settings) -> Values:
        lists = lists_by_scores(met, fitted_contacts(met, {**settings, **without}), shared.scorer)
        return ndcg_of(lists, met.gains, shared.scorer.ndcg)

    return _switched("ICCSS17, new pairs after day 1, NDCG@10", values_of, ON_CONTACTS)


def _switched(name: str, values_of: Any, names: tuple[str, ...]) -> list[Row]:
    whole = values_of({})
    found = [Row(f"{name}: whole", str(estimate(whole)))]
    for switch in switches(names):
        values = values_of({switch: 0})
        found.append(Row(f"{name}: {switch} 0", f"{estimate(values).mean:.3f}; brings {brings(whole, values)}"))
    return found


def brings(whole: Values, without: Values) -> str:
    return estimate(np.subtract(whole, without)).change


def _years(whole: list[Values], without: list[Values]) -> str:
    tuning, other = ([value for values in years[:-1] for value in values] for years in (whole, without))
    return f"{_means(without)}; brings {brings(tuning, other)} on tuning years, {brings(whole[-1], without[-1])} on {LAST}"


def _means(years: list[Values]) -> str:
    return " / ".join(f"{estimate(values).mean:.3f}" for values in years)
