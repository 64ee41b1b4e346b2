"""An office at work for minutes on end: memory and open files stay flat, the log stays small, nothing fails."""

import json
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from builders import claim
from engines import bind
from served import Person, at_once, served

from journal import audit

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(
        sys.platform != "linux", reason="memory and files are read as Linux tells them"
    ),
]
PEOPLE, CLAIMS = 8, 200
MOST_GROWTH_MEGABYTES = 12
MOST_LOG_MEGABYTES = 64


def measured(pid: int) -> tuple[float, int]:
    """Megabytes in memory, and open files."""
    status = Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(
        int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")
    )
    return kilobytes / 1024, len(list(Path(f"/proc/{pid}/fd").iterdir()))


def work(person: Person, ids: list[int], end: float) -> int:
    """Look at lists and case files, save a cell now and then; every answer is a good one."""
    asked = 0
    while time.monotonic() < end:
        row_id = ids[asked % len(ids)]
        for path in ("/admin/claim/", f"/admin/claim/{row_id}/", "/admin/", "/admin/claim/?q=rosa"):
            status, _, body = person.ask("GET", path)
            assert status == 200, (path, status, body[:300])
        rows = f"/admin/claim/rows?filter=id%3D{row_id}&columns=location"
        row = json.loads(person.ask("GET", rows)[2])["rows"][0]
        cell = {
            "id": row_id,
            "version": row["version"],
            "column": "location",
            "value": f"Elm {asked}",
        }
        status, _, body = person.ask("PATCH", "/admin/claim/rows", [cell])
        assert status in (200, 409), (status, body[:300])
        asked += 1
    return asked


def test_a_soak_leaves_memory_and_files_as_they_were(office, request, tmp_path, told):
    minutes = request.config.getoption("--soak-minutes")
    ids = [claim() for _ in range(CLAIMS)]
    with served(office, tmp_path / "served") as open_office:
        pid, marks = open_office.process.pid, []
        people = [open_office.person() for _ in range(PEOPLE)]
        at_once([partial(work, person, ids, time.monotonic() + 20) for person in people])
        for _ in range(4):
            end = time.monotonic() + minutes * 15
            asked = at_once([partial(work, person, ids, end) for person in people])
            assert [fault for fault in asked if isinstance(fault, Exception)] == []
            marks.append((*measured(pid), sum(asked)))
    bind(office)
    assert audit.verify().sound
    told(f"soak of {minutes:g} minutes, a quarter each (MB, open files, rounds): "
         + "; ".join(f"{mb:.0f}, {files}, {rounds}" for mb, files, rounds in marks))  # fmt: skip
    assert marks[-1][0] - marks[1][0] < MOST_GROWTH_MEGABYTES
    assert abs(marks[-1][1] - marks[1][1]) <= PEOPLE
    log = Path(f"{office.removeprefix('sqlite:///')}-wal")
    assert not log.is_file() or log.stat().st_size < MOST_LOG_MEGABYTES * 1e6
