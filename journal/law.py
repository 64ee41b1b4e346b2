"""The law as the office has it: shipped tables with its own rows, its closed days, its tiers."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from journal.database import run
from journal.statutory_checks import misfits
from models import AuthorityLimit, Holiday, StatutoryRow, database
from rules import money
from rules.calculators import Law, as_shipped
from rules.calendars import CALENDARS, Calendar, tabled
from rules.clocks import Counting
from rules.coverage import coverage
from rules.dated import KINDS, Row, Table

TIERS = "settlement_tiers"
TIER_OF = {"technician": "claims_technician"}
"""Holder of a limit -> the tier of the City, where they are called differently."""
KEPT = 50_000
"""Days counted that are kept for the next question."""
_counting: dict[str, tuple[tuple, Counting]] = {}


def law(on: date) -> Law:
    """What the rules look up, for a question that is asked on a day."""
    shipped, own = as_shipped(), _own_rows()
    tables = {name: table.with_rows(own[name]) for name, table in shipped.tables.items()}
    tables[TIERS] = _tiers(shipped.tables[TIERS], on)
    return Law(tables, {code: calendar_of(code) for code in CALENDARS})


def counting(on: date) -> Counting:
    """The clocks under the office's law as it stands; what was counted before is kept."""
    key, standing = str(database.obj.database), mark()
    known = _counting.get(key)
    if known is None or known[0] != standing or len(known[1]) > KEPT:
        known = _counting[key] = standing, Counting(law(on))
    return known[1]


def short(on: date) -> list[str]:
    """The statutory tables that call for a row, each in a sentence."""
    found = [coverage(table, on=on) for table in law(on).tables.values()]
    return [f"{one.kind.name}: {one.words}." for one in found if one.calls]


def mark() -> tuple[int | None, ...]:
    """What tells one state of the office's law from another: the last batch that touched its rows
    and its closed days.
    """
    newest = ", ".join(
        f'(SELECT max(batch_id) FROM "{model._meta.table_name}")'
        for model in (StatutoryRow, Holiday)
    )
    return tuple(run(f"SELECT {newest}").fetchone())


def calendar_of(code: str) -> Calendar:
    """The State or Court calendar with the days that the office entered."""
    query = Holiday.select(Holiday.day, Holiday.name).where(
        Holiday.calendar == code, Holiday.trashed_at.is_null()
    )
    return tabled(CALENDARS[code], dict(query.tuples()))


def _own_rows() -> dict[str, list[Row]]:
    """Table -> the rows that the office added to it."""
    found: dict[str, list[Row]] = defaultdict(list)
    for one in added():
        if not misfit(one):
            found[one.table].append(row_of(one))
    return found


def added(table: str = "") -> list[StatutoryRow]:
    """The rows that the office keeps, of all tables or of one, the newest first."""
    query = StatutoryRow.select().where(StatutoryRow.trashed_at.is_null())
    if table:
        query = query.where(StatutoryRow.table == table)
    return list(query.order_by(StatutoryRow.first_day.desc(), StatutoryRow.id.desc()))


def misfit(one: StatutoryRow) -> str:
    """Why a row that stands is left out of its table; empty where it counts. None is written so."""
    row = {"table": one.table, "code": one.code, "values": one.values}
    return " ".join(wrong.sentence for wrong in misfits(row))


def row_of(one: StatutoryRow) -> Row:
    """A row of the office as one of its table."""
    kind = KINDS[one.table]
    values = {name: str(value) for name, value in one.values.items()}
    values = {**dict.fromkeys(kind.columns, ""), **values}
    if one.code:
        values[kind.key] = one.code
    return Row(one.table, one.first_day, one.last_day, values, one.source, one.verified)


def _tiers(shipped: Table, on: date) -> Table:
    """The tiers with the limits for settlements that the office holds in force, once it has any."""
    limits = AuthorityLimit.select().where(
        AuthorityLimit.kind == "settlement",
        AuthorityLimit.trashed_at.is_null(),
        AuthorityLimit.line.is_null() | (AuthorityLimit.line == "L"),
        AuthorityLimit.first_day <= on,
        AuthorityLimit.last_day.is_null() | (AuthorityLimit.last_day >= on),
    )
    held = {TIER_OF.get(limit.holder, limit.holder): limit for limit in limits}
    rows = [_tier(row, held[row.text("role")]) for row in shipped.rows if row.text("role") in held]
    return replace(shipped, rows=tuple(rows)) if rows else shipped


def _tier(row: Row, limit: AuthorityLimit) -> Row:
    """A tier with a limit of the office: without an amount it is any, with none at all not set."""
    most = "any" if limit.amount is None else money.plain(limit.amount) if limit.amount else ""
    values = {**row.values, "max_amount": most, "concurrence": limit.concurrence or ""}
    source = limit.source or row.source
    return replace(row, values=values, source=source, verified=limit.verified, by_office=True)
