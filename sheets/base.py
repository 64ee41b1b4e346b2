"""What every sheet shares: the database, versions, and how its columns are named in groups."""

from typing import Any

from peewee import AutoField, DatabaseProxy, Model

from sheets.columns import SENSITIVITIES, InstantField, Whole

database = DatabaseProxy()


def names(text: str) -> tuple[str, ...]:
    """Columns by name, from one line of text."""
    return tuple(text.split())


def groups(*texts: str) -> tuple[tuple[str, ...], ...]:
    """Groups of columns by name, a line of text each."""
    return tuple(names(text) for text in texts)


class Base(Model):
    """What every table shares."""

    class Meta:
        database = database
        legacy_table_names = False
        only_save_dirty = True


class Sheet(Base):
    """A journaled sheet: a row has a version, the batch that made it, and perhaps a day it went to
    the trash.
    """

    id = AutoField()
    version = Whole("Version", adds=False, default=1, derived=True)
    batch_id = Whole("Batch", adds=False, null=True, derived=True)
    trashed_at = InstantField("In the trash since", null=True, derived=True)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"{type(self).__name__} is written through the journal, not saved")


OWN_COLUMNS = ("id", "version", "batch_id", "trashed_at")
"""What the journal keeps on each row beside the sheet's own columns."""


ROW_SENSITIVITY = tuple((s, s.capitalize()) for s in SENSITIVITIES[:4])
