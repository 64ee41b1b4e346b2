"""The journal: seeding in bulk, a bulk change, one cell, pages and search by size."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import models as m
from journal import audit
from journal.cells import Cell, save_cells
from journal.commit import commit
from journal.database import run
from journal.drafts import Draft
from journal.migrate import migrate
from journal.reading import Question, ask
from journal.who import SEED
from seed.demo import seed_demo
from tests.bench import offices
from tests.bench.measure import (
    Figure,
    Spent,
    in_child,
    once,
    peak_megabytes,
    spent,
    timed,
    told,
)
from tests.bench.offices import TECHNICIAN

HERE = "tests.bench.journal_figures"


def seeding(folder: Path, claims: int) -> list[Figure]:
    """The demonstration office against a bare executemany of the same rows."""
    path = folder / "demonstration.db"
    made = in_child(f"{HERE}:demonstration", path, claims)
    ours = Spent(made["cpu"], made["wall"])
    floor, bare = (
        timed("tests.bench.peers.bare:copy", path, folder, kind) for kind in ("indexed", "plain")
    )
    found = (
        f"{made['rows']:,} rows: {ours}; floor {floor}; into tables without indexes {bare}, "
        f"{ours.cpu / bare.cpu:.1f}x; peak {made['peak']:.0f} MB"
    )
    path.unlink()
    return [
        Figure(
            f"seed demo of {claims:,} claims / bare executemany",
            ours.cpu / floor.cpu,
            8,
            "x",
            found,
        )
    ]


def demonstration(path: str, claims: str) -> dict[str, float]:
    """What the demonstration costs, how many rows it has, and the peak of the process."""
    offices.bind(Path(path))
    migrate()
    with TemporaryDirectory() as store:
        counts: Counter[str] = Counter()
        cost = once(
            lambda: counts.update(
                seed_demo(int(claims), today=offices.TODAY, documents=Path(store))
            )
        )
    m.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return {**told(cost), "rows": counts.total(), "peak": peak_megabytes()}


def verifying(path: Path) -> list[Figure]:
    """`audit verify`, scaled to a million entries."""
    offices.bind(path)
    entries = m.Change.select().count()
    cost = once(lambda: _sound(audit.verify()))
    rate = entries / cost.cpu * 1000
    return [
        Figure(
            "audit verify, 1,000,000 entries",
            1_000_000 / rate,
            60,
            "s",
            f"scaled from {entries:,} entries: {cost}; {rate:,.0f} entries a second",
        )
    ]


def _sound(report: audit.Report) -> None:
    assert report.sound, report.problems


def writing(path: Path) -> list[Figure]:
    """A bulk change of 1,000 rows and the save of one cell."""
    offices.bind(path)
    ids = [i for (i,) in m.Claim.select(m.Claim.id).limit(1000).tuples()]
    turn = iter(range(10**6))

    def bulk() -> None:
        draft = Draft("bulk change", source="verb", on=offices.TODAY)
        text = f"Place {next(turn)}"
        for row_id in ids:
            draft.change(m.Claim, row_id, location=text)
        commit(SEED, draft)

    def cell() -> None:
        row_id = ids[next(turn) % 1000]
        version = m.Claim.select(m.Claim.version).where(m.Claim.id == row_id).tuples().get()[0]
        save_cells(
            TECHNICIAN,
            m.Claim,
            [Cell(row_id, version, "location", f"Cell {next(turn)}")],
            on=offices.TODAY,
        )

    changed, saved = spent(bulk), spent(cell, runs=99)
    return [
        Figure("bulk change of 1,000 rows, journaled", changed.cpu, 80, "ms", str(changed)),
        Figure("save of one cell (journal and policy, no HTTP)", saved.cpu, 6, "ms", str(saved)),
    ]


QUESTIONS = {
    "first page": Question(m.Claim),
    "last page": Question(m.Claim, last=True),
    "one filter, one sort": Question(m.Claim, filters=("status=rejected",), sort=("-loss_date",)),
    "search, one match": Question(m.Claim, q="C0000777"),
    "search, common word": Question(m.Claim, q="pothole"),
}


def _asked(path: Path) -> dict[str, Spent]:
    offices.bind(path)
    found = {
        name: spent(lambda q=question: ask(TECHNICIAN, q)) for name, question in QUESTIONS.items()
    }
    cursor = ask(TECHNICIAN, Question(m.Claim)).next
    found["next page"] = spent(lambda: ask(TECHNICIAN, Question(m.Claim, after=cursor)))
    return found


def by_size(small: Path, large: Path, claims: int) -> list[Figure]:
    """What a page costs at many claims against the same at 1,000."""
    few, many = _asked(small), _asked(large)
    figures = [
        Figure(
            f"{name}, {claims:,} claims / 1,000",
            many[name].cpu / few[name].cpu,
            2,
            "x",
            f"{many[name]}; at 1,000: {few[name]}",
        )
        for name in few
    ]
    return [*figures, _rare(large)]


def _rare(path: Path) -> Figure:
    """A rare word against the bare query of the index."""
    offices.bind(path)
    word = "4711"
    grams = " AND ".join(f'"{word[i : i + 3]}"' for i in range(len(word) - 2))
    floor = spent(
        lambda: run(
            "SELECT rowid FROM search_public WHERE search_public MATCH ?", (grams,)
        ).fetchall()
    )
    ours = spent(lambda: ask(TECHNICIAN, Question(m.Claim, q=word)))
    return Figure(
        "search of a rare word / bare index query",
        ours.cpu / floor.cpu,
        15,
        "x",
        f"{ours}; floor {floor}",
    )
