"""D18 with several cards: whoever met me holds the very card they were given, on every surface; put away, it leaves my name alone."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.services.followup import close_event
from matchmaker.services.letters import write_letter
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Card
from tests.browsers import Phone
from tests.cast import NOW, give_interests
from tests.scanning import new_scan_id, wear_badge

CARDS = "/e/northlight/badge/cards"
PROFILE = {"organisation": "Canary-po", "headline": "Canary-ph", "phone": "+44 20 7946 0111", "link": "https://canary-pl.example"}
WORK = {
    "label": "Canary-wlabel",
    "organisation": "Canary-wo",
    "headline": "Canary-wh",
    "email": "canary-we@example.org",
    "phone": "+44 20 7946 0222",
}
HOME = {
    "label": "Canary-hlabel",
    "organisation": "Canary-ho",
    "headline": "Canary-hh",
    "email": "canary-he@example.org",
    "link": "https://canary-hl.example",
}
ALL = {value for words in (PROFILE, WORK, HOME) for value in words.values()} | {"grace@example.org"}


@pytest.fixture
def graces(session: Session, settings, event, ada, grace, linus):
    for name, value in PROFILE.items():
        setattr(grace, name, value)
    grace.exchange_mode, grace.shared_fields = "share", ["phone", "link"]
    for attendee in (ada, grace, linus):
        give_interests(session, attendee, talk=["Compilers"])
    return wear_badge(session, grace, settings.badge_key)


@pytest.fixture
def graces_phone(phone_of, grace, graces) -> Phone:
    return phone_of(grace)


def make(phone: Phone, session: Session, words: dict[str, str], *ticked: str) -> int:
    assert phone.post(f"{CARDS}/new", {**words, "ticked": list(ticked)}).status_code == 303
    card_id = session.scalars(select(Card.id).order_by(Card.id.desc())).first()
    session.commit()
    return card_id


def use(phone: Phone, card: object) -> None:
    assert phone.post(f"{CARDS}/use", {"card": card}).status_code == 303


def meet(phone: Phone, graces, session: Session) -> int:
    assert phone.post(graces.path, {"scan_id": new_scan_id()}).status_code == 200
    contact_id = session.scalars(select(Contact.id).order_by(Contact.id.desc())).first()
    session.commit()
    return contact_id


def surfaces(phone: Phone, contact_id: int) -> str:
    paths = [f"/e/northlight/contacts/{contact_id}", f"/e/northlight/contacts/{contact_id}.vcf", "/e/northlight/contacts"]
    return "".join(phone.get(path).text.replace("\r\n ", "") for path in paths)


def seen_in(text: str) -> set[str]:
    return {value for value in ALL if value in text or value.replace(" ", "") in text}


def letter_to(session: Session, person_id: int, settings) -> str:
    row = session.scalars(select(OutboxLetter).where(OutboxLetter.person_id == person_id)).one()
    letter = write_letter(session, row.id, settings=settings, now=NOW)
    session.commit()
    assert letter is not None
    return letter.text + letter.html + "".join(part.content.decode().replace("\r\n ", "") for part in letter.attachments)


def test_each_holds_the_card_that_was_in_use_when_they_scanned(
    session, settings, event, phone_of, ada, linus, graces, graces_phone
) -> None:
    adas, linuses = phone_of(ada), phone_of(linus)
    work = make(graces_phone, session, WORK, "email")
    first = meet(adas, graces, session)
    use(graces_phone, work)
    second = meet(linuses, graces, session)
    close_event(session, event.id, now=NOW)
    session.commit()

    pages = [surfaces(adas, first), surfaces(linuses, second)]
    letters = [letter_to(session, person_id, settings) for person_id in (ada.person_id, linus.person_id)]

    profile = set(PROFILE.values())
    on_work = {WORK["organisation"], WORK["headline"], WORK["email"]}
    assert [seen_in(page) for page in pages] == [profile, on_work]
    assert [seen_in(letter) - {PROFILE["organisation"], WORK["organisation"]} for letter in letters] == [
        profile - {PROFILE["organisation"]},
        on_work - {WORK["organisation"]},
    ]


@pytest.mark.parametrize("ticked", [(), ("email",), ("email", "link")])
def test_of_a_card_exactly_what_is_ticked_goes_along(session, phone_of, ada, graces, graces_phone, ticked) -> None:
    use(graces_phone, make(graces_phone, session, HOME, *ticked))
    phone = phone_of(ada)

    seen = seen_in(surfaces(phone, meet(phone, graces, session)))

    assert seen == {HOME["organisation"], HOME["headline"], *(HOME[name] for name in ticked)}


def test_a_card_put_away_leaves_the_name_alone(session, phone_of, ada, graces, graces_phone) -> None:
    work = make(graces_phone, session, WORK, "email", "phone")
    use(graces_phone, work)
    phone = phone_of(ada)
    contact_id = meet(phone, graces, session)
    warned = graces_phone.get(f"{CARDS}/{work}").text

    answer = graces_phone.post(f"{CARDS}/{work}/delete")
    left = surfaces(phone, contact_id)

    assert answer.status_code == 200
    assert "1 person has this card. They keep your name and nothing else of it." in warned
    assert seen_in(left) == set()
    assert "Grace Hopper" in left
    assert {value for card in session.scalars(select(Card)) for value in (card.label, card.organisation, card.email, card.phone)} == {""}
    session.commit()
    assert seen_in(graces_phone.get(CARDS).text) == {*PROFILE.values(), "grace@example.org"}


def test_who_asked_first_gives_the_card_in_use_when_they_answer(session, settings, phone_of, ada, grace, graces, graces_phone) -> None:
    grace.exchange_mode = "ask"
    session.commit()
    phone = phone_of(ada)
    contact_id = meet(phone, graces, session)
    use(graces_phone, make(graces_phone, session, WORK, "email", "phone"))

    waiting = surfaces(phone, contact_id)
    graces_phone.post(f"/e/northlight/contacts/{contact_id}/accept", {"shared": "phone"})
    given = surfaces(phone, contact_id)

    assert seen_in(waiting) == set()
    assert seen_in(given) == {WORK["organisation"], WORK["headline"], WORK["phone"]}


def test_what_is_ticked_later_holds_for_later_scans_alone(session, phone_of, ada, linus, graces, graces_phone) -> None:
    work = make(graces_phone, session, WORK, "email")
    use(graces_phone, work)
    adas, linuses = phone_of(ada), phone_of(linus)
    first = meet(adas, graces, session)

    graces_phone.post(f"{CARDS}/{work}", {**WORK, "ticked": ["phone"]})
    second = meet(linuses, graces, session)

    assert WORK["phone"] not in surfaces(adas, first)
    assert WORK["email"] in surfaces(adas, first)
    assert WORK["phone"] in surfaces(linuses, second)
    assert WORK["email"] not in surfaces(linuses, second)


def test_the_wording_and_the_card_are_kept_with_what_was_given(session, phone_of, ada, grace, graces, graces_phone) -> None:
    work = make(graces_phone, session, WORK, "email")
    use(graces_phone, work)
    phone = phone_of(ada)

    contact_id = meet(phone, graces, session)

    side = session.scalars(select(ContactSide).where(ContactSide.contact_id == contact_id, ContactSide.person_id == grace.person_id)).one()
    assert (side.card_id, side.shared_fields, side.consent_version) == (work, ["email"], "badge-share-1 card-1")


def test_nobody_else_sees_changes_or_uses_a_card(session, phone_of, ada, graces, graces_phone) -> None:
    work = make(graces_phone, session, WORK, "email")
    phone = phone_of(ada)

    answers = [
        phone.get(f"{CARDS}/{work}"),
        phone.post(f"{CARDS}/{work}", {**WORK, "headline": "Mine now"}),
        phone.post(f"{CARDS}/{work}/delete"),
        phone.post(f"{CARDS}/use", {"card": work}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert session.scalars(select(Card.headline)).all() == [WORK["headline"]]


def test_all_faults_of_a_card_are_told_at_once_and_nothing_is_kept(session, graces_phone) -> None:
    words = {"label": " ", "email": "grace@", "phone": "never", "link": "javascript:alert(1)", "ticked": ["email"]}

    answer = graces_phone.post(f"{CARDS}/new", words)

    assert answer.status_code == 422
    assert [name for name in ("label", "email", "phone", "link") if f'<a href="#{name}">' in answer.text] == [
        "label",
        "email",
        "phone",
        "link",
    ]
    assert session.scalars(select(Card.id)).all() == []


def test_the_list_of_cards_costs_the_same_for_one_and_for_three(session, graces_phone, statements) -> None:
    counts = []
    for more in (1, 2):
        for number in range(more):
            make(graces_phone, session, {"label": f"Card {more}-{number}"})
        statements.clear()
        graces_phone.get(CARDS)
        counts.append(len(statements))

    assert counts[0] == counts[1]
