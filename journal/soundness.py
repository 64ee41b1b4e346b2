"""Whether many rows to be made stand up, column by column: a default is looked at once for all of
them, and what nothing speaks against need not be judged row by row.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from journal import checks
from journal.columnwise import by_column, is_one
from models import meta


def are_sound(model: Any, rows: Sequence[dict[str, Any]], *, at: checks.At) -> bool:
    """Whether every value may stand by itself, and none is missing.

    Where it is false, the rows are asked one by one (`checks.row_problems`, `fact_problems`): these
    say what is wrong, and they may yet let a value stand.
    """
    columns, known = by_column(rows), checks.by_name(model)
    return (
        all(field.name in columns for field in checks.required(model))
        and all(_may_stand(known[name], columns[name]) for name in columns if name != "id")
        and _can_be(model, columns, at)
    )


def _may_stand(known: tuple[Any, checks.Check], values: list[Any]) -> bool:
    """Whether each value of a column passes its check."""
    field, check = known
    if is_one(values):
        values = values[:1]
    filled = [value for value in values if value is not None and value != ""]
    if len(filled) < len(values) and not field.null:
        return False
    if len(filled) == 1 and filled[0] is field.default:
        return True
    return not any(map(check, filled))


def _can_be(model: Any, columns: Mapping[str, list[Any]], at: checks.At) -> bool:
    """Whether what the rows say can have happened."""
    if at.source in checks.NO_FACTS:
        return True
    minus, today = bool(meta(model, "ledger", None)) and at.source == "import", at.on.isoformat()
    for name in columns.keys() & checks.facts_of(model).keys():
        field, values = checks.facts_of(model)[name], columns[name]
        looked_at = values[:1] if is_one(values) else values
        if any(checks.fact_words(field, value, today=today, minus=minus) for value in looked_at):
            return False
    return True
