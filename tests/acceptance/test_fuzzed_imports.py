"""Five hundred broken attendee files: none is answered with a fault of ours, none hangs, and both engines say the same of each."""

import io
import os
import re
import resource
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.app import create_app
from matchmaker.settings import load_settings, write_missing_keys
from matchmaker.store.engine import make_engine
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import Seat
from tests import databases
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_event, make_organiser
from tests.conftest import Bell, Clock, leave_out
from tests.mutations import mutated_files

FILES = 500
LONGEST_SECONDS = 10
LONGEST_WAIT = 60  # seconds by the clock, on a machine that does much else
ROSTER = "/organise/events/northlight/roster"
Verdict = tuple[int, str, int, int]


def seconds_of_work() -> float:
    """Of this process and of those that opened workbooks for it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + used.ru_utime + used.ru_stime


class Desk:
    """An organiser's laptop at a service on one engine."""

    def __init__(self, url: str, folder: Path) -> None:
        write_missing_keys(folder)
        settings = load_settings(data_dir=folder, database_url=url, base_url="http://localhost")
        app = create_app(settings, wake=Bell(), clock=Clock())
        app.testing = False  # a fault of ours shall be a 500, as in the house
        self.engine = make_engine(settings.database)
        with Session(self.engine) as session:
            organiser = make_organiser(session, make_event(session))
            self.laptop = Phone(app, settings).sign_in(session, organiser.id, purpose="organiser", now=NOW)

    def bring(self, name: str, content: bytes) -> Verdict:
        """Status of the upload, what the preview says, statuses of the confirmation and of the page behind it."""
        sent = {"file": (io.BytesIO(content), name)}
        answer = self.laptop.post(f"{ROSTER}/upload", sent, content_type="multipart/form-data")
        if answer.status_code != 303:
            return answer.status_code, re.sub(r"[0-9]+ ms", "", text_of(answer)), 0, 0
        page = answer.headers["Location"]
        shown = self.laptop.get(page)
        confirmed = self.laptop.post(f"{page}/confirm").status_code
        return shown.status_code, text_of(shown), confirmed, self.laptop.get(page).status_code

    def everybody(self) -> list[tuple[object, ...]]:
        people = select(Person.email_key, Attendee.name, Attendee.external_id, Attendee.status, Attendee.organisation, Attendee.group_name)
        with Session(self.engine) as session:
            attendees = [tuple(row) for row in session.execute(people.join(Attendee, Attendee.person_id == Person.id))]
            seats = [tuple(row) for row in session.execute(select(Seat.external_id, Seat.label, Seat.status))]
        return sorted(map(repr, [*attendees, *seats]))


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[dict[str, Desk]]:
    if not databases.postgres_answers():
        leave_out(databases.HOW_TO_GET_IT)
    with ExitStack() as stack:
        folders = {name: tmp_path / name for name in ("sqlite", "postgresql")}
        for folder in folders.values():
            folder.mkdir()
        postgres = stack.enter_context(databases.postgres_database(f"matchmaker_fuzz_{os.getpid()}"))
        template = databases.sqlite_template(tmp_path)
        urls = {"sqlite": databases.fresh_sqlite(template, folders["sqlite"]), "postgresql": postgres}
        desks = {name: Desk(url, folders[name]) for name, url in urls.items()}
        yield desks
        for desk in desks.values():
            desk.engine.dispose()


@pytest.mark.slow
def test_five_hundred_broken_files_get_the_same_verdict_on_both_engines_and_never_a_fault_of_ours(desks: dict[str, Desk]) -> None:
    faults, slow, unlike, came_in = [], [], [], 0
    for name, content in mutated_files(FILES, seed=33):
        verdicts = {}
        for engine, desk in desks.items():
            start, worked = time.monotonic(), seconds_of_work()
            verdicts[engine] = desk.bring(name, content)
            if seconds_of_work() - worked > LONGEST_SECONDS or time.monotonic() - start > LONGEST_WAIT:
                slow.append((engine, name))
        faults += [(engine, name, verdict) for engine, verdict in verdicts.items() if max(verdict[0], *verdict[2:]) >= 500]
        unlike += [name] if verdicts["sqlite"] != verdicts["postgresql"] else []
        came_in += verdicts["sqlite"][2] == 303

    assert (faults, slow, unlike) == ([], [], [])
    assert came_in > FILES / 10  # many are broken in one place only, and the others of them come in
    assert desks["sqlite"].everybody() == desks["postgresql"].everybody()
