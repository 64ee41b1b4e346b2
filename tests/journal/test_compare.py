"""Two moments compared: what became of each row between them, how the money moved, and who did it."""

import logging
import random
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from builders import TODAY, change, claim, pay, reserve, write

import models as m
from journal.commit import commit
from journal.compare import Asked, differences, every, totals
from journal.database import run
from journal.drafts import Draft
from journal.question import Question
from journal.reading import ask
from journal.undo import undo
from journal.who import OPERATOR, Who
from rules.errors import BadQuestion, NotFound, Refused

pytestmark = pytest.mark.usefixtures("office")
TECHNICIAN = Who("t@city.gov", roles=frozenset({"technician"}))
MANAGER = Who("m@city.gov", roles=frozenset({"risk_manager"}))


def moment() -> datetime:
    """An instant that lies between two batches."""
    time.sleep(0.002)
    found = datetime.now(UTC)
    time.sleep(0.002)
    return found


def trash(row_id: int, *, back: bool = False) -> None:
    draft = Draft("away", reason="entered twice", on=TODAY)
    (draft.restore if back else draft.trash)(m.Claim, row_id)
    commit(OPERATOR, draft)


def compared(since, until=None, *, who=OPERATOR, kinds=(), model=m.Claim, **asked):
    return Asked(Question(model, **asked), since, until, kinds=kinds)


def kinds(since, until=None, **asked) -> dict[int, str]:
    who = asked.get("who", OPERATOR)
    found, _ = differences(who, compared(since, until, **asked))
    return {one.id: one.kind for one in found}


def test_a_running_total_moves_no_money():
    row, since = claim(), moment()
    reserve(row, 900_00)
    reserve(row, 1_250_00)
    wanted = compared(since, model=m.Reserve)
    assert [(one.field.name, one.by) for one in totals(OPERATOR, wanted).money] == [
        ("change", 1_250_00)
    ]
    found, _ = differences(OPERATOR, wanted)
    cells = {cell.field.name: cell.new for one in found for cell in one.cells}
    assert cells["amount"] == 1_250_00, "it is told beside the money"


def test_each_row_is_told_by_what_became_of_it():
    stays, changes, goes, returns = (claim(location="Elm") for _ in range(4))
    trash(returns)
    since = moment()
    new = claim(claimant="New")
    change(m.Claim, changes, location="Oak")
    trash(goes)
    trash(returns, back=True)
    trash(claim(claimant="made and thrown away"))
    until = moment()
    change(m.Claim, stays, location="later")
    assert kinds(since, until) == {
        changes: "changed",
        goes: "trashed",
        returns: "restored",
        new: "added",
    }
    assert totals(OPERATOR, compared(since, until)).counts == {
        "added": 1,
        "changed": 1,
        "trashed": 1,
        "restored": 1,
    }
    assert kinds(since)[stays] == "changed"


def test_what_was_changed_and_put_back_is_no_difference():
    row = claim(location="Elm")
    since = moment()
    change(m.Claim, row, location="Oak")
    change(m.Claim, row, location="Elm")
    assert kinds(since) == {}
    assert sum(totals(OPERATOR, compared(since)).counts.values()) == 0


def test_a_changed_row_tells_each_column_and_who_when_and_why():
    row = claim(location="Elm")
    since = moment()
    for location in ("Oak", "Ash"):
        draft = Draft("Looked again", reason="the street was wrong", on=TODAY)
        draft.change(m.Claim, row, location=location)
        seq = commit(OPERATOR, draft).seq
    ((found,), after) = differences(OPERATOR, compared(since))
    assert [(cell.field.name, cell.old, cell.new) for cell in found.cells] == [
        ("location", "Elm", "Ash")
    ]
    assert [(s.title, s.reason) for s in found.steps] == [
        ("Looked again", "the street was wrong")
    ] * 2
    assert found.steps[-1].seq == seq
    assert after is None


def test_the_money_of_claims_moves_as_its_ledgers_say():
    one, other = claim(), claim()
    reserve(one, 900_00)
    pay(one, 100_00)
    reserve(other, 500_00)
    since = moment()
    reserve(one, 1_200_00)
    pay(one, 50_00)
    trash(other)
    told = totals(OPERATOR, compared(since))
    sums = {move.field.name: (move.old, move.new, move.by) for move in told.money}
    assert sums["paid"] == (100_00, 150_00, 50_00)
    assert sums["reserved"] == (1_400_00, 1_200_00, -200_00)
    assert sums["incurred"] == (1_400_00, 1_200_00, -200_00)
    assert "recovered" not in sums
    assert told.moved == 2
    found, _ = differences(OPERATOR, compared(since, kinds=("money",)))
    moved = {d.id: {move.field.name: move.by for move in d.money} for d in found}
    assert moved[one]["reserved"] == 300_00
    assert moved[other]["reserved"] == -500_00


def test_a_row_counts_that_matches_the_filter_at_either_moment():
    came, left, never = claim(location="Oak"), claim(location="Elm"), claim(location="Oak")
    since = moment()
    change(m.Claim, came, location="Elm")
    change(m.Claim, left, location="Oak")
    change(m.Claim, never, location="Ash")
    assert set(kinds(since, filters=("location=Elm",))) == {came, left}
    assert set(kinds(since, filters=("location=Elm",), q="Alvarez")) == {came, left}
    assert kinds(since, q="nobody") == {}


def test_a_filter_through_a_relation_asks_each_moment():
    one, two = (write(department={"code": c, "name": c * 2}).created[0][1] for c in ("A", "B"))
    row, other = claim(department=one), claim(department=two)
    since = moment()
    change(m.Claim, row, department=two)
    change(m.Claim, other, location="Elm")
    assert set(kinds(since, filters=("department.name=AA",))) == {row}
    assert set(kinds(since, filters=("department=B",))) == {row, other}


def test_a_change_that_may_not_be_seen_is_no_difference():
    row = claim(line="W", status="reported", location="Elm")
    since = moment()
    change(m.Claim, row, diagnosis="Fracture")
    assert kinds(since, who=MANAGER) == {}
    assert kinds(since, who=TECHNICIAN) == {row: "changed"}
    change(m.Claim, row, location="Oak")
    ((found,), _) = differences(MANAGER, compared(since))
    assert [cell.field.name for cell in found.cells] == ["location"]
    assert len(found.steps) == 1
    ((found,), _) = differences(TECHNICIAN, compared(since))
    assert "medical" in found.sensitivities
    with pytest.raises(Refused):
        differences(MANAGER, compared(since, filters=("diagnosis=Fracture",)))


def test_a_department_sees_the_rows_of_its_own():
    own, other = (write(department={"code": c, "name": c}).created[0][1] for c in ("A", "B"))
    facts = {"line": "W", "status": "reported"}
    mine, theirs, leaves, comes = (claim(department=d, **facts) for d in (own, other, own, other))
    since = moment()
    for row in (mine, theirs):
        change(m.Claim, row, claimant="Rosa Alvarez-Lim")
    change(m.Claim, leaves, department=other)
    change(m.Claim, comes, department=own)
    who = Who("c@city.gov", roles=frozenset({"coordinator"}), department_id=own)
    assert kinds(since, who=who) == {mine: "changed", comes: "added"}


def test_pages_follow_each_other_and_the_stream_gives_all():
    since = moment()
    rows = [claim(claimant=f"Row {n}") for n in range(7)]
    asked, found, after = compared(since), [], 0
    while after is not None:
        part, after = differences(OPERATOR, Asked(asked.question, since, after=after, limit=3))
        found += [one.id for one in part]
    assert found == rows == [one.id for one in every(OPERATOR, asked)]


def test_moments_the_wrong_way_round_and_the_journal_itself_are_refused():
    since, until = moment(), moment()
    with pytest.raises(BadQuestion, match="earlier"):
        totals(OPERATOR, compared(until, since))
    with pytest.raises(NotFound):
        totals(OPERATOR, compared(since, model=m.Batch))


@pytest.mark.parametrize("luck", range(3))
def test_what_is_told_is_the_difference_of_the_two_lists(luck):
    dice, rows, moments = random.Random(luck), [claim() for _ in range(8)], [moment()]
    seqs: list[int] = []
    for _ in range(5):
        for _ in range(4):
            row = dice.choice(rows)
            thrown = m.Claim.get_by_id(row).trashed_at is not None
            act = dice.choice(["trash", "change", "money", "new", "undo"])
            if act == "trash":
                trash(row, back=thrown)
            elif act == "new":
                rows.append(claim(claimant=f"Row {len(rows)}"))
            elif act == "undo" and seqs:
                undo(OPERATOR, dice.choice(seqs), on=TODAY)
            elif not thrown and act == "change":
                seqs.append(change(m.Claim, row, location=dice.choice("abc")).seq or 1)
            elif not thrown and act == "money":
                reserve(row, dice.randint(1, 9) * 100)
        moments.append(moment())
    for n, since in enumerate(moments):
        for until in (*moments[n:], None):
            told = {one.id: one for one in every(OPERATOR, compared(since, until))}
            old, new = _list(since), _list(until)
            assert {r for r in told if told[r].kind in ("added", "restored")} == new.keys() - old
            assert {r for r in told if told[r].kind == "trashed"} == old.keys() - new
            both = {r for r in old.keys() & new if old[r] != new[r]}
            assert {r for r in told if told[r].kind == "changed"} == both
            moved = sum(move.by for one in told.values() for move in one.money)
            names = ("reserved", "outstanding", "incurred", "net", "paid", "recovered")
            total = [
                sum(row[name] or 0 for row in side.values() for name in names)
                for side in (old, new)
            ]
            assert moved == total[1] - total[0]


def _list(at) -> dict[int, dict]:
    """The list of a moment: id -> values by column."""
    answer = ask(OPERATOR, Question(m.Claim, columns=("*",), as_of=at, limit=1_000))
    names = [field.name for field in answer.fields]
    return {row.id: dict(zip(names, row.values, strict=True)) for row in answer.rows}


@pytest.mark.only_on("sqlite")
def test_the_sheet_itself_is_never_read_through(engine, asked_of_database):
    row = claim()
    since = moment()
    change(m.Claim, row, location="Oak")
    asked = compared(since, filters=("location=Oak",))
    for put in (totals, differences):
        with asked_of_database() as questions:
            put(OPERATOR, asked)
        (statement, given), *_ = [one for one in questions if "compared" in one[0]]
        plan = [step[3] for step in run(f"EXPLAIN QUERY PLAN {statement}", given).fetchall()]
        assert any("change USING INDEX change_batch_id" in step for step in plan), plan
        scans = [step for step in plan if step.startswith("SCAN")]
        assert scans
        assert set(scans) <= {"SCAN w", "SCAN compared", "SCAN found"}, plan


@pytest.fixture
def asked_of_database():
    """A context that gathers the questions put to the database, with what was given to them."""

    @contextmanager
    def gathered():
        found, ear, log = [], logging.Handler(), logging.getLogger("peewee")
        ear.emit = lambda record: found.append(record.msg)
        level = log.level
        log.addHandler(ear)
        log.setLevel(logging.DEBUG)
        try:
            yield found
        finally:
            log.removeHandler(ear)
            log.setLevel(level)

    return gathered
