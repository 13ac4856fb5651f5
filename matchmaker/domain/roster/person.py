"""One row of an attendee file turned into one person, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchmaker.domain.interests.answers import LONGEST_HEADLINE, LONGEST_WORDS, MOST_PER_KIND
from matchmaker.domain.interests.spoken import MOST_LANGUAGES
from matchmaker.domain.roster.cells import (
    LONGEST_BIO,
    read_languages,
    read_link,
    read_phone,
    read_stage,
    read_status,
    split_list,
    whole_text,
)
from matchmaker.domain.roster.columns import IGNORED
from matchmaker.domain.roster.problems import COMES_IN, STAYS_OUT, Fate, Problem
from matchmaker.domain.roster.read import Row
from matchmaker.domain.signin.address import address_key
from matchmaker.domain.signin.name import one_line, read_name
from matchmaker.errors import N_, BadInputError

LONGEST_ID = 200
LONGEST_ORGANISATION = 200
LONGEST_GROUP = 80
MOST_TICKETS = 50  # of one row; nobody names fifty guests by a link each
TICKET_CANCELLED = N_("Ticket cancelled")
CUT_SHORT = N_("Comes in cut short")
COMES_IN_WITHOUT = N_("Comes in without it")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person as the file tells them; empty means that the file says nothing."""

    line: int
    name: str
    email: str
    external_id: str = ""
    organisation: str = ""
    headline: str = ""
    bio: str = ""
    stage: int | None = None
    languages: tuple[str, ...] = ()
    talk: tuple[str, ...] = ()
    offer: tuple[str, ...] = ()
    seek: tuple[str, ...] = ()
    phone: str = ""
    link: str = ""
    group: str = ""
    status: str = ""
    quantity: int = 1


class RowReading:
    """Reads one row field by field; what is wrong gathers in `problems`.

    With `seats` a ticket that has a number needs neither name nor address: whoever holds it says who they are.
    """

    def __init__(self, row: Row, headers: Sequence[str], targets: Sequence[str], *, seats: bool = False) -> None:
        self.line = row.line
        self.seats = seats
        self.problems: list[Problem] = []
        self._cells: dict[str, list[tuple[str, str]]] = {}
        for header, target, cell in zip(headers, targets, row.cells, strict=True):
            if target != IGNORED and cell.strip():
                self._cells.setdefault(target, []).append((header, cell))

    def read(self) -> RosterRow | None:
        """The person of this row, or None if they stay out."""
        name, email, status, external_id = self._name(), self._email(), self._status(), self._external_id()
        person = RosterRow(
            line=self.line,
            name=name,
            email=email,
            external_id=external_id,
            organisation=self._line("organisation", LONGEST_ORGANISATION),
            headline=self._line("headline", LONGEST_HEADLINE),
            bio=self._bio(),
            stage=self._stage(),
            languages=self._languages(),
            talk=self._list("talk"),
            offer=self._list("offer"),
            seek=self._list("seek"),
            phone=self._phone(),
            link=self._link(),
            group=self._line("group", LONGEST_GROUP),
            status=status,
            quantity=self._quantity(),
        )
        return None if any(problem.stays_out for problem in self.problems) else person

    def _first(self, target: str) -> tuple[str, str]:
        """Header and cell of the first column for this target that says something."""
        return self._cells.get(target, [("", "")])[0]

    def _cell(self, target: str) -> str:
        return self._first(target)[1]

    def _say(
        self, sentence: str, field: str, values: Mapping[str, object] | None = None, fate: Fate = Fate.OUT, outcome: str = STAYS_OUT
    ) -> None:
        self.problems.append(Problem(self.line, sentence, values or {}, field, fate, outcome))

    def _name(self) -> str:
        written = self._cell("name")
        if not written:
            written = f"{self._cell('first_name')} {self._cell('last_name')}"
        if not written.strip():
            if self._is_seat():
                return ""
            self._say(N_("No name in any of the name columns."), "name")
            return ""
        try:
            return read_name(written)
        except BadInputError as error:
            self._say(error.faults[0].sentence, "name", error.faults[0].values)
            return ""

    def _email(self) -> str:
        written = self._cell("email")
        if not written:
            if self._is_seat():
                return ""
            self._say(N_("No e-mail address. Without one nobody can sign in or be told apart on the next upload."), "email")
            return ""
        try:
            return address_key(written)
        except BadInputError as error:
            self._say(error.faults[0].sentence, "email", error.faults[0].values)
            return ""

    def _is_seat(self) -> bool:
        return self.seats and not self._cell("email").strip() and bool(self._cell("external_id").strip())

    def _quantity(self) -> int:
        written = one_line(self._cell("quantity"))
        return min(int(written), MOST_TICKETS) if written.isascii() and written.isdigit() and len(written) < 6 and int(written) else 1

    def _external_id(self) -> str:
        ticket = one_line(self._cell("external_id"))
        if len(ticket) > LONGEST_ID:
            self._say(N_("The ticket number is longer than %(most)s characters."), "external_id", {"most": LONGEST_ID})
        return ticket

    def _status(self) -> str:
        written = self._cell("status")
        if not written:
            return ""
        status = read_status(written)
        if status == "waiting":
            sentence = N_("“%(word)s” says that they are not let in yet. Bring the file in again once they are.")
            self._say(sentence, "status", {"word": _shortened(written)})
        elif status == "cancelled":
            sentence = N_("“%(word)s”: they are kept and hidden, not deleted.")
            self._say(sentence, "status", {"word": _shortened(written)}, Fate.LOOK, TICKET_CANCELLED)
        elif status is None:
            sentence = N_("“%(word)s” does not say whether they come, so they count as coming.")
            self._say(sentence, "status", {"word": _shortened(written)}, Fate.LOOK, COMES_IN)
        return status if status == "cancelled" else "registered"

    def _line(self, target: str, most: int) -> str:
        header, written = self._first(target)
        return self._cut(one_line(written), most, target, header)

    def _bio(self) -> str:
        parts = [whole_text(cell) for _, cell in self._cells.get("bio", [])]
        return self._cut("\n\n".join(part for part in parts if part), LONGEST_BIO, "bio", self._first("bio")[0])

    def _cut(self, text: str, most: int, target: str, header: str) -> str:
        if len(text) <= most:
            return text
        sentence = N_("The text under “%(column)s” is longer than %(most)s characters; its end is left out.")
        self._say(sentence, target, {"column": header, "most": most}, Fate.WITHOUT, CUT_SHORT)
        return text[: most - 1].rstrip() + "…"

    def _list(self, target: str) -> tuple[str, ...]:
        cells = self._cells.get(target, [])
        items = {item.casefold(): self._cut(item, LONGEST_WORDS, target, header) for header, cell in cells for item in split_list(cell)}
        if len(items) > MOST_PER_KIND:
            sentence = N_("The list under “%(column)s” has %(count)s items; the first %(most)s come in.")
            values = {"column": cells[0][0], "count": len(items), "most": MOST_PER_KIND}
            self._say(sentence, target, values, Fate.WITHOUT, CUT_SHORT)
        return tuple(items.values())[:MOST_PER_KIND]

    def _languages(self) -> tuple[str, ...]:
        known: dict[str, None] = {}
        for _, cell in self._cells.get("languages", []):
            codes, unknown = read_languages(cell)
            known.update(dict.fromkeys(codes))
            for word in unknown[:MOST_LANGUAGES]:
                self._leave_out(N_("“%(word)s” is no language we know."), "languages", word)
        return tuple(known)[:MOST_LANGUAGES]

    def _stage(self) -> int | None:
        written = self._cell("stage")
        stage = read_stage(written)
        if written and stage is None:
            self._leave_out(
                N_("“%(word)s” is no career stage we know: a figure from 0 to 5, or a word such as “senior”."), "stage", written
            )
        return stage

    def _phone(self) -> str:
        written = self._cell("phone")
        number = read_phone(written)
        if written and number is None:
            self._leave_out(N_("“%(word)s” is no telephone number."), "phone", written)
        return number or ""

    def _link(self) -> str:
        written = self._cell("link")
        link = read_link(written)
        if written and link is None:
            self._leave_out(N_("“%(word)s” is no web address."), "link", written)
        return link or ""

    def _leave_out(self, sentence: str, field: str, written: str) -> None:
        self._say(sentence, field, {"word": _shortened(written)}, Fate.WITHOUT, COMES_IN_WITHOUT)


def _shortened(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= 60 else line[:59] + "…"
