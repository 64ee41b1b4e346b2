"""The drafts that write a plan, in order: the record of the run, then its rows, some thousands at a
time.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, NamedTuple

from imports import ledger
from imports.outcome import Changed, ImportPlan, New, RefusedRow, done_words
from journal.drafts import Draft
from journal.jobs import Told
from journal.stored import storing
from journal.who import Who
from models import Claim, ImportRow, ImportRun, meta
from rules import money
from rules.errors import Stale, StaleCell

Entries = tuple[tuple[str, str, int], ...]
Key = tuple[Any, ...]

AT_ONCE = 2_000
"""Rows of the file that are written at a time; memory holds no more."""

REFUSED = ("run_id", "row_no", "outcome", "cells", "errors")
"""The columns in which a refused row is kept."""


class Drafts:
    """The drafts of a plan. Whoever asks for the next one has written the one before, since it may
    name its records; `progress` is told how many rows of the file that makes.
    """

    def __init__(self, who: Who, plan: ImportPlan, stamp: str, progress: Told) -> None:
        """From the start; `stamp` is the instant of the batch."""
        self._who, self._plan, self._progress = who, plan, progress
        self._at = datetime.fromisoformat(stamp).replace(tzinfo=UTC)
        self.done = self._run_id = 0
        self._mapping: dict[str, Any] = {}

    def __iter__(self) -> Iterator[Draft]:
        """One after the other."""
        plan = self._plan
        run = _run_draft(self._who, plan, self._at)
        self._mapping = run.creates[0].values["mapping"]
        yield run
        self._run_id = run.creates[0].row_id
        on = plan.options.valued_on or plan.options.on
        origin, made = ledger.Origin(on, self._at, plan.grid.file_name), Made()
        since = plan.options.on if plan.is_historic else None
        for n, one in enumerate(plan.parts):
            for part in _parts(one, origin, made, since=since):
                yield part.draft
                if n < len(plan.before):
                    made.learn(one, part)
                self.done += part.rows if one is plan else 0
                self.tell()

    def tell(self) -> None:
        """Say how far the work is; what `progress` raises ends it."""
        self._progress(self.done)

    def ending(self, told: dict[str, int]) -> Draft:
        """What the record of the run says of the diary, once all is written."""
        draft = empty(self._plan)
        draft.change(ImportRun, self._run_id, mapping={**self._mapping, **told})
        return draft

    def refused(self) -> Iterator[list[tuple]]:
        """The refused rows with their reasons, to be kept and mended later, in the order of
        `REFUSED`; once the run is written.
        """
        as_cells, as_errors = storing(ImportRow.cells), storing(ImportRow.errors)
        for rows in _slices(self._plan.refused_rows, RefusedRow):
            yield [
                (self._run_id, row.row, "refused", as_cells(row.cells), as_errors(row.errors))
                for row in rows
            ]


def empty(plan: ImportPlan) -> Draft:
    """A draft of a plan without rows: its header."""
    done = done_words(new=plan.new, changed=plan.changed, refused=plan.refused, out=plan.left_out)
    title = f"Import of {plan.grid.file_name} into {meta(plan.model, 'plural')}: {done}"
    return Draft(title, source="import", on=plan.options.on)


def _run_draft(who: Who, plan: ImportPlan, at: datetime) -> Draft:
    """The record of the run itself."""
    draft, grid, columns = empty(plan), plan.grid, plan.columns
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

    def learn(self, plan: ImportPlan, written: "Written") -> None:
        """Keep the ids of the records of a part that was written."""
        sheet = plan.model.__name__.lower()
        ids = [create.row_id for create in written.draft.creates if create.model is plan.model]
        self._ids |= {(sheet, *key): row_id for key, row_id in zip(written.keys, ids, strict=True)}

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


def _parts(
    plan: ImportPlan, origin: ledger.Origin, known: Made, *, since: date | None
) -> Iterator[Written]:
    """The rows of the plan as drafts of some thousands, each with the ledger rows of its own; of
    new claims the deadlines `since` a day count.
    """
    names, linked = plan.names, plan.columns.linked
    places = [names.index(name) for name in plan.model._meta.key if name in names]
    for rows in _slices(plan.new_rows, New):
        draft = empty(plan)
        made = (dict(zip(names, row.values, strict=True)) for row in rows)
        if linked:
            made = (known.resolved(values, linked) for values in made)
        if since and plan.model is Claim:
            made = (_from(values, since) for values in made)
        refs = [
            draft.create(plan.model, **ledger.recorded(plan.model, values, origin))
            for values in made
        ]
        for row, ref in zip(rows, refs, strict=True):
            _post(draft, row.entries, ref, origin)
        keys = [tuple([row.values[place] for place in places]) for row in rows]
        yield Written(draft, len(rows), keys)
    for rows in _slices(plan.changed_rows, Changed):
        draft = empty(plan)
        for row in rows:
            if row.changes:
                values = {name: new for name, (_, new) in row.changes.items()}
                values = known.resolved(values, tuple(n for n in linked if n in values))
                draft.change(plan.model, row.row_id, row.version, **values)
            _post(draft, row.entries, row.row_id, origin)
        draft.guard(_money_as_planned(rows))
        yield Written(draft, len(rows), [])


def _from(values: dict[str, Any], since: date) -> dict[str, Any]:
    """A claim of which deadlines count from a day on, unless the file says from which."""
    if not values.get("deadlines_from_date"):
        values["deadlines_from_date"] = since
    return values


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
