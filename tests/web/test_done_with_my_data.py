"""My data tells what was done with it, by role and without a name."""

import io
import json
import zipfile

from matchmaker.services.badge_sheets import want_one_badge
from tests.browsers import text_of
from tests.cast import NOW


def test_my_data_says_what_was_done_with_it_and_names_nobody(session, settings, event, organiser, ada, grace, phone_of) -> None:
    before = text_of(phone_of(ada).get("/me/data"))
    want_one_badge(session, event.id, ada.id, asked_by=organiser.id, key=settings.badge_key, now=NOW)
    session.commit()
    phone = phone_of(ada)

    page, theirs = text_of(phone.get("/me/data")), text_of(phone_of(grace).get("/me/data"))
    packed = zipfile.ZipFile(io.BytesIO(phone.get("/me/data/my-data.zip").data))
    html, told = packed.read("my-data.html").decode(), json.loads(packed.read("my-data.json"))

    assert "What was done with it Nothing yet." in before
    assert "What was done with it An owner: printed one badge Thu 5 Nov 2026, 09:30 GMT Northlight 26" in page
    assert "printed one badge" not in theirs
    assert "Olga" not in page
    assert [line["what"] for line in told["done_with_my_data"]] == ["printed one badge"]
    assert "<h2>What was done with your data</h2>" in html
    assert "Olga" not in html


def test_my_data_shows_the_latest_ten(session, settings, event, organiser, ada, phone_of) -> None:
    for _ in range(12):
        want_one_badge(session, event.id, ada.id, asked_by=organiser.id, key=settings.badge_key, now=NOW)
    session.commit()

    assert text_of(phone_of(ada).get("/me/data")).count("printed one badge") == 10
