"""The rows of a sheet as data, and cells coming back: the contract that the grid and scripts rely
on.
"""

from dataclasses import replace
from typing import Any

from admin_views import disclosed
from admin_views.asked_for import Asked
from admin_views.named import Names
from journal import policy
from journal.cells import Cell, Outcome, save_cells
from journal.reading import Answer, Row, as_json, ask
from journal.values import plain
from journal.who import Who
from rules.errors import BadQuestion, StaleCell

MOST_CELLS = 20_000
LARGEST_VERSION = 2**31 - 1


def page(who: Who, model, asked: Asked) -> dict[str, Any]:
    """A page of rows with the way on; all columns that may be seen unless some are named, by id
    unless said.
    """
    question = asked.question(model)
    question = _as_asked(question)
    answer = ask(who, question)
    note_shown(who, model, answer, asked, purpose="rows")
    return {
        "rows": as_json(answer),
        "more": answer.next is not None,
        "next": answer.next,
        "previous": answer.previous,
        "count": answer.count,
        "capped": answer.capped,
    }


def note_shown(who: Who, model, answer: Answer, asked: Asked, *, purpose: str) -> None:
    """Note the guarded values of a page of rows."""
    disclosed.shown(
        who, model, answer.fields, answer.rows, purpose=purpose, filters=" and ".join(asked.filters)
    )


def note_row(who: Who, model, row: Row, *, purpose: str) -> None:
    """Note the guarded values of one record."""
    disclosed.shown(who, model, policy.readable(who, model), [row], purpose=purpose)


def _as_asked(question):
    """As data, a sheet comes whole and by id where the address says nothing else."""
    return replace(question, columns=question.columns or ("*",), sort=question.sort or ("id",))


def cells_of(body: Any) -> list[Cell]:
    """The cells of a request's body.

    Raises:
        BadQuestion: it is no list of cells.
    """
    if not isinstance(body, list) or not body:
        raise BadQuestion("Cells are sent as a list of {id, version, column, value}.")
    if len(body) > MOST_CELLS:
        raise BadQuestion(f"That is {len(body):,} cells; at most {MOST_CELLS:,} are taken at once.")
    return [_cell(part) for part in body]


def _cell(part: Any) -> Cell:
    if not isinstance(part, dict) or {"id", "version", "column"} - part.keys():
        raise BadQuestion("Each cell needs id, version, column and value.")
    row_id, version, column, value = part["id"], part["version"], part["column"], part.get("value")
    if type(row_id) is not int or type(version) is not int or not 0 < version <= LARGEST_VERSION:
        raise BadQuestion("The id and the version of a cell are whole numbers.")
    if not isinstance(column, str) or not isinstance(value, str | int | float | bool | None):
        raise BadQuestion(
            "The column of a cell is a name, its value a text, number, yes/no or blank."
        )
    return Cell(row_id, version, column, value)


def save(who: Who, model, body: Any, *, on) -> tuple[dict[str, Any], int]:
    """Write the cells that can be written; returns what became of each, and the HTTP status."""
    outcome = save_cells(who, model, cells_of(body), on=on)
    return told(who, model, outcome), 409 if outcome.stale else 422 if outcome.refused else 200


def told(who: Who, model, outcome: Outcome) -> dict[str, Any]:
    """What became of the cells, as data."""
    names = Names(who)
    return {
        "batch": outcome.seq,
        "saved": [{"id": row_id, "version": version} for row_id, version in outcome.saved.items()],
        "stale": [_stale(model, names, cell) for cell in outcome.stale],
        "refused": [
            {"id": p.row_id, "column": p.column, "value": _sent(model, p), "message": p.message}
            for p in outcome.refused
        ],
    }


def _stale(model, names: Names, cell: StaleCell) -> dict[str, Any]:
    field = model._meta.fields[cell.column]
    return {
        "id": cell.row_id,
        "column": cell.column,
        "yours": _plain(field, names, cell.yours),
        "theirs": _plain(field, names, cell.theirs),
        "version": cell.version,
        "by": cell.by,
    }


def _plain(field, names: Names, value: Any) -> Any:
    """A value as data; of a relation, the key of its record."""
    if field.kind == "link" and isinstance(value, int):
        return names.key(field.rel_model, value)
    return plain(field, value)


def _sent(model, problem) -> Any:
    value = problem.value
    field = model._meta.fields.get(problem.column or "")
    if value is None or isinstance(value, str | bool | float) or field is None:
        return value
    return value if isinstance(value, int) and field.kind != "money" else plain(field, value)
