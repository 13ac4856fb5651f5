"""Works out all lists of an event anew and swaps them in at once."""

from matchmaker.jobs.kept_matchers import keep_matcher
from matchmaker.jobs.matchers import make_matcher, make_rules, read_history, setup_key
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.live_lists import LiveLists, answers_in, build_lists, follow
from matchmaker.services.matching import keep_lessons
from matchmaker.services.recommend import (
    changed_lists,
    claim_lists,
    draft_lists,
    forget_drafts,
    in_portions,
    is_ours,
    mark_built,
    store_lists,
    swap_in_drafts,
)
from matchmaker.store.queries.matches import lists_built
from matchmaker.store.queries.matching import live_setup
from matchmaker.store.queries.recommend import news_of, people_of, stamps_of, stored_lists


def full_pass(workshop: Workshop, event_id: int) -> LiveLists | None:
    """Learn, make every list, and put by those that differ from the stored ones; pages see nothing of it yet.

    Returns
    -------
    LiveLists or None
        The matcher, knowing what the store said when the pass began; None if the event is gone.
    """
    length, began = workshop.settings.list_length, workshop.now()
    with workshop.read() as session:
        version, _ = lists_built(session, event_id)
        people, stamps, stored = people_of(session, event_id), stamps_of(session, event_id), stored_lists(session, event_id)
        setup = live_setup(session, event_id)
        history = read_history(session, event_id, setup, workshop)
    matcher = make_matcher(setup)
    lists = build_lists(people, matcher, version=version, length=length, rules=make_rules(setup, people.groups_apart), history=history)
    matcher.keep_fresh(length)
    changed = changed_lists(lists, stored)
    with workshop.session() as session:
        forget_drafts(session, event_id)
        session.commit()
    for portion in in_portions(changed):
        with workshop.session() as session:
            draft_lists(session, portion)
            session.commit()
    told = {int(str(profile.id)) for profile in matcher.profiles_}
    answers, apart = answers_in(people), frozenset(people.blocked)
    key = setup_key(setup, length, people.groups_apart)
    return LiveLists(event_id, matcher, key, length, version, stamps, answers, began, apart, told=told, drafted=tuple(changed))


def publish(workshop: Workshop, live: LiveLists) -> None:
    """Swap the new lists in, with all that was said since the pass began, in one transaction."""
    with workshop.lock:
        with workshop.session() as session:
            version = claim_lists(session, live.event_id, even_if_fresh=True)
            session.commit()
        if version is None:
            return
        with workshop.read() as session:
            news = news_of(session, live.event_id, live.stamps)
        drafted, live.drafted = live.drafted, ()
        lists = follow(live, news, version=version)
        live.turned = sorted(news.stamps)
        with workshop.session() as session:
            if not is_ours(session, lists):
                return
            swap_in_drafts(session, live.event_id, drafted)
            store_lists(session, lists)
            mark_built(session, lists, now=workshop.now())
            keep_lessons(session, live, now=workshop.now())
            session.commit()
        workshop.live[live.event_id] = live
        keep_matcher(workshop, live)
