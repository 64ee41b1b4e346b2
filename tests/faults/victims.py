"""Starting a process, killing it at a moment of chance, and looking whether its office is as it must be."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from engines import bind

import models as m
from journal import audit, chain, documents, heads
from journal.database import is_sqlite, run

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RESTART_SECONDS = 10


def start(script: str, *arguments: str | Path) -> subprocess.Popen:
    """A worker that says line by line what it does."""
    return subprocess.Popen(
        [sys.executable, str(HERE / script), *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        cwd=ROOT,
    )


def kill(process: subprocess.Popen, *, after: float) -> list[str]:
    """Kill it after some seconds; gives the lines that it still said."""
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    return said.splitlines()


def keep_heads(folder: Path) -> None:
    """Name the file of heads; the office of a test began without one."""
    folder.mkdir(parents=True, exist_ok=True)
    chain.anchor_at(folder / "heads.log")
    if not (folder / "heads.log").exists():
        heads.rewrite(heads.lines_of_database())


def look(url: str, folder: Path) -> None:
    """Open the office anew: at once, whole, its record sound, no file without its row."""
    began = time.monotonic()
    bind(url)
    keep_heads(folder)
    heads.catch_up()
    documents.keep_in(folder / "documents")
    m.Batch.select().count()
    assert time.monotonic() - began <= RESTART_SECONDS
    if is_sqlite():
        assert run("PRAGMA integrity_check").fetchone()[0] == "ok"
    report = audit.verify()
    assert report.sound, report.problems
    assert m.Batch.select().where(m.Batch.seq.is_null()).count() == 0
    rows = {file.name for file in documents.known()}
    files = [p for p in (folder / "documents").rglob("*") if p.is_file()]
    assert {p.relative_to(folder / "documents").as_posix() for p in files} <= rows
