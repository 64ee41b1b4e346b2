"""Measuring: CPU and wall time of a piece of work, its memory, work in a process of its own, and
the table of figures.
"""

import gc
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RUNS = 15
STATUS = Path("/proc/self/status")
"""Where Linux tells the memory of a process; what it tells elsewhere may hold its parent's."""


@dataclass(frozen=True)
class Spent:
    """Milliseconds of CPU (children that ended included) and of wall clock."""

    cpu: float
    wall: float

    def __str__(self) -> str:
        long = self.wall >= 10_000
        scale, unit, places = (1000, "s", 1) if long else (1, "ms", 2)
        cpu, wall = self.cpu / scale, self.wall / scale
        return f"{cpu:.{places}f} {unit} CPU, {wall:.{places}f} {unit} wall"


@dataclass(frozen=True)
class Figure:
    """One figure beside its budget; `detail` says what it is made of."""

    what: str
    value: float
    budget: float
    unit: str
    detail: str
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the budget is kept."""
        return self.value >= self.budget if self.at_least else self.value <= self.budget


def spent(work: Callable[[], object], *, runs: int = RUNS) -> Spent:
    """The median of several runs, after one that warms up."""
    work()
    found = [once(work) for _ in range(runs)]
    return Spent(
        statistics.median(one.cpu for one in found), statistics.median(one.wall for one in found)
    )


def once(work: Callable[[], object]) -> Spent:
    """One run of long work."""
    gc.collect()
    cpu, wall = _cpu(), time.perf_counter()
    work()
    return Spent((_cpu() - cpu) * 1000, (time.perf_counter() - wall) * 1000)


def _cpu() -> float:
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def in_child(place: str, *arguments: Any) -> Any:
    """What a function returns in a fresh process; `place` is `module:function`, arguments
    are text.
    """
    command = [sys.executable, "-m", "tests.bench.child", place, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def timed(place: str, *arguments: Any) -> Spent:
    """What a function measures in a fresh process."""
    return Spent(**in_child(place, *arguments))


def in_turn(*places: tuple[Any, ...]) -> list[Spent]:
    """What functions measure in fresh processes, one after the other, three times over; the best of
    each, so that what else the machine does falls on none of them alone.
    """
    rounds = [[timed(*place) for place in places] for _ in range(3)]
    return [min(found, key=lambda one: one.cpu) for found in zip(*rounds, strict=True)]


def told(found: Spent) -> dict[str, float]:
    """A measurement on its way out of a process."""
    return asdict(found)


def growth(work: Callable[[], object]) -> float:
    """By how many megabytes the memory of this process grew at most while it worked.

    On Linux its own memory, looked at over and over: pages of the database that are mapped belong to
    the system. Elsewhere the peak of all.
    """
    if not STATUS.exists():
        before = peak_megabytes()
        work()
        return peak_megabytes() - before
    before, ended, seen = _own(), threading.Event(), [0.0]

    def look() -> None:
        while not ended.wait(0.02):
            seen.append(_own())

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    work()
    ended.set()
    watch.join()
    return max(*seen, _own()) - before


def _own() -> float:
    return _status("RssAnon")


def peak_megabytes() -> float:
    """The highest memory of this process so far; children do not count, on Linux its parent
    neither.
    """
    if STATUS.exists():
        return _status("VmHWM")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _status(name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB", STATUS.read_text(), re.MULTILINE)
    return int(found[1]) / 1024


HEAD = f"{'figure':64} {'measured':>12} {'budget':>12}  kept"


def line(f: Figure) -> str:
    """A figure in the table, and below it what it is made of."""
    bound = f"{'>=' if f.at_least else '<='} {f.budget:g}{f.unit}"
    kept = "yes" if f.holds else "NO"
    return f"{f.what[:64]:64} {f.value:>9.2f}{f.unit:<3} {bound:>12}  {kept}\n    {f.detail}"
