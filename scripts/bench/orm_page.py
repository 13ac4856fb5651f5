"""The match page as one would write it first: entities, with their relationships loaded by join; same cards, same template."""

import json
from typing import Any

from flask import Flask, get_template_attribute, render_template
from sqlalchemy import and_, select
from sqlalchemy.orm import Mapped, foreign, joinedload, relationship

from matchmaker.domain.matching.answering import REASONS
from matchmaker.services.match_cards import card_of
from matchmaker.services.matches import MatchList
from matchmaker.services.profiles import question_for
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.people import Person
from matchmaker.store.models.signin import SessionRow
from matchmaker.store.queries.places import MatchRow
from matchmaker.web.access import Access, demands, visit
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.house import house_settings
from matchmaker.web.languages import language_name
from matchmaker.web.visits import hash_id, visitor


def hang_orm_page(app: Flask) -> None:
    """Add `/e/<slug>/matches-by-orm` to the app."""
    _relate()

    @demands(Access.ANYONE)
    def show(slug: str) -> str:
        session = db.session()
        row = session.execute(
            select(SessionRow).where(SessionRow.id_hash == hash_id(visitor().id), SessionRow.expires_at > utc_now())
        ).scalar_one()
        person = session.get(Person, row.person_id)
        assert person is not None
        event = session.execute(select(Event).where(Event.slug == slug)).scalar_one()
        me = session.execute(select(Attendee).where(Attendee.event_id == event.id, Attendee.person_id == person.id)).scalar_one()
        places = session.scalars(
            select(Recommendation)
            .options(joinedload(Recommendation.other).joinedload(Attendee.person))  # type: ignore[attr-defined]  # added below
            .where(Recommendation.event_id == event.id, Recommendation.reader_id == me.id)
            .order_by(Recommendation.rank)
        ).all()
        draw = get_template_attribute("attendee/_match_card.html", "match_card")
        facts = visit()
        assert facts.event is not None
        cards = [
            draw(card_of(_row(place), reader_id=me.id, sees=event.sees), f"/e/{slug}") for place in places[: house_settings().list_length]
        ]
        found = MatchList("ready", event.lists_built_at)
        assert facts.attendee is not None
        question = question_for(session, facts.event, facts.attendee, later="")
        shown = {
            "found": found,
            "cards": cards,
            "event": facts.event,
            "me": facts.attendee,
            "language_name": language_name,
            "question": question,
        }
        return render_template(
            "attendee/matches.html", **shown, worker_is_silent=False, answered=None, back=[], reasons=REASONS, is_open=False
        )

    app.add_url_rule("/e/<slug>/matches-by-orm", "matches_by_orm", show)


def _row(place: Any) -> MatchRow:
    other = place.other
    return MatchRow(other.id, json.dumps(place.reasons), other.name, other.organisation, other.headline, has_exchanged=False, answer=None)


def _relate() -> None:
    if hasattr(Recommendation, "other"):
        return
    same_person = and_(foreign(Recommendation.event_id) == Attendee.event_id, foreign(Recommendation.other_id) == Attendee.id)
    other: Mapped[Attendee] = relationship(Attendee, primaryjoin=same_person, viewonly=True)
    Recommendation.other = other  # type: ignore[attr-defined]  # the product's models are nouns without relationships
    person: Mapped[Person] = relationship(Person, viewonly=True)
    Attendee.person = person  # type: ignore[attr-defined]  # as above
