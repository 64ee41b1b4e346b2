"""The working of each rule, word for word, as a person can read and check it."""

import shlex
from typing import NamedTuple

import pytest
from asking import told
from sources import ROOT

from rules.calculators import CALCULATORS

GOLDEN = ROOT / "tests" / "golden" / "workings.txt"


class Working(NamedTuple):
    """A question, what it comes to, and its steps as (text, citation)."""

    asked: str
    value: str
    steps: list[tuple[str, str]]


def _read() -> list[Working]:
    found = []
    for block in GOLDEN.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if lines:
            steps = [
                (text, law) for text, _, law in (x.strip().partition(" | ") for x in lines[2:])
            ]
            found.append(Working(lines[0], lines[1].removeprefix("= "), steps))
    return found


@pytest.mark.parametrize("working", _read(), ids=lambda working: working.asked[:60])
def test_a_rule_tells_its_working_word_for_word(working):
    key, *inputs = shlex.split(working.asked)
    found = told(key, **dict(text.split("=", 1) for text in inputs))
    assert [(step["text"], step["citation"]) for step in found["steps"]] == working.steps
    assert found["value"] == working.value


def test_every_rule_has_its_working_told_but_the_certificate():
    """Its checks each have their own reason, tested with them."""
    assert {entry.key for entry in CALCULATORS} - {w.asked.split()[0] for w in _read()} == {
        "certificate", "pd_weeks",
    }  # fmt: skip
