"""Killed in the middle, nothing acknowledged is lost, nothing is half done, and the record is sound."""

import random
import time
from pathlib import Path

import desk
import openpyxl
import pytest
from books import CASE_HEAD, CASES, csv_file
from builders import write
from engines import unbind
from faults import victims, worker

import models as m
from imports import profiles
from imports.commit import commit
from imports.outcome import Options
from imports.plan import plan_file
from journal import audit
from journal.who import OPERATOR

pytestmark = pytest.mark.slow
ROWS = 600
PAID_ROWS = 300
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


def _bring_in(path: Path, model: type = m.Claim) -> dict:
    plan = plan_file(OPERATOR, model, path, Options(on=worker.TODAY))
    result = commit(OPERATOR, plan)
    plan.close()
    return result


def _paces(office: str, folder: Path, *given: str | Path) -> tuple[float, float]:
    """How long reading with planning, and writing, take when nobody kills it."""
    process, marks = victims.start("worker.py", office, folder, "import", *given), []
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
    paces = _paces(office, tmp_path, "claim", _register(tmp_path / "first.xlsx", 9_999))
    for turn in range(kills):
        path, moment = _register(tmp_path / "register.xlsx", turn), turn % MOMENTS
        unbind()
        process = victims.start("worker.py", office, tmp_path, "import", "claim", path)
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


def _cases(path: Path, turn: int) -> Path:
    """A register without a key: three payments to a case, two of them with fees."""
    rows = [
        [f"C-{turn}-{n // 3:04d}", f"Person {n // 3}", f"{n % 90 + 1}.00", n % 3 * 2, "2026-01-05"]
        for n in range(PAID_ROWS)
    ]
    return csv_file(path, CASE_HEAD, *rows)


def _planned_keys(path: Path) -> set[tuple[str, str]]:
    """(sheet, key) of each record that the file would make."""
    plan = plan_file(OPERATOR, m.Payment, path, Options(on=worker.TODAY))
    keys = {
        (part.model.__name__, row[1][part.names.index(part.model._meta.key[0])])
        for part in plan.parts
        for row in part.new_rows
    }
    plan.close()
    return keys


def _standing(keys: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the keys whose records stand."""
    claims, payments = m.Claim.select(m.Claim.claim_no), m.Payment.select(m.Payment.payment_no)
    stand = {("Claim", key) for (key,) in claims.tuples()}
    return keys & (stand | {("Payment", key) for (key,) in payments.tuples()})


def test_payments_without_a_key_are_in_with_their_claims_or_not_there(
    office, tmp_path, kills, told
):
    profiles.save(OPERATOR, CASES, on=worker.TODAY)
    dice, whole, inside = random.Random(3), 0, 0
    unbind()
    _, pace = _paces(office, tmp_path, "payment", _cases(tmp_path / "first.csv", 9_999))
    victims.look(office, tmp_path)
    for turn in range(kills):
        path = _cases(tmp_path / "cases.csv", turn)
        keys, before = _planned_keys(path), m.Payment.select().count()
        unbind()
        process = victims.start("worker.py", office, tmp_path, "import", "payment", path)
        process.stdout.readline()
        process.stdout.readline()
        said = victims.kill(process, after=dice.uniform(0, pace))
        victims.look(office, tmp_path)
        assert len(keys) == 2 * PAID_ROWS
        stand, done = _standing(keys), any(line.startswith("done") for line in said)
        assert stand == keys or (not stand and not done)
        whole, inside = whole + (stand == keys), inside + (not done)
        again = _bring_in(path, m.Payment)
        assert (again["new"], again["refused"]) == (0 if stand else PAID_ROWS, 0)
        assert _standing(keys) == keys
        assert m.Payment.select().count() - before == sum(s == "Payment" for s, _ in keys)
        assert _bring_in(path, m.Payment)["batch"] is None
    assert inside > 0
    told(f"killed while payments and their claims were written: {kills}, before it was told: "
         f"{inside}, whole: {whole}")  # fmt: skip


def test_an_office_at_rest_is_sound(office):
    write(claim={"claimant": "A"})
    assert audit.verify().sound
