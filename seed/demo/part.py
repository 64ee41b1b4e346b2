"""A part of the office on its way into the journal: plain rows, linked before they have an id."""

from datetime import date
from typing import Any, NamedTuple

from journal.drafts import Draft, Ref
from seed.demo.sheets import COLUMNS


class File(NamedTuple):
    """The bytes of a document and the name under which the store keeps them."""

    store_name: str
    content: bytes


class Part:
    """Rows of some thousand records by sheet, in the order of `COLUMNS`, and their files."""

    def __init__(self) -> None:
        """Start without rows."""
        self.rows: dict[Any, list[tuple[Any, ...]]] = {model: [] for model in COLUMNS}
        self.files: list[File] = []
        self._ahead: list[Ref] = []

    def add(self, model: Any, row: tuple[Any, ...]) -> None:
        """Take in one row."""
        self.rows[model].append(row)

    def ahead(self, model: Any) -> Ref:
        """What stands for the next row of a sheet in links of other rows."""
        ref = Ref(model, len(self.rows[model]))
        self._ahead.append(ref)
        return ref

    def __len__(self) -> int:
        """How many rows it holds."""
        return sum(map(len, self.rows.values()))

    def draft(self, title: str, *, on: date) -> Draft:
        """The part as one draft, each link pointed to the place of its row in it. Ends the part."""
        draft, first = Draft(title, source="seed", on=on), {}
        place = 0
        for model, rows in self.rows.items():
            first[model] = place
            place += len(rows)
        for ref in self._ahead:
            ref.n += first[ref.model]
        for model in first:
            draft.create_many(model, COLUMNS[model], self.rows.pop(model))
        return draft
