"""Saving cells: the good ones are written as one batch, the others come back with the reason."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from peewee import IntegrityError

from journal import policy, writing
from journal.commit import Receipt, batch
from journal.drafts import Draft, Edit
from journal.links import Links, find_links
from journal.values import as_text, deciding, reader
from journal.who import Who
from models import meta
from rules.errors import (
    BadValue,
    Blocked,
    Invalid,
    NotFound,
    OfficeError,
    Problem,
    Refused,
    StaleCell,
)
from rules.terms import with_article

Place = tuple[int, str]
"""A cell of a sheet: its row and column."""


RETIRED = "“{label}” was retired: nothing is typed into it any more. What it holds is kept."


@dataclass(frozen=True)
class Cell:
    """A cell as somebody typed it: the row, the version that was seen, the column, the text.

    `after` is another cell, as id and column, without which this one is not written: what was cut
    stays where it was if its new place does not take it.
    """

    id: int
    version: int
    column: str
    value: Any
    after: Place | None = None


@dataclass
class Outcome:
    """What became of the cells."""

    seq: int | None = None
    title: str = ""
    saved: dict[int, int] = field(default_factory=dict)
    stale: list[StaleCell] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    left: set[Place] = field(default_factory=set)

    @property
    def back(self) -> set[Place]:
        """The cells that came back, refused or stale."""
        refused = {(p.row_id, p.column) for p in self.refused if p.row_id and p.column}
        return refused | {(cell.row_id, cell.column) for cell in self.stale}


def save_cells(who: Who, model, cells: list[Cell], *, on: date, source: str = "cell") -> Outcome:
    """Write the cells that can be written as one batch; a cell of a row stands among them once.

    Raises:
        Refused: the sheet may not be written at all.
    """
    policy.need_write(who, model)
    outcome = Outcome()
    if not cells:
        return outcome
    draft = Draft(_title(model, cells), source=source, on=on)
    for row_id, values in _read(who, model, cells, outcome).items():
        for seen, part in values.items():
            draft.change(model, row_id, seen=seen, **part)
    if draft:
        _write(who, draft, outcome, cells)
    return outcome


def _leave(cells: list[Cell], outcome: Outcome) -> set[Place]:
    """Leave the cells whose other cell came back; gives those that are left now."""
    back = outcome.back
    now = {(c.id, c.column) for c in cells if c.after in back} - back - outcome.left
    outcome.left |= now
    return now


def _title(model, cells: list[Cell]) -> str:
    one, many = meta(model, "singular"), meta(model, "plural").lower()
    rows = len({cell.id for cell in cells})
    if len(cells) == 1:
        name = model._meta.fields.get(cells[0].column)
        return f"{name.verbose_name if name else cells[0].column} of {with_article(one)}"
    return f"{len(cells)} cells of {rows} {many}"


def _read(who: Who, model, cells: list[Cell], outcome: Outcome) -> dict[int, dict[int, dict]]:
    """The typed values by row and seen version; what cannot be read is refused."""
    allowed = {f.name: f for f in policy.writable(who, model)}
    there, links = _visible(who, model, {cell.id for cell in cells}), links_of(who, allowed, cells)
    beside: dict[int, dict[str, Any]] = {cell.id: {} for cell in cells}
    for cell in cells:
        beside[cell.id][cell.column] = cell.value
    found: dict[int, dict[int, dict]] = defaultdict(lambda: defaultdict(dict))
    for cell in cells:
        try:
            if cell.id not in there:
                raise NotFound(f"The {meta(model, 'singular')} is no longer there.")
            field = allowed.get(cell.column) or unwritable(who, model, cell.column)
            kin = deciding(field)
            decider = (beside[cell.id].get(kin) or there[cell.id].get(kin)) if kin else None
            value = value_of(field, decider, cell, links)
            found[cell.id][cell.version][cell.column] = value
        except (BadValue, Refused, NotFound) as error:
            outcome.refused.append(
                Problem(model.__name__.lower(), cell.id, cell.column, cell.value, error.sentence)
            )
    for row_id, column in _leave(cells, outcome):
        for part in found[row_id].values():
            part.pop(column, None)
    return found


def links_of(who: Who, allowed: dict[str, Any], cells: list[Cell]) -> dict[str, Links]:
    """Column -> what the texts of a relation mean, in few queries; what is out of sight is none."""
    texts: dict[str, list[str]] = defaultdict(list)
    for cell in cells:
        if cell.column in allowed and allowed[cell.column].kind == "link":
            texts[cell.column].append(_text(cell))
    found = {}
    for column, named in texts.items():
        target = allowed[column].rel_model
        within = policy.scope(who, target)
        if not policy.may_read(who, target):
            within = target.id.is_null()
        found[column] = find_links(target, filter(None, named), within=within)
    return found


def _text(cell: Cell) -> str:
    return "" if cell.value is None else as_text(cell.value).strip()


def value_of(field, decider: Any, cell: Cell, links: dict[str, Links]) -> Any:
    """What a cell means; `decider` is the value beside it on which its words depend.

    Raises:
        BadValue: it is no value of the column.
    """
    if field.kind != "link":
        return reader(field, decider)(cell.value)
    text, named = _text(cell), links[cell.column]
    if text in named.refused:
        raise BadValue(named.refused[text])
    return named.ids[text] if text else None


def _visible(who: Who, model, ids: set[int]) -> dict[int, dict]:
    """The rows among `ids` that stand in scope, with the columns that decide how others
    are read.
    """
    wanted = [i for i in ids if -(2**63) <= i < 2**63]
    names = ["id", *([] if "line" not in model._meta.fields else ["line"])]
    query = model.select(*[getattr(model, name) for name in names]).where(
        model.id << wanted, model.trashed_at.is_null()
    )
    own = policy.scope(who, model)
    return {row["id"]: row for row in (query if own is None else query.where(own)).dicts()}


def unwritable(who: Who, model, name: str):
    """Why a column is not typed into, raised as BadValue or Refused."""
    field = model._meta.fields.get(name)
    if field is None or not hasattr(field, "sensitivity"):
        raise BadValue(f"{meta(model, 'plural')} have no column “{name}”.")
    if policy.is_retired(who, field):
        raise Refused(RETIRED.format(label=field.verbose_name))
    if name not in policy.readable_names(who, model):
        raise Refused(policy.why_hidden(field))
    raise Refused(f"{field.verbose_name} is worked out by the office's records; it is not typed.")


def _write(who: Who, draft: Draft, outcome: Outcome, cells: list[Cell]) -> None:
    edits = defaultdict(list)
    for edit in draft.edits:
        edits[edit.row_id].append(edit)
    standing: dict[int, int] = {}

    def pick(chunk, problems: list, stale: list) -> None:
        """Take out of the chunk what cannot stand."""
        standing.update({row_id: row["version"] for row_id, row in chunk.old[model].items()})
        outcome.stale += stale
        gone = {(cell.row_id, cell.column) for cell in stale}
        for problem in problems:
            refused = _cells_of(model, edits[problem.row_id], problem)
            told = [p for p in refused if (p.row_id, p.column) not in gone]
            gone.update((p.row_id, p.column) for p in told)
            outcome.refused += told
        for row_id, column in gone | _leave(cells, outcome):
            _take_back(chunk, model, row_id, column)

    model = draft.edits[0].model
    try:
        with batch(who, draft) as open_batch:
            open_batch.write(draft, pick)
        _report(open_batch.receipt, draft, outcome, standing)
    except (Blocked, Invalid, IntegrityError) as error:
        _refuse_all(draft, error, outcome)


def _cells_of(model, edits: list[Edit], problem: Problem) -> list[Problem]:
    """The cells that a problem refuses: the one that it names, with those judged together with it.

    Where it names a column that nobody gave, all that was given on the row goes back.
    """
    given = {column: value for edit in edits for column, value in edit.values.items()}
    groups = [set(g) for g in meta(model, "together") if problem.column in g]
    kin = {problem.column}.union(*groups)
    told = [column for column in given if column in kin] or list(given)
    return [replace(problem, column=column, value=given[column]) for column in told]


def _take_back(chunk, model, row_id: int, column: str) -> None:
    """Set a refused cell, and what followed from it in its group, back to what stands."""
    groups = [set(group) for group in meta(model, "together") if column in group]
    for name in {column}.union(*groups):
        chunk.now[model][row_id][name] = chunk.old[model][row_id][name]
        chunk.given[model, row_id].pop(name, None)


def _report(receipt: Receipt, draft: Draft, outcome: Outcome, standing: dict[int, int]) -> None:
    outcome.seq, outcome.title = receipt.seq, draft.title
    unwritten = outcome.back | outcome.left
    for edit in draft.edits:
        if any((edit.row_id, column) not in unwritten for column in edit.values):
            place = edit.model.__name__.lower(), edit.row_id
            outcome.saved[edit.row_id] = receipt.versions.get(place, standing[edit.row_id])


def _refuse_all(draft: Draft, error: Exception, outcome: Outcome) -> None:
    """Nothing of the batch could stand: each cell comes back with the sentence."""
    told = error if isinstance(error, OfficeError) else writing.in_words(error)
    if not isinstance(told, OfficeError):
        raise error
    outcome.seq = None
    words = told.sentence
    if isinstance(told, Invalid):
        words = " ".join(dict.fromkeys(problem.message for problem in told.problems))
    for edit in draft.edits:
        for column, value in edit.values.items():
            outcome.refused.append(
                Problem(edit.model.__name__.lower(), edit.row_id, column, value, words)
            )
