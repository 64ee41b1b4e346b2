"""The journal: seeding in bulk, a bulk change, one cell, pages and search by size."""

from pathlib import Path

import models as m
from journal.cells import Cell, save_cells
from journal.commit import commit
from journal.database import run
from journal.drafts import Draft
from journal.reading import Question, ask
from journal.who import SEED
from tests.bench import offices
from tests.bench.offices import TECHNICIAN
from tests.bench.measure import Figure, Spent, once, spent



def seeding(folder: Path, claims: int) -> list[Figure]:
    """Claims with their ledgers through the journal against a bare executemany of the same rows."""
    path = folder / f"office{claims}.db"
    ours = once(lambda: offices.make(path, claims))
    _, work = offices.bare_copy(path, folder / "bare.db", ("claim", "reserve", "payment"))
    floor = once(work)
    return [
        Figure(
            f"seed {claims:,} claims with ledgers / bare executemany",
            ours.cpu / floor.cpu,
            8,
            "x",
            f"{ours}; floor {floor}",
        )
    ]


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
            many[name].wall / few[name].wall,
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
        ours.wall / floor.wall,
        15,
        "x",
        f"{ours}; floor {floor}",
    )
