"""No edit, deletion, swap or truncation of any table of the record goes unseen (drill: 1,000)."""

import random
from typing import Any

import pytest
from one_of_each import fill
from peewee import DatabaseError
from witness import tampering

import models as m
from journal import audit, schema
from journal.commit import commit
from journal.database import is_sqlite, run
from journal.drafts import Draft
from journal.twins import kept, past
from journal.who import OPERATOR

pytestmark = pytest.mark.usefixtures("office")
RECORD = (m.Batch, m.Change, m.Head)


@pytest.fixture
def edits(request) -> int:
    """How often the record is altered."""
    return 1_000 if request.config.getoption("--drill") else 60


def _history() -> None:
    """Every sheet with rows that stand and rows that are past."""
    for mark in ("A", "B"):
        for sheet, row_id in {**fill(mark), **_people(mark)}.items():
            model = m.BY_NAME[sheet]
            name = next((f.name for f in m.columns_of(model) if _is_free(model, f)), None)
            if name:
                draft = Draft("again", source="seed")
                draft.change(model, row_id, **{name: f"{mark} again"})
                commit(OPERATOR, draft)


def _people(mark: str) -> dict[str, int]:
    """The sheets that the office itself fills."""
    draft = Draft("people", source="seed")
    user = draft.create(m.User, email=f"{mark}@city.gov", name=mark)
    role = draft.create(m.Role, name=mark, title=mark)
    draft.create(m.UserRole, user=user, role=role)
    draft.create(m.Setting, name=mark, value=mark)
    draft.create(m.ImportRun, sheet="claim", file_name=mark, file_sha256=mark)
    draft.create(m.Approval, verb="pay", title=mark, asked_by=user)
    return dict(commit(OPERATOR, draft).created)


def _is_free(model: Any, field: Any) -> bool:
    taken = (*model._meta.key, *m.meta(model, "frozen", ()))
    return field.kind in ("text", "long") and not field.derived and field.name not in taken


def _columns(model: Any) -> list[Any]:
    """What the record looks at. The id of a Change only orders the rows of its batch."""
    if model in m.SHEETS:
        return list(kept(model))
    return [f for f in model._meta.sorted_fields if (model, f.name) != (m.Change, "id")]


def _other(dice: random.Random, field: Any, value: Any) -> Any:
    kind = getattr(field, "kind", "whole" if field.field_type in ("AUTO", "INT") else "text")
    if kind == "yesno":
        return not value
    if kind in ("whole", "money", "quantity", "link"):
        return (value or 0) + dice.randint(1, 9) * 1_000
    if kind in ("day", "instant"):
        new = f"{dice.randint(1900, 1999)}-0{dice.randint(1, 9)}-11"
        return new if kind == "day" else f"{new} 10:11:12"
    return f"{value or ''}{dice.choice('xyz')}"[-(getattr(field, "max_length", None) or 99) :]


class Hand:
    """Who alters one table behind the journal's back."""

    def __init__(self, dice: random.Random, model: Any) -> None:
        self.dice, self.model, self.table = dice, model, model._meta.table_name
        by = "id, version" if model in PASTS else "id"
        names = ", ".join(f'"{f.column_name}"' for f in _columns(model))
        self.rows = run(f'SELECT {names} FROM "{self.table}" ORDER BY {by}').fetchall()
        self.place = {f.column_name: n for n, f in enumerate(_columns(model))}

    def _where(self, row: tuple) -> tuple[str, tuple]:
        names = ["id", "version"] if self.model in PASTS else ["id"]
        if self.model is m.Change:
            names = ["sheet", "row_id", "version"]
        found = tuple(row[self.place[name]] for name in names)
        return " AND ".join(f'"{name}" = ?' for name in names), found

    def edit(self) -> str:
        """One value of one row."""
        field, row = self.dice.choice(_columns(self.model)), self.dice.choice(self.rows)
        value = _other(self.dice, field, row[self.place[field.column_name]])
        return self._set(row, field.column_name, value)

    def swap(self) -> str:
        """The values of one column in two rows."""
        one, two = self.dice.choice(self.rows), self.dice.choice(self.rows)
        column = self.dice.choice([name for name in self.place if name != "id"])
        first, second = one[self.place[column]], two[self.place[column]]
        if first == second:
            return ""
        self._set(one, column, second)
        return self._set(two, column, first)

    def delete(self) -> str:
        """One row."""
        where, found = self._where(self.dice.choice(self.rows))
        run(f'DELETE FROM "{self.table}" WHERE {where}', found)
        return f"delete {self.table} {found}"

    def truncate(self) -> str:
        """The last rows, or all."""
        for row in self.rows[self.dice.randrange(len(self.rows)) :]:
            where, found = self._where(row)
            run(f'DELETE FROM "{self.table}" WHERE {where}', found)
        return f"truncate {self.table}"

    def _set(self, row: tuple, column: str, value: Any) -> str:
        where, found = self._where(row)
        run(f'UPDATE "{self.table}" SET "{column}" = ? WHERE {where}', (value, *found))
        return f"{self.table}.{column} of {found} becomes {value!r}"


PASTS = tuple(past(model) for model in m.SHEETS)


def _altered(dice: random.Random, model: Any) -> str:
    """Alter one table; what was done, or nothing where the database itself forbade it."""
    try:
        act = dice.choice(["edit", "edit", "edit", "swap", "delete", "truncate"])
        return getattr(Hand(dice, model), act)()
    except DatabaseError:
        return ""


@pytest.mark.slow
def test_every_alteration_of_any_table_is_seen(edits):
    _history()
    assert audit.verify().sound
    tampering()
    for name, table, *_ in schema.triggers():
        run(f'DROP TRIGGER "{name}"' if is_sqlite() else f'DROP TRIGGER "{name}" ON "{table}"')
    tables = [t for t in (*RECORD, *m.SHEETS, *PASTS) if t.select().exists()]
    assert len(tables) > 40
    dice, seen, unseen = random.Random(20261124), 0, []
    while seen + len(unseen) < edits:
        with m.database.atomic() as transaction:
            run(
                "PRAGMA defer_foreign_keys = ON"
                if is_sqlite()
                else "SET LOCAL session_replication_role = replica"
            )
            done = _altered(dice, dice.choice(tables))
            if done and audit.verify().sound:
                unseen.append(done)
            seen += bool(done)
            transaction.rollback()
    assert unseen == []
    assert audit.verify().sound
