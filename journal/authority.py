"""The policy's part in writing: whether the one who acts may write these rows and these columns.

What a quick action, the seed or an undo writes was allowed by the policy of that action; what is
typed, pasted
or imported is allowed sheet by sheet, row by row and column by column.
"""

from journal import own_power, policy
from journal.who import Who
from models import OWN_COLUMNS, ImportRun, meta
from rules.errors import NotFound, Refused

TYPED = ("form", "cell", "import", "command")
"""Sources whose writes are judged by sheet, row and column."""

OWN_RECORD = {"import": {ImportRun}}
"""What a source writes of itself, whoever acts, beside the sheets that it fills."""


def need(who: Who, chunk) -> None:
    """Refuse what `who` may not write; a row out of sight answers like one that is not there."""
    if who.operator:
        return
    if who.masked:
        raise Refused("You are looking through another role: nothing can be changed.")
    own_power.need(who, chunk)
    if chunk.source not in TYPED:
        return
    for model in {*chunk.new, *(model for model, _ in chunk.given)} - OWN_RECORD.get(
        chunk.source, set()
    ):
        policy.need_write(who, model)
        allowed = {f.name for f in policy.writable(who, model)} | {"id"}
        for create in chunk.new.get(model, ()):
            _need_columns(model, set(create.values) - allowed, chunk.source)
        edited = [(i, given) for (sheet, i), given in chunk.given.items() if sheet is model]
        for _, given in edited:
            _need_columns(model, set(given) - allowed, chunk.source)
        _need_rows(who, model, [i for i, _ in edited])


def _need_columns(model, hidden: set[str], source: str) -> None:
    for name in sorted(hidden - set(OWN_COLUMNS)):
        field = model._meta.fields[name]
        if field.derived and source == "import":
            continue
        if field.derived:
            raise Refused(
                f"{field.verbose_name} is worked out by the office's records; it is not typed."
            )
        raise Refused(policy.why_hidden(field))


def _need_rows(who: Who, model, ids: list[int]) -> None:
    condition = policy.scope(who, model)
    if condition is None or not ids:
        return
    seen = {i for (i,) in model.select(model.id).where(model.id << ids, condition).tuples()}
    if len(seen) < len(set(ids)):
        raise NotFound(f"The {meta(model, 'singular')} is no longer there.")
