"""`python -m tests.mutants [MODULE...]`: the share of the faults in rules/ that tests notice.

Ends with 1 below 90 of 100, or where the list of faults that cannot be noticed does not fit any
more. What was tried is kept in build/mutants.sqlite: a run that was broken off goes on, and
`cosmic-ray` reads it too.
"""

import argparse
import csv
import gc
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkItem, WorkResult

from tests.mutants import trial
from tests.mutants.operators import Change, change, work_items
from tests.mutants.reach import Lines, measured, reaching

ROOT = Path(__file__).resolve().parents[2]
RULES, TESTS, DATA = Path("rules"), Path("tests", "rules"), Path("tests", "data")
COPIED = (RULES, TESTS, DATA, Path("tests", "golden"))
COPIED_FILES = (
    *(Path("tests", name) for name in ("asking.py", "cases.py", "sources.py")),
    Path("pyproject.toml"),
)
"""What the tests of the rules need; they run in a copy of it, from whose top the paths are."""

KEPT = ROOT / "build" / "mutants.sqlite"
LISTED = ROOT / "tests" / "data" / "mutants_that_live.csv"
LEAST = 90


def main() -> int:
    """Try every fault and print the score, module by module, with those that lived."""
    asked = argparse.ArgumentParser()
    asked.add_argument("modules", nargs="*", help="names of modules of rules/, all without")
    asked.add_argument("--jobs", type=int, default=os.cpu_count())
    asked.add_argument("--minutes", type=float, default=120, help="then it breaks off")
    asked.add_argument(
        "--again", action="store_true", help="where tests changed, only what lived is tried again"
    )
    options = asked.parse_args()
    KEPT.parent.mkdir(exist_ok=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        _move_to_copy(Path(folder))
        names = options.modules or [path.stem for path in sorted(RULES.glob("*.py"))]
        _prepare(keep_killed=options.again)
        with use_db(KEPT) as session:
            _try(session, names, options.jobs, started + 60 * options.minutes)
            return _report(session, names, time.monotonic() - started)


# --- What is tried --------------------------------------------------------------------------------


def _move_to_copy(folder: Path) -> None:
    """Copy what the tests need, and go there: whoever edits meanwhile changes no outcome."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in COPIED_FILES:
        shutil.copyfile(ROOT / name, folder / name)
    os.chdir(folder)
    sys.path[:0] = [str(folder), str(folder / "tests")]


def _surroundings() -> str:
    """A digest of all that an outcome may depend on."""
    paths = [*COPIED_FILES, *(p for top in COPIED for p in top.rglob("*.*"))]
    kinds = (".py", ".csv", ".json", ".txt")
    kept = sorted(p for p in paths if p.suffix in kinds and p.name != LISTED.name)
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in kept)).hexdigest()


def _prepare(*, keep_killed: bool) -> None:
    """The session holds every fault of the rules as they are, with what is known of each. It is
    made beside the old one and takes its place whole: broken off, nothing is lost.
    """
    mark, now, fresh = KEPT.with_suffix(".of"), _surroundings(), KEPT.with_suffix(".new")
    if KEPT.exists() and mark.exists() and mark.read_text() == now:
        return
    fresh.unlink(missing_ok=True)
    with use_db(KEPT) as old, use_db(fresh) as session:
        known = {
            job: result
            for job, result in old.results
            if keep_killed and result.test_outcome != TestOutcome.SURVIVED
        }
        items = [item for path in sorted(RULES.glob("*.py")) for item in work_items(path)]
        session.add_work_items(items)
        for item in items:
            if item.job_id in known:
                session.set_result(item.job_id, known[item.job_id])
    mark.unlink(missing_ok=True)
    fresh.replace(KEPT)
    mark.write_text(now)


def _batches(spec: MutationSpec, reach: Mapping[str, Lines]) -> list[list[str]]:
    """The test files that may notice a fault: first those that name the module or a rule of it."""
    near = _near(spec.module_path)
    files = reaching(spec, reach)
    batches = [[one for one in files if one in near], [one for one in files if one not in near]]
    return [batch for batch in batches if batch]


@cache
def _near(module: Path) -> frozenset[str]:
    keys = re.findall(r'@calculator\(\s*"(\w+)"', module.read_text())
    words = re.compile("|".join([rf"\b{module.stem}\b", *(f'"{key}"' for key in keys)]))
    return frozenset(
        str(path)
        for path in TESTS.glob("test_*.py")
        if module.stem in path.stem or words.search(path.read_text())
    )


def _try(session: WorkDB, names: list[str], jobs: int, until: float) -> None:
    """Try what has no outcome yet, so many at once, until the time is up."""
    pending = [i for i in session.pending_work_items if i.mutations[0].module_path.stem in names]
    pending.sort(key=lambda item: (names.index(item.mutations[0].module_path.stem), item.job_id))
    pending = [item for item in pending if not _pass_over(session, item)]
    print(f"{len(pending)} faults to try, {jobs} at once", flush=True)
    files = sorted(str(path) for path in TESTS.glob("test_*.py"))
    gc.freeze()
    whole = trial.start(None, [files])
    if trial.outcome(os.waitpid(whole, 0)[1]) != TestOutcome.SURVIVED:
        sys.exit("The tests fail without any fault.")
    reach = measured(files, lambda one: trial.tested([[one]] if one else []), jobs)
    running: dict[int, WorkItem] = {}
    queue = iter(pending)
    while True:
        while len(running) < jobs and time.monotonic() < until and (item := next(queue, None)):
            spec = item.mutations[0]
            running[trial.start(spec, _batches(spec, reach))] = item
        if not running:
            return
        pid, status = os.wait()
        item, outcome = running.pop(pid), trial.outcome(status)
        if outcome is None:
            sys.exit("The tests could not be run: a file of them is gone.")
        session.set_result(item.job_id, WorkResult(WorkerOutcome.NORMAL, test_outcome=outcome))


def _pass_over(session: WorkDB, item: WorkItem) -> bool:
    """Whether a fault is listed as unnoticeable: then it lives, untried."""
    spec = item.mutations[0]
    line = spec.module_path.read_text(encoding="utf-8").splitlines()[spec.start_pos[0] - 1]
    near = [one for one in _listed() if one.before == line.strip()]
    if not near or _plain(change(spec)) not in near:
        return False
    session.set_result(
        item.job_id, WorkResult(WorkerOutcome.SKIPPED, test_outcome=TestOutcome.SURVIVED)
    )
    return True


# --- What came of it ------------------------------------------------------------------------------


@cache
def _listed() -> dict[Change, str]:
    """The faults that no test can notice -> why."""
    with LISTED.open(encoding="utf-8", newline="") as handle:
        return {
            Change(row["module"], row["where"], 0, row["before"], row["after"]): row["why"]
            for row in csv.DictReader(handle)
        }


def _report(session: WorkDB, names: list[str], seconds: float) -> int:
    tried, lived = Counter(), Counter()
    alive: list[Change] = []
    for item, result in session.completed_work_items:
        spec = item.mutations[0]
        if spec.module_path.stem not in names or result.test_outcome == TestOutcome.INCOMPETENT:
            continue
        tried[spec.module_path.name] += 1
        if result.test_outcome == TestOutcome.SURVIVED:
            lived[spec.module_path.name] += 1
            alive.append(change(spec))
    listed = _listed()
    unlisted = [c for c in alive if _plain(c) not in listed]
    found = {_plain(one) for one in alive}
    stale = [c for c in listed if c.module[:-3] in names and c not in found]
    for name in sorted(tried):
        share = 100 * (1 - lived[name] / tried[name])
        print(f"{name:28} {tried[name]:5} faults {lived[name]:4} lived {share:6.1f} %")
    for one in sorted(unlisted, key=lambda c: (c.module, c.line)):
        print(f"lived: {one.module}:{one.line} {one.where}\n  - {one.before}\n  + {one.after}")
    for one in stale:
        print(f"listed as unnoticeable, and not there: {one}")
    left = [i for i in session.pending_work_items if i.mutations[0].module_path.stem in names]
    score = 100 * (1 - lived.total() / max(1, tried.total()))
    print(
        f"{tried.total()} faults, {lived.total()} lived, {len(alive) - len(unlisted)} of them listed "
        f"as unnoticeable: {score:.1f} % noticed, at least {LEAST} % asked; {len(left)} not tried; "
        f"{seconds:.0f} s"
    )
    return 0 if score >= LEAST and not stale and not left else 1


def _plain(one: Change) -> Change:
    return Change(one.module, one.where, 0, one.before, one.after)


if __name__ == "__main__":
    sys.exit(main())
