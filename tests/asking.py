"""A rule asked as anybody asks it: by name, with texts, under the law as it ships."""

from typing import Any

import pytest

from rules import calculators
from rules.answers import Answer
from rules.calculators import CALCULATORS
from rules.errors import BadValue, Unanswered

calculators.load()
LAW = calculators.as_shipped()


def ask(key: str, **texts: str) -> Answer:
    """The answer of a rule."""
    return calculators.ask(key, texts, law=LAW)


def told(key: str, **texts: str) -> dict[str, Any]:
    """The answer of a rule as data."""
    return calculators.as_json(CALCULATORS.get(key), ask(key, **texts))


def value(key: str, **texts: str) -> str | None:
    """The value of the answer, as data."""
    return told(key, **texts)["value"]


def refused(key: str, **texts: str) -> Unanswered:
    """Why a rule does not answer."""
    with pytest.raises(Unanswered) as found:
        ask(key, **texts)
    return found.value


def malformed(key: str, **texts: str) -> str:
    """What is wrong with the inputs."""
    with pytest.raises(BadValue) as found:
        ask(key, **texts)
    return found.value.sentence
