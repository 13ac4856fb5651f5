"""The organiser's events, as pages."""

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.people import Person
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_event, make_organiser, make_person
from tests.domain.test_event_draft import GOOD

Laptops = Callable[[Person], Phone]


def test_an_organiser_creates_an_event_and_lands_on_its_first_page(session: Session, laptop_of: Laptops) -> None:
    laptop = laptop_of(make_organiser(session))

    answer = laptop.post("/organise/events/new", GOOD)

    assert (answer.status_code, answer.location) == (303, "/organise/events/northlight/?said=event-created")
    page = laptop.get("/organise/events/northlight/")
    assert page.status_code == 200
    assert "Sun 5 Jul 2026, 18:30 – 22:00 BST" in text_of(page)


def test_a_form_with_faults_keeps_what_was_typed_and_saves_nothing(session: Session, laptop_of: Laptops) -> None:
    laptop = laptop_of(make_organiser(session))

    answer = laptop.post("/organise/events/new", {**GOOD, "ends_at": "", "name": 'Tea & "cake" <night>', "slug": "!"})

    assert answer.status_code == 422
    assert "2 things need another look" in text_of(answer)
    assert "Tea &amp; &#34;cake&#34; &lt;night&gt;" in answer.text
    assert session.scalar(select(func.count()).select_from(Event)) == 0


def test_an_attendee_cannot_create_events(session: Session, laptop_of: Laptops, ada: object) -> None:
    person = session.scalars(select(Person)).first()
    assert person is not None

    assert laptop_of(person).post("/organise/events/new", GOOD).status_code == 404


def test_settings_are_changed_and_the_address_moves(session: Session, laptop_of: Laptops) -> None:
    event = make_event(session)
    laptop = laptop_of(make_organiser(session, event))

    answer = laptop.post("/organise/events/northlight/settings", {**GOOD, "slug": "southlight", "sees": "full_names"})

    assert (answer.status_code, answer.location) == (303, "/organise/events/southlight/settings?said=saved")
    assert "Saved." in text_of(laptop.get(answer.location))
    moved = laptop.get("/organise/events/northlight/roster?search=ada")
    assert (moved.status_code, moved.location) == (308, "/organise/events/southlight/roster?search=ada")


def test_a_form_that_was_open_while_the_address_moved_is_not_lost(session: Session, laptop_of: Laptops) -> None:
    event = make_event(session)
    laptop = laptop_of(make_organiser(session, event))
    laptop.post("/organise/events/northlight/settings", {**GOOD, "slug": "southlight"})

    answer = laptop.post("/organise/events/northlight/settings", {**GOOD, "slug": "southlight", "version": "1", "place": "Barn"})
    saved = laptop.post(answer.location, {**GOOD, "slug": "southlight", "version": "1", "place": "Barn"})

    assert (answer.status_code, answer.location, saved.status_code) == (308, "/organise/events/southlight/settings", 303)
    assert session.scalar(select(Event.place)) == "Barn"


def test_a_former_address_is_nobody_else_s_and_may_be_taken_back(session: Session, laptop_of: Laptops) -> None:
    event, other = make_event(session), make_event(session, "elsewhere")
    laptop, others = laptop_of(make_organiser(session, event)), laptop_of(make_organiser(session, other, "Otto Other"))
    laptop.post("/organise/events/northlight/settings", {**GOOD, "slug": "southlight"})

    stolen = others.post("/organise/events/elsewhere/settings", {**GOOD, "slug": "northlight"})
    back = laptop.post("/organise/events/southlight/settings", {**GOOD, "slug": "northlight", "version": "1"})

    assert (stolen.status_code, back.status_code) == (422, 303)
    assert laptop.get("/organise/events/southlight/").location == "/organise/events/northlight/"
    assert laptop.get("/organise/events/northlight/").status_code == 200


def test_the_first_page_says_when_no_worker_runs(session: Session, laptop_of: Laptops, event: Event, organiser: Person) -> None:
    page = laptop_of(organiser).get("/organise/events/northlight/")

    assert "No worker has been seen for 30 seconds." in text_of(page)


def test_the_list_of_events_asks_the_same_for_one_and_for_three(session: Session, laptop_of: Laptops, statements: list[str]) -> None:
    olga = make_organiser(session, make_event(session))
    laptop = laptop_of(olga)
    statements.clear()
    laptop.get("/organise/")
    for_one = len(statements)
    for slug in ("second", "third"):
        session.add(EventRole(event_id=make_event(session, slug).id, person_id=olga.id, role="host", created_at=NOW))
    session.commit()
    statements.clear()

    page = laptop.get("/organise/")

    assert page.text.count('<li class="panel') == 3
    assert len(statements) == for_one == 3


def test_a_host_without_an_account_sees_their_event_and_no_button_for_a_new_one(session: Session, event: Event, laptop_of: Laptops) -> None:
    host = make_person(session, "Hugo Host")
    session.add(EventRole(event_id=event.id, person_id=host.id, role="host", created_at=NOW))

    page = laptop_of(host).get("/organise/")

    assert (page.status_code, "Northlight 26" in text_of(page), "New event" in text_of(page)) == (200, True, False)


def test_somebody_of_no_team_is_told_so(session: Session, laptop_of: Laptops) -> None:
    page = laptop_of(make_person(session, "Nina Nobody")).get("/organise/")

    assert "Nobody has put you on the team of an event" in text_of(page)
    assert "/organise/events/new" not in page.text
