"""The calculators: a page for each rule, with working, citations and a link to reopen it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_admin import expose

from admin_views import rule_form
from admin_views.desk import Desk
from admin_views.gate import SignedIn, rule
from journal.law import law
from rules import calculators, money
from rules.answers import Answer
from rules.calculators import CALCULATORS
from rules.dated import KINDS
from rules.days import long_day
from rules.errors import BadValue, Unanswered
from rules.registry import Entry

calculators.load()
GROUPS = (
    (
        "Workers' compensation",
        "td_rate tpd td_schedule late_increase salary_4850 pd_weeks pd_award pd_rating mileage "
        "wc_deadline recordable",
    ),
    (
        "Liability",
        "liability_deadline presentation suit_deadline settlement_authority",
    ),
    (
        "Billing recovery",
        "labor_cost recovery_bill recovery_limitation wc_subrogation",
    ),
    ("Insurance", "renewal_estimate certificate"),
)
"""The order of the index; a rule that is named nowhere stands last."""

MARKS = {
    "yes": "",
    "secondary": "from a secondary source",
    "no": "not verified",
    "policy": "a setting of the office",
}


@dataclass
class Result:
    """What a page shows of an answer."""

    value: str
    unit: str
    mark: str
    verified: str
    steps: tuple[Any, ...]
    facts: list[tuple[str, str]]
    tables: list[tuple[str, list[str], list[list[str]]]]
    used: tuple[Any, ...]


class Calculators(Desk):
    """The pages of the calculators."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """Every rule, with what it answers."""
        return self.page("calculators.html", groups=_groups())

    @expose("/<key>/")
    @rule(SignedIn())
    def one(self, key: str):
        """One rule: its form, and the answer once something is asked."""
        entry = CALCULATORS.get(key)
        typed = {name: text for name, text in request.args.items() if text.strip()}
        facts: dict[str, Any] = {"result": None, "wrong": "", "refusal": None}
        if typed:
            try:
                answer = calculators.ask(key, rule_form.given(entry.run, typed), law=law(self.on))
                facts["result"] = _shown(entry, answer)
            except BadValue as error:
                facts["wrong"] = error.sentence
            except Unanswered as error:
                facts["refusal"] = error
        return self.page(
            "calculator.html",
            entry=entry,
            about=_about(entry),
            questions=rule_form.questions(entry.run, typed),
            link=f"/admin/rules/{key}/?{urlencode(typed)}",
            tables=[KINDS[name] for name in entry.facts["tables"]],
            **facts,
        )


def _groups() -> list[tuple[str, list[tuple[Entry, str]]]]:
    named = [(title, keys.split()) for title, keys in GROUPS]
    listed = {key for _, keys in named for key in keys}
    named.append(("Other", [entry.key for entry in CALCULATORS if entry.key not in listed]))
    return [
        (title, [(CALCULATORS.get(key), _about(CALCULATORS.get(key))) for key in keys])
        for title, keys in named
        if keys
    ]


def _about(entry: Entry) -> str:
    """What a rule answers: the first paragraph of its docstring."""
    return " ".join((entry.run.__doc__ or "").partition("\n\n")[0].split())


def _shown(entry: Entry, answer: Answer) -> Result:
    units, facts, tables = entry.facts["details"], [], []
    for name, value in answer.details.items():
        if isinstance(units[name], dict):
            heads = [rule_form.spoken(column) for column in units[name]]
            rows = [[_cell(row[c], unit) for c, unit in units[name].items()] for row in value]
            tables.append((rule_form.spoken(name), heads, rows))
        else:
            facts.append((rule_form.spoken(name), _words(value, units[name])))
    return Result(
        _words(answer.value, answer.unit),
        {"USD/week": "a week", "weeks": "weeks"}.get(answer.unit, ""),
        MARKS[answer.verified],
        answer.verified,
        answer.steps,
        facts,
        tables,
        answer.used,
    )


def _cell(value: Any, unit: str) -> str:
    """A result in a table: days short, amounts without the sign."""
    if unit in ("USD", "USD/week"):
        return money.shown(value)
    return value.isoformat() if unit == "date" else _words(value, unit)


def _words(value: Any, unit: str) -> str:
    """A result as a person reads it."""
    if value is None:
        return "none"
    if unit in ("USD", "USD/week"):
        return money.dollars(value)
    if isinstance(value, list | tuple):
        return ", ".join(_words(one, unit) for one in value) or "none"
    if unit == "date":
        return f"{long_day(value)}{f' {value:%H:%M}' if hasattr(value, 'hour') else ''}"
    if unit == "datetime":
        return f"{long_day(value)} {value:%H:%M}"
    if unit in ("code", "flag"):
        return rule_form.spoken(str(calculators.plain(value, unit)))
    plain = str(calculators.plain(value, unit))
    return f"{plain} %" if unit == "percent" else plain
