"""Files that are odd or built to do harm: the right verdict, no crash, and the server stays small."""

from pathlib import Path

import pytest

from tests.bench.measure import growth
from tests.imports.files.badfiles import CLASSES, cases

MOST_GROWTH = 50
"""Megabytes by which this process may grow while it has files read."""

SAMPLED = 3
"""One file in three is read in each run, all of them in a drill."""


def faults(name: str, folder: Path, share: int) -> list[str]:
    """What is wrong with the reading of the files of a class."""
    found: list[str] = []
    grown = growth(lambda: found.extend(case.fault() for case in cases(name, folder, share=share)))
    assert grown <= MOST_GROWTH
    return [fault for fault in found if fault]


@pytest.mark.slow
@pytest.mark.parametrize("name", CLASSES)
def test_a_sample_of_each_class_gets_its_verdict(tmp_path, name):
    assert faults(name, tmp_path, SAMPLED) == []


@pytest.mark.drill
@pytest.mark.parametrize("name", CLASSES)
def test_every_file_gets_its_verdict(tmp_path, name):
    assert faults(name, tmp_path, 1) == []


def test_there_are_six_hundred_and_they_are_the_same_each_time(tmp_path):
    assert sum(count for count, _ in CLASSES.values()) == 600
    for name in ("damaged", "encodings"):
        first = [case.path.read_bytes() for case in cases(name, tmp_path, share=10)]
        assert first == [case.path.read_bytes() for case in cases(name, tmp_path, share=10)]
        assert len(set(first)) == len(first)
