"""Whether a cell changed since the user looked: judged cell by cell, together with what is
validated with it.
"""

from journal.stored import to_python
from models import Batch, Change, meta
from rules.errors import StaleCell


def stale_cells(chunk) -> list[StaleCell]:
    """The given cells of a chunk that somebody changed since the version each edit saw."""
    found = []
    for edit in chunk.draft.edits:
        now = chunk.old[edit.model][edit.row_id]["version"]
        if edit.seen is not None and edit.seen < now:
            found.extend(_of_edit(chunk, edit))
    return found


def _of_edit(chunk, edit):
    changes = list(_since(edit.model, edit.row_id, edit.seen))
    row = chunk.old[edit.model][edit.row_id]
    asked = (
        set(edit.values)
        if edit.operation == "change"
        else {f.name for f in edit.model._meta.sorted_fields if not getattr(f, "derived", True)}
    )
    for column in sorted(asked):
        touching = [c for c in changes if c[0] & _with(edit.model, column)]
        theirs = row.get(column)
        if not touching:
            continue
        field = edit.model._meta.fields[column]
        yours = to_python(field)(edit.values[column]) if column in edit.values else None
        _, by, at = touching[-1]
        yield StaleCell(
            edit.model.__name__.lower(),
            edit.row_id,
            column,
            yours,
            to_python(field)(theirs),
            row["version"],
            by,
            at,
        )


def _with(model, column: str) -> set[str]:
    """The columns judged together with one."""
    groups = [set(group) for group in meta(model, "together") if column in group]
    return {column}.union(*groups)


def _since(model, row_id: int, seen: int):
    """(changed columns, who, when) of each version after `seen`, oldest first."""
    query = (
        Change.select(Change.columns, Batch.actor, Batch.committed_at)
        .join(Batch, on=(Change.batch == Batch.id))
        .where(
            Change.sheet == model.__name__.lower(), Change.row_id == row_id, Change.version > seen
        )
        .order_by(Change.version)
        .tuples()
    )
    for columns, actor, at in query:
        yield set((columns or "").split(",")), actor, at
