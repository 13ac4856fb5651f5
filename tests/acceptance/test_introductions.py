"""Introductions, whatever three people do in whatever order: nothing moves before two say yes, and nobody sees what is not theirs.

A machine answers, takes back, blocks, and lets time pass at random, through the pages. After each step it looks at all that each of the
three can see: pages, their headers, their letters as they would leave now, the rows of those letters, and their own data.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from flask import Flask
from hypothesis import HealthCheck, Phase
from hypothesis import settings as how_long
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matchmaker.services.letters import write_letter
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.proposals import ProposalSide
from tests.browsers import Phone
from tests.cast import NOW, give_interests, make_attendee, make_event, make_person
from tests.conftest import Clock
from tests.meetings import meet
from tests.proposals import REASON, contacts_between

# What says who one of the two is, in every field that could carry it.
BEE = {"name": "Quetzalina Beekeeper", "organisation": "Apiarium", "headline": "Counts swarms", "link": "https://swarm.example/q"}
CEE = {"name": "Xochitla Ceramist", "organisation": "Kilnworks", "headline": "Fires clay", "link": "https://kiln.example/x"}
MAILS = {"bee": "hive@quetza.example", "cee": "clay@xochi.example"}
CANARIES = {
    "bee": ("Quetzalina", "Beekeeper", "Apiarium", "swarm", "hive@"),
    "cee": ("Xochitla", "Ceramist", "Kilnworks", "Fires clay", "kiln.example", "clay@"),
}
WHO = st.sampled_from(["bee", "cee"])
PAIRS = st.sampled_from([("ada", "bee"), ("bee", "ada"), ("ada", "cee"), ("cee", "ada"), ("bee", "cee"), ("cee", "bee")])
LAST_DAY = NOW + timedelta(days=14)
_numbers = itertools.count()


@dataclass
class House:
    app: Flask
    settings: Settings
    engine: Engine
    clock: Clock


@dataclass
class World:
    """What was done so far, as the machine remembers it; it decides by itself what must have come of it."""

    answers: dict[str, str] = field(default_factory=lambda: {"bee": "", "cee": ""})
    ticks: dict[str, bool] = field(default_factory=lambda: {"bee": False, "cee": False})
    blocked: set[frozenset[str]] = field(default_factory=set)
    blocks: list[tuple[str, str]] = field(default_factory=list)
    unwilling: set[str] = field(default_factory=set)
    is_taken_back: bool = False
    is_over: bool = False
    is_void: bool = False
    is_made: bool = False

    def answer(self, who: str, answer: str, *, may_tell: bool) -> None:
        if self.is_made or self.is_over or self.is_taken_back or frozenset(("ada", who)) in self.blocked:
            return
        self.answers[who], self.ticks[who] = answer, may_tell and answer == "yes"
        if set(self.answers.values()) == {"yes"} and not self.is_void:
            self.is_void = bool(self.unwilling)
            self.is_made = not self.is_void

    @property
    def is_told(self) -> bool:
        return self.is_made and all(self.ticks.values()) and not self.is_taken_back


class Introducing(RuleBasedStateMachine):
    house: ClassVar[House]

    @initialize()
    def propose(self) -> None:
        self.world = World()
        self.seen: dict[tuple[object, ...], str] = {}
        self.house.clock.now = NOW
        self.slug = f"cove{next(_numbers)}"
        with self.session() as session:
            event = make_event(session, self.slug)
            people = {
                "ada": make_attendee(session, event, "Ada Lovelace", make_person(session, "Ada", f"ada@{self.slug}.example")),
                "bee": self.attend(session, event, "bee", BEE),
                "cee": self.attend(session, event, "cee", CEE),
            }
            give_interests(session, people["bee"], offer=["Honey"])
            give_interests(session, people["cee"], seek=["Honey"])
            self.contacts = {who: meet(session, people["ada"], people[who]) for who in ("bee", "cee")}
            session.commit()
            self.people = people
            self.phones = {
                who: Phone(self.house.app, self.house.settings).sign_in(session, one.person_id, purpose="attendee", now=LAST_DAY)
                for who, one in people.items()
            }
        form = {"one": str(self.contacts["cee"]), "other": str(self.contacts["bee"]), "reason": REASON}
        assert self.post("ada", "introductions/new", {**form, "to_one": "Keeps you sweet", "to_other": "Holds it"}) == 303
        with self.session() as session:
            self.questions = {who: self.rows(session, who)[0].payload["question_id"] for who in ("bee", "cee")}

    def attend(self, session: Session, event, who: str, said: dict[str, str]) -> Attendee:
        person = make_person(session, said["name"], MAILS[who].replace("@", f"@{self.slug}."))
        return make_attendee(session, event, said["name"], person, **{key: said[key] for key in ("organisation", "headline", "link")})

    @rule(who=WHO, may_tell=st.booleans())
    def say_yes(self, who: str, may_tell: bool) -> None:
        self.answer(who, "yes", may_tell=may_tell)

    @rule(who=WHO)
    def say_no(self, who: str) -> None:
        self.answer(who, "no", may_tell=False)

    @rule(who=WHO, answer=st.sampled_from(["yes", "no", "later"]))
    def say(self, who: str, answer: str) -> None:
        self.answer(who, answer, may_tell=True)

    def answer(self, who: str, answer: str, *, may_tell: bool) -> None:
        tell = {"tell": "1"} if may_tell else {}
        self.post(who, f"introductions/{self.questions[who]}", {"answer": answer, "shared": "email", **tell})
        self.world.answer(who, answer, may_tell=may_tell)

    @precondition(lambda self: not self.world.is_taken_back)
    @rule()
    def take_back(self) -> None:
        answer = self.post("ada", f"introductions/proposed/{self.number()}/take-back", {})
        # Whether it was over or told is what the page says; whether anything had come of it is not.
        assert answer == (404 if self.world.is_over or self.world.is_told else 303)
        self.world.is_taken_back = answer == 303

    @precondition(lambda self: self.world.is_taken_back)
    @rule()
    def undo(self) -> None:
        answer = self.post("ada", f"introductions/proposed/{self.number()}/again", {})
        assert answer == (404 if self.world.is_over else 303)
        self.world.is_taken_back = answer != 303

    @rule(pair=PAIRS)
    def block(self, pair: tuple[str, str]) -> None:
        self.post(pair[0], f"people/{self.people[pair[1]].id}/block", {})
        self.world.blocked.add(frozenset(pair))
        if pair not in self.world.blocks:
            self.world.blocks.append(pair)
        self.world.is_void = self.world.is_void or not self.world.is_made

    @rule(who=WHO)
    def turn_off(self, who: str) -> None:
        self.post(who, "me/safety", {"turn": "not_introduced"})
        self.world.unwilling.add(who)

    @rule()
    def pass_the_last_day(self) -> None:
        self.house.clock.now = LAST_DAY
        self.world.is_over = True

    @invariant()
    def a_contact_is_there_only_if_both_said_yes(self) -> None:
        with self.session() as session:
            found = contacts_between(session, self.people["bee"], self.people["cee"])
        assert [contact.state for contact in found] == (["exchanged"] if self.world.is_made else [])

    @invariant()
    def nobody_sees_what_is_not_theirs(self) -> None:
        world = self.world
        away = {who: frozenset(("ada", who)) in world.blocked for who in ("bee", "cee")}
        self.same("ada", dict(self.views("ada")), (world.is_taken_back, world.is_over, world.is_told, *away.values()))
        if world.is_made:
            return
        for who, other in (("bee", "cee"), ("cee", "bee")):
            views = dict(self.views(who))
            everything = "\n".join(views.values())
            assert (REASON in everything) is not (world.is_taken_back or away[who])
            assert [word for word in CANARIES[other] if word in everything] == []
            self.same(who, views, (world.answers[who], world.ticks[who], world.is_taken_back, world.is_over, away[who]))

    def same(self, who: str, views: dict[str, str], own: tuple[object, ...]) -> None:
        """What is one's own being the same, each page is the same, letter by letter."""
        done = ([pair for pair in self.world.blocks if pair[0] == who], who in self.world.unwilling)
        for name, text in views.items():
            # Whom one has blocked oneself, and what one has switched off, stands in one's own data alone.
            key = (who, name, *own, repr(done) if name == "my data" else "")
            assert self.seen.setdefault(key, text) == text, key

    def views(self, who: str) -> Iterator[tuple[str, str]]:
        pages = ["introductions", "contacts", "me"]
        pages += [f"introductions/{self.questions[who]}"] if who != "ada" else ["introductions/new", f"contacts/{self.contacts['bee']}"]
        for page in pages:
            answer = self.phones[who].get(f"/e/{self.slug}/{page}")
            headers = sorted(
                (name, value) for name, value in answer.headers if name in {"ETag", "Last-Modified", "Location", "Content-Length"}
            )
            yield page, f"{answer.status_code} {headers}\n{_without_tokens(answer.text)}"
        with zipfile.ZipFile(io.BytesIO(self.phones[who].get("/me/data/my-data.zip").data)) as file:
            yield "my data", _without_answer_times(file.read("my-data.json").decode())
        yield "letters", self.letters(who)

    def letters(self, who: str) -> str:
        """As they would leave now; what has come of the question to somebody else is not among them."""
        with self.session() as session:
            rows = [row for row in self.rows(session, who) if row.kind != "introduction_outcome" or self.world.is_told]
            letters = [write_letter(session, row.id, settings=self.house.settings, now=self.house.clock.now) for row in rows]
            return "\n".join(f"{row.kind} {row.campaign} {row.payload} {letter}" for row, letter in zip(rows, letters, strict=True))

    def rows(self, session: Session, who: str) -> list[OutboxLetter]:
        mine = select(OutboxLetter).where(OutboxLetter.person_id == self.people[who].person_id).order_by(OutboxLetter.id)
        return list(session.scalars(mine))

    def number(self) -> int:
        with self.session() as session:
            return session.get_one(ProposalSide, self.questions["bee"]).proposal_id

    def post(self, who: str, path: str, data: dict[str, str]) -> int:
        status: int = self.phones[who].post(f"/e/{self.slug}/{path}", data).status_code
        return status

    def session(self) -> Session:
        return Session(self.house.engine, expire_on_commit=False)


def _without_tokens(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def _without_answer_times(data: str) -> str:
    return re.sub(r'"(made_at|answered_at|seen_at)": "[^"]*"', "", data)


def test_whatever_three_people_do_nothing_of_one_of_the_two_reaches_the_other_before_both_agree(app, settings, engine, clock) -> None:
    machine = type("Introducing", (Introducing,), {"house": House(app, settings, engine, clock)})
    # Without shrinking, which would take minutes: the steps that failed are printed as they were.

    run_state_machine_as_test(
        machine,
        settings=how_long(
            max_examples=8, stateful_step_count=7, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
        ),
    )
