"""One trial: the rules with a fault in them, imported in a process of their own, and the tests.

A process is forked that has the tools imported and the rules not: a trial costs what its tests
cost. The fault is put into the text that is imported; no file is written.
"""

import os
import resource
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.util import spec_from_loader
from pathlib import Path

import hypothesis
import pytest
from cosmic_ray.work_item import MutationSpec, TestOutcome

from tests.mutants.operators import mutated

SURVIVED, KILLED, INCOMPETENT, BROKEN = 0, 1, 70, 71
CPU_SECONDS = 60
"""So long a trial may work at most; the tests without a fault work for six."""

NOTICED = (
    pytest.ExitCode.TESTS_FAILED,
    pytest.ExitCode.INTERRUPTED,
    pytest.ExitCode.INTERNAL_ERROR,
)
"""How a run of tests ends that notices a fault: one fails, or its file cannot be imported."""

MEMORY = 4 * 1024**3
OPTIONS = (
    "--noconftest", "-x", "-p", "no:cacheprovider", "-p", "no:faulthandler",
)  # fmt: skip


class Faulty(MetaPathFinder, Loader):
    """Imports one module from another text than its file's."""

    def __init__(self, name: str, path: Path, text: str) -> None:
        self.name, self.path, self.text = name, path, text

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.name:
            return None
        return spec_from_loader(fullname, self, origin=str(self.path))

    def create_module(self, spec):
        return None

    def exec_module(self, module) -> None:
        module.__file__ = str(self.path)
        exec(compile(self.text, str(self.path), "exec"), module.__dict__)


def start(spec: MutationSpec | None, batches: list[list[str]]) -> int:
    """Fork a trial of a fault, or of none; returns the number of its process."""
    sys.stdout.flush()
    if pid := os.fork():
        return pid
    code = KILLED
    try:
        code = _trial(spec, batches)
    finally:
        os._exit(code)


def _trial(spec: MutationSpec | None, batches: list[list[str]]) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if spec:
        name = f"rules.{spec.module_path.stem}"
        sys.meta_path.insert(0, Faulty(name, spec.module_path, mutated(spec)))
    return tested(batches)


def tested(batches: list[list[str]]) -> int:
    """Import the rules and run test files in this process, a batch after the other."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        from asking import LAW

        assert LAW
    except BaseException:
        return INCOMPETENT
    hypothesis.settings.register_profile(
        "trial", derandomize=True, database=None, deadline=None, max_examples=50
    )
    hypothesis.settings.load_profile("trial")
    for batch in batches:
        ended = pytest.main([*OPTIONS, *batch])
        if ended != pytest.ExitCode.OK:
            return KILLED if ended in NOTICED else BROKEN
    return SURVIVED


def outcome(status: int) -> TestOutcome | None:
    """What the end of a trial's process says; one that hangs is noticed too. None: no test ran."""
    code = os.waitstatus_to_exitcode(status)
    if code == BROKEN:
        return None
    if code == INCOMPETENT:
        return TestOutcome.INCOMPETENT
    return TestOutcome.SURVIVED if code == SURVIVED else TestOutcome.KILLED
