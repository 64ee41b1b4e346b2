"""Legal rows of any sheet, made from what its columns declare, with whatever texts a test wants."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import everything

import models as m
from imports.by_file import NOT_BY_FILE
from imports.mapping import required
from imports.rows import NO_KEY
from journal import values
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from rules.errors import BadValue

BY_FILE = sorted(
    (model for model in m.SHEETS if model not in NOT_BY_FILE),
    key=lambda model: everything.ORDER.index(model) if model in everything.ORDER else -1,
)
"""Every sheet that a file may fill; after those that it leads to."""

GIVEN = everything.GIVEN | {m.StatutoryRow: everything.GIVEN[m.StatutoryRow] | {"last_day": None}}
UNLINKED = ("reverses", "division_of", "supervisor")

LONGEST = 32_767
AWKWARD = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", "''=1", "' =1", "'", "''", "'plain", "'\t=1",
    "=HYPERLINK(\"http://x\",\"y\")", "=cmd|' /C calc'!A0", "\u00a0=1", "\u3000+1", "a\r\nb", "a\rb", "one\n\n=two\n'=three", '"', '""', 'a"b,c;d\te|f',
    "007", "00123456789012345678", "123456789012345678", "1E5", "1e-3", "0x1F", "1/2", "2026-01-02", "10/00/19", "12:30", "TRUE",
    "#REF!", "#N/A", "$1,234.50", "(12.30)", "50%", "_x0041_", "_x000D_", "_x005F_", "<b>&amp;</b>", "]]>", "\u202eabc", "\u200bz",
    "😜", "Ünïcode", "e\u0301", "ﬁ", "日本語", "\ufeffmark", "Total", "Grand total", "n/a", "Null", "sep=;", "a" * 60, "\x0b=1", "\x85=1", "\u2028@",
)  # fmt: skip
"""Texts that one program or another mistakes for something else."""

Pick = Callable[[Any], Any]


def legal(field: Any, raw: Any) -> Any:
    """The value that a person could have typed; None where it is none of this column."""
    try:
        value = values.parse(field, raw)
    except BadValue:
        return None
    one_of_none = field.name in field.model._meta.key and isinstance(value, str)
    return None if one_of_none and value.casefold() in NO_KEY else value


def row_of(model: Any, stem: str, links: dict[Any, Any], pick: Pick) -> dict[str, Any]:
    """A row: `pick` gives a value of a column, `links` a row of each sheet that one can lead to.

    What is needed and was not picked is a word with `stem` in it.
    """
    row = {}
    for field in m.columns_of(model):
        if field.derived or field.sensitivity == "secret":
            continue
        if field.kind == "link":
            value = None if field.name in UNLINKED else links.get(field.rel_model)
        else:
            value = legal(field, pick(field))
            if value is None and required(field) and field.default is None:
                value = legal(field, everything.word_of(field, stem))
        if value is not None:
            row[field.name] = value
    if model is m.StatutoryRow:
        picked = "".join((row.get("values") or {}).values())
        row["values"] = everything.deadline(picked[:900].strip() or stem)
    return {n: v for n, v in (row | GIVEN.get(model, {})).items() if v is not None}


def awkward_row(model: Any, n: int, text: str, links: dict[Any, Any]) -> dict[str, Any]:
    """A row with every column filled, each with something of its own for `n`, its texts with `text`."""
    typed = {
        "json": {"a": text}, "day": date(1900 + n, 2, 28), "yesno": bool(n % 2), "whole": n, "money": n * 101,
        "quantity": n, "instant": datetime(1900 + n, 2, 28, 23, 59, 59, 999_999, UTC),
    }  # fmt: skip

    def pick(field: Any) -> Any:
        if field.kind == "choice":
            return field.choices[n % len(field.choices)][0]
        return typed.get(field.kind, text)

    return row_of(model, f"word{n}", links, pick)


def fill_awkwardly(texts: Sequence[str] = AWKWARD) -> dict[Any, int]:
    """A row for each of the texts in every sheet that a file may fill; how many rows those are."""
    links, counts = {}, {}
    for model in BY_FILE:
        rows = by_key(model, [awkward_row(model, n, text, links) for n, text in enumerate(texts)])
        links[model], *_ = write(model, rows)
        counts[model] = len(rows)
    return counts


def by_key(model: Any, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows whose key no row before them has, in small letters or large."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        key = tuple(str(row.get(name)).casefold() for name in model._meta.key)
        found.setdefault(key, row)
    return list(found.values())


def write(model: Any, rows: Iterable[dict[str, Any]]) -> list[int]:
    """Write rows as one batch; their ids."""
    draft = Draft("any table", source="seed", on=date(2026, 11, 24))
    refs = [draft.create(model, **row) for row in rows]
    receipt = commit(OPERATOR, draft)
    return [receipt.id_of(ref) for ref in refs]
