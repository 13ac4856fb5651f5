"""A person is one e-mail address across events."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    locale: Mapped[str] = mapped_column(String(16), default="")  # the language they chose; "": none
    letter_language: Mapped[str] = mapped_column(String(16), default="", server_default="")  # of the page they last signed in on
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # None: never signed in by mail
    # Set: everything about them is gone but this row, so that what others noted about somebody they met can stay theirs.
    erased_at: Mapped[datetime | None]


class OrganiserAccount(Base):
    """May create events."""

    __tablename__ = "organiser_account"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime]


class Card(Base):
    """One of several cards of a person, such as "Work" and "Private"; the first card is what the profile at an event says."""

    __tablename__ = "card"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(40))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    headline: Mapped[str] = mapped_column(String(140), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    shared_fields: Mapped[list[str]] = mapped_column(default=list)  # what a scan gives of it
    created_at: Mapped[datetime]
