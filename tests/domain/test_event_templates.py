"""The ready templates are lists an organiser would keep."""

import pytest

from matchmaker.domain.events.draft import EXCHANGE_RULES, JOIN_POLICIES, SEES
from matchmaker.domain.events.templates.ready import TEMPLATES
from matchmaker.domain.interests.tags import read_tags


@pytest.mark.parametrize("word", ["tech", "research", "startups", "community"])
def test_a_template_has_twenty_to_thirty_interests_most_with_other_words_and_no_fault(word: str) -> None:
    template = TEMPLATES[word]
    tags = read_tags(template.interests)

    assert (20 <= len(tags.labels) <= 30, tags.faults) == (True, ())
    assert len(tags.labels) == len(template.interests.splitlines())
    assert len(tags.synonyms) >= len(tags.labels) * 0.8
    assert template.join_policy in JOIN_POLICIES
    assert template.sees in SEES
    assert template.exchange_rule in EXCHANGE_RULES


def test_there_are_four() -> None:
    assert list(TEMPLATES) == ["tech", "research", "startups", "community"]
