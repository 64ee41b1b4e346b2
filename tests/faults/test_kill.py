"""Killed in the middle, nothing acknowledged is lost, nothing is half done, and the record is
sound.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from builders import TODAY, claim, write
from engines import bind, unbind

import models as m
from journal import audit, chain
from journal.undo import undo
from journal.who import OPERATOR

WORKER = Path(__file__).with_name("worker.py")
ROOT = WORKER.parents[2]
pytestmark = pytest.mark.slow


def _start(url: str, heads: Path, act: str, argument: str) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, str(WORKER), url, str(heads), act, argument],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    )


def _kill(process: subprocess.Popen) -> list[str]:
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    return said.split()


def _checked(url: str, heads: Path) -> None:
    bind(url)
    chain.anchor_at(heads)
    report = audit.verify()
    assert report.sound, report.problems
    assert m.Batch.select().where(m.Batch.seq.is_null()).count() == 0


def test_a_payment_is_whole_or_not_there(office, tmp_path, kills):
    heads, claim_id, dice = tmp_path / "heads.log", claim(), random.Random(1)
    for _ in range(kills):
        unbind()
        process = _start(office, heads, "pay", str(claim_id))
        first = process.stdout.readline().strip()
        time.sleep(dice.uniform(0, 0.15))
        acknowledged = [first, *_kill(process)]
        _checked(office, heads)
        known = {str(seq) for (seq,) in m.Batch.select(m.Batch.seq).tuples()}
        assert set(acknowledged) <= known
    posted = m.Payment.select().where(m.Payment.posted_at.is_null(False)).count()
    assert m.Claim.get_by_id(claim_id).paid == posted * 1_00


def _register(path: Path, rows: int) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Claim no.", "Claimant", "Description", "Paid"])
    for number in range(rows):
        sheet.append([f"R-{number:05d}", f"Person {number}", "pothole", number % 90])
    book.save(path)
    return path


def test_an_import_is_all_in_or_not_there_and_the_same_file_adds_nothing(office, tmp_path, kills):
    heads, dice, whole = tmp_path / "heads.log", random.Random(2), 0
    for turn in range(kills):
        path = _register(tmp_path / f"register{turn}.xlsx", 1500)
        unbind()
        process = _start(office, heads, "import", str(path))
        assert process.stdout.readline().strip() == "planned"
        time.sleep(dice.uniform(0, 0.5))
        said = _kill(process)
        _checked(office, heads)
        count = m.Claim.select().where(m.Claim.trashed_at.is_null()).count()
        assert count in (0, 1500)
        assert count == 1500 if said and said[0] != "None" else True
        if count:
            whole += 1
            _empty()
    assert whole <= kills


def _empty() -> None:
    """Undo what stands, so that the next turn starts anew."""
    last = m.Batch.select().where(m.Batch.source == "import").order_by(m.Batch.seq.desc()).get()
    done = undo(OPERATOR, last.seq, on=TODAY)
    assert done.plan.count("blocked") == done.plan.count("kept") == 0
    assert m.Claim.select().where(m.Claim.trashed_at.is_null()).count() == 0


def test_an_office_at_rest_is_sound(office, tmp_path):
    write(claim={"claimant": "A"})
    assert audit.verify().sound
