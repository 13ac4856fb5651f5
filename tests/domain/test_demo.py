"""The demo's people: a customer sees them before anything else."""

from collections import Counter

from matchmaker.domain.demo.event import ORGANISER_EMAIL, TAGS
from matchmaker.domain.demo.meetings import MEETINGS, MEETINGS_OF_ATTENDEE, invent_meetings, thing_between
from matchmaker.domain.demo.people import ATTENDEE, BADGE_OWNER, DemoPerson, invent_people, person_called
from matchmaker.domain.signin.address import address_key

PEOPLE = invent_people()
SHOWN, SCANNED = person_called(PEOPLE, ATTENDEE), person_called(PEOPLE, BADGE_OWNER)
FILLER = ("lorem", "ipsum", "passionate", "synergy", "ninja", "rockstar", "guru", "todo", "xxx")


def all_wishes(person: DemoPerson) -> list[str]:
    return [wish for wishes in (person.talk, person.offer, person.seek) for wish in (*wishes.tags, *wishes.words)]


def test_one_seed_invents_the_same_people_each_time() -> None:
    assert invent_people(7) == invent_people(7)


def test_another_seed_deals_the_names_anew() -> None:
    assert [person.name for person in invent_people(7)] != [person.name for person in invent_people(8)]


def test_there_are_120_people_and_no_two_are_alike() -> None:
    for of in (lambda p: p.name, lambda p: p.email, lambda p: p.headline, lambda p: p.bio):
        assert len({of(person) for person in PEOPLE}) == 120


def test_every_address_is_valid_and_belongs_to_nobody() -> None:
    for person in PEOPLE:
        assert address_key(person.email) == person.email
        assert person.email.endswith("@example.org")
    assert ORGANISER_EMAIL not in {person.email for person in PEOPLE}


def test_headlines_and_bios_have_a_readable_length() -> None:
    assert [person.headline for person in PEOPLE if not 15 <= len(person.headline) <= 60] == []
    assert [person.bio for person in PEOPLE if not 120 <= len(person.bio) <= 220] == []


def test_no_sentence_is_used_twice() -> None:
    sentences = Counter(sentence.strip() for person in PEOPLE for sentence in person.bio.split(". "))

    assert [sentence for sentence, uses in sentences.items() if uses > 1] == []


def test_nobody_speaks_in_filler() -> None:
    said = " ".join(f"{person.headline} {person.bio}" for person in PEOPLE).casefold()

    assert [word for word in FILLER if word in said] == []


def test_everybody_talks_offers_and_seeks_without_saying_a_thing_twice() -> None:
    for person in PEOPLE:
        for wishes in (person.talk, person.offer, person.seek):
            wanted = (*wishes.tags, *wishes.words)
            assert 1 <= len(wanted) <= 4
            assert len(set(wanted)) == len(wanted)


def test_nobody_seeks_what_they_offer_in_the_same_own_words() -> None:
    assert [person.name for person in PEOPLE if set(person.offer.words) & set(person.seek.words)] == []


def test_every_tag_is_used_and_listed_once() -> None:
    used = {tag for person in PEOPLE for wishes in (person.talk, person.offer, person.seek) for tag in wishes.tags}

    assert used == set(TAGS)
    assert len(set(TAGS)) == len(TAGS)
    assert 40 <= len(TAGS) <= 50


def test_whoever_seeks_a_tag_finds_somebody_elsewhere_who_offers_it() -> None:
    for seeker in PEOPLE:
        for tag in seeker.seek.tags:
            helpers = [p for p in PEOPLE if tag in p.offer.tags and (p.organisation != seeker.organisation or not p.organisation)]
            assert [helper for helper in helpers if helper != seeker], f"{seeker.name} seeks {tag}"


def test_own_words_fit_one_line_of_the_form() -> None:
    assert [wish for person in PEOPLE for wish in all_wishes(person) if not 2 <= len(wish) <= 60] == []


def test_names_come_in_several_scripts() -> None:
    not_latin = [person.name for person in PEOPLE if ord(person.name[0]) > 0x036F]

    assert 8 <= len(not_latin) <= 20


def test_all_stages_of_a_working_life_are_there() -> None:
    assert set(Counter(person.stage for person in PEOPLE)) == {0, 1, 2, 3, 4, 5}


def test_nobody_works_nowhere_under_a_shared_name() -> None:
    """People without an employer must not count as colleagues of each other."""
    assert [person.organisation for person in PEOPLE if person.organisation.casefold() in {"freelance", "between jobs", "none"}] == []


def words_between(seeker: int, helper: int) -> set[str]:
    return set(" ".join(PEOPLE[seeker].seek.words).split()) & set(" ".join(PEOPLE[helper].offer.words).split())


def test_the_attendee_shown_and_the_badge_handed_out_fit_both_ways_in_words_of_their_own_and_exchange_at_once() -> None:
    assert words_between(SHOWN, SCANNED) == {"firmware", "salt"}
    assert words_between(SCANNED, SHOWN) >= {"small", "numbers"}
    assert PEOPLE[SCANNED].shares_at_once


def test_people_met_for_a_reason_and_each_pair_once() -> None:
    meetings = invent_meetings(PEOPLE, attendee=SHOWN, apart=SCANNED)

    assert len({frozenset((meeting.scanner, meeting.owner)) for meeting in meetings}) == len(meetings) == MEETINGS
    assert [meeting for meeting in meetings if not thing_between(PEOPLE, meeting.scanner, meeting.owner)] == []


def test_the_attendee_shown_has_met_a_few_but_not_the_one_whose_badge_is_handed_out() -> None:
    met = [{meeting.scanner, meeting.owner} for meeting in invent_meetings(PEOPLE, attendee=SHOWN, apart=SCANNED)]

    assert len([pair for pair in met if SHOWN in pair]) == MEETINGS_OF_ATTENDEE
    assert {SHOWN, SCANNED} not in met


def test_colleagues_are_not_counted_as_having_met() -> None:
    colleagues = [
        (one, other)
        for one in range(len(PEOPLE))
        for other in range(len(PEOPLE))
        if one != other and PEOPLE[one].organisation and PEOPLE[one].organisation == PEOPLE[other].organisation
    ]

    assert len(colleagues) > 50
    assert [pair for pair in colleagues if thing_between(PEOPLE, *pair)] == []
