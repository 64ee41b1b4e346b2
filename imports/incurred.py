"""What a file says was incurred, beside what the office works out: a control, never written."""

from collections.abc import Mapping
from typing import Any

from imports import ledger
from imports.cells import cell_reader
from imports.mapping import Columns
from journal.derived import claim_totals
from rules.errors import BadValue
from rules.headings import spelled
from rules.money import dollars
from sheets.columns import names_of


class Incurred:
    """Compares row by row, and keeps both sums; idle where a file states no such total."""

    def __init__(self, columns: Columns) -> None:
        """Look for the heading, which is left out of what is written."""
        self.place: int | None = None
        self.stated = self.made = 0
        if columns.model is not ledger.SHEET or not {*ledger.TOTALS} & {*columns.names}:
            return
        field = columns.model._meta.fields["incurred"]
        names = {spelled(text) for text in names_of(field)}
        found = [h.column for h, _ in columns.left_out if spelled(h.text) in names]
        self.place = found[0] if len(found) == 1 else None
        self._read = cell_reader(field)

    def differs(self, cells: list[Any], held: Mapping[str, Any], posting: ledger.Posting) -> str:
        """How a row's total differs from what the office works out; empty where it does not."""
        if self.place is None:
            return ""
        try:
            stated = self._read(cells[self.place])
        except BadValue:
            return ""
        if stated is None:
            return ""
        made = claim_totals(_after(held, posting))["incurred"]
        self.stated, self.made = self.stated + stated, self.made + made
        return "" if stated == made else f"The file says {dollars(stated)}. {_worked_out(made)}"

    def in_all(self) -> str:
        """How the sums differ; empty where they do not."""
        if self.stated == self.made:
            return ""
        return f"In all the file says {dollars(self.stated)}. {_worked_out(self.made)}"


def _worked_out(cents: int) -> str:
    return f"Paid and outstanding make {dollars(cents)}: that is what the office keeps as incurred."


def _after(held: Mapping[str, Any], posting: ledger.Posting) -> dict[str, Any]:
    """What the ledger of a claim will hold."""
    after = {name: held.get(name) or 0 for name in ledger.HELD}
    for entry in posting.entries:
        if entry.sheet == "payment":
            after[f"paid_{entry.category}"] += entry.amount
        elif entry.sheet == "reserve":
            after[f"reserved_{entry.category}"] = entry.amount
    return after
