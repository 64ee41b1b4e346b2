"""What the grid asks of a sheet, each beside its bare SQL: order, window, sums, groups, changes; and
the undo of many rows beside a bare UPDATE of them. On the engine that is bound.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from engines import Postgres
from machine import postgres_programs

import models as m
from journal import order, recent, summary, undo
from journal.commit import commit
from journal.database import is_sqlite, run
from journal.drafts import Draft
from journal.question import Question
from journal.reading import ask
from journal.who import SEED
from models import database
from tests.bench import offices
from tests.bench.measure import Figure, once, spent

BUDGET = 1.5
UNDONE = 10_000
LIVE = "c.trashed_at IS NULL"
NEWEST = "ORDER BY c.loss_date DESC{last}, c.id DESC"
FILTERED = f"{LIVE} AND c.amount_claimed >= 100000 AND (c.status <> 'rejected' OR c.status IS NULL)"
FILTERS = ("amount_claimed>=1000", "status!=rejected")
SUMS = "count(c.{0}), sum(c.{0}), avg(c.{0}), min(c.{0}), max(c.{0})"
MONEY = ("amount_claimed", "paid", "outstanding")


def figures(claims: int, engine: str) -> Iterator[Figure]:
    """Every figure of the office that is bound, of so many claims."""
    for words, ours, bare in (*_of_rows(claims), *_of_all()):
        yield _beside(f"{words}, {claims:,} claims, {engine}", ours, bare)
    yield _undone(claims, engine)


Case = tuple[str, Callable[[], object], str]
"""What is asked in words, the asking, and its bare SQL."""


def _of_rows(claims: int) -> Iterator[Case]:
    """Which rows there are, and some of them; of more than a window, how many there are too."""
    who, newest = offices.TECHNICIAN, NEWEST.format(last="" if is_sqlite() else " NULLS LAST")
    most = order.MOST_IDS + 1
    counted = "; SELECT count(*) FROM claim c WHERE " if claims > order.MOST_IDS else ""
    columns = ("loss_date", "status", "department", *MONEY)
    some = Question(m.Claim, filters=FILTERS)
    yield (
        "order of all rows",
        lambda: order.order_of(who, Question(m.Claim)),
        f"SELECT c.id FROM claim c WHERE {LIVE} {newest} LIMIT {most}{counted and counted + LIVE}",
    )
    yield (
        "order of filtered rows by money",
        lambda: order.order_of(who, Question(m.Claim, filters=FILTERS, sort=("-paid",))),
        f"SELECT c.id FROM claim c WHERE {FILTERED} ORDER BY c.paid DESC, c.id DESC LIMIT {most}"
        f"{counted and counted + FILTERED}",
    )
    ids = tuple(order.order_of(who, some).ids[5_000:5_200])
    listed = ",".join(map(str, ids))
    yield (
        "200 rows of a window",
        lambda: ask(who, Question(m.Claim, columns=columns, ids=ids, limit=200), counted=False),
        "SELECT c.id, c.version, c.loss_date, c.status, d.id, d.code, d.name, c.amount_claimed, "
        "c.paid, c.outstanding FROM claim c LEFT JOIN department d ON d.id = c.department_id "
        f"WHERE {LIVE} AND c.id IN ({listed}) {newest}",
    )


def _of_all() -> Iterator[Case]:
    """What all rows come to, and what changed among them."""
    who, most = offices.TECHNICIAN, order.MOST_IDS + 1
    sums = ", ".join(SUMS.format(name) for name in MONEY)
    totals = f"SELECT count(*), {sums} FROM claim c WHERE "
    yield (
        "sums of all rows",
        lambda: summary.summary(who, Question(m.Claim, columns=MONEY)),
        totals + LIVE,
    )
    yield (
        "sums of filtered rows",
        lambda: summary.summary(who, Question(m.Claim, columns=MONEY, filters=FILTERS)),
        totals + FILTERED,
    )
    yield (
        "groups by department and status, with order",
        lambda: order.order_of(
            who, Question(m.Claim, columns=MONEY), group=("department", "status")
        ),
        f"SELECT d.code, c.status, count(*), {sums} FROM claim c LEFT JOIN department d "
        f"ON d.id = c.department_id WHERE {LIVE} GROUP BY 1, 2; "
        "SELECT c.id FROM claim c LEFT JOIN department d ON d.id = c.department_id "
        f"WHERE {LIVE} ORDER BY d.code, d.id, c.status, c.loss_date DESC, c.id DESC LIMIT {most}",
    )
    since = order.newest()
    yield (
        "changes where nothing happened",
        lambda: recent.recent(who, m.Claim, since),
        "SELECT seq FROM head WHERE id = 1",
    )


def _beside(words: str, ours: Callable[[], object], bare: str) -> Figure:
    def floor() -> None:
        for part in bare.split("; "):
            run(part).fetchall()

    bottom, measured = spent(floor, runs=9), spent(ours, runs=9)
    by = "cpu" if is_sqlite() else "wall"
    detail = f"{measured}; bare SQL {bottom}"
    return Figure(
        f"{words} / bare SQL", getattr(measured, by) / getattr(bottom, by), BUDGET, "x", detail
    )


def _undone(claims: int, engine: str) -> Figure:
    """Undo of a batch of many rows beside a bare UPDATE of the same rows, rolled back."""
    ids = [i for (i,) in m.Claim.select(m.Claim.id).limit(UNDONE).tuples()]
    draft = Draft("bulk change", source="verb", on=offices.TODAY)
    for row_id in ids:
        draft.change(m.Claim, row_id, location="Place of the bench")
    seq = commit(SEED, draft).seq
    listed = ",".join(map(str, ids))

    def bare() -> None:
        with database.atomic() as changed:
            run(f"UPDATE claim SET location = 'Elsewhere' WHERE id IN ({listed})")
            changed.rollback()

    floor = spent(bare, runs=5)
    ours = once(lambda: undo.undo(SEED, seq, on=offices.TODAY))
    by = "cpu" if is_sqlite() else "wall"
    return Figure(
        f"undo of {UNDONE:,} rows, {claims:,} claims, {engine} / bare UPDATE",
        getattr(ours, by) / getattr(floor, by),
        float("inf"),
        "x",
        f"{ours}; bare UPDATE {floor}; no budget is set",
    )


def of_office(path: Path, claims: int) -> Iterator[Figure]:
    """The figures of an office kept in a file."""
    offices.bind(path)
    yield from figures(claims, "SQLite")


def on_postgres(claims: int) -> Iterator[Figure]:
    """The figures of an office as large in a PostgreSQL of their own."""
    server = Postgres(postgres_programs())
    try:
        offices.make_at(server.make("bench"), claims)
        yield from figures(claims, "PostgreSQL")
        m.database.close()
    finally:
        server.stop()
