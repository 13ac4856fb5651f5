"""What a reader of the contacts wants to see: a question, a kind, an event, a tag, an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.domain.contacts.search import LONGEST_QUESTION
from matchmaker.domain.signin.name import one_line


class Show(StrEnum):
    ALL = "all"
    PROMISES = "promises"  # those to whom something is promised, what is due first
    ASKS = "asks"  # those who wait for the reader's answer
    LET_GO = "let-go"


class Order(StrEnum):
    NEWEST = "newest"
    TOUCH = "touch"  # in touch most recently
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Wish:
    question: str = ""
    show: Show = Show.ALL
    event: str = ""  # an event's slug
    tag: str = ""
    order: Order = Order.NEWEST

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out, so that the page holds all there is to search."""
        return not (self.question or self.event or self.tag) and self.show is Show.ALL


def read_wish(args: Mapping[str, str]) -> Wish:
    """From an address; a word that is none of ours is left out of account."""
    show, order = args.get("show", ""), args.get("sort", "")
    return Wish(
        question=one_line(args.get("q", ""))[:LONGEST_QUESTION],
        show=Show(show) if show in set(Show) else Show.ALL,
        event=args.get("event", "")[:60],
        tag=one_line(args.get("tag", ""))[:LONGEST_QUESTION],
        order=Order(order) if order in set(Order) else Order.NEWEST,
    )
