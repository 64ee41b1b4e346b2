"""Two processes on one SQLite file, one of them with a library that may damage a write-ahead log."""

import subprocess
import sys

import pytest
from builders import claim
from engines import bind, unbind
from faults import victims

from journal import audit
from journal.database import run

pytestmark = [pytest.mark.slow, pytest.mark.only_on("sqlite")]
OLD = """
import sys
from journal import database
from journal.database import run
database.SAFE_SQLITE = (9, 0, 0)
database.PRAGMAS["busy_timeout"] = 500
database.connect(sys.argv[1])
print(run("PRAGMA journal_mode").fetchone()[0])
"""


def opened_by_an_old_one(url: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", OLD, url],
        cwd=victims.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_old_library_drops_the_log_where_it_is_alone(office):
    claim()
    unbind()
    done = opened_by_an_old_one(office)
    assert (done.returncode, done.stdout) == (0, "delete\n"), done.stderr
    bind(office)
    assert run("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert audit.verify().sound


def test_an_old_library_is_refused_beside_one_that_uses_the_log(office):
    claim()
    assert run("PRAGMA journal_mode").fetchone()[0] == "wal"
    done = opened_by_an_old_one(office)
    assert done.returncode != 0
    assert "locked" in done.stderr
    assert audit.verify().sound
