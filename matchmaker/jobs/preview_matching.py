"""Works out what a draft of the matching would change, before it goes live; no list is touched."""

from matchmaker.jobs.matchers import make_matcher, make_rules, read_history
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.live_lists import build_lists
from matchmaker.services.matching import compare_lists, keep_comparison, read_stored
from matchmaker.store.queries.matching import setup_row, wanted_drafts
from matchmaker.store.queries.recommend import people_of


def preview_matching(workshop: Workshop) -> None:
    """Compare every draft that waits, one event at a time."""
    with workshop.read() as session:
        waiting = wanted_drafts(session)
    for event_id in waiting:
        preview_event(workshop, event_id)


def preview_event(workshop: Workshop, event_id: int) -> None:
    """Read, build the draft's lists with no transaction open, then keep the figures; killed anywhere, the draft still waits."""
    length = workshop.settings.list_length
    with workshop.read() as session:
        row, people = setup_row(session, event_id), people_of(session, event_id)
        if row.draft is None or row.draft_state != "wanted":
            return
        stored = read_stored(session, event_id, length=length)
        history = read_history(session, event_id, row.draft, workshop)
    rules = make_rules(row.draft, people.groups_apart)
    lists = build_lists(people, make_matcher(row.draft), version=0, length=length, rules=rules, history=history)
    comparison = compare_lists(row, stored, lists, length=length)
    with workshop.session() as session:
        keep_comparison(session, event_id, row.draft_number, comparison)
        session.commit()
