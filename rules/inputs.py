"""What a rule asks: its inputs from the signature, and their values from text or from JSON."""

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from rules import days, money
from rules.errors import BadInputs, BadValue, Unanswered

Dollars = Annotated[int, "USD"]
"""An amount: cents between functions, dollars as it is typed."""

Percent = Annotated[Decimal, "percent"]
"""The number before the percent sign."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,20})?")
_COUNT = re.compile(r"-?[0-9]{1,6}")


@dataclass(frozen=True)
class Input:
    """One input of a rule: its name, the type that its signature gives, and what it is without."""

    name: str
    kind: Any
    required: bool
    default: Any = None


def inputs_of(function: Callable[..., Any]) -> tuple[Input, ...]:
    """The inputs of a rule in the order of its signature.

    A rule that asks for more than a few takes one frozen dataclass: then they are its fields. What
    stands after the star is given by the office, not asked.
    """
    hints = get_type_hints(function, include_extras=True)
    record = record_of(function)
    if record:
        return fields_of(record)
    return tuple(_input(p.name, hints[p.name], p.default, p.empty) for p in _parameters(function))


def record_of(function: Callable[..., Any]) -> Any:
    """The dataclass that holds all inputs of a rule; None where they are its parameters."""
    asked_for = _parameters(function)
    kind = get_type_hints(function)[asked_for[0].name]
    return kind if len(asked_for) == 1 and is_dataclass(kind) else None


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    given = inspect.signature(function).parameters.values()
    return [p for p in given if p.kind is not p.KEYWORD_ONLY]


def _input(name: str, kind: Any, default: Any, none: Any) -> Input:
    return Input(name, kind, default is none, None if default is none else default)


def fields_of(record: Any) -> tuple[Input, ...]:
    """The fields of a dataclass as inputs."""
    hints = get_type_hints(record, include_extras=True)
    return tuple(_input(f.name, hints[f.name], f.default, MISSING) for f in fields(record))


@dataclass
class Faults:
    """What is wrong with inputs, by name; and apart from it what a rule does not answer."""

    wrong: dict[str, str] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Keep what is wrong with one input, and go on with the next."""
        try:
            yield
        except BadInputs as error:
            self.wrong |= error.at
        except BadValue as error:
            self.wrong[name] = error.sentence
        except Unanswered as error:
            self.unanswered += error.reasons

    def end(self) -> None:
        """Raise what was kept: wrong usage first."""
        if self.wrong:
            raise BadInputs(self.wrong)
        if self.unanswered:
            raise Unanswered(*self.unanswered)


def asked(function: Callable[..., Any], texts: Mapping[str, str]) -> tuple[Any, ...]:
    """The arguments of a rule, read from texts by name.

    Raises:
        BadInputs: a name is unknown or missing, or a text is no value of its kind; all of them.
        Unanswered: all can be read, but a word is none of the codes, or a year none of the office.
    """
    values = _record(inputs_of(function), texts, of_text)
    record = record_of(function)
    return (record(**values),) if record else tuple(values.values())


def _record(
    wanted: tuple[Input, ...], given: Mapping[str, Any], read: Any, where: str = ""
) -> dict[str, Any]:
    """Name -> value of each input, read by `read` from what is given."""
    names = [one.name for one in wanted]
    faults, values = Faults(), {}
    for name in given:
        if name not in names:
            faults.wrong[f"{where}{name}"] = f"There is no “{where}{name}”."
    for one in wanted:
        name = f"{where}{one.name}"
        values[one.name] = one.default
        if one.name in given:
            with faults.at(name):
                values[one.name] = read(one.kind, given[one.name], name)
        elif one.required:
            faults.wrong[name] = f"“{name}” is missing."
    faults.end()
    return values


def of_text(kind: Any, text: str, name: str) -> Any:
    """The value that a text means; lists and objects are JSON.

    Raises:
        BadValue: it is none of the kind; the sentence names the input.
        Unanswered: it is of the kind, but none of its codes, or in no year of the office.
    """
    kind = without_none(kind)
    if get_origin(kind) is list or is_dataclass(kind):
        try:
            given = json.loads(
                text, parse_float=str, parse_int=str, object_pairs_hook=_without_repeats
            )
        except (ValueError, RecursionError) as error:
            raise BadValue(f"“{name}” is not JSON: {error}.") from error
        return _of_json(kind, given, name)
    return _of_plain(kind, text, name)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, yes and no as words; of a key that stands twice nobody knows which."""
    names = [name for name, _ in pairs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"{twice[0]} is given twice")
    words = {True: "yes", False: "no"}
    return {name: words[one] if isinstance(one, bool) else one for name, one in pairs}


def _of_json(kind: Any, given: Any, name: str) -> Any:
    kind = without_none(kind)
    if get_origin(kind) is list:
        if not isinstance(given, list):
            raise BadValue(f"“{name}” is not a list.")
        return _listed(get_args(kind)[0], given, name)
    if is_dataclass(kind):
        if not isinstance(given, dict):
            raise BadValue(f"“{name}” is not an object.")
        absent = getattr(kind, "ABSENT", None)
        known = {key: one for key, one in given.items() if one is not None and one != absent}
        return kind(**_record(fields_of(kind), known, _of_json, f"{name}."))  # type: ignore[operator]
    if not isinstance(given, str):
        raise BadValue(f"“{name}” is not a single value.")
    return _of_plain(kind, given, name)


def _listed(part: Any, given: list[Any], name: str) -> list[Any]:
    faults, found = Faults(), []
    for n, one in enumerate(given):
        with faults.at(f"{name}[{n}]"):
            found.append(_of_json(part, one, f"{name}[{n}]"))
    faults.end()
    return found


def without_none(kind: Any) -> Any:
    """The type without its "or None"; the days and instants that a rule takes either of stay."""
    if get_origin(kind) in (Union, UnionType):
        left = [part for part in get_args(kind) if part is not type(None)]
        return left[0] if len(left) == 1 else kind
    return kind


def _of_plain(kind: Any, text: str, name: str) -> Any:
    if get_origin(kind) is Literal:
        return _of_choice(get_args(kind), text, name)
    for fits, read in _READERS:
        if fits == kind:
            return read(text, name)
    raise TypeError(f"{name}: nothing reads {kind}")


def _of_choice(codes: tuple[Any, ...], text: str, name: str) -> str:
    """A code: blank is no word at all; another word may be one, but of none that the rule knows."""
    if _words(text, name) not in codes:
        raise Unanswered(f"“{name}” is one of {', '.join(map(str, codes))}, not “{text}”.")
    return text


def _day(text: str, name: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return _of_the_office(date.fromisoformat(text), name)
    except ValueError:
        pass
    raise BadValue(f"“{name}” is a day like 2026-11-19, not “{text}”.")


def _of_the_office(found: date, name: str) -> date:
    try:
        return days.checked(found)
    except BadValue as error:
        raise Unanswered(f"“{name}”: {error.sentence}") from error


def _instant(text: str, name: str) -> datetime:
    try:
        if _INSTANT.fullmatch(text):
            found = datetime.fromisoformat(text)
            _of_the_office(found, name)
            return found
    except ValueError:
        pass
    raise BadValue(f"“{name}” is a day and time like 2026-11-19T17:30, not “{text}”.")


def _day_or_instant(text: str, name: str) -> date:
    return _instant(text, name) if "T" in text else _day(text, name)


def _number(text: str, name: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise BadValue(f"“{name}” is a number like 1234.56, not “{text}”.")
    return Decimal(text)


def _cents(text: str, name: str) -> int:
    number = _number(text, name)
    try:
        return money.cents(number)
    except BadValue as error:
        raise BadValue(f"“{name}”: {error.sentence}") from error


def _count(text: str, name: str) -> int:
    if not _COUNT.fullmatch(text):
        raise BadValue(f"“{name}” is a whole number below a million, not “{text}”.")
    return int(text)


def _flag(text: str, name: str) -> bool:
    if text not in ("yes", "no"):
        raise BadValue(f"“{name}” is yes or no, not “{text}”.")
    return text == "yes"


def _words(text: str, name: str) -> str:
    if not text.strip():
        raise BadValue(f"“{name}” is empty.")
    return text


_READERS: tuple[tuple[Any, Callable[[str, str], Any]], ...] = (
    (date, _day),
    (datetime, _instant),
    (date | datetime, _day_or_instant),
    (Dollars, _cents),
    (Percent, _number),
    (Decimal, _number),
    (int, _count),
    (bool, _flag),
    (str, _words),
)
