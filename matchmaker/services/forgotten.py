"""An attendee file that brings in somebody who had everything of theirs deleted: the organiser is told, and no letter goes to them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.followup.topics import BULK
from matchmaker.domain.roster.plan import ImportPlan
from matchmaker.domain.roster.problems import COMES_IN, Fate, Problem
from matchmaker.errors import N_
from matchmaker.services.ledger import Ledger
from matchmaker.store.models.mail import Suppression
from matchmaker.store.models.people import Person
from matchmaker.store.upsert import insert_into

ASKED = N_(
    "Whoever has this address had everything of theirs deleted on %(day)s. They come in, but no invitation goes to them: they come by "
    "themselves, or not at all."
)


def with_forgotten(session: Session, plan: ImportPlan, ledger: Ledger) -> ImportPlan:
    """The plan with a line for everybody new in it who once asked to be forgotten, and has not come back by themself."""
    asked = _forgotten_in(session, plan, ledger)
    lines = {one.facts.email: one.line for one in plan.additions} | {one.facts.email: one.line for one in plan.changes}
    told = tuple(
        Problem(lines[email], ASKED, {"day": f"{at:%d.%m.%Y}"}, "email", Fate.LOOK, COMES_IN) for email, at in sorted(asked.items())
    )
    return replace(plan, problems=(*plan.problems, *told))


def send_no_letters(session: Session, plan: ImportPlan, ledger: Ledger, *, now: datetime) -> None:
    """They may ask for letters again on the page that ends them."""
    rows = [
        {"recipient": email, "kind": BULK, "reason": "erased", "created_at": now} for email in sorted(_forgotten_in(session, plan, ledger))
    ]
    if rows:
        session.execute(insert_into(session, Suppression).on_conflict_do_nothing(), rows)


def _forgotten_in(session: Session, plan: ImportPlan, ledger: Ledger) -> Mapping[str, datetime]:
    new = {one.facts.email for one in plan.additions} | {one.facts.email for one in plan.changes if "email" in one.fields}
    asked = {email: at for email in new if (at := ledger.forgotten_at(email)) is not None}
    if not asked:
        return {}
    back = set(session.scalars(select(Person.email_key).where(Person.email_key.in_(asked), Person.confirmed_at.is_not(None))))
    return {email: at for email, at in asked.items() if email not in back}
