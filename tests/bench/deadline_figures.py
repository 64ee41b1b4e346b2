"""Deadlines: all of an office's in one job, and those of one claim after an edit."""

import random
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import models as m
from journal import deadlines
from journal.cells import Cell, save_cells
from journal.commit import commit_parts
from journal.database import run
from journal.drafts import Draft
from journal.jobs import Task
from journal.law import counting, law
from journal.migrate import migrate
from journal.who import OPERATOR, SEED
from rules.clocks import COUNTED_BY_CODE, Due, clocks_of
from tests.bench import offices
from tests.bench.measure import Figure, Spent, in_child, once, spent, told
from tests.bench.offices import TODAY
from workflow import relook

HERE = "tests.bench.deadline_figures"
CLAIMS, AT_ONCE = 20_000, 1_000
LIABILITY = ("received", "under_review", "evaluation", "rejected", "negotiation")
COMPENSATION = ("reported", "claim_form_given", "claim_form_filed", "delayed", "accepted")


def figures(folder: Path) -> list[Figure]:
    """Of 20,000 open claims."""
    path = folder / "deadlines.db"
    found = in_child(f"{HERE}:job", path)
    first, again, bare = (Spent(**found[name]) for name in ("first", "again", "bare"))
    entries, floor = found["entries"], found["counted"]
    rates = [f"{1000 * n / one.cpu:,.0f}" for n, one in ((entries, first), (floor, bare))]
    return [
        Figure(
            f"all deadlines of {CLAIMS:,} open claims / bare loop over the rules",
            (first.cpu / entries) / (bare.cpu / floor),
            3,
            "x",
            f"{entries:,} entries: {first}, {rates[0]} a second; the rules alone {rates[1]} a "
            f"second; looked at again, nothing changed: {again}",
        ),
        _edit(path),
    ]


def _edit(path: Path) -> Figure:
    plain, moved = (Spent(**in_child(f"{HERE}:edit", path, name)) for name in (PLAIN, FACT))
    return Figure(
        "deadlines derived anew after one edit",
        moved.cpu - plain.cpu,
        10,
        "ms",
        f"cell on which none rests {plain}; cell that moves two {moved}",
    )


def job(path: str) -> dict[str, Any]:
    """The job in an office whose diary is empty, the same again, and the rules alone."""
    offices.bind(Path(path))
    migrate()
    derive, deadlines.derive = deadlines.derive, lambda chunk: None
    commit_parts(SEED, Draft("claims", source="seed", on=TODAY), _parts())
    deadlines.derive = derive
    with TemporaryDirectory() as name:
        task = Task(1, OPERATOR, {"on": TODAY.isoformat()}, Path(name))
        first = once(lambda: relook.work(task))
        entries = run("SELECT count(*) FROM diary").fetchone()[0]
        again = once(lambda: relook.work(task))
    calls = list(_calls())
    bare = once(lambda: [rule(**given) for rule, given in calls])
    return {
        "first": told(first),
        "again": told(again),
        "bare": told(bare),
        "entries": entries,
        "counted": len(calls),
    }


def _calls():
    """The question to a rule behind each entry of the diary."""
    found = counting(TODAY)
    books = law(TODAY)
    for row in m.Claim.select().dicts():
        stored = {n: v.isoformat() if hasattr(v, "isoformat") else v for n, v in row.items()}
        facts = deadlines.facts_of(found, row["line"], stored)
        for clock in clocks_of(row["line"]):
            if isinstance(found.stands(clock, facts), Due):
                given = {name: facts[fact] for name, fact in clock.given.items()}
                if clock.rule in COUNTED_BY_CODE:
                    given |= {"code": clock.code, "trigger_date": facts[clock.fact]}
                yield clock.rule, {**given, "law": books}


PLAIN, FACT = "location", "presented_date"


def edit(path: str, column: str) -> dict[str, float]:
    """One cell of one claim, over and over, each time another value."""
    offices.bind(Path(path))
    claim = m.Claim.get(m.Claim.line == "L", m.Claim.status == "evaluation")
    days = count(1)

    def save() -> None:
        number = next(days)
        value = (TODAY - timedelta(days=number)).isoformat() if column == FACT else f"{number} Elm"
        version = m.Claim.get_by_id(claim.id).version
        cell = Cell(claim.id, version, column, value)
        assert save_cells(OPERATOR, m.Claim, [cell], on=TODAY).saved

    return told(spent(save))


def _parts():
    dice = random.Random(CLAIMS)
    for start in range(0, CLAIMS, AT_ONCE):
        draft = Draft("", source="seed", on=TODAY)
        for number in range(start, start + AT_ONCE):
            draft.create(m.Claim, claim_no=f"D{number:06d}", **_claim(dice, number))
        yield draft


def _claim(dice: random.Random, number: int) -> dict[str, Any]:
    day = TODAY - timedelta(days=dice.randrange(400))
    if number % 2:
        return {
            "line": "L",
            "status": dice.choice(LIABILITY),
            "loss_date": day - timedelta(days=40),
            "presented_date": day,
            "claim_kind": dice.choice(("injury", "personal_property", "other")),
            "delivery_method": dice.choice(("personal", "mail")),
            "rejection_mailed_date": day if dice.random() < 0.2 else None,
        }
    return {
        "line": "W",
        "status": dice.choice(COMPENSATION),
        "injury_date": day,
        "loss_date": day,
        "knowledge_date": day,
        "received_date": day,
        "claim_form_filed_date": day + timedelta(days=1) if day < TODAY else None,
        "last_worked_date": day if dice.random() < 0.5 else None,
        "claim_type": dice.choice(("medical_only", "indemnity")),
    }
