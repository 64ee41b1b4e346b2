"""The form of a rule, made from its signature; what is typed becomes what the rule reads."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from admin_views.rule_words import SEVERAL, SUGGESTED, on_form, spoken
from rules import days, money
from rules.errors import BadValue
from rules.inputs import Dollars, Input, Percent, fields_of, inputs_of, record_of, without_none

SPARE = 2
"""Empty lines after the ones that are filled in."""

MOST_LINES = 200

NOTHING = ("", "no", "none")
"""What people write in a list that they leave empty."""

KINDS: tuple[tuple[Any, str], ...] = (
    (Dollars, "money"),
    (Percent, "quantity"),
    (Decimal, "quantity"),
    (int, "whole"),
    (date, "day"),
    (datetime, "instant"),
    (date | datetime, "day"),
    (bool, "choice"),
    (str, "text"),
)
YES_NO = (("yes", "Yes"), ("no", "No"))
_NOISE = re.compile(r"[$,%\s]")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?")
_ARGUMENT = re.compile(r"^ {4}(?: {4})?(\w+): (.+(?:\n {12}.+)*)", re.M)


@dataclass
class Question:
    """One question of a form: its text as typed; of a group the questions in it, of a list a group
    for each line. `blank` are the words of leaving a choice out.
    """

    name: str
    label: str
    kind: str
    required: bool
    text: str = ""
    help: str = ""
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    blank: str = ""
    error: str = ""
    parts: list["Question"] = field(default_factory=list)
    lines: list["Question"] = field(default_factory=list)

    @property
    def within(self) -> list["Question"]:
        """The questions directly in it."""
        return self.parts or self.lines

    @property
    def shown(self) -> str:
        """What was typed, or left at what is usual, as it is read back."""
        with suppress(BadValue):
            if self.kind == "money" and self.text:
                return money.dollars(money.cents(self.text))
            if self.kind == "day" and self.text:
                timed = f" {days.clock(self.text):%H:%M}" if ":" in self.text else ""
                return f"{days.long_day(days.day(self.text))}{timed}"
        if self.kind == "several":
            return ", ".join(spoken(code) for code in self.text.split(", ") if code)
        return dict((*self.choices, *YES_NO)).get(self.text, self.text) or self.blank


def compact(rule: Callable[..., Any], typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, the lines of its lists numbered anew without the empty ones between."""
    found = dict(typed)
    for one in inputs_of(rule):
        if not _lists_records(one.kind):
            continue
        head = f"{one.name}."
        lines: dict[int, dict[str, str]] = {}
        for name in [name for name in found if name.startswith(head)]:
            number, _, part = name[len(head) :].partition(".")
            text = found.pop(name)
            if number.isdecimal() and len(number) < 6:
                lines.setdefault(int(number), {})[part] = text
        for n, (_, parts) in enumerate(sorted(lines.items())[:MOST_LINES]):
            found |= {f"{head}{n}.{part}": text for part, text in parts.items()}
    return found


def questions(
    rule: Callable[..., Any],
    typed: Mapping[str, str],
    *,
    choices: Mapping[str, tuple[tuple[str, str], ...]] | None = None,
) -> list[Question]:
    """The form of a rule, with what was typed.

    `choices` are the codes of inputs whose signature does not name them.
    """
    found = [_question(one, typed, "") for one in inputs_of(rule)]
    _explain(found, _helps(record_of(rule) or rule, rule), rule)
    for one in found:
        if codes := (choices or {}).get(one.name):
            one.kind, one.choices = "choice", codes
        _keep_unknown(one)
    return found


def every(asked: list[Question]) -> Iterator[Question]:
    """All questions, those within others too."""
    for one in asked:
        yield one
        yield from every(one.within)


def labels(asked: list[Question], above: str = "") -> dict[str, str]:
    """Name of each question -> how a sentence calls it: "Rate, line 1"."""
    found = {}
    for one in asked:
        label = f"{above}{one.label}"
        found[one.name] = label
        found |= labels(one.parts, f"{label}: ")
        for line in one.lines:
            found[line.name] = f"{label}, line {line.label}"
            found |= {part.name: f"{part.label}, line {line.label}" for part in line.parts}
    return found


def read_back(asked: list[Question], title: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What was asked, as a paper holds it: under the title of each group what was typed in it."""
    own = [
        (one.label, one.shown)
        for one in asked
        if not one.within and one.kind != "lines" and one.shown
    ]
    found = [(title, own)] if own else []
    for one in asked:
        if one.parts:
            above = "" if one.name == one.name.partition(".")[0] else f"{title}: "
            found += read_back(one.parts, f"{above}{one.label}")
        if filled := [(f"Line {line.label}", _in_a_row(line)) for line in one.lines]:
            found.append((one.label, [pair for pair in filled if pair[1]]))
    return found


def _in_a_row(line: Question) -> str:
    return ", ".join(
        f"{part.label.removesuffix(', %')} {part.shown}" for part in line.parts if part.shown
    )


def mark(asked: list[Question], wrong: Mapping[str, str]) -> None:
    """Put what is wrong at the questions it is about."""
    at = {on_form(path): sentence for path, sentence in wrong.items()}
    for one in every(asked):
        one.error = at.get(one.name, "")


def given(rule: Callable[..., Any], typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed as texts that the rule reads; what was left blank is not given, a list or
    group of which all is blank is an empty one.
    """
    found = {one.name: _given(one.kind, typed, one.name) for one in inputs_of(rule)}
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in found.items()
        if value != ""
    }


def _lists_records(kind: Any) -> bool:
    kind = without_none(kind)
    return get_origin(kind) is list and is_dataclass(get_args(kind)[0])


def _helps(*made_of: Any) -> dict[str, str]:
    """Name of an input -> what the docstring says of it."""
    found: dict[str, str] = {}
    for one in made_of:
        for name, text in _ARGUMENT.findall(one.__doc__ or ""):
            said = " ".join(text.split())
            found.setdefault(name, f"{said[0].upper()}{said[1:]}")
    return found


def _explain(asked: list[Question], helps: Mapping[str, str], rule: Callable[..., Any]) -> None:
    """Put what the docstrings say at the questions, those within a group by their own record."""
    kinds = {one.name: one.kind for one in inputs_of(rule)}
    for one in asked:
        one.help = helps.get(one.name, one.help)
        if one.kind == "group":
            own = _helps(without_none(kinds[one.name]))
            for part in one.parts:
                part.help = own.get(part.name.rpartition(".")[2], part.help)


def _question(asked: Input, typed: Mapping[str, str], above: str) -> Question:
    kind, name = without_none(asked.kind), f"{above}{asked.name}"
    made = Question(name, spoken(asked.name), "text", asked.required, typed.get(name, ""))
    made.default = _as_typed(asked.default)
    if get_origin(kind) is Literal:
        made.kind = "choice"
        made.choices = tuple((code, spoken(code)) for code in get_args(kind))
    elif is_dataclass(kind):
        made.kind = "group"
        made.parts = [_question(one, typed, f"{name}.") for one in fields_of(kind)]
    elif _lists_records(kind):
        made.kind = "lines"
        made.lines = _lines(get_args(kind)[0], typed, name)
    elif asked.name in SEVERAL:
        made.kind = "several"
        made.choices = tuple((code, spoken(code)) for code in SEVERAL[asked.name])
    elif get_origin(kind) is list:
        made.help = "Several apart by commas."
    elif kind is bool:
        _yes_or_no(made, asked.default)
    else:
        made.kind = next(word for fits, word in KINDS if fits == kind)
        made.choices = tuple((one, one) for one in SUGGESTED.get(asked.name, ()))
    return made


def _lines(record: Any, typed: Mapping[str, str], name: str) -> list[Question]:
    made = []
    for n in range(min(MOST_LINES, _filled(name, typed) + SPARE)):
        line = Question(f"{name}.{n}", f"{n + 1}", "group", required=False)
        line.parts = [_question(one, typed, f"{name}.{n}.") for one in fields_of(record)]
        for one in line.parts:
            one.required = False
            _keep_unknown(one)
        made.append(line)
    return made


def _yes_or_no(made: Question, default: bool | None) -> None:
    """A box to tick where no is usual, else a choice; its empty line is the usual answer."""
    if default is False and made.text in ("", "yes", "no"):
        made.kind = "yesno"
        return
    made.kind, made.choices = "choice", YES_NO
    if default is True:
        made.blank, made.choices = "Yes", YES_NO[1:]
        made.text = "" if made.text == "yes" else made.text


def _keep_unknown(made: Question) -> None:
    """A choice that is none of the list stays in sight."""
    for one in every([made]):
        if one.kind == "choice" and one.text and one.text not in dict(one.choices):
            one.choices = (*one.choices, (one.text, f"{one.text} (not known)"))


def _as_typed(default: Any) -> str:
    """A default as it would be typed; empty for none."""
    if default is None or isinstance(default, bool) or is_dataclass(default):
        return ""
    return str(default)


def _filled(name: str, typed: Mapping[str, str]) -> int:
    """How many lines of a list were typed in."""
    found = [key[len(name) + 1 :].partition(".")[0] for key in typed if key.startswith(f"{name}.")]
    return max((int(one) + 1 for one in found if one.isdecimal()), default=0)


def _given(kind: Any, typed: Mapping[str, str], name: str) -> Any:
    kind = without_none(kind)
    if is_dataclass(kind):
        found = {one.name: _given(one.kind, typed, f"{name}.{one.name}") for one in fields_of(kind)}
        return {key: value for key, value in found.items() if value not in ("", [], {})}
    if _lists_records(kind):
        part = get_args(kind)[0]
        return [_given(part, typed, f"{name}.{n}") for n in range(_filled(name, typed))]
    text = typed.get(name, "").strip()
    if get_origin(kind) is list:
        words = [one.strip() for one in text.split(",")]
        return [one for one in words if one.casefold() not in NOTHING]
    if kind in (date, datetime, date | datetime):
        return _moment(text, timed=kind is not date and ":" in text)
    return _NOISE.sub("", text) if kind in (Dollars, Percent, Decimal, int) else text


def _moment(text: str, *, timed: bool) -> str:
    """A day or instant as a rule reads it, from the shapes that people write; else as it is."""
    if _ISO.fullmatch(text):
        return text
    with suppress(BadValue):
        day = days.day(text).isoformat()
        return f"{day}T{days.clock(text):%H:%M}" if timed else day
    return text
