"""Whether a cell changed since the user looked: judged cell by cell, together with what is
validated with it.
"""

from collections import defaultdict

from journal.chunk import AT_ONCE
from journal.stored import to_python
from journal.who import called
from models import Batch, Change, meta
from rules.errors import StaleCell


def stale_cells(chunk) -> list[StaleCell]:
    """The given cells of a chunk that somebody changed since the version each edit saw; all of an
    edit that saw a version which is not there yet.
    """
    late = [e for e in chunk.draft.edits if e.seen is not None and e.seen != _standing(chunk, e)]
    changes = _changes(late)
    found = []
    for edit in late:
        found.extend(_of_edit(chunk, edit, changes[edit.model, edit.row_id]))
    return found


def _standing(chunk, edit) -> int:
    return chunk.old[edit.model][edit.row_id]["version"]


def _of_edit(chunk, edit, of_row: list):
    row = chunk.old[edit.model][edit.row_id]
    changes = [change for version, *change in of_row if version > edit.seen]
    asked = (
        set(edit.values)
        if edit.operation == "change"
        else {f.name for f in edit.model._meta.sorted_fields if not getattr(f, "derived", True)}
    )
    for column in sorted(asked):
        touching = [c for c in changes if c[0] & _with(edit.model, column)]
        if not touching and edit.seen < row["version"]:
            continue
        field = edit.model._meta.fields[column]
        yours = to_python(field)(edit.values[column]) if column in edit.values else None
        _, by, at = touching[-1] if touching else (None, "", None)
        yield StaleCell(
            edit.model.__name__.lower(),
            edit.row_id,
            column,
            yours,
            to_python(field)(row.get(column)),
            row["version"],
            by,
            at,
        )


def _with(model, column: str) -> set[str]:
    """The columns judged together with one."""
    groups = [set(group) for group in meta(model, "together") if column in group]
    return {column}.union(*groups)


def _changes(edits: list) -> dict[tuple, list]:
    """Row -> (version, changed columns, who, when) of what was written since, oldest first."""
    found: dict[tuple, list] = defaultdict(list)
    for model in {edit.model for edit in edits}:
        ids = sorted({edit.row_id for edit in edits if edit.model is model})
        seen = min(edit.seen for edit in edits if edit.model is model)
        for start in range(0, len(ids), AT_ONCE):
            for row_id, version, columns, actor, at in _since(model, ids[start:][:AT_ONCE], seen):
                found[model, row_id].append((version, set((columns or "").split(",")), actor, at))
    return found


def _since(model, ids: list[int], seen: int):
    return (
        Change.select(
            Change.row_id, Change.version, Change.columns, called(Batch.actor), Batch.committed_at
        )
        .join(Batch, on=(Change.batch == Batch.id))
        .where(Change.sheet == model.__name__.lower(), Change.row_id << ids, Change.version > seen)
        .order_by(Change.row_id, Change.version)
        .tuples()
    )
