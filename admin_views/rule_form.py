"""The form of a rule, made from its signature; what is typed becomes what the rule reads."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from rules.inputs import Dollars, Input, Percent, fields_of, inputs_of, record_of, without_none
from rules.terms import TERMS

SPARE = 2
"""Empty lines after the ones that are filled in."""

WORDS = {
    "awe": "Average weekly earnings",
    "rtw_offer": "Offer of work in time",
    "wpi": "Whole person impairment, %",
    "fec_rank": "FEC rank",
    "am_best": "AM Best rating",
    "gl": "General liability",
    "wc": "Workers' compensation",
    "el_each_accident": "Employers' liability, each accident",
    "gl_each_occurrence": "General liability, each occurrence",
    "gl_general_aggregate": "General liability, aggregate",
    "waiver_gl": "Waiver, general liability",
    "waiver_wc": "Waiver, workers' compensation",
    "tpa": "Third-party administrator",
    "mail_ca": "Mail within California",
    "mail_us": "Mail to another state",
    "mail_abroad": "Mail abroad",
}
"""Names and codes that are not said as they are written."""

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
_NOISE = re.compile(r"[$,\s]")
_ARGUMENT = re.compile(r"^ {4}(?: {4})?(\w+): (.+(?:\n {12}.+)*)", re.M)


@dataclass
class Question:
    """One question of a form: its text as typed; of a group the questions in it, of a list a group
    for each line.
    """

    name: str
    label: str
    kind: str
    required: bool
    text: str = ""
    help: str = ""
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    parts: list["Question"] = field(default_factory=list)
    lines: list["Question"] = field(default_factory=list)


def spoken(name: str) -> str:
    """A name or code as it is said: "accrual_date" is "Accrued", "mail_ca" its own words."""
    if name in WORDS:
        return WORDS[name]
    return TERMS[name].label if name in TERMS else name.replace("_", " ").capitalize()


def questions(rule: Callable[..., Any], typed: Mapping[str, str]) -> list[Question]:
    """The form of a rule, with what was typed."""
    helps = _helps(record_of(rule) or rule, rule)
    found = [_question(one, typed, "") for one in inputs_of(rule)]
    for one in found:
        one.help = helps.get(one.name, "")
    return found


def given(rule: Callable[..., Any], typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed as texts that the rule reads; what was left blank is not given."""
    found = {one.name: _given(one.kind, typed, one.name) for one in inputs_of(rule)}
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in found.items()
        if value not in ("", [], {})
    }


def _helps(*made_of: Any) -> dict[str, str]:
    """Name of an input -> what the docstring says of it."""
    found: dict[str, str] = {}
    for one in made_of:
        for name, text in _ARGUMENT.findall(one.__doc__ or ""):
            found.setdefault(
                name, f"{' '.join(text.split())[0].upper()}{' '.join(text.split())[1:]}"
            )
    return found


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
    elif get_origin(kind) is list and is_dataclass(get_args(kind)[0]):
        made.kind = "lines"
        part = get_args(kind)[0]
        for n in range(_filled(name, typed) + SPARE):
            line = Question(f"{name}.{n}", f"{n + 1}", "group", required=False)
            line.parts = [_question(one, typed, f"{name}.{n}.") for one in fields_of(part)]
            for one in line.parts:
                one.required = False
            made.lines.append(line)
    elif get_origin(kind) is list:
        made.help = "Several apart by commas."
    else:
        made.kind = next(word for fits, word in KINDS if fits == kind)
        made.choices = YES_NO if kind is bool else ()
    return made


def _as_typed(default: Any) -> str:
    """A default as it would be typed; empty for none."""
    if default is None or default is False or is_dataclass(default):
        return ""
    return "yes" if default is True else str(default)


def _filled(name: str, typed: Mapping[str, str]) -> int:
    """How many lines of a list were typed in."""
    numbers = [
        int(rest[0])
        for key, text in typed.items()
        if text.strip() and key.startswith(f"{name}.")
        and (rest := key[len(name) + 1 :].split("."))[0].isdecimal()
    ]  # fmt: skip
    return min(200, max(numbers, default=-1) + 1)


def _given(kind: Any, typed: Mapping[str, str], name: str) -> Any:
    kind = without_none(kind)
    if is_dataclass(kind):
        found = {one.name: _given(one.kind, typed, f"{name}.{one.name}") for one in fields_of(kind)}
        return {key: value for key, value in found.items() if value not in ("", [], {})}
    if get_origin(kind) is list and is_dataclass(get_args(kind)[0]):
        part = get_args(kind)[0]
        lines = [_given(part, typed, f"{name}.{n}") for n in range(_filled(name, typed))]
        return [line for line in lines if line]
    text = typed.get(name, "").strip()
    if get_origin(kind) is list:
        return [one.strip() for one in text.split(",") if one.strip()]
    return _NOISE.sub("", text) if kind in (Dollars, Percent, Decimal, int) else text
