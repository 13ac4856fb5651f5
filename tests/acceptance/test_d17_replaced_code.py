"""D17: a badge's code is replaced. The old one opens nothing at any worker, the new one works, the organiser sees who tries."""

import html
import re
import secrets
from dataclasses import dataclass

import pytest

from matchmaker.domain.badges.token import badge_code
from tests.cast import make_attendee, make_event, make_organiser
from tests.running import RunningService, at_once
from tests.scanning import Worn, new_scan_id, sign_in_row, wear_badge

TRIES = 40  # on four workers with four threads each, in the same moment
SENTENCE = re.compile(r"The old code was tried \d+ times? since it was withdrawn\. It opens nothing\.")


@dataclass(frozen=True)
class Hall:
    """An event with Ada, who scans, Grace, whose badge is lost, Linus, whose is not, and the cookies of those who are signed in."""

    service: RunningService
    slug: str
    cookies: dict[str, str]
    old: Worn
    new: Worn
    nobodys: Worn
    grace_id: int

    def send(self, who: str, path: str, **form: str) -> tuple[int, str]:
        return self.service.send(self.cookies[who], path, {"csrf_token": self.token(who), **form} if form else None)

    def token(self, who: str) -> str:
        page = {"olga": f"/organise/events/{self.slug}/badges/one?search=grace"}.get(who, f"/e/{self.slug}/scan")
        return re.findall(r'name="csrf_token" value="([^"]+)"', self.service.send(self.cookies[who], page)[1])[0]

    def desk_says(self, words: str) -> list[str]:
        """What the organiser's page of one badge says about tries, for everybody whom these words find."""
        status, page = self.send("olga", f"/organise/events/{self.slug}/badges/one?search={words}")
        assert status == 200
        return SENTENCE.findall(html.unescape(re.sub(r"<[^>]+>", "", page)))


@pytest.fixture
def hall(service: RunningService) -> Hall:
    key, slug = service.settings.badge_key, f"lost-{secrets.token_hex(4)}"
    with service.session() as session:
        event = make_event(session, slug, is_demo=True)
        olga = make_organiser(session, event, f"Olga-{slug}")
        ada, grace, linus = (make_attendee(session, event, f"{name}-{slug}") for name in ("Ada", "Grace", "Linus"))
        old = [wear_badge(session, one, key) for one in (ada, grace, linus)][1]
        names = {"event_id": event.id, "attendee_id": grace.id}
        cookies = {"ada": sign_in_row(session, ada.person_id), "grace": sign_in_row(session, grace.person_id)}
        cookies["olga"] = sign_in_row(session, olga.id, "organiser")
        session.commit()
        new, nobodys = badge_code(key, **names, generation=2), badge_code(b"another key" * 4, **names, generation=1)
        return Hall(service, slug, cookies, old, Worn(new, ""), Worn(nobodys, ""), grace.id)


@pytest.mark.parametrize("by", ["its owner", "the organiser"])
def test_d17_a_replaced_code_opens_nothing_at_any_worker_and_the_organiser_sees_how_often_it_was_tried(hall: Hall, by: str) -> None:
    known = at_once([lambda: hall.send("ada", hall.old.path)] * TRIES)  # every worker has seen the old code in force
    assert {(status, "You scanned a badge." in page) for status, page in known} == {(200, True)}

    if by == "its owner":
        assert hall.send("grace", f"/e/{hall.slug}/badge/renew", sure="1")[0] == 200
    else:
        assert hall.send("olga", f"/organise/events/{hall.slug}/badges/lost", attendee=str(hall.grace_id))[0] == 200
    assert hall.desk_says("grace") == []

    form = {"csrf_token": hall.token("ada")}
    neutral = hall.service.send(hall.cookies["ada"], hall.nobodys.path, {**form, "scan_id": new_scan_id()})
    late = at_once([lambda: hall.service.send(hall.cookies["ada"], hall.old.path, {**form, "scan_id": new_scan_id()})] * TRIES)
    assert neutral[0] == 404
    assert set(late) == {neutral}
    assert {hall.send("ada", hall.old.path)} == {hall.send("ada", hall.nobodys.path)}

    status, page = hall.send("ada", hall.new.path, scan_id=new_scan_id())
    assert (status, f"Grace-{hall.slug}" in page) == (200, True)
    assert hall.desk_says("grace") == [f"The old code was tried {TRIES} times since it was withdrawn. It opens nothing."]
    assert hall.desk_says(hall.slug) == hall.desk_says("grace")
