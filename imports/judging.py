"""Whether a row of a file may stand as a whole, once each of its cells was read."""

from collections.abc import Iterator, Mapping
from typing import Any

from imports.mapping import Columns, label
from imports.standing import Stands
from journal import checks
from journal.who import Who
from models import Payment, meta


def problems(
    who: Who,
    columns: Columns,
    values: Mapping[str, Any],
    stands: Stands | None,
    defaults: Mapping[str, Any],
) -> Iterator[tuple[str | None, str]]:
    """(column, reason) of what the row as it would stand breaks; column None: the whole row.

    `values` are those of the file, `stands` the row of the sheet that it changes, `defaults` what a
    new row takes where the file is silent.
    """
    model = columns.model
    old = stands.values if stands else None
    whole = {**(old or defaults), **values}
    given = {name for name, value in values.items() if not old or old[name] != value}
    if old is None and columns.missing:
        absent = " and ".join(label(model._meta.fields[name]) for name in columns.missing)
        one = meta(model, "singular")
        yield None, f"A new {one} needs {absent}; the file has no such column."
    if old and (fixed := _posted(model, old) & given):
        yield min(fixed), "This money is posted: it is reversed, not changed."
    for problem in (
        *checks.pair_problems(model, None, whole, given),
        *checks.status_problems(model, None, old, whole, "import"),
        *checks.by_action_problems(who, model, None, old, whole),
    ):
        yield problem.column, problem.message


def _posted(model: Any, old: Mapping[str, Any]) -> set[str]:
    """The columns that a posted ledger row keeps for good; none where it is not posted."""
    final = model is not Payment or old["posted_at"] is not None
    return set(meta(model, "frozen")) if final else set()
