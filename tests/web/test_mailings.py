"""Letters to many on their pages: opened, written, looked at, counted, sent, undone; who met nobody is named nowhere."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.domain.mailings.audience import Audience
from matchmaker.services.mailing_halts import pause
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.mailings import Mailing, MailingWording
from matchmaker.store.models.people import Person
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_event, make_organiser, make_person
from tests.conftest import Bell, Clock
from tests.letters import exchange
from tests.mailings import say_in, send, write_to

LETTERS = "/organise/events/northlight/letters"
LaptopOf = Callable[[Person], Phone]
WORDINGS = ("{{config}}", "{{''.__class__}}", "{a.__class__}", "${7*7}", "{% for x in y %}", "{{first_name.__class__}}", "{{7*7}}")


def filled_form(page: str, **typed: str) -> dict[str, str]:
    """The editor's form as a browser would send it."""
    inputs = {
        unescape(found[1]): unescape(found[2])
        for one in re.findall(r"<input[^>]*>", page)
        if (found := re.search(r'name="([^"]+)".*?value="([^"]*)"', one))
    }
    chosen = {
        name: (re.search(r'<option value="([^"]*)" selected', options) or ["", ""])[1]
        for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, flags=re.S)
    }
    texts = {name: unescape(text) for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, flags=re.S)}
    return {**inputs, **chosen, **texts, **typed}


def versions(session: Session) -> dict[str, tuple[str, str]]:
    session.rollback()
    found = session.execute(sa.select(MailingWording.language, MailingWording.subject, MailingWording.body)).all()
    session.rollback()
    return {language: (subject, body) for language, subject, body in found}


def queued(session: Session) -> int:
    session.rollback()
    count = session.scalar(sa.select(sa.func.count()).select_from(OutboxLetter)) or 0
    session.rollback()
    return count


def state_of(session: Session) -> str:
    session.rollback()
    state = session.scalars(sa.select(Mailing.state)).one()
    session.rollback()
    return state


@pytest.fixture
def laptop(laptop_of: LaptopOf, organiser: Person) -> Phone:
    return laptop_of(organiser)


def test_every_ready_letter_opens_as_a_draft_in_the_events_language(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person
) -> None:
    event.language, event.starts_at = "de", NOW + timedelta(hours=1)
    laptop = laptop_of(organiser)
    page = laptop.get(LETTERS)
    keys = re.findall(r'name="key" value="(\w+)"', page.text)

    answers = [laptop.post(f"{LETTERS}/mailings", {"key": key}) for key in keys]

    assert len(keys) == 9
    assert [answer.status_code for answer in answers] == [303] * 9
    assert [laptop.get(answer.location).status_code for answer in answers] == [200] * 9
    session.rollback()
    assert set(session.scalars(sa.select(MailingWording.language))) == {"de"}
    assert session.scalars(sa.select(Mailing.audience).where(Mailing.based_on == "invitation")).one() == {"signed_in": "no"}


def test_a_letter_the_library_has_not_is_not_opened(laptop: Phone) -> None:
    assert laptop.post(f"{LETTERS}/mailings", {"key": "spam"}).status_code == 404


def test_what_is_written_is_kept_and_another_language_begins_with_the_ready_words(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person
) -> None:
    mailing = write_to(session, event, organiser, key="tomorrow")
    home = f"{LETTERS}/mailings/{mailing.id}"
    edit = f"{home}/edit"
    laptop = laptop_of(organiser)

    form = filled_form(
        laptop.get(edit).text, name="Tomorrow!", subject="Until tomorrow, {{first_name}}", body="See you\r\n\r\n{{event_facts}}"
    )
    answer = laptop.post(edit, {**form, "checked_in": "no", "then": "add", "add": "de"})

    assert (answer.status_code, answer.location) == (303, f"{edit}?language=de")
    kept = versions(session)
    assert kept["en-GB"] == ("Until tomorrow, {{first_name}}", "See you\n\n{{event_facts}}")
    assert "{{event_facts}}" in kept["de"][1]
    german = filled_form(laptop.get(answer.location).text)
    assert (german["words_in"], german["name"], german["checked_in"], german["subject"]) == ("de", "Tomorrow!", "no", kept["de"][0])
    assert laptop.post(f"{home}/drop", {"language": "de"}).status_code == 200
    assert laptop.post(f"{home}/drop", {"language": "en-GB"}).status_code == 422
    assert list(versions(session)) == ["en-GB"]


@pytest.mark.parametrize("wording", WORDINGS)
def test_d30_a_wording_is_refused_with_its_line_or_printed_as_it_is(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, wording: str
) -> None:
    mailing = write_to(session, event, organiser)
    edit = f"{LETTERS}/mailings/{mailing.id}/edit"
    laptop = laptop_of(organiser)

    typed = {"subject": "Hello", "body": f"Hello\n{wording}\n{{{{host}}}}"}
    answer = laptop.post(edit, filled_form(laptop.get(edit).text, **typed))

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Line 3: this can’t be filled in: {{host}}" in page
    refused = f"Line 2: this can’t be filled in: {wording}" in page or "Line 2: this can’t be filled in: {%" in page
    kept = filled_form(answer.text)
    assert kept["body"].replace("\r\n", "\n") == f"Hello\n{wording}\n{{{{host}}}}"  # nothing typed is lost
    assert "49" not in page
    if refused:
        return
    saved = laptop.post(edit, {**kept, "body": f"Hello\n{wording}"})
    preview = laptop.get(f"{LETTERS}/mailings/{mailing.id}/preview")
    assert saved.status_code == 303
    assert wording in unescape(preview.text)


@pytest.mark.parametrize(
    "name", ["[x](https://evil.example)", '<a href="https://evil.example">x</a>', "https://evil.example", "evil.example"]
)
def test_d31_a_name_is_never_a_link(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, name: str) -> None:
    make_attendee(session, event, name, make_person(session, "p"))
    event.name = name
    mailing = write_to(session, event, organiser, body="Hello {{first_name}} of {{event}},\n{{event_facts}}\nYours, {{host_name}}")
    say = laptop_of(organiser).get(f"{LETTERS}/mailings/{mailing.id}/preview").text

    assert [link for link in re.findall(r'href="([^"]*)"', say) if not link.startswith("http://localhost/")] == []
    assert "https://evil.example" not in say


def test_two_who_save_at_once_hear_of_each_other_and_lose_nothing(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person
) -> None:
    mailing = write_to(session, event, organiser)
    edit = f"{LETTERS}/mailings/{mailing.id}/edit"
    hugo, olga = laptop_of(make_organiser(session, event, "Hugo Host", role="host")), laptop_of(organiser)
    mine, his = (filled_form(one.get(edit).text) for one in (olga, hugo))
    hugo.post(edit, {**his, "subject": "Hugo’s subject", "body": "Hugo’s words"})

    clash = olga.post(edit, {**mine, "body": "Olga’s words", "name": "Olga’s name"})

    page = text_of(clash)
    assert clash.status_code == 409
    assert "Changed by Hugo Host on Thu 5 Nov 2026, 09:30 GMT." in page
    assert all(words in page for words in ("Hugo’s words", "Olga’s words", "Hugo’s subject"))
    settled = olga.post(edit, {**filled_form(clash.text), "take_body": "mine", "take_subject": "theirs"})
    assert settled.status_code == 303
    assert versions(session) == {"en-GB": ("Hugo’s subject", "Olga’s words")}
    session.rollback()
    assert session.scalars(sa.select(Mailing.name)).one() == "Olga’s name"


def test_a_version_dropped_meanwhile_is_written_anew_and_overwrites_no_other(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person
) -> None:
    mailing = write_to(session, event, organiser)
    say_in(session, mailing, "de", "Hallo", "Hallo")
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)
    form = filled_form(laptop.get(f"{home}/edit?language=de").text)
    laptop.post(f"{home}/drop", {"language": "de"})

    clash = laptop.post(f"{home}/edit", {**form, "body": "Guten Tag"})
    laptop.post(f"{home}/edit", {**filled_form(clash.text), "take_body": "mine", "take_subject": "mine"})

    assert versions(session) == {"en-GB": ("From {{event}}", "Hello {{first_name}}."), "de": ("Hallo", "Guten Tag")}
    assert laptop.post(f"{home}/edit", {**form, "words_in": "xx"}).status_code == 400


def test_the_page_says_exactly_who_gets_it_and_names_three(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person) -> None:
    for name in ("Dora", "Ada", "Grace", "Linus"):
        make_attendee(session, event, name)
    mailing = write_to(session, event, organiser)

    page = text_of(laptop_of(organiser).get(f"{LETTERS}/mailings/{mailing.id}"))

    assert "4 people Among them: Ada, Dora, Grace. Signed by Olga Organiser; answers go to olga@example.org." in page


def test_sending_can_be_undone_for_a_minute(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee, bell: Bell, clock: Clock
) -> None:
    mailing = write_to(session, event, organiser)
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)

    answer = laptop.post(f"{home}/send", {"seen": "2"})

    assert (answer.status_code, bell.words, queued(session)) == (303, ["send_mail"], 2)
    clock.now = NOW + timedelta(seconds=13)
    page = laptop.get(home)
    assert "Seconds until they leave: 47" in text_of(page)
    assert 'data-left="47"' in page.text
    laptop.post(f"{home}/take-back")
    assert (queued(session), state_of(session)) == (0, "draft")
    assert "Letters taken back before they left: 2." in text_of(laptop.get(home))


def test_the_pages_of_a_draft_say_that_its_letters_wait_and_opening_says_when_they_leave(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee
) -> None:
    mailing = write_to(session, event, organiser)
    home, first_page = f"{LETTERS}/mailings/{mailing.id}", "/organise/events/northlight/"
    laptop = laptop_of(organiser)
    laptop.post(f"{home}/send", {"seen": "2"})

    laptop.post(f"{first_page}steps/draft")

    one, many, today = (text_of(laptop.get(path)) for path in (home, LETTERS, first_page))
    assert "Paused: the event is a draft Nothing leaves before the event is open. Then the rest goes out by itself" in one
    assert "Pause " not in one
    assert "Take back what has not left" in one
    assert "News Paused until the event is open" in many
    assert "Letters that were on their way wait, and leave once the event is open." in today
    assert "Letters that were on their way wait, and leave once the event is open." in many
    laptop.post(f"{first_page}steps/open")
    assert "It can still be undone Seconds until they leave: 60" in text_of(laptop.get(home))


def test_a_letter_of_a_draft_says_at_once_that_it_cannot_leave_yet(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee
) -> None:
    mailing = write_to(session, event, organiser)
    event.opened_at = None
    laptop = laptop_of(organiser)

    page, letters = laptop.get(f"{LETTERS}/mailings/{mailing.id}"), laptop.get(LETTERS)

    assert "1 person Among them: Ada Lovelace." in text_of(page)
    assert "The event is a draft, so nothing can be sent yet." in text_of(page)
    assert [f"/mailings/{mailing.id}/{way}" in page.text for way in ("send", "schedule")] == [False, False]
    assert "The event is a draft, so nothing can be sent yet." in text_of(letters)
    assert "Close it when the last guest has left" not in text_of(letters)


def test_another_number_is_asked_about_and_more_than_five_hundred_are_typed(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person
) -> None:
    for number in range(501):
        make_attendee(session, event, f"p{number}")
    mailing = write_to(session, event, organiser)
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)

    first = laptop.post(f"{home}/send", {"seen": "500"})
    second = laptop.post(f"{home}/send", {"seen": "501", "typed": "50"})
    at = laptop.post(f"{home}/schedule", {"seen": "501", "goes_at": "2026-11-05T12:00"})

    for answer in (first, second, at):
        assert answer.status_code == 409
        assert "It goes to 501 people. Nothing has been sent yet. Type the number 501" in text_of(answer)
    assert 'name="goes_at" value="2026-11-05T12:00"' in at.text
    assert queued(session) == 0
    assert laptop.post(f"{home}/send", {"seen": "501", "typed": "501"}).status_code == 303
    assert queued(session) == 501


def test_a_day_is_set_in_the_events_zone_and_taken_back(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee
) -> None:
    event.time_zone = "America/New_York"
    mailing = write_to(session, event, organiser)
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)

    past = laptop.post(f"{home}/schedule", {"seen": "1", "goes_at": "2026-11-05T04:30"})
    laptop.post(f"{home}/schedule", {"seen": "1", "goes_at": "2026-11-05T08:00"})

    assert past.status_code == 422
    assert "That moment is past." in text_of(past)
    page = text_of(laptop.get(home))
    assert "On Thu 5 Nov 2026 at 08:00 Eastern Standard Time, to everybody who is addressed then: 1 person now." in page
    laptop.post(f"{home}/unschedule")
    assert (state_of(session), queued(session)) == ("draft", 0)


def test_each_letter_is_found_by_state_and_name_and_decided_on_there(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    mailing = write_to(session, event, organiser)
    send(session, event, mailing, organiser, seen=3)
    fates = {"ada": "failed", "grace": "uncertain", "linus": "sent"}
    for name, state in fates.items():
        session.execute(sa.update(OutboxLetter).where(OutboxLetter.recipient == f"{name}@example.org").values(state=state, finished_at=NOW))
    failed = session.scalars(sa.select(OutboxLetter.id).where(OutboxLetter.state == "failed")).one()
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)

    def names(query: str) -> list[str]:
        return [name for name in ("Ada", "Grace", "Linus") if f"<bdi>{name}" in laptop.get(home + query).text]

    assert names("?show=failed") == ["Ada"]
    assert names("?show=uncertain") == ["Grace"]
    assert names("?search=LINUS") == ["Linus"]
    assert names("?show=sent&search=ada") == []
    assert "No letter here is like that." in text_of(laptop.get(f"{home}?search=nobody"))
    answer = laptop.post(f"{LETTERS}/{failed}/again", {"mailing": str(mailing.id)})
    assert answer.location == f"{home}?said=letter-again"
    assert laptop.post(f"{home}/again").status_code == 303
    session.rollback()
    assert set(session.scalars(sa.select(OutboxLetter.state))) == {"queued", "uncertain", "sent"}


@pytest.mark.parametrize("met", ["somebody", "nobody"])
def test_who_met_nobody_is_named_on_no_page(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, met: str) -> None:
    people = [make_attendee(session, event, f"Person{number:02} Canary") for number in range(12)]
    for one, other in ((0, 1), (2, 3), (4, 5)):
        exchange(session, people[one], people[other])
    host = make_attendee(session, event, "First Reader")
    host.paused_at = NOW
    mailing = write_to(session, event, organiser, audience=Audience(met=met))
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)

    before = laptop.get(home)
    laptop.post(f"{home}/send", {"seen": "5"})
    session.rollback()
    session.execute(sa.update(OutboxLetter).where(OutboxLetter.person_id == people[0].person_id).values(state="failed"))
    session.execute(sa.update(OutboxLetter).where(OutboxLetter.person_id == people[7].person_id).values(state="failed"))
    session.commit()
    pages = [before, *(laptop.get(f"{home}{query}") for query in ("", "?show=failed", "?search=person", "?page=2")), laptop.get(LETTERS)]

    assert "5 to 9 people" in text_of(before)
    for page in pages:
        # The preview's reader is the same for every audience: the first of the roster.
        assert "Canary" not in re.sub(r"As Person00 Canary would read it.", "", text_of(page).replace("Preview", ""))
    assert "this letter has no list of names" in text_of(pages[1])
    assert "0–4" in pages[1].text
    assert queued(session) == 6


def test_a_private_letter_to_too_few_says_so_and_offers_no_button(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee
) -> None:
    mailing = write_to(session, event, organiser, audience=Audience(met="nobody"))
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)

    page = laptop.get(home)

    assert "Fewer than five people are in it" in text_of(page)
    assert f"{home}/send" not in page.text
    assert laptop.post(f"{home}/send", {"seen": "0"}).status_code == 422


BEFORE_IT = ("Invitation", "Fill in your interests", "Your five people", "Tomorrow")
AFTER_IT = ("How was it?", "Whom you met", "Met nobody yet", "Reunion", "A letter of your own")


@pytest.mark.parametrize(
    ("changes", "late", "reason"),
    [
        ({}, ("Tomorrow",), "The event has begun."),
        ({"closed_at": NOW}, BEFORE_IT, "The event is over."),
        ({"starts_at": NOW + timedelta(days=1), "ends_at": NOW + timedelta(days=2)}, (), ""),
    ],
)
def test_ready_letters_whose_time_is_past_stand_last_with_the_reason_and_without_a_button(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, changes: dict[str, object], late: tuple[str, ...], reason: str
) -> None:
    for name, value in changes.items():
        setattr(event, name, value)

    page = laptop_of(organiser).get(LETTERS)

    offered = re.findall(r'name="key" value="(\w+)"', page.text)
    names = [unescape(name) for name in re.findall(r"<h4>([^<]+)</h4>", page.text)]
    in_time = [name for name in (*BEFORE_IT, *AFTER_IT) if name not in late]
    assert names == [*in_time, *late]
    assert len(offered) == len(in_time)
    assert [name for name in late if f"{name} {reason}" not in text_of(page)] == []
    assert ("Too late for these" in text_of(page)) is bool(late)


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_a_letter_whose_time_is_past_says_so_at_once_and_leads_to_others(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, state: str
) -> None:
    mailing = write_to(session, event, organiser, key="invitation")
    mailing.state, mailing.goes_at = state, NOW + timedelta(days=1) if state == "scheduled" else None
    event.closed_at = NOW
    laptop = laptop_of(organiser)

    page, editor = laptop.get(f"{LETTERS}/mailings/{mailing.id}"), laptop.get(f"{LETTERS}/mailings/{mailing.id}/edit")

    says = "It can’t be sent any more. The event is over, and this letter is about what comes before it."
    assert [says in text_of(one) for one in (page, editor)] == [True, True]
    assert [f"/mailings/{mailing.id}/{way}" in page.text for way in ("send", "schedule")] == [False, False]
    assert "It goes out by itself" not in text_of(page)
    assert "too late to send" in text_of(laptop.get(LETTERS))


@pytest.mark.parametrize(("step", "more"), [("send", {}), ("schedule", {"goes_at": "2026-12-05T12:00"})])
def test_a_letter_that_comes_too_late_says_why_beside_the_letter(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, step: str, more: dict[str, str]
) -> None:
    mailing = write_to(session, event, organiser, key="tomorrow")
    event.starts_at, event.ends_at = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    session.commit()
    home = f"{LETTERS}/mailings/{mailing.id}"

    answer = laptop_of(organiser).post(f"{home}/{step}", {"seen": "1", **more})

    assert answer.status_code == 422
    assert "The event has begun by then, and this letter is about what comes before it." in text_of(answer)
    assert f'href="{home}/edit"' in answer.text
    assert queued(session) == 0


def test_a_preview_is_read_through_anybodys_eyes_in_their_language_with_invented_people(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee
) -> None:
    exchange(session, ada, grace)
    session.get_one(Person, grace.person_id).locale = "de"
    mailing = write_to(session, event, organiser, key="reunion", body="Hello {{first_name}},\n{{people_met}}")
    say_in(session, mailing, "de", "Von {{event}}", "Guten Tag {{first_name}},\n{{people_met}}")
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)

    found = laptop.get(f"{home}?reader=hopp")
    page, letter = laptop.get(f"{home}?as={grace.id}"), laptop.get(f"{home}/preview?as={grace.id}")

    assert f'href="{home}?as={grace.id}"' in found.text
    assert "As Grace Hopper would read it." in text_of(page)
    assert "Guten Tag Grace," in text_of(letter)
    assert "Hye-jin Baek" in letter.text
    assert "Ada" not in letter.text
    assert "default-src 'none'" in letter.headers["Content-Security-Policy"]
    english = laptop.get(f"{home}/preview?as={grace.id}&language=en-GB")
    assert "Hello Grace," in text_of(english)
    other = make_attendee(session, make_event(session, "elsewhere"), "Stranger")
    session.commit()
    assert laptop.get(f"{home}/preview?as={other.id}").status_code == 404


def test_a_test_goes_to_whoever_asks(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, bell: Bell) -> None:
    mailing = write_to(session, event, organiser)
    hugo = laptop_of(make_organiser(session, event, "Hugo Host", role="host"))

    hugo.post(f"{LETTERS}/mailings/{mailing.id}/test", {"language": "en-GB"})

    session.rollback()
    assert session.scalars(sa.select(OutboxLetter.address)).all() == ["hugo@example.org"]
    assert bell.words == ["send_mail"]


def test_a_desk_and_another_events_team_see_nothing_of_it(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person) -> None:
    mailing = write_to(session, event, organiser)
    desk = laptop_of(make_organiser(session, event, "Dora Desk", role="desk"))
    other = laptop_of(make_organiser(session, make_event(session, "elsewhere"), "Otto Organiser"))

    for laptop in (desk, other):
        assert laptop.get(f"{LETTERS}/mailings/{mailing.id}").status_code == 404
        assert laptop.post(f"{LETTERS}/mailings/{mailing.id}/send", {"seen": "0"}).status_code == 404


def test_the_log_says_who_did_what_to_how_many(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee
) -> None:
    mailing = write_to(session, event, organiser)
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)

    for verb in ("send", "pause", "resume", "take-back"):
        assert laptop.post(f"{home}/{verb}", {"seen": "1"}).status_code == 303

    session.rollback()
    lines = session.execute(sa.select(DeedRow.deed, DeedRow.actor_id, DeedRow.count).order_by(DeedRow.id)).all()
    assert [tuple(line) for line in lines] == [
        ("mailing.sent", organiser.id, 1),
        ("mailing.paused", organiser.id, None),
        ("mailing.resumed", organiser.id, None),
        ("mailing.taken_back", organiser.id, 1),
    ]
    assert "took back letters that had not left (1 in all)" in text_of(laptop.get("/organise/events/northlight/log"))


def test_the_lists_ask_the_same_number_of_questions_for_one_and_for_many(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, statements: list[str]
) -> None:
    first = write_to(session, event, organiser)
    send(session, event, first, organiser, seen=1)
    laptop = laptop_of(organiser)

    def questions(path: str) -> int:
        laptop.get(path)
        statements.clear()
        laptop.get(path)
        return len(statements)

    few = (questions(LETTERS), questions(f"{LETTERS}/mailings/{first.id}"))
    for number in range(5):
        make_attendee(session, event, f"p{number}")
    for _ in range(5):
        send(session, event, write_to(session, event, organiser), organiser, seen=6)
    pause(session, event.id, first.id, by=organiser.id, now=NOW)
    session.commit()

    assert (questions(LETTERS), questions(f"{LETTERS}/mailings/{first.id}")) == few


def test_closing_can_be_undone_for_a_minute(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{LETTERS}/close")

    page = laptop.get(LETTERS)
    undone = laptop.post(f"{LETTERS}/undo")

    assert "The letters have not left yet. Seconds until they leave: 60" in text_of(page)
    assert undone.location == f"{LETTERS}?said=letters-taken-back"
    assert queued(session) == 0
    session.rollback()
    assert session.scalars(sa.select(Event.closed_at)).one() is None


def test_another_audience_takes_a_set_day_back_and_other_words_do_not(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee
) -> None:
    grace.checked_in_at = NOW
    mailing = write_to(session, event, organiser, audience=Audience(checked_in="yes"))
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)
    laptop.post(f"{home}/schedule", {"seen": "1", "goes_at": "2026-11-05T12:00"})

    words = filled_form(laptop.get(f"{home}/edit").text, body="Other words")
    assert laptop.post(f"{home}/edit", words).status_code == 303
    assert state_of(session) == "scheduled"
    everybody = filled_form(laptop.get(f"{home}/edit").text, checked_in="")
    assert laptop.post(f"{home}/edit", everybody).status_code == 303

    assert state_of(session) == "draft"


@pytest.mark.parametrize("halt", ["pause", "take-back"])
def test_who_got_a_private_letter_is_not_told_by_another_audience(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, halt: str
) -> None:
    people = [make_attendee(session, event, f"Person{number:02} Canary") for number in range(12)]
    for one, other in ((0, 1), (2, 3), (4, 5)):
        exchange(session, people[one], people[other])
    mailing = write_to(session, event, organiser, audience=Audience(met="nobody"))
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)
    laptop.post(f"{home}/send", {"seen": "5"})
    session.rollback()
    session.execute(sa.update(OutboxLetter).where(OutboxLetter.person_id == people[7].person_id).values(state="sent"))
    session.commit()
    laptop.post(f"{home}/{halt}", {})

    answer = laptop.post(f"{home}/edit", filled_form(laptop.get(f"{home}/edit").text, met=""))
    page = laptop.get(f"{home}?show=sent")

    assert answer.status_code == 422
    assert "stays with them" in text_of(answer)
    assert "person07@example.org" not in page.text
    # As long as nobody has got it, whoever writes it may change their mind
    session.rollback()
    session.execute(sa.delete(OutboxLetter))
    session.commit()
    assert laptop.post(f"{home}/edit", filled_form(laptop.get(f"{home}/edit").text, met="")).status_code == 303
