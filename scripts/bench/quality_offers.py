"""Offers × seeks: many ask a few, and nobody must be asked by everybody. (row 8)

Protocol. Invented: 3,500 seekers of 1 to 3 of 300 skills (1/rank), 1,500 helpers who offer 1 to 5 of them (1/rank); seekers see helpers
only and stand in no list (`listed=False`); 5 a list. Fair share: 3,500 × 5 ÷ 1,500 lists. idle: helpers in nobody's list. Kept score and
worst-off are those of the seekers. Each figure is the worst of the seeds. The seen figures of the given table are of another such
draw, so only their size compares.
"""

from collections.abc import Sequence

import numpy as np
from quality_exposure import Run, run_of
from quality_figures import percent
from quality_shared import Settings
from table import Row

from matchmaker.domain.matching import Matcher, Profile, Rules

SEEKERS, HELPERS, SLOTS, SKILLS = 3500, 1500, 5, 300


def rows(settings: Settings, seeds: Sequence[int]) -> list[Row]:
    runs = [_run(settings, seed) for seed in seeds]
    most_fair = 1.6 * SEEKERS * SLOTS / HELPERS
    most, idle = max(run.fair.most for run in runs), max(run.fair.unseen for run in runs)
    kept = min(run.kept.whole for run in runs)
    gini, worst_off = max(run.fair.gini for run in runs), min(run.kept.worst_off for run in runs)
    return [
        Row("offers × seeks: free lists, max", str(max(run.free.most for run in runs)), "seen: 2,643 by plain tf-idf"),
        Row("offers × seeks: free lists, idle", percent(max(run.free.unseen for run in runs)), "seen: 36 % by plain tf-idf"),
        Row("offers × seeks: max", str(most), f"≤ 1.6 × fair share = {most_fair:.1f} (seen: 18)", most <= most_fair),
        Row("offers × seeks: idle", percent(idle), "≤ 2 % (seen: 1.6 %)", idle <= 0.02),
        Row("offers × seeks: kept score", f"{kept:.3f}", "≥ 0.95", kept >= 0.95),
        Row("offers × seeks: worst-off 5 % of the seekers; Gini of the helpers", f"{worst_off:.3f}; {gini:.3f}"),
        Row("offers × seeks: seconds of the exposure step", f"{max(run.step for run in runs):.2f}"),
    ]


def _run(settings: Settings, seed: int) -> Run:
    dice = np.random.default_rng(seed)
    chances = 1 / np.arange(1, SKILLS + 1)
    chances /= chances.sum()

    def skills(most: int) -> list[str]:
        return [f"skill{at}" for at in dice.choice(SKILLS, dice.integers(1, most + 1), replace=False, p=chances)]

    seekers = [Profile(at, seeks=skills(3), groups=["seekers"], listed=False) for at in range(SEEKERS)]
    helpers = [Profile(SEEKERS + at, offers=skills(5), groups=["helpers"]) for at in range(HELPERS)]
    matcher = Matcher(**settings).fit([*seekers, *helpers], rules=Rules(may_meet={"seekers": ["helpers"]}))
    return run_of(matcher, SLOTS, shown=range(SEEKERS, SEEKERS + HELPERS), readers=range(SEEKERS))
