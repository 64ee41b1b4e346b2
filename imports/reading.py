"""A file becomes a grid: parsed in a limited child process, so that no file harms the server."""

import hashlib
import json
import logging
import os
import select
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from signal import Signals
from typing import Any, TypedDict, Unpack

from imports.files.child import FULL, TOO_MUCH, Request
from imports.files.kinds import ENDINGS, KINDS
from imports.files.totals import Number, Total
from imports.grid import Folder, Grid, Ignored, headings_of
from imports.merged import Merged
from imports.spool import Spool
from rules.errors import BadValue, DiskFull

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


class Choices(TypedDict, total=False):
    """What is decided by hand: name of the tab; number of the header row, as the spreadsheet shows
    it, or 0 where there is none (the headings are then Column A, Column B); whether hidden rows and
    columns are read too (they are, unless it is said).
    """

    tab: str | None
    header_row: int | None
    hidden: bool


def read(
    path: str | Path,
    *,
    known: Iterable[str] = (),
    file_name: str | None = None,
    **choices: Unpack[Choices],
) -> Grid:
    """The table of a workbook or text file.

    Args:
        path: the file on disk.
        known: headings to look for, made alike (`names.alike`); they tell tab and header row.
        file_name: what the user calls the file; its ending must agree with what is in it.
        choices: see `Choices`.

    Raises:
        BadValue: the file cannot be read; the sentence says why. DiskFull: there is no room to.
    """
    path = Path(path)
    name = file_name or path.name
    ending = Path(name).suffix.lower()
    if ending not in KINDS:
        raise BadValue(f"“{name}” cannot be read. Choose {ENDINGS}.")
    if not path.is_file():
        raise BadValue(f"There is no file “{path}”.")
    if KINDS[ending] == "csv" and choices.get("tab") is not None:
        raise BadValue(f"A {ending} file has no tabs.")
    folder = Folder()
    names = tuple(sorted(known))
    _run_child(Request(str(path.resolve()), ending, names, **choices), folder.path)
    return _grid(name, path, folder)


def _run_child(request: Request, folder: Path) -> None:
    run_limited("imports.files.child", [request.text(), str(folder)])


def run_limited(module: str, arguments: list[str]) -> None:
    """Run a module of ours that limits itself in a process of its own, without the surroundings of
    this one.

    Raises:
        BadValue: it took too long, or ended at a limit; the sentence says which.
    """
    environment = {key: os.environ[key] for key in _KEPT_ENVIRONMENT if key in os.environ}
    folders = [str(_HERE), *(place for place in sys.path if Path(place).is_absolute())]
    environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(folders))
    command = [sys.executable, "-S", "-m", module, *arguments]
    none = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdin=none, stdout=none, stderr=none)
    try:
        code = _ended(process)
    finally:
        process.kill()
        process.wait()
    if code is None:
        raise BadValue(f"The file takes more than {WALL_SECONDS} seconds to read. Split it.")
    if code == FULL:
        raise DiskFull(_NO_ROOM)
    if code:
        signal = Signals(-code).name if code < 0 else ""
        raise BadValue(_ENDINGS.get(signal, _OTHERWISE))


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    """What a process ended with, as soon as it does; None when it takes too long."""
    try:
        handle = os.pidfd_open(process.pid)
    except (AttributeError, OSError):  # not on this system: the end is looked for every 50 ms
        with suppress(subprocess.TimeoutExpired):
            process.wait(WALL_SECONDS)
        return process.poll()
    try:
        waiting = select.poll()
        waiting.register(handle, select.POLLIN)
        waiting.poll(WALL_SECONDS * 1000)
    finally:
        os.close(handle)
    return process.poll()


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
        header_first=summary["header_first"],
        totals=[_total(*fields) for fields in summary["totals"]],
        doubted=[(row, text) for row, text in summary["doubted"]],
        merged=[Merged(*area) for area in summary["merged"]],
        hidden_rows=tuple(summary["hidden_rows"]),
        hidden_columns=tuple(summary["hidden_columns"]),
        hidden_tabs=tuple(summary["hidden_tabs"]),
        epoch_1904=summary["epoch_1904"],
        spool=Spool((folder.path / "rows").open("rb")),
        folder=folder,
    )


def _total(row: int, text: str, numbers: dict[str, Any], *rest: Any) -> Total:
    """A total as the child left it: columns as text, exact figures within an object."""
    figures: dict[int, Number] = {
        int(column): Decimal(figure["exact"]) if isinstance(figure, dict) else figure
        for column, figure in numbers.items()
    }
    first, last, grand, across = rest
    return Total(row, text, figures, first, last, grand, tuple(across))


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
