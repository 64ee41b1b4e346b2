"""A file becomes a grid: parsed in a limited child process, so that no file harms the server."""

import hashlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from signal import Signals

from imports.child import FULL, TOO_MUCH, Request
from imports.grid import Folder, Grid, Ignored, headings_of
from imports.spool import Spool
from rules.errors import BadValue, DiskFull

KINDS = {".xlsx": "xlsx", ".csv": "csv"}
"""Endings of files that are read."""

WALL_SECONDS = 120
_HERE = Path(__file__).resolve().parent.parent
_KEPT_ENVIRONMENT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL")

_ENDINGS = {
    "SIGXCPU": "The file takes more than 60 seconds of computing to read. Split it.",
    "SIGKILL": "The file takes more computing to read than is allowed. Split it.",
    "SIGXFSZ": "The file holds more than is read at once. Split it.",
    "SIGABRT": TOO_MUCH,
}
_OTHERWISE = "The file cannot be read: it is damaged, or needs more memory than is allowed."
_NO_ROOM = "The disk is full: the file cannot be read now. Try again when there is room."
_OUR_FAULT = (
    "The program failed at this file. That is a fault of the program, not of the file; it stands "
    "in the log."
)


def read(
    path: str | Path,
    *,
    known: Iterable[str] = (),
    tab: str | None = None,
    header_row: int | None = None,
    file_name: str | None = None,
) -> Grid:
    """The table of a .xlsx or .csv file.

    Args:
        path: the file on disk.
        known: headings to look for, made alike (`names.alike`); they tell tab and header row.
        tab: name of the tab, where it is given.
        header_row: number of the header row as the spreadsheet shows it, where it is given.
        file_name: what the user calls the file; its ending decides the kind.

    Raises:
        BadValue: the file cannot be read; the sentence says why. DiskFull: there is no room to.
    """
    path = Path(path)
    name = file_name or path.name
    kind = KINDS.get(Path(name).suffix.lower())
    if kind is None:
        raise BadValue(f"“{name}” cannot be read: the name must end in {' or '.join(KINDS)}.")
    if not path.is_file():
        raise BadValue(f"There is no file “{path}”.")
    if kind == "csv" and tab is not None:
        raise BadValue("A .csv file has no tabs.")
    folder = Folder()
    _run_child(
        Request(str(path.resolve()), kind, tuple(sorted(known)), tab, header_row), folder.path
    )
    return _grid(name, path, folder)


def _run_child(request: Request, folder: Path) -> None:
    run_limited("imports.child", [request.text(), str(folder)])


def run_limited(module: str, arguments: list[str]) -> None:
    """Run a module of ours that limits itself in a process of its own, without the surroundings of
    this one.

    Raises:
        BadValue: it took too long, or ended at a limit; the sentence says which.
    """
    environment = {key: os.environ[key] for key in _KEPT_ENVIRONMENT if key in os.environ}
    environment["PYTHONPATH"] = str(_HERE)
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BadValue(
            f"The file takes more than {WALL_SECONDS} seconds to read. Split it."
        ) from error
    if done.returncode == FULL:
        raise DiskFull(_NO_ROOM)
    if done.returncode:
        signal = Signals(-done.returncode).name if done.returncode < 0 else ""
        raise BadValue(_ENDINGS.get(signal, _OTHERWISE))


def _grid(name: str, path: Path, folder: Folder) -> Grid:
    """The grid of what the child left."""
    try:
        summary = json.loads((folder.path / "summary.json").read_text())
    except (OSError, ValueError) as error:
        raise BadValue(_OTHERWISE) from error
    if "refused" in summary:
        raise BadValue(summary["refused"])
    if "fault" in summary:
        logging.getLogger(__name__).error("Reading %s failed.\n%s", name, summary["fault"])
        raise BadValue(_OUR_FAULT)
    return Grid(
        file_name=name,
        sha256=_sha256(path),
        tab=summary["tab"],
        tabs=tuple(summary["tabs"]),
        header_row=summary["header_row"],
        headings=headings_of(summary["header"]),
        ignored=[Ignored(*row) for row in summary["ignored"]],
        rows_read=summary["count"],
        width=len(summary["header"]) + summary["surplus"],
        spool=Spool((folder.path / "rows").open("rb")),
        folder=folder,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
