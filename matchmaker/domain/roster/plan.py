"""What bringing a file in would do: who is new, who changes, who stays as they are, and whose row contradicts what is known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from matchmaker.domain.interests.answers import KINDS
from matchmaker.domain.interests.tags import tag_key
from matchmaker.domain.roster.person import RosterRow
from matchmaker.domain.roster.problems import COMES_IN, Fate, Problem
from matchmaker.errors import N_

Interests = Mapping[str, tuple[str, ...]]
# What an attendee may have written themself: once they have saved it, a file only fills what is still empty.
OWN_WORDS = ("headline", "bio", "stage", "languages")
OWN_CARD = ("phone", "link")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a roster says about an attendee."""

    name: str
    email: str
    external_id: str = ""
    organisation: str = ""
    headline: str = ""
    bio: str = ""
    stage: int | None = None
    languages: tuple[str, ...] = ()
    phone: str = ""
    link: str = ""
    group: str = ""
    status: str = "registered"
    talk: tuple[str, ...] = ()
    offer: tuple[str, ...] = ()
    seek: tuple[str, ...] = ()


FROM_FILE = ("name", "email", "external_id", "organisation", "group", *OWN_WORDS, *OWN_CARD, "status", *KINDS)


@dataclass(frozen=True, slots=True)
class Known:
    """An attendee who is there already, and what they have done themself."""

    id: int
    facts: Facts
    has_signed_in: bool = False
    has_saved_interests: bool = False
    has_chosen_card: bool = False
    stays_away: bool = False  # left by themselves, or taken out because of a report: no ticket brings them back


@dataclass(frozen=True, slots=True)
class Addition:
    line: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Change:
    """`facts` are what holds afterwards; `fields` names what differs from before."""

    line: int
    attendee_id: int
    facts: Facts
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything that would happen; `problems` are about rows that contradict what is known."""

    additions: tuple[Addition, ...] = ()
    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    own_words: int = 0  # people who have spoken themself, so that the file only fills what they left empty
    problems: tuple[Problem, ...] = ()

    @property
    def newcomers(self) -> tuple[Addition, ...]:
        return tuple(one for one in self.additions if one.facts.status != "cancelled")

    @property
    def corrections(self) -> tuple[Change, ...]:
        """What changes about somebody, unless it is that they come no more."""
        return tuple(one for one in self.changes if not _is_called_off(one))

    @property
    def cancellations(self) -> tuple[Addition, ...]:
        """Tickets that were valid, or unknown, and are cancelled by this file; in its order."""
        unknown = [one for one in self.additions if one.facts.status == "cancelled"]
        valid = [Addition(one.line, one.facts) for one in self.changes if _is_called_off(one)]
        return tuple(sorted((*unknown, *valid), key=lambda one: one.line))


def _is_called_off(change: Change) -> bool:
    return "status" in change.fields and change.facts.status == "cancelled"


def plan_import(
    rows: Sequence[RosterRow], known: Sequence[Known], labels: Mapping[str, str], *, tickets: Collection[str] | None = None
) -> ImportPlan:
    """Match every row by its ticket number, then by its address, and say what it would do.

    An addition never takes a place that somebody holds, and no two rows touch the same attendee.
    `labels` are the event's own interests by their key: "rust" in the file becomes the tag "Rust". Where `rows` are a part of
    a file only, `tickets` are all of its numbers, and `known` need be those whom the part concerns.
    """
    by_ticket = {mine.facts.external_id: mine for mine in known if mine.facts.external_id}
    by_email = {mine.facts.email: mine for mine in known}
    numbers = {row.external_id for row in rows} if tickets is None else tickets
    planning = _Planning(by_email, taken={mine.id for ticket, mine in by_ticket.items() if ticket in numbers})
    for row in rows:
        mine = by_ticket.get(row.external_id) if row.external_id else None
        planning.take(_tagged(row, labels), mine)
    return ImportPlan(tuple(planning.additions), tuple(planning.changes), planning.unchanged, planning.own_words, tuple(planning.problems))


def _tagged(row: RosterRow, labels: Mapping[str, str]) -> RosterRow:
    def tags(items: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(labels.get(tag_key(item), item) for item in items))

    if not labels:
        return row
    return replace(row, talk=tags(row.talk), offer=tags(row.offer), seek=tags(row.seek))


class _Planning:
    def __init__(self, by_email: Mapping[str, Known], *, taken: set[int]) -> None:
        self._by_email = by_email
        self._taken = taken
        self.additions: list[Addition] = []
        self.changes: list[Change] = []
        self.problems: list[Problem] = []
        self.unchanged = 0
        self.own_words = 0

    def take(self, row: RosterRow, ticket_holder: Known | None) -> None:
        address_holder = self._by_email.get(row.email)
        if ticket_holder is None:
            self._take_by_address(row, address_holder)
        elif address_holder is not None and address_holder.id != ticket_holder.id:
            values = {"holder": ticket_holder.facts.name, "other": address_holder.facts.name}
            self._refuse(row, N_("The ticket number is %(holder)s’s and the address is %(other)s’s. Which one is right?"), values)
        elif address_holder is not None:
            self._change(row, ticket_holder, _merged(row, ticket_holder))
        else:
            self._pass_on(row, ticket_holder)

    def _take_by_address(self, row: RosterRow, holder: Known | None) -> None:
        if holder is None:
            self.additions.append(Addition(row.line, _facts_of(row)))
        elif holder.id in self._taken:
            values = {"name": holder.facts.name}
            self._refuse(
                row, N_("The address is still %(name)s’s, whose ticket another row changes. Bring the file in a second time."), values
            )
        else:
            self._change(row, holder, _merged(row, holder))

    def _pass_on(self, row: RosterRow, holder: Known) -> None:
        """The ticket is known and the address is new: corrected, or handed to somebody else."""
        values = {"name": holder.facts.name, "address": holder.facts.email}
        if holder.has_signed_in:
            sentence = N_("This ticket is %(name)s’s, who has signed in as %(address)s. Another address would open their pages to it.")
            self._refuse(row, sentence, values)
            return
        sentence = N_("This ticket was %(name)s’s, %(address)s, until now.")
        self.problems.append(Problem(row.line, sentence, values, "email", Fate.LOOK, COMES_IN))
        is_somebody_else = row.name != holder.facts.name
        self._change(row, holder, _facts_of(row) if is_somebody_else else _merged(row, holder))

    def _change(self, row: RosterRow, holder: Known, facts: Facts) -> None:
        self.own_words += holder.has_saved_interests
        fields = tuple(name for name in FROM_FILE if getattr(facts, name) != getattr(holder.facts, name))
        if fields:
            self.changes.append(Change(row.line, holder.id, facts, fields))
        else:
            self.unchanged += 1

    def _refuse(self, row: RosterRow, sentence: str, values: Mapping[str, object]) -> None:
        self.problems.append(Problem(row.line, sentence, values, "email"))


def _facts_of(row: RosterRow) -> Facts:
    return Facts(**{name: getattr(row, name) for name in FROM_FILE if name != "status"}, status=row.status or "registered")


def _merged(row: RosterRow, holder: Known) -> Facts:
    """The file's word where it says something, except where the attendee has spoken themself."""
    kept: set[str] = set()
    if holder.has_saved_interests:
        kept.update(OWN_WORDS, KINDS)
    if holder.has_saved_interests or holder.has_chosen_card:
        kept.update(OWN_CARD)
    if holder.stays_away:
        kept.add("status")
    changes = {}
    for name in FROM_FILE:
        told, held = getattr(row, name), getattr(holder.facts, name)
        is_told, is_held = told not in ("", (), None), held not in ("", (), None)
        if is_told and not (is_held and name in kept):
            changes[name] = told
    return replace(holder.facts, **changes)
