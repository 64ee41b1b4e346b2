"""Writing a plan: its new and changed rows in one batch, complete or not at all."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from peewee import IntegrityError

from imports import ledger
from imports.outcome import Changed, ImportPlan, New, RefusedRow, done_words
from journal import commit as journal
from journal import writing
from journal.drafts import Draft
from journal.jobs import Told, untold
from journal.stored import storing
from journal.who import Who
from models import Claim, ImportRow, ImportRun, meta
from rules import money
from rules.errors import Stale, StaleCell

Entries = tuple[tuple[str, str, int], ...]
Key = tuple[Any, ...]

AT_ONCE = 5_000
"""Rows of the file that are written at a time; memory holds no more."""


def commit(who: Who, plan: ImportPlan, progress: Told = untold) -> dict[str, Any]:
    """Write the new and changed rows of a plan as one batch; refused rows are left out and kept.

    `progress` is told how many rows are written; what it raises ends it, with nothing written.

    Returns:
        The plan as JSON with the number of the batch, None when nothing was to be written.

    Raises:
        Stale: somebody changed a row, or its money, since the plan was made; nothing was written.
        Invalid, Blocked, Refused: nothing was written.
    """
    result = plan.as_json()
    if not plan.writes:
        return result
    try:
        result["batch"] = _write(who, plan, progress)
    except IntegrityError as error:
        raise writing.in_words(error) from error
    return result


def _write(who: Who, plan: ImportPlan, progress: Told) -> int | None:
    """The number of the batch that now holds the plan."""
    with journal.batch(who, _draft(plan)) as batch:
        at = datetime.fromisoformat(str(batch.batch["started_at"])).replace(tzinfo=UTC)
        run = _run_draft(who, plan, at)
        batch.write(run)
        run_id = batch.receipt.id_of(run.creates[0].ref)
        origin = ledger.Origin(plan.options.valued_on or plan.options.on, at, plan.grid.file_name)
        made, done = Made(), 0
        for n, one in enumerate(plan.parts):
            for part in _parts(one, origin, made):
                batch.write(part.draft)
                if n < len(plan.before):
                    made.learn(one, part.keys, part.draft, batch.receipt)
                batch.receipt.forget_rows()
                done += part.rows if one is plan else 0
                progress(done)
        _keep_refused(run_id, plan)
    return batch.receipt.seq


def _draft(plan: ImportPlan) -> Draft:
    done = done_words(new=plan.new, changed=plan.changed, refused=plan.refused, out=plan.left_out)
    title = f"Import of {plan.grid.file_name} into {meta(plan.model, 'plural')}: {done}"
    return Draft(title, source="import", on=plan.options.on)


def _run_draft(who: Who, plan: ImportPlan, at: datetime) -> Draft:
    """The record of the run itself."""
    draft, grid, columns = _draft(plan), plan.grid, plan.columns
    texts = {heading.column: heading.text for heading in grid.headings}
    mapping = {name: texts[place] for name, place in columns.places.items()}
    draft.create(
        ImportRun,
        sheet=plan.model.__name__.lower(),
        file_name=grid.file_name[-200:],
        file_sha256=grid.sha256,
        tab=grid.tab,
        header_row=grid.header_row,
        mapping={
            "columns": mapping,
            "places": columns.places,
            "fixed": dict(plan.options.fixed),
            "profile": plan.options.profile or None,
            "printed": len(plan.controls),
            "agree": sum(control.agrees for control in plan.controls),
        },
        status="committed",
        rows_read=plan.rows_read,
        rows_new=plan.new,
        rows_changed=plan.changed,
        rows_unchanged=plan.unchanged,
        rows_refused=plan.refused,
        rows_ignored=plan.ignored,
        rows_left_out=plan.left_out,
        sums={name: money.plain(cents) for name, cents in plan.sums.items()},
        run_by=who.user_id,
        run_at=at,
    )
    return draft


class Made:
    """The records that a batch made so far in the sheets that come before: key -> id."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._ids: dict[tuple[Any, ...], int] = {}

    def learn(self, plan: ImportPlan, keys: list[Key], draft: Draft, receipt: Any) -> None:
        """Keep the ids of the records of a part that was written."""
        sheet = plan.model.__name__.lower()
        refs = [create.ref for create in draft.creates if create.model is plan.model]
        ids = (receipt.id_of(ref) for ref in refs)
        self._ids |= {(sheet, *key): row_id for key, row_id in zip(keys, ids, strict=True)}

    def resolved(self, values: dict[str, Any], linked: tuple[str, ...]) -> dict[str, Any]:
        """The values with the ids of records in place of what names them."""
        for name in linked:
            if values[name].__class__ is tuple:
                values[name] = self._ids[values[name]]
        return values


class Written(NamedTuple):
    """A part of a plan as a draft: how many rows of the file, and the keys of the new ones."""

    draft: Draft
    rows: int
    keys: list[Key]


def _parts(plan: ImportPlan, origin: ledger.Origin, known: Made) -> Iterator[Written]:
    """The rows of the plan as drafts of some thousands, each with the ledger rows of its own."""
    names, linked = plan.names, plan.columns.linked
    places = [names.index(name) for name in plan.model._meta.key if name in names]
    for rows in _slices(plan.new_rows, New):
        draft = _draft(plan)
        made = (dict(zip(names, row.values, strict=True)) for row in rows)
        if linked:
            made = (known.resolved(values, linked) for values in made)
        refs = [
            draft.create(plan.model, **ledger.recorded(plan.model, values, origin))
            for values in made
        ]
        for row, ref in zip(rows, refs, strict=True):
            _post(draft, row.entries, ref, origin)
        keys = [tuple([row.values[place] for place in places]) for row in rows]
        yield Written(draft, len(rows), keys)
    for rows in _slices(plan.changed_rows, Changed):
        draft = _draft(plan)
        for row in rows:
            if row.changes:
                values = {name: new for name, (_, new) in row.changes.items()}
                values = known.resolved(values, tuple(n for n in linked if n in values))
                draft.change(plan.model, row.row_id, row.version, **values)
            _post(draft, row.entries, row.row_id, origin)
        draft.guard(_money_as_planned(rows))
        yield Written(draft, len(rows), [])


def _slices(spool: Any, kind: Any) -> Iterator[list[Any]]:
    records = iter(spool)
    while part := [kind(*record) for record in islice(records, AT_ONCE)]:
        yield part


def _post(draft: Draft, entries: Entries, claim: Any, origin: ledger.Origin) -> None:
    for entry in entries:
        model, values = ledger.row_of(ledger.Entry(*entry), claim, origin)
        draft.create(model, **values)


def _money_as_planned(rows: list[Changed]) -> Callable[[], None]:
    """A last look: what the ledgers held when the plan was made, they still hold."""
    planned = {row.row_id: row.held for row in rows if row.held}

    def check() -> None:
        columns = [getattr(Claim, name) for name in ledger.HELD]
        for start in range(0, len(planned), 500):
            ids = list(planned)[start : start + 500]
            query = Claim.select(Claim.id, Claim.version, *columns).where(Claim.id << ids).tuples()
            for row_id, version, *held in query:
                for name, cents in zip(ledger.HELD, held, strict=True):
                    if planned[row_id][name] != (cents or 0):
                        yours = planned[row_id][name]
                        cell = StaleCell("claim", row_id, name, yours, cents, version, "", None)
                        raise Stale([cell])

    return check


def _keep_refused(run_id: int, plan: ImportPlan) -> None:
    """Keep the refused rows with their reasons, to be mended and brought in later."""
    columns = ("run_id", "row_no", "outcome", "cells", "errors")
    as_cells, as_errors = storing(ImportRow.cells), storing(ImportRow.errors)
    for rows in _slices(plan.refused_rows, RefusedRow):
        records = [
            (run_id, row.row, "refused", as_cells(row.cells), as_errors(row.errors)) for row in rows
        ]
        writing.insert(ImportRow._meta.table_name, columns, records)
