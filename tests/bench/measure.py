"""Measuring: CPU and wall time of a piece of work, memory of a process, and the table of figures."""

import gc
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Spent:
    """Milliseconds of CPU and wall clock, the median of several runs."""

    cpu: float
    wall: float

    def __str__(self) -> str:
        return f"{self.cpu:.2f} ms CPU, {self.wall:.2f} ms wall"


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


def spent(work: Callable[[], object], *, runs: int = 9) -> Spent:
    """The median of several runs, after one that warms up."""
    work()
    cpu, wall = [], []
    for _ in range(runs):
        gc.collect()
        c, w = time.process_time(), time.perf_counter()
        work()
        cpu.append((time.process_time() - c) * 1000)
        wall.append((time.perf_counter() - w) * 1000)
    return Spent(statistics.median(cpu), statistics.median(wall))


def once(work: Callable[[], object]) -> Spent:
    """One run of long work."""
    gc.collect()
    c, w = time.process_time(), time.perf_counter()
    work()
    return Spent((time.process_time() - c) * 1000, (time.perf_counter() - w) * 1000)


def peak_megabytes() -> float:
    """The highest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show(figures: list[Figure]) -> str:
    """The table of figures, one line each."""
    lines = [f"{'figure':58} {'measured':>12} {'budget':>12}  kept"]
    for f in figures:
        bound = f"{'>=' if f.at_least else '<='} {f.budget:g}{f.unit}"
        lines.append(
            f"{f.what[:58]:58} {f.value:>9.2f}{f.unit:<3} {bound:>12}  {'yes' if f.holds else 'NO'}"
        )
        lines.append(f"    {f.detail}")
    return "\n".join(lines)
