"""What one batch is to write, collected before anything is locked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any


class Ref:
    """A row that the draft will create; stands for its id in link columns of the same draft."""

    __slots__ = ("model", "n")

    def __init__(self, model, n: int) -> None:
        self.model, self.n = model, n

    def __repr__(self) -> str:
        return f"<new {self.model.__name__} {self.n}>"


@dataclass(slots=True)
class Create:
    """A row to be made, by column; columns left out take their default."""

    model: Any
    values: dict[str, Any]
    ref: Ref
    row_id: int = 0


@dataclass(slots=True)
class Edit:
    """A row to be changed, put in the trash or restored; `seen` is the version the user
    looked at.
    """

    model: Any
    row_id: int
    values: dict[str, Any]
    seen: int | None = None
    operation: str = "change"


@dataclass
class Draft:
    """One batch to be: its header and its writes, in order.

    Args:
        title: what it does, in words for the history ("Open billing recovery on 3 claims").
        source: form, cell, import, verb, undo, command, seed, job or sign_in.
        reason: why, as typed by the person.
        verb: key of the quick action, when it is one.
        undoes: id of the batch that this one undoes.
        on: the office's day, for facts that the journal dates (closed, posted).
        looked_at: sheet -> rows of which everything that follows from them is worked out anew.
    """

    title: str
    source: str = "form"
    reason: str = ""
    verb: str | None = None
    undoes: int | None = None
    on: date | None = None
    creates: list[Create] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    guards: list[Callable[[], None]] = field(default_factory=list)
    looked_at: dict[Any, list[int]] = field(default_factory=dict)

    def create(self, model, **values: Any) -> Ref:
        """Make one row; the returned Ref stands for it in other rows of this draft."""
        ref = Ref(model, len(self.creates))
        self.creates.append(Create(model, values, ref))
        return ref

    def create_many(
        self, model, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> list[Ref]:
        """Make many rows of the same columns."""
        return [self.create(model, **dict(zip(columns, row, strict=True))) for row in rows]

    def change(self, model, row_id: int, seen: int | None = None, **values: Any) -> None:
        """Change columns of a row; refused as stale where one of them changed since
        version `seen`.
        """
        self.edits.append(Edit(model, row_id, values, seen))

    def trash(self, model, row_id: int, seen: int | None = None) -> None:
        """Put a row in the trash."""
        self.edits.append(Edit(model, row_id, {}, seen, "trash"))

    def restore(self, model, row_id: int) -> None:
        """Take a row out of the trash."""
        self.edits.append(Edit(model, row_id, {}, None, "restore"))

    def look_at(self, model, ids: Iterable[int]) -> None:
        """Work out anew what follows from rows, whether or not they change."""
        self.looked_at[model] = [*self.looked_at.get(model, ()), *ids]

    def guard(self, check: Callable[[], None]) -> None:
        """A last look inside the transaction, before writing; it raises an OfficeError to stop
        everything.
        """
        self.guards.append(check)

    def __bool__(self) -> bool:
        return bool(self.creates or self.edits or self.looked_at)
