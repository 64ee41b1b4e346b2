"""Which test files run which function of the rules: the others cannot notice a fault in it."""

import ast
import os
import pickle
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import coverage
from cosmic_ray.work_item import MutationSpec

Lines = Mapping[str, frozenset[int]]
"""Name of a module -> the lines of it that were run."""


def measured(files: list[str], run, jobs: int) -> dict[str, Lines]:
    """Test file -> the lines of the rules that it runs; under "" those that are run on import.

    Each is measured in a process of its own, since what one file left in a cache another would not
    run again. `run` takes the file, "" for none, in the process of the measurement.
    """
    found: dict[str, Lines] = {}
    with tempfile.TemporaryDirectory() as folder:
        running: dict[int, tuple[str, Path]] = {}
        queue = iter(enumerate(["", *files]))
        while True:
            while len(running) < jobs and (following := next(queue, None)):
                number, name = following
                place = Path(folder, str(number))
                running[_start(name, place, run)] = name, place
            if not running:
                return found
            pid, _ = os.wait()
            name, place = running.pop(pid)
            found[name] = pickle.loads(place.read_bytes())


def _start(name: str, place: Path, run) -> int:
    if pid := os.fork():
        return pid
    try:
        tracer = coverage.Coverage(data_file=None, config_file=False, source=["rules"])
        tracer.start()
        run(name)
        tracer.stop()
        data = tracer.get_data()
        lines = {Path(one).name: frozenset(data.lines(one) or ()) for one in data.measured_files()}
        place.write_bytes(pickle.dumps(lines))
    finally:
        os._exit(0)


def reaching(spec: MutationSpec, reach: Mapping[str, Lines]) -> list[str]:
    """The test files that may notice a fault: all, where it stands in no function or is run on
    import.
    """
    name, files = spec.module_path.name, [one for one in reach if one]
    body = _body(spec.module_path, spec.start_pos[0])
    if body is None or not body.isdisjoint(reach[""].get(name, ())):
        return files
    return [one for one in files if not body.isdisjoint(reach[one].get(name, ()))]


def _body(module: Path, line: int) -> frozenset[int] | None:
    """The lines of the function within whose body a line lies; None outside of functions."""
    around = [span for span in _bodies(module) if line in span]
    return frozenset(min(around, key=len)) if around else None


@cache
def _bodies(module: Path) -> tuple[range, ...]:
    return tuple(_spans(ast.parse(module.read_text(encoding="utf-8"))))


def _spans(tree: ast.Module) -> Iterator[range]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield range(node.body[0].lineno, node.end_lineno + 1)
