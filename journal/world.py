"""From where is read: the sheets as they stand, or as they stood after a batch.

As of a batch, a sheet is the union of its live rows made by then and its past rows made by then and
ended later.
"""

from datetime import date, datetime
from functools import cached_property

from peewee import CTE, SQL

from journal.database import run
from journal.twins import column_names, kept, past, past_name
from models import SHEETS, Base, Batch
from sheets.columns import Link
from sheets.prepared import prepared


class Now:
    """The sheets as they stand."""

    is_past = False

    @property
    def seq(self) -> int | None:
        """The number of the last batch that counts; None: all do."""
        return None

    def source(self, model):
        """The table to read a sheet from."""
        return model

    def ctes(self, models) -> list[CTE]:
        """What must stand before the query: nothing."""
        return []


class AsOf(Now):
    """The sheets as they stood at an instant, after the last batch by then.

    Which batch that is, is looked up when it is first needed.
    """

    is_past = True

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    @cached_property
    def seq(self) -> int:
        """The number of the last batch by then; 0 where there is none."""
        row = (
            Batch.select(Batch.seq)
            .where(Batch.committed_at <= self._moment, Batch.seq.is_null(False))
            .order_by(Batch.seq.desc())
            .limit(1)
            .tuples()
            .first()
        )
        return int(row[0]) if row else 0

    def source(self, model):
        """The table to read a sheet from; a record that is never changed is read as it stands."""
        return stood(model) if model in SHEETS else model

    def ctes(self, models) -> list[CTE]:
        """The unions that the query reads from."""
        return [self._union(model) for model in dict.fromkeys(models) if model in SHEETS]

    def _union(self, model) -> CTE:
        seq, own = self.seq, model._meta.table_name
        columns = ", ".join(f't."{name}"' for name in column_names(model))
        return CTE(
            _name(model),
            SQL(
                f'SELECT {columns} FROM "{own}" AS t JOIN batch AS made ON made.id = '
                f"t.batch_id WHERE made.seq <= {seq} "
                f'UNION ALL SELECT {columns} FROM "{past_name(model)}" AS t JOIN batch AS made '
                "ON made.id = t.batch_id "
                f"JOIN batch AS ended ON ended.id = t.ended_batch WHERE made.seq <= {seq} AND "
                f"ended.seq > {seq}"
            ),
        )


def _name(model) -> str:
    return f"{model._meta.table_name}_stood"


@prepared()
def stood(model):
    """A class over the union of a sheet; its links lead to the unions of their sheets."""
    fields = {}
    for field in kept(model):
        if field.name == "id":
            continue
        twin = getattr(past(model), field.name)
        copy = twin.clone()
        if field.kind == "link":
            copy = Link(field.rel_model, field.verbose_name, column_name=field.column_name)
        fields[field.name] = copy
    fields["Meta"] = type("Meta", (), {"table_name": _name(model)})
    return type(f"{model.__name__}Stood", (Base,), fields)


def at(moment: datetime | None) -> Now:
    """The world as of an instant; None: as it stands."""
    return Now() if moment is None else AsOf(moment)


# --- The past as a report values it -------------------------------------------------------------

_POSTED = "posted_at IS NOT NULL AND trashed_at IS NULL"
_STANDS = "trashed_at IS NULL"
LEDGERS = {
    "claim": (
        ("payment", "claim_id", "payment_date", _POSTED),
        ("reserve", "claim_id", "reserve_date", _STANDS),
        ("recovery_receipt", "claim_id", "receipt_date", _STANDS),
    ),
    "recovery": (("recovery_receipt", "recovery_id", "receipt_date", _STANDS),),
}
"""Table of a record -> its ledgers: table, link, day, and which rows count."""
OWN_DAYS = {
    "claim": "COALESCE(t.received_date, t.presented_date)",
    "incident": "t.reported_date",
    "recovery": "t.invoice_date",
}
"""Table of a record -> the day that the record itself bears: reached the office, reported,
invoiced.
"""
NAMED = ("department", "cause_code", "employee", "organization", "party", "policy", "user")
"""Tables of what records point to: entered later, they are named as they were first entered."""


class Valued(AsOf):
    """The sheets as they stood at an instant, as figures of its `day` need them.

    A record entered since counts by its own day, as the rows of a ledger do: it stands as it was
    when a day of its own by then was first entered. One without such a day, whose ledger has rows
    dated by then (an opening balance bears its valuation date), stands as it was first entered.
    """

    def __init__(self, moment: datetime, day: date) -> None:
        super().__init__(moment)
        self.day = day

    def _union(self, model) -> CTE:
        stood, table = super()._union(model), model._meta.table_name
        if table not in OWN_DAYS and table not in NAMED:
            return stood
        columns = ", ".join(f't."{name}"' for name in column_names(model))
        later = " UNION ALL ".join(
            f'SELECT {columns} FROM "{source}" AS t JOIN ({self._later(model)}) AS picked '
            "ON picked.id = t.id AND picked.version = t.version"
            for source in (table, past_name(model))
        )
        return CTE(_name(model), SQL(f"{stood._query.sql} UNION ALL {later}"))

    def entered_later(self, model) -> int:
        """How many records stand although they were entered after the batch."""
        return int(run(f"SELECT COUNT(*) FROM ({self.later(model)}) AS found").fetchone()[0])

    def later(self, model) -> str:
        """The statement of their ids."""
        return f"SELECT later.id FROM ({self._later(model)}) AS later"

    def _later(self, model) -> str:
        """The id and the version of each record that was entered after the batch and stands."""
        table = model._meta.table_name
        first = self._both(
            model,
            "t.id, t.version",
            f"JOIN batch AS made ON made.id = t.batch_id WHERE made.seq > {self.seq} "
            "AND t.version = 1",
        )
        if table not in OWN_DAYS:
            return first
        by_then = f"{OWN_DAYS[table]} <= '{self.day.isoformat()}'"
        dated = self._both(model, "t.id, t.version", f"WHERE {by_then}")
        return (
            "SELECT first.id, COALESCE(dated.version, first.version) AS version "
            f"FROM ({first}) AS first LEFT JOIN "
            f"(SELECT id, MIN(version) AS version FROM ({dated}) AS t GROUP BY id) AS dated "
            f"ON dated.id = first.id WHERE (dated.id IS NOT NULL{self._in_ledgers(table)}) AND "
            f'first.id IN (SELECT t.id FROM "{table}" AS t WHERE {_STANDS})'
        )

    def _both(self, model, columns: str, rest: str) -> str:
        """A statement over the live and the past rows of a sheet."""
        return " UNION ALL ".join(
            f'SELECT {columns} FROM "{source}" AS t {rest}'
            for source in (model._meta.table_name, past_name(model))
        )

    def _in_ledgers(self, table: str) -> str:
        """Or that a ledger of the record has rows by the day."""
        parts = [
            f"SELECT {link} FROM {ledger} WHERE {counts} AND {day} <= '{self.day.isoformat()}' "
            f"AND {link} IS NOT NULL"
            for ledger, link, day, counts in LEDGERS.get(table, ())
        ]
        return f" OR first.id IN ({' UNION '.join(parts)})" if parts else ""


def valued(moment: datetime, day: date) -> Valued:
    """The world of an instant, as figures of its day need it."""
    return Valued(moment, day)
