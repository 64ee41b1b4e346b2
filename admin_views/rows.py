"""The rows of a sheet as data, and cells coming back: the contract that the grid and scripts rely
on.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from admin_views import disclosed
from admin_views.asked_for import MOST, Asked, split, yes
from admin_views.editing import row_numbers
from admin_views.named import Names
from admin_views.own_limits import lines_of
from journal import policy
from journal.cells import Cell, Outcome, save_cells
from journal.masking import is_covered
from journal.order import newest
from journal.question import LARGEST, Question
from journal.reading import Answer, Row, as_json, ask
from journal.values import plain
from journal.who import Who
from models import meta
from rules.errors import BadQuestion, Retired, StaleCell

MOST_CELLS = 20_000
PARTS = {"id", "version", "column", "value"}
SHAPE = "Cells are sent as a list of {id, version, column, value}."
LARGEST_VERSION = 2**31 - 1


@dataclass(frozen=True)
class More:
    """What an address asks of rows beside the list.

    Args:
        ids: only these rows; None: all of the list.
        labels: what the records are called that the rows point to.
        columns: of saved cells, the columns that their rows come back with; empty: none.
        lines: the line of coverage of each row.
    """

    ids: tuple[int, ...] | None = None
    labels: bool = False
    columns: tuple[str, ...] = ()
    lines: bool = False


NOTHING = More()


def more_of(args) -> More:
    """What the arguments of a request ask beside the list.

    Raises:
        BadQuestion: too many ids, or a part that cannot be read. NotFound: an id is no number.
    """
    return More(
        row_numbers(args.getlist("ids"), most=MOST) if args.getlist("ids") else None,
        yes(args.get("labels")),
        split(args.get("columns", "")),
        yes(args.get("lines")),
    )


def page(who: Who, model, asked: Asked, more: More = NOTHING) -> dict[str, Any]:
    """A page of rows with the way on; all columns that may be seen unless some are named, by id
    unless said.
    """
    question = _as_asked(asked.question(model))
    if more.ids is not None:
        question = replace(question, ids=more.ids, limit=max(1, len(more.ids)))
    answer = ask(who, question, counted=more.ids is None)
    note_shown(who, model, answer, asked, purpose="rows")
    return {
        **_beside(who, model, answer, more),
        "rows": as_json(answer),
        "more": answer.next is not None,
        "next": answer.next,
        "previous": answer.previous,
        "count": answer.count,
        "capped": answer.capped,
    }


def _beside(who: Who, model, answer: Answer, more: More) -> dict[str, Any]:
    """What is asked beside the values of rows."""
    found: dict[str, Any] = {"labels": labels_of(answer)} if more.labels else {}
    if more.lines:
        found["lines"] = lines_of(who, model, [row.id for row in answer.rows])
    return found


def note_shown(who: Who, model, answer: Answer, asked: Asked, *, purpose: str) -> None:
    """Note the guarded values of a page of rows."""
    disclosed.shown(who, model, answer.fields, answer.rows, purpose=purpose, filters=asked.filters)


def note_row(who: Who, model, row: Row, *, purpose: str) -> None:
    """Note the guarded values of one record."""
    disclosed.shown(who, model, policy.readable(who, model), [row], purpose=purpose)


def labels_of(answer: Answer) -> dict[str, dict[str, tuple[int, str]]]:
    """What the records are called that the rows point to: column -> key -> (id, name); none of
    which only the mask is shown.
    """
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for place, field in enumerate(answer.fields):
        if field.kind == "link" and not is_covered(field):
            records = {row.values[place] for row in answer.rows if row.values[place] is not None}
            found[field.name] = {record.key: (record.id, record.label) for record in records}
    return found


def _as_asked(question: Question) -> Question:
    """As data, a sheet comes whole and by id where the address says nothing else."""
    return replace(question, columns=question.columns or ("*",), sort=question.sort or ("id",))


def body_of(text: str) -> Any:
    """What the body of a request says.

    Raises:
        BadQuestion: it is no JSON, or holds what JSON has no number for.
    """
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadQuestion(f"What was sent cannot be read. {SHAPE}") from error


def _no_number(word: str) -> Any:
    raise ValueError(word)


def cells_of(body: Any) -> list[Cell]:
    """The cells of a request's body.

    Raises:
        BadQuestion: it is no list of cells, or a cell stands in it twice.
    """
    if not isinstance(body, list):
        raise BadQuestion(SHAPE)
    if len(body) > MOST_CELLS:
        raise BadQuestion(f"That is {len(body):,} cells; at most {MOST_CELLS:,} are taken at once.")
    cells = [_cell(part) for part in body]
    if len({(cell.id, cell.column) for cell in cells}) < len(cells):
        raise BadQuestion("A cell is sent twice. Send each cell of a row once.")
    return cells


def _cell(part: Any) -> Cell:
    if not isinstance(part, dict) or PARTS - part.keys():
        raise BadQuestion("Each cell needs id, version, column and value.")
    row_id, version, column, value = part["id"], part["version"], part["column"], part["value"]
    if type(row_id) is not int or type(version) is not int or not 0 < version <= LARGEST_VERSION:
        raise BadQuestion("The id and the version of a cell are whole numbers.")
    if not isinstance(column, str):
        raise BadQuestion("The column of a cell is a name.")
    need_value(value)
    return Cell(row_id, version, column, value, _after(part.get("after")))


def _after(place: Any) -> tuple[int, str] | None:
    if place is None:
        return None
    if not isinstance(place, list) or list(map(type, place)) != [int, str]:
        raise BadQuestion("The cell before a cell is named by id and column.")
    return place[0], place[1]


def need_value(value: Any) -> None:
    """Refuse what is no value of a cell."""
    if not isinstance(value, str | int | float | bool | None):
        raise BadQuestion("The value of a cell is a text, number, yes/no or blank.")
    if isinstance(value, float) and not isfinite(value):
        raise BadQuestion("A number of a cell is larger than any that is kept.")


def save(who: Who, model, body: Any, more: More = NOTHING, *, on) -> tuple[dict[str, Any], int]:
    """Write the cells that can be written; returns what became of each, and the HTTP status."""
    cells = cells_of(body)
    back = replace(more, columns=in_use(who, model, more.columns))
    outcome = save_cells(who, model, cells, on=on)
    told = _told(who, model, cells, outcome)
    if more.columns:
        told |= _rows_now(who, model, {cell.id for cell in cells}, outcome, back)
    else:
        note_stale(who, model, outcome.stale)
    return told, 409 if outcome.stale else 422 if outcome.refused else 200


def in_use(who: Who, model, names: Sequence[str]) -> tuple[str, ...]:
    """Columns that come back, without those that were retired meanwhile.

    Raises:
        Refused: one is out of sight. BadQuestion: there is none of that name.
    """
    found = []
    for name in names:
        with suppress(Retired):
            policy.need_column(who, model, name)
            found.append(name)
    return tuple(found)


def _told(who: Who, model, cells: list[Cell], outcome: Outcome) -> dict[str, Any]:
    """What became of the cells, as data; a refused one with the value that was sent."""
    sent = {(cell.id, cell.column): cell.value for cell in cells}
    keys = _keys(who, model, outcome.stale)
    left = {"left": [{"id": i, "column": c} for i, c in sorted(outcome.left)]}
    return (left if outcome.left else {}) | {
        "batch": outcome.seq,
        "saved": [{"id": row_id, "version": version} for row_id, version in outcome.saved.items()],
        "stale": [_stale(model, keys, cell) for cell in outcome.stale],
        "refused": [
            {
                "id": p.row_id,
                "column": p.column,
                "value": sent.get((p.row_id, p.column)),
                "message": p.message,
            }
            for p in outcome.refused
        ],
    }


def _rows_now(who: Who, model, ids: set[int], outcome: Outcome, more: More) -> dict[str, Any]:
    """The rows of saved cells as they stand now, and the step that the saving was."""
    wanted = tuple(sorted(row_id for row_id in ids if abs(row_id) < LARGEST))
    answers = [
        ask(
            who,
            Question(model, columns=more.columns, sort=("id",), ids=part, limit=MOST),
            counted=False,
        )
        for part in (wanted[at : at + MOST] for at in range(0, len(wanted), MOST))
    ]
    fields = answers[0].fields if answers else ()
    answer = Answer(fields, [r for a in answers for r in a.rows], None, None, 0, False)
    ids_seen, kinds = disclosed.guarded(model, answer.fields, answer.rows)
    stale_ids, stale_kinds = of_stale(model, outcome.stale)
    seen = sorted({*ids_seen, *stale_ids})
    disclosed.note(who, model.__name__.lower(), seen, kinds | stale_kinds, purpose="saved cells")
    beside = _beside(who, model, answer, more)
    return {"rows": as_json(answer), **beside, "title": outcome.title, "seq": newest()}


def note_stale(who: Who, model, stale: Sequence[StaleCell]) -> None:
    """Note the guarded values that stand beside stale ones."""
    ids, kinds = of_stale(model, stale)
    disclosed.note(who, model.__name__.lower(), ids, kinds, purpose="stale cells")


def of_stale(model, stale: Sequence[StaleCell]) -> tuple[list[int], set[str]]:
    """The rows of stale cells, and the sensitivities that stand beside them."""
    columns = {cell.column for cell in stale if cell.theirs not in (None, "")}
    kinds = {model._meta.fields[name].sensitivity for name in columns}
    ids, mark = sorted({cell.row_id for cell in stale}), meta(model, "row_sensitivity", None)
    if mark and columns:
        kept_as = model.select(getattr(model, mark)).where(model.id << ids).tuples()
        kinds |= {kind for (kind,) in kept_as}
    return ids, kinds


def _keys(who: Who, model, stale: list[StaleCell]) -> dict[str, dict[int, str]]:
    """Column -> id -> key, of the relations among stale cells: a question for each column."""
    ids: dict[str, set[int]] = defaultdict(set)
    for cell in stale:
        if model._meta.fields[cell.column].kind == "link":
            ids[cell.column] |= {v for v in (cell.yours, cell.theirs) if isinstance(v, int)}
    names = Names(who)
    return {
        column: names.keys(model._meta.fields[column].rel_model, found)
        for column, found in ids.items()
    }


def _stale(model, keys: dict[str, dict[int, str]], cell: StaleCell) -> dict[str, Any]:
    field = model._meta.fields[cell.column]

    def data(value: Any) -> Any:
        """A value as data; of a relation, the key of its record."""
        return keys[field.name].get(value) if field.kind == "link" else plain(field, value)

    return {
        "id": cell.row_id,
        "column": cell.column,
        "yours": data(cell.yours),
        "theirs": data(cell.theirs),
        "version": cell.version,
        "by": cell.by,
        "at": cell.at.isoformat() if cell.at else None,
    }
