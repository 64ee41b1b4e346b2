"""The rules that anyone may ask: registered where they are written, asked by name with texts."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import InvalidOperation
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, TypeVar

from rules.answers import Answer, plain
from rules.calendars import CALENDARS, Calendar
from rules.dated import KINDS, Table, shipped
from rules.errors import Unanswered
from rules.inputs import asked
from rules.registry import Entry, Registry

CALCULATORS = Registry("calculator")
Rule = TypeVar("Rule", bound=Callable[..., Answer])


@dataclass(frozen=True)
class Law:
    """What the rules look up: statutory tables by name, and calendars of closed days by code."""

    tables: Mapping[str, Table]
    calendars: Mapping[str, Calendar]


def as_shipped() -> Law:
    """The law without what the office added."""
    return Law({name: shipped(name) for name in KINDS}, CALENDARS)


def calculator(
    key: str,
    *,
    title: str,
    source: str,
    tables: tuple[str, ...] = (),
    details: Mapping[str, Any] | None = None,
) -> Callable[[Rule], Rule]:
    """Decorator: anyone may ask this rule.

    Args:
        key: its name.
        title: what a technician calls it.
        source: the sections of law that it rests on.
        tables: names of the statutory tables that it looks up.
        details: name of a further result -> its unit; for a list of rows, its columns so.
    """
    return CALCULATORS.add(
        key, title=title, source=source, tables=tables, details=dict(details or {})
    )


def load() -> None:
    """Import every module of this package once, so that each rule registers itself."""
    for module in iter_modules([str(Path(__file__).parent)]):
        import_module(f"rules.{module.name}")


def ask(key: str, texts: Mapping[str, str], *, law: Law) -> Answer:
    """The answer of a rule to inputs as they are typed.

    Raises:
        NotFound: there is no such rule. BadInputs: an input is unknown, missing or malformed.
        Unanswered: the rule gives no answer; the reasons say why.
    """
    rule = CALCULATORS.get(key).run
    wants_law = "law" in inspect.signature(rule).parameters
    given = asked(rule, texts)
    try:
        answer: Answer = rule(*given, **({"law": law} if wants_law else {}))
    except (OverflowError, InvalidOperation) as error:
        raise Unanswered("The figures are too large: no day or amount comes of them.") from error
    return answer


def as_json(entry: Entry, answer: Answer) -> dict[str, Any]:
    """An answer as data: value, unit, steps, mark, and the details by their names."""
    units = entry.facts["details"]
    return {
        "value": plain(answer.value, answer.unit),
        "unit": answer.unit,
        "steps": [step._asdict() for step in answer.steps],
        "verified": answer.verified,
        "details": {name: _detail(value, units[name]) for name, value in answer.details.items()},
    }


def refusal(error: Unanswered) -> dict[str, Any]:
    """A refusal as data."""
    return {
        "refused": True,
        "value": None,
        "reasons": error.reasons,
        "missing": error.missing,
    }


def _detail(value: Any, unit: Any) -> Any:
    if isinstance(unit, Mapping):
        return [{name: plain(one[name], part) for name, part in unit.items()} for one in value]
    if isinstance(value, list | tuple):
        return [plain(one, unit) for one in value]
    return plain(value, unit)
