"""An office that is only made, not written: its rows by sheet, as dictionaries."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

import models as m
from journal.drafts import Ref
from models import meta
from seed.demo.cases import Numbers, first_day
from seed.demo.directory import directory_of, opening
from seed.demo.parts import parts
from seed.demo.sheets import COLUMNS

TODAY = date(2026, 11, 24)
FORMATS = {
    "claim_no": meta(m.Claim, "number"), "incident_no": meta(m.Incident, "number"),
    "payment_no": meta(m.Payment, "number"), "recovery_no": meta(m.Recovery, "number"),
}  # fmt: skip
Rows = dict[str, list[dict[str, Any]]]


class Ids:
    """Ids without a database: counted up, sheet by sheet."""

    def __init__(self) -> None:
        self.known: dict[Any, dict[str, int]] = defaultdict(dict)

    def __call__(self, model: Any, key: str) -> int:
        return self.known[model].setdefault(key, len(self.known[model]) + 1)


@cache
def make(claims: int, *, claims_a_part: int = 2_000, today: date = TODAY) -> Rows:
    """The rows of an office; a link into the same part is the text "new Claim 7.12" (part and place)."""
    ids, found = Ids(), defaultdict(list)
    first = opening(claims, today=today, first=first_day(claims, today=today), ids=ids)
    rows = {model: list(made) for model, made in first.rows.items()}
    directory, numbers = directory_of(rows, ids), Numbers(FORMATS, 7)
    made = [
        first,
        *parts(
            claims, today=today, directory=directory, numbers=numbers, claims_a_part=claims_a_part
        ),
    ]
    for n, part in enumerate(made):
        for model, some in part.rows.items():
            for place, row in enumerate(some):
                values = [_told(n, value) for value in row]
                named = dict(zip(COLUMNS[model], values, strict=True))
                found[model.__name__.lower()].append(
                    {"ref": f"new {model.__name__} {n}.{place}", **named}
                )
    return dict(found)


def _told(part: int, value: Any) -> Any:
    return f"new {value.model.__name__} {part}.{value.n}" if isinstance(value, Ref) else value


@pytest.fixture(scope="session")
def made() -> Callable[..., Rows]:
    """Makes an office of so many claims; the same one once."""
    return make


@pytest.fixture(scope="session")
def rows() -> Rows:
    """An office of three thousand claims."""
    return make(3_000)
