"""The mapping is guessed from headers in several spellings and languages."""

import pytest

from matchmaker.domain.roster.columns import IGNORED, TARGETS, guess_targets, layout_of

LUMA = (
    "api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,checked_in_at,custom_source,qr_code_url,amount,"
    "ticket_type_id,ticket_name,What company do you work for?,What is your LinkedIn profile?,What would you like to talk about?,"
    "What can you offer other guests?,Who are you looking for?,Any dietary requirements?"
)


def guessed(headers: str, parted_by: str = ",") -> dict[str, str]:
    """Only the columns that were given a target."""
    names = tuple(headers.split(parted_by))
    return {name: target for name, target in zip(names, guess_targets(names), strict=True) if target != IGNORED}


def test_lumas_columns_and_its_questions_find_their_places() -> None:
    assert guessed(LUMA) == {
        "api_id": "external_id",
        "name": "name",
        "first_name": "first_name",
        "last_name": "last_name",
        "email": "email",
        "phone_number": "phone",
        "approval_status": "status",
        "ticket_name": "group",
        "What company do you work for?": "organisation",
        "What is your LinkedIn profile?": "link",
        "What would you like to talk about?": "talk",
        "What can you offer other guests?": "offer",
        "Who are you looking for?": "seek",
    }


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Vorname,Name,E-Mail-Adresse,Firma", ["first_name", "last_name", "email", "organisation"]),
        ("Name,E-Mail,Unternehmen,Sprachen", ["name", "email", "organisation", "languages"]),
        ("Prénom,Nom,Courriel,Société", ["first_name", "last_name", "email", "organisation"]),
        ("Nombre,Apellidos,Correo electrónico", ["first_name", "last_name", "email"]),
        ("Nome,E-mail,Azienda", ["name", "email", "organisation"]),
        ("الاسم,البريد الإلكتروني,الشركة", ["name", "email", "organisation"]),
        ("FULL  NAME,E_MAIL,Job-Title,Looking for,Offers,Interests", ["name", "email", "headline", "seek", "offer", "talk"]),
        (
            "Order #,First Name,Last Name,Email,Attendee #,Attendee Status",
            [IGNORED, "first_name", "last_name", "email", "external_id", "status"],
        ),
        ("Full Name,Work Email,Email", ["name", IGNORED, "email"]),
        ("id,guest_id,name", [IGNORED, "external_id", "name"]),
        ("bio,bio_2,Bio 3", ["bio", "bio", "bio"]),
        ("Column,Notes,Dietary requirements of guests", [IGNORED, IGNORED, IGNORED]),
    ],
)
def test_headers_of_other_files_find_theirs(headers: str, expected: list[str]) -> None:
    assert list(guess_targets(tuple(headers.split(",")))) == expected


def test_a_target_is_taken_once_except_where_answers_gather() -> None:
    assert guess_targets(("Email", "E-mail", "Topics", "Interests")) == ("email", IGNORED, "talk", "talk")


def test_every_guess_can_also_be_chosen() -> None:
    assert set(guess_targets(tuple(LUMA.split(",")))) - {IGNORED} <= set(TARGETS)


@pytest.mark.parametrize(
    ("headers", "layout"),
    [
        (LUMA, "luma"),
        ("guest_id,name,approval_status", "luma"),
        ("Order #,Attendee #,Attendee Status", "eventbrite"),
        ("Order code,Position ID,E-mail", "pretix"),
        ("name,email", ""),
    ],
)
def test_known_layouts_are_called_by_name(headers: str, layout: str) -> None:
    assert layout_of(tuple(headers.split(","))) == layout
