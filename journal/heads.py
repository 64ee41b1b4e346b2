"""The file of heads: each head of the chain appended outside the database; a cut tail shows.

A line is the number of a change and its digest; the first one is `0 -`, written before the first
change. A gap that a kill left is filled from what the database proves; a file that is missing,
emptied, cut or unreadable is a problem that `audit verify` tells.
"""

import logging
import re
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from journal.database import run

BEGINNING = "0 -"
MOST_MISSED = 32
"""So many heads a kill may leave unwritten, with several people at work; more are a cut file."""
_LINE = re.compile(r"(\d{1,10}) ([0-9a-f]{64}|-)")
_log = logging.getLogger(__name__)
_lock = threading.Lock()
_place: Path | None = None
_unwritten: list[str] = []


def anchor_at(path: Path | None) -> None:
    """Name the file that each new head is appended to."""
    global _place
    _place = path
    _unwritten.clear()


def anchor() -> Path | None:
    """The file that heads are appended to, or None."""
    return _place


def begin() -> None:
    """Write the first line of a new record, before its first change."""
    if _place is not None and not (_place.exists() and _place.stat().st_size):
        _append([BEGINNING])


def publish(seq: int, digest: str) -> None:
    """Append a new head once its transaction stands, after those that a kill left out.

    A file that cannot be written stops nobody: the change stands, so it is said in the log, by
    `audit verify` and by `doctor`, and the head is written with the next one.
    """
    if _place is not None:
        _fill(seq)
        _append([f"{seq} {digest}"])


def catch_up() -> None:
    """At a start: fill in the heads that a kill left out."""
    if _place is not None and run("SELECT seq FROM head WHERE id = 1").fetchone():
        _fill(None)


def _fill(before: int | None) -> None:
    """Append what the database proves between the last line of the file and a number."""
    last = _last()
    if last is None:
        return
    end = before or run("SELECT seq FROM head WHERE id = 1").fetchone()[0] + 1
    if not 1 < end - last <= MOST_MISSED + 1:
        return
    proved = run(
        "SELECT seq, digest FROM batch WHERE seq > ? AND seq < ? ORDER BY seq", (last, end)
    )
    _append([f"{seq} {digest}" for seq, digest in proved.fetchall()])


def _last() -> int | None:
    """The highest number near the end of the file; None where there is nothing to go on from."""
    try:
        with _place.open("rb") as file:  # type: ignore[union-attr]
            file.seek(0, 2)
            file.seek(max(0, file.tell() - 8192))
            lines = file.read().decode("ascii", "replace").splitlines()
    except OSError:
        return None
    found = [_LINE.fullmatch(line) for line in lines]
    return max((int(match[1]) for match in found if match), default=None)


def _append(lines: list[str]) -> None:
    with _lock:
        _unwritten.extend(lines)
        try:
            _mend_end()
            with _place.open("a") as file:  # type: ignore[union-attr]
                file.write("".join(f"{line}\n" for line in _unwritten))
        except OSError as error:
            _log.error("The file of heads cannot be written (%s): %s", _place, error)
            return
        _unwritten.clear()


def _mend_end() -> None:
    """Take off half a line that a kill left at the end."""
    if _place is None or not _place.exists():
        return
    with _place.open("rb+") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 200))
        tail = file.read()
        torn = len(tail) - tail.rfind(b"\n") - 1
        if torn and b"\n" in tail:
            file.truncate(size - torn)


def lines_of_database() -> Iterator[str]:
    """The whole file as the database proves it."""
    yield f"{BEGINNING}\n"
    for seq, digest in run("SELECT seq, digest FROM batch WHERE seq IS NOT NULL ORDER BY seq"):
        yield f"{seq} {digest}\n"


def problems(heads: dict[int, str]) -> Iterator[str]:
    """What the file and the database (number -> digest) do not agree on."""
    if _place is None or not (heads or _place.exists()):
        return
    advice = "Put the copy from the last backup in its place; what came since is filled in."
    try:
        lines = _place.read_text("ascii", errors="replace").splitlines()
    except OSError:
        yield f"The file of heads {_place} is missing or cannot be read. {advice}"
        return
    known: dict[int, set[str]] = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            yield f"Line {number} of the file of heads cannot be read. {advice}"
        else:
            known.setdefault(int(match[1]), set()).add(match[2])
    yield from _compared(known, heads, advice)


def _compared(known: dict[int, set[str]], heads: dict[int, str], advice: str) -> Iterator[str]:
    for seq, digests in sorted(known.items()):
        if seq and digests != {heads.get(seq)}:
            yield (
                f"The file of heads knows change {seq}, the database does not: its tail was cut "
                "or replaced."
            )
            break
    missing = [seq for seq in heads if seq not in known]
    if missing:
        yield (
            f"The file of heads lacks {len(missing):,} of {len(heads):,} changes, the first is "
            f"{missing[0]}: it was cut, emptied or could not be written. {advice}"
        )


def rewrite(lines: Iterable[str]) -> None:
    """Make the file anew, after a restore."""
    if _place is not None:
        part = _place.with_name(f"{_place.name}.part")
        part.touch(mode=0o600)
        part.write_text("".join(lines))
        part.replace(_place)
