"""What a ticket shop's file means beyond its headers: numbers that only count within an order, and who of an order has its address."""

from dataclasses import replace

from matchmaker.domain.roster.cells import plain_key
from matchmaker.domain.roster.columns import layout_of
from matchmaker.domain.roster.read import Row, Table

# Shops whose tickets often have no address of their own, so that a seat to claim is what the organiser expects.
SELLS_SEATS = frozenset({"eventbrite", "pretix"})


def arrange(table: Table) -> Table:
    """The table with pretix's positions numbered as they are in the whole shop, and the buyer's address on the
    first ticket of an order in which no ticket has one."""
    if layout_of(table.headers) != "pretix":
        return table
    keys = [plain_key(header) for header in table.headers]
    order, position = keys.index("order code"), keys.index("position id")
    buyer = next((place for place, key in enumerate(keys) if key in {"e mail", "email", "order email"}), None)
    mine = keys.index("attendee email") if "attendee email" in keys else None
    rows, seated = [], _seated(table, order, mine)
    for row in table.rows:
        cells = list(row.cells)
        if cells[order].strip() and cells[position].strip():
            cells[position] = f"{cells[order].strip()}-{cells[position].strip()}"
        if buyer is not None and mine is not None and not cells[mine].strip() and cells[order] not in seated:
            cells[mine] = cells[buyer]
            seated.add(cells[order])
        rows.append(Row(row.line, tuple(cells)))
    return replace(table, rows=tuple(rows))


def _seated(table: Table, order: int, mine: int | None) -> set[str]:
    """Orders of which some ticket has an address: in those, one without is somebody else's, and not the buyer's."""
    return {row.cells[order] for row in table.rows if row.cells[mine].strip()} if mine is not None else set()
