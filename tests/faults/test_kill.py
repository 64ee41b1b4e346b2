"""Killed in the middle, nothing acknowledged is lost, nothing is half done, and the record is sound."""

import random
import time
from pathlib import Path

import desk
import openpyxl
import pytest
from builders import write
from engines import unbind
from faults import victims, worker

import models as m
from imports.commit import commit
from imports.outcome import Options
from imports.plan import plan_file
from journal import audit
from journal.who import OPERATOR

pytestmark = pytest.mark.slow
ROWS = 600
MOMENTS = 3
"""An import is killed in the first half of reading and planning, in the second, and while it is written."""


def test_a_payment_is_whole_or_not_there(office, tmp_path, kills, told):
    desk.limits()
    desk.user("ann", "risk_manager")
    claim_id, payee_id = desk.claim(), desk.payee()
    desk.reserve(claim_id, 5_000_000_00)
    dice, number, inside = random.Random(1), 0, 0
    for _ in range(kills):
        unbind()
        process = victims.start("worker.py", office, tmp_path, "pay", claim_id, payee_id, number)
        first = process.stdout.readline().strip()
        said = [first, *victims.kill(process, after=dice.uniform(0, 0.4))]
        victims.look(office, tmp_path)
        done = {int(line.split()[1]) for line in said if line.startswith("done ")}
        assert done <= {seq for (seq,) in m.Batch.select(m.Batch.seq).tuples()}
        tried = [int(line.split()[1]) for line in said if line.startswith("try ")]
        inside += len(tried) > len(done)
        worker.pay_once(claim_id, payee_id, tried[-1])
        number = tried[-1] + 1
    amounts = [a for (a,) in m.Payment.select(m.Payment.amount).order_by(m.Payment.id).tuples()]
    assert amounts == [worker.CENTS + n for n in range(number)]
    assert m.Claim.get_by_id(claim_id).paid == sum(amounts)
    assert inside > 0
    told(f"killed while paying: {kills}, inside a payment: {inside}, payments made: {number}")


def _register(path: Path, turn: int) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Claim no.", "Claimant", "Description", "Paid"])
    for number in range(ROWS):
        sheet.append([f"R-{turn}-{number:05d}", f"Person {number}", "pothole", number % 90])
    book.save(path)
    return path


def _bring_in(path: Path) -> dict:
    plan = plan_file(OPERATOR, m.Claim, path, Options(on=worker.TODAY))
    result = commit(OPERATOR, plan)
    plan.close()
    return result


def _paces(office: str, folder: Path, path: Path) -> tuple[float, float]:
    """How long reading with planning, and writing, take when nobody kills it."""
    process, marks = victims.start("worker.py", office, folder, "import", path), []
    for _ in range(3):
        process.stdout.readline()
        marks.append(time.monotonic())
    process.communicate()
    return marks[1] - marks[0], marks[2] - marks[1]


def test_an_import_is_all_in_or_not_there_and_the_same_file_adds_nothing(
    office, tmp_path, kills, told
):
    dice, whole, inside = random.Random(2), 0, [0] * MOMENTS
    unbind()
    paces = _paces(office, tmp_path, _register(tmp_path / "first.xlsx", 9_999))
    for turn in range(kills):
        path, moment = _register(tmp_path / "register.xlsx", turn), turn % MOMENTS
        unbind()
        process = victims.start("worker.py", office, tmp_path, "import", path)
        process.stdout.readline()
        if moment == MOMENTS - 1:
            process.stdout.readline()
            wait = dice.uniform(0, paces[1])
        else:
            wait = dice.uniform(moment / 2, moment / 2 + 0.5) * paces[0]
        said = victims.kill(process, after=wait)
        victims.look(office, tmp_path)
        inside[moment] += not any(line.startswith("done") for line in said)
        mine = m.Claim.claim_no.startswith(f"R-{turn}-")
        stands = m.Claim.select().where(mine).count()
        assert stands in (0, ROWS)
        assert stands == ROWS or not any(line.startswith("done") for line in said)
        whole += stands == ROWS
        again = _bring_in(path)
        assert (again["new"], again["refused"]) == (ROWS - stands, 0)
        assert _bring_in(path)["batch"] is None
        assert m.Claim.select().where(mine).count() == ROWS
    assert sum(inside) > 0
    told(f"killed while importing: {kills}, inside reading, planning, writing: {inside}, "
         f"whole all the same: {whole}")  # fmt: skip


def test_an_office_at_rest_is_sound(office):
    write(claim={"claimant": "A"})
    assert audit.verify().sound
