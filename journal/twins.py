"""The twin of each sheet: `<sheet>_past` keeps every row as it was, with the batches that made and
ended it.

As of a moment, history, undo and compare read one union of sheet and twin. The sign-in columns of
User are
not journaled and have no place in its twin.
"""

from functools import cache

from peewee import CompositeKey, Model

from models import SHEETS, SIGN_IN_COLUMNS, Base, User
from sheets import columns as c
from sheets.columns import Code, Whole
from sheets.prepared import prepared


@cache
def past(model) -> type[Model]:
    """The twin of a sheet: its columns, `made_batch` in place of `batch_id`, `ended_batch`, and a
    purge mark.
    """
    fields = {f.name: bare(f) for f in kept(model)}
    fields["ended_batch"] = Whole("Ended by")
    fields["purge_rule"] = Code("Purged by", null=True)
    table = f"{model._meta.table_name}_past"
    fields["Meta"] = type(
        "Meta",
        (),
        {
            "table_name": table,
            "primary_key": CompositeKey("id", "version"),
            "indexes": ((("ended_batch",), False), (("batch_id",), False)),
        },
    )
    return type(f"{model.__name__}Past", (Base,), fields)


@prepared()
def kept(model) -> tuple:
    """The columns of a sheet that the journal versions, what it keeps itself included."""
    left_out = SIGN_IN_COLUMNS if model is User else ()
    return tuple(f for f in model._meta.sorted_fields if f.name not in left_out)


@prepared()
def column_names(model) -> tuple[str, ...]:
    """The database names of the columns that sheet and twin share."""
    return tuple(f.column_name for f in kept(model))


def bare(field):
    """A copy of a column without relation, default, index or constraint."""
    if field.name == "id":
        return Whole("Row")
    if field.kind == "link":
        return Whole(field.verbose_name, null=True, column_name=field.column_name)
    kind = type(field)
    facts = {"label": field.verbose_name or "", "null": True, "column_name": field.column_name}
    if kind in (c.Line, c.Code, c.Choice):
        facts["max_length"] = field.max_length
    if kind is c.Quantity:
        facts["places"] = field.places
    copy = kind(**facts)
    copy.sensitivity = field.sensitivity
    return copy


def past_name(model) -> str:
    """The table name of the twin."""
    return past(model)._meta.table_name


PASTS = tuple(past(model) for model in SHEETS)
"""Every twin, in the order of the sheets."""
