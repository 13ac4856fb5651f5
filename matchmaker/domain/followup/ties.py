"""What two people have in common, in their own words: for the letter after the event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchmaker.domain.followup.draft import Offer, Say
from matchmaker.domain.followup.same import key
from matchmaker.errors import N_

MOST_JOINS = 2

# Who says it, by the field it stands in: the reader first, the other one second.
_SAYS = {
    "offer": (N_("You offer"), N_("%(name)s offers")),
    "seek": (N_("You seek"), N_("%(name)s seeks")),
    "talk": (N_("You talk about"), N_("%(name)s talks about")),
}
_WRITES = (N_("You write"), N_("%(name)s writes"))


@dataclass(frozen=True, slots=True)
class Interests:
    """What one person says of themself, in their own order."""

    talk: tuple[str, ...] = ()
    offer: tuple[str, ...] = ()
    seek: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """One reason with its two halves: which field, and whose words."""

    mine_field: str
    mine: str
    theirs_field: str
    theirs: str

    def mine_how(self, *, say: Say = str) -> str:
        return say(_SAYS.get(self.mine_field, _WRITES)[0])

    def theirs_how(self, name: str, *, say: Say = str) -> str:
        return say(_SAYS.get(self.theirs_field, _WRITES)[1]) % {"name": name}


def shared_words(mine: Interests, theirs: Interests) -> tuple[str, ...]:
    """What both like to talk about, in the reader's spelling."""
    known = {key(text) for text in theirs.talk}
    return tuple(text for text in mine.talk if key(text) in known)


def joins_between(mine: Interests, theirs: Interests, *, told: Sequence[Mapping[str, object]] = ()) -> tuple[Join, ...]:
    """Why these two fit: the reasons the reader was told on the list, else what one offers and the other seeks by the same words.

    Parameters
    ----------
    told : sequence of mapping
        Stored reasons, each with the fields ``mine_field``, ``theirs_field`` and the pieces of text ``mine``, ``theirs``.
    """
    joins = [Join(str(one["mine_field"]), _text(one["mine"]), str(one["theirs_field"]), _text(one["theirs"])) for one in told]
    # A list is as old as it is: what one of the two has taken back since is quoted no more.
    joins = [join for join in joins if _is_said(join.mine_field, join.mine, mine) and _is_said(join.theirs_field, join.theirs, theirs)]
    if not joins:
        joins = [*_equal("offer", mine.offer, "seek", theirs.seek), *_equal("seek", mine.seek, "offer", theirs.offer)]
    both_say = {key(text) for text in shared_words(mine, theirs)}
    # What both say word for word stands in a line of its own
    return tuple(join for join in joins if not (key(join.mine) == key(join.theirs) and key(join.mine) in both_say))[:MOST_JOINS]


def offer_in(joins: Sequence[Join]) -> Offer | None:
    """What one of the two can do for the other; giving comes before getting."""
    for mine_field, theirs_field in (("offer", "seek"), ("seek", "offer")):
        for join in joins:
            if (join.mine_field, join.theirs_field) == (mine_field, theirs_field):
                return Offer(i_give=mine_field == "offer", mine=join.mine, theirs=join.theirs)
    return None


def _is_said(field: str, words: str, by: Interests) -> bool:
    if field not in _SAYS:
        return True
    said: tuple[str, ...] = getattr(by, field)
    return any(key(words.strip("… ")) in key(text) for text in said)


def _equal(mine_field: str, mine: Sequence[str], theirs_field: str, theirs: Sequence[str]) -> list[Join]:
    known = {key(text): text for text in theirs}
    return [Join(mine_field, text, theirs_field, known[key(text)]) for text in mine if key(text) in known]


def _text(pieces: object) -> str:
    if isinstance(pieces, str):
        return pieces
    return "".join(str(piece[0]) for piece in pieces) if isinstance(pieces, Sequence) else ""
