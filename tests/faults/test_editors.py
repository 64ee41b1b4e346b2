"""Fifty people edit five rows at once: no edit is lost, each conflict is told, nobody sees a locked
database.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from builders import TODAY, claim
from engines import bind
from faults.worker_edits import edit_many

import models as m
from journal import audit

EDITORS, EDITS, ROWS = 50, 20, 5
ROOT = Path(__file__).parents[2]


def test_fifty_editors_lose_nothing(office):
    ids = [claim(amount_claimed=0) for _ in range(ROWS)]
    results: list[dict] = []

    def work(number: int) -> None:
        try:
            results.append(edit_many(ids, number, EDITS, on=TODAY))
        except Exception as error:
            results.append({"error": repr(error)})
        finally:
            m.database.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [r["error"] for r in results if "error" in r] == []
    assert sum(m.Claim.get_by_id(i).amount_claimed for i in ids) == EDITORS * EDITS
    assert sum(r["saved"] for r in results) == EDITORS * EDITS
    assert sum(r["conflicts"] for r in results) > 0
    assert audit.verify().sound


@pytest.mark.slow
def test_two_processes_on_postgres_keep_one_unforked_chain(office):
    if not office.startswith("postgresql"):
        bind(office)
        return
    ids = [claim(amount_claimed=0) for _ in range(ROWS)]
    command = [
        sys.executable,
        str(Path(__file__).with_name("worker_edits.py")),
        office,
        ",".join(map(str, ids)),
    ]
    processes = [
        subprocess.Popen(
            [*command, str(n)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for n in range(2)
    ]
    saved = sum(int(process.communicate(timeout=120)[0].strip()) for process in processes)
    assert [process.returncode for process in processes] == [0, 0]
    assert sum(m.Claim.get_by_id(i).amount_claimed for i in ids) == saved == 2 * 8 * EDITS
    report = audit.verify()
    assert report.sound, report.problems
