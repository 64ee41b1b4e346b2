"""Workbooks in and out: import and export beside django-import-export, beside the bare driver, and
the memory that they take.
"""

import gc
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook

import models as m
from exports.sheets import export
from imports.commit import commit
from imports.grid import Grid
from imports.mapping import known
from imports.outcome import Options
from imports.plan import plan
from imports.reading import read
from imports.rows import RowReader
from journal import writing
from journal.commit import Open
from journal.question import Question
from tests.bench import offices
from tests.bench.measure import Figure, Spent, growth, in_child, once, timed, told
from tests.bench.parts import Parts

HERE = "tests.bench.sheet_figures"
DJANGO = "tests.bench.peers.django_office"
COLUMNS = (
    "claim_no", "claimant", "status", "loss_date", "received_date", "department", "cause_code",
    "location", "description", "amount_claimed",
)  # fmt: skip
WATCHED = (
    (RowReader, "start", "type"),
    (RowReader, "finish", "type"),
    (Open, "write", "journal"),
    (Open, "seal", "journal"),
    (writing.Index, "put", "search"),
    (writing.Index, "move", "search"),
    (writing.Index, "write", "search"),
)
"""Functions, and the part of an import that they are: "type" is cells into values, "plan" and
"commit" are what is left of them.
"""
TAKEN_OUT = m.Claim._meta.listed
FEW, MANY = 10_000, 100_000


def figures(folder: Path, large: Path) -> list[Figure]:
    """Import, export and memory; `large` is an office with many claims."""
    empty = folder / "empty.db"
    offices.make(empty, 0)
    files = {rows: register(folder / f"register{rows}.xlsx", rows) for rows in (FEW, MANY)}
    return [
        *_import(empty, files[FEW]),
        _large_import(empty, files[MANY]),
        _export(large),
        *_memory(empty, large, files),
    ]


def register(path: Path, rows: int) -> Path:
    """A register as an office keeps it: so many claims, typed, one tab."""
    dice, book = Random(rows), Workbook(write_only=True)
    tab = book.create_sheet("Claims")
    tab.append(COLUMNS)
    for n in range(rows):
        loss = offices.TODAY - timedelta(days=dice.randrange(3650))
        tab.append(
            (
                f"X{n:07d}",
                f"{dice.choice(offices.WORDS).title()} {dice.choice(offices.WORDS).title()}son",
                dice.choice(offices.STATUSES[:5]),
                loss,
                min(loss + timedelta(days=dice.randrange(200)), offices.TODAY),
                f"D{dice.randrange(1, 13):02d}",
                f"K{dice.randrange(1, 25):02d}",
                f"{dice.randrange(9999)} Main St",
                " ".join(dice.choice(offices.WORDS) for _ in range(12)) + f" case {n}",
                dice.randrange(10**6) / 100,
            )
        )
    book.save(path)
    return path


def _import(empty: Path, file: Path) -> list[Figure]:
    ours = Spent(**in_child(f"{HERE}:bring_in", empty, file)["whole"])
    arguments = (empty, empty.parent, file, FEW)
    peers = (
        ("its admin", 10, timed(f"{DJANGO}:admin_import", *arguments)),
        ("its bulk mode", 6, timed(f"{DJANGO}:bulk_import", *arguments)),
    )
    return [
        Figure(
            f"import of {FEW:,} rows: faster than django-import-export, {name}",
            peer.cpu / ours.cpu,
            budget,
            "x",
            f"{ours}; {name} {peer}; both plan and write",
            at_least=True,
        )
        for name, budget, peer in peers
    ]


def _large_import(empty: Path, file: Path) -> Figure:
    ours = Spent(**in_child(f"{HERE}:bring_in", empty, file)["whole"])
    parts = in_child(f"{HERE}:parts_of_import", empty, file)
    floor = timed("tests.bench.peers.bare:read_and_insert", empty, file)
    spent = ", ".join(f"{name} {cpu / 1000:.1f} s" for name, cpu in parts.items())
    return Figure(
        f"import of {MANY:,} rows / calamine and bare executemany",
        ours.cpu / floor.cpu,
        6,
        "x",
        f"{ours} (CPU of another run, watched: {spent}); floor {floor}",
    )


def _export(large: Path) -> Figure:
    ours = Spent(**in_child(f"{HERE}:take_out", large, MANY)["whole"])
    peer = timed(f"{DJANGO}:export", large, large.parent)
    return Figure(
        "export .xlsx of all claims: faster than django-import-export",
        peer.cpu / ours.cpu,
        10,
        "x",
        f"{ours}; its {peer}; the columns of the list, {m.Claim.select().count():,} claims",
        at_least=True,
    )


def _memory(empty: Path, large: Path, files: dict[int, Path]) -> list[Figure]:
    found = []
    for word, place, office in (
        ("import", "bring_in", empty),
        ("export", "take_out", large),
    ):
        for rows, file in files.items():
            given = file if word == "import" else rows
            grown = in_child(f"{HERE}:grown", place, office, given)
            detail = "own memory of the process at most, less before; the reading child excluded"
            found.append(Figure(f"memory of an {word} of {rows:,} rows", grown, 100, "MB", detail))
    return found


# --- In a process of their own ------------------------------------------------------------------


def bring_in(empty: str, file: str) -> dict[str, dict[str, float]]:
    """What reading, planning and committing a file cost, in a copy of an empty office."""
    with tempfile.TemporaryDirectory() as folder:
        offices.bind(Path(shutil.copy(empty, Path(folder) / "office.db")))
        return {"whole": told(once(lambda: _brought_in(Path(file), Parts())))}


def parts_of_import(empty: str, file: str) -> dict[str, float]:
    """Milliseconds of CPU of the parts of an import, in a copy of an empty office."""
    parts = Parts()
    for owner, name, part in WATCHED:
        parts.watch(owner, name, part)
    with tempfile.TemporaryDirectory() as folder:
        offices.bind(Path(shutil.copy(empty, Path(folder) / "office.db")))
        _brought_in(Path(file), parts)
    return parts.spent


def _brought_in(file: Path, parts: Parts) -> None:
    """As `plan_file` and `commit` do it; what reading costs is spent in a process of its own."""
    grids: list[Grid] = []
    reading = once(lambda: grids.append(read(file, known=known(m.Claim))))
    parts.spent["read"] = reading.cpu
    options = Options(offices.TODAY)
    made = parts.of("plan", lambda: plan(offices.TECHNICIAN, m.Claim, grids[0], options))
    parts.of("commit", lambda: commit(offices.TECHNICIAN, made))
    assert made.new == grids[0].rows_read, list(made.errors())[:3]
    made.close()


def take_out(office: str, rows: str) -> dict[str, dict[str, float]]:
    """What the export of so many claims costs, in the columns of the list."""
    offices.bind(Path(office))
    question = Question(m.Claim, columns=TAKEN_OUT, filters=(f"id<={rows}",))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.xlsx"
        return {"whole": told(once(lambda: export(offices.TECHNICIAN, question, path)))}


def grown(work: str, office: str, given: str) -> float:
    """By how many megabytes this process grew while it brought rows in or took them out."""
    offices.bind(Path(office))
    gc.collect()
    return growth(lambda: globals()[work](office, given))
