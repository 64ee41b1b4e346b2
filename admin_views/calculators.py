"""The calculators: a page for each rule, with working, citations and a link to reopen it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_admin import expose

from admin_views import rule_form, statutory_links
from admin_views.desk import Desk
from admin_views.gate import SignedIn, rule
from admin_views.rule_form import Question
from admin_views.rule_words import head, spoken, worded
from journal import policy
from journal.law import law
from models import StatutoryRow
from rules import calculators, money
from rules.answers import Answer
from rules.calculators import CALCULATORS, Law
from rules.dated import KINDS, Row
from rules.days import long_day
from rules.errors import BadInputs, Unanswered
from rules.registry import Entry

calculators.load()
GROUPS = (
    (
        "Workers' compensation",
        "td_rate tpd td_schedule late_increase salary_4850 pd_weeks pd_award pd_rating mileage "
        "wc_deadline recordable",
    ),
    (
        "Liability and recovery",
        "liability_deadline presentation suit_deadline settlement_authority labor_cost "
        "recovery_bill recovery_interest recovery_limitation carrier_deadline wc_subrogation",
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
"""Mark -> what an answer says of itself."""

UNITS = {"USD/week": "a week", "weeks": "weeks"}
FIGURES = {"USD": "num", "USD/week": "num", "count": "num narrow"}
"""Unit of a column -> how it stands in a table."""


@dataclass
class Used:
    """A row of a table that an answer rests on: its days, values, source and mark."""

    when: str
    values: list[tuple[str, str]]
    source: str
    verified: str
    by_office: bool


@dataclass
class Result:
    """What a page shows of an answer."""

    value: str
    unit: str
    mark: str
    verified: str
    steps: tuple[Any, ...]
    facts: list[tuple[str, str]]
    tables: list[tuple[str, list[tuple[str, str]], list[list[str]]]]
    used: list[Used]


class Calculators(Desk):
    """The pages of the calculators."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """Every rule, with what it answers; `q` narrows them."""
        sought = request.args.get("q", "").strip()
        return self.page("calculators.html", groups=_groups(sought), sought=sought)

    @expose("/<key>/")
    @rule(SignedIn())
    def one(self, key: str):
        """One rule: its form, and the answer once something is asked."""
        entry, given_law = CALCULATORS.get(key), law(self.on)
        typed = rule_form.compact(entry.run, _typed())
        asked = rule_form.questions(entry.run, typed, choices=_codes(entry, given_law))
        facts = _answered(entry, typed, asked, given_law) if request.args else {}
        return self.page(
            "calculator.html",
            entry=entry,
            about=_about(entry),
            questions=asked,
            said=rule_form.read_back(asked, "What was asked") if request.args else [],
            on=long_day(self.on),
            link=f"/admin/rules/{key}/?{urlencode(typed)}",
            tables=[KINDS[name] for name in entry.facts["tables"]],
            add_row=statutory_links.to_add(self.who, facts.get("missing"), request.full_path),
            opens_tables=policy.may_read(self.who, StatutoryRow),
            **facts,
        )


def _typed() -> dict[str, str]:
    """What was typed by name; of boxes with one name those that are ticked, apart by commas."""
    found = {name: [t for t in texts if t.strip()] for name, texts in request.args.lists()}
    return {name: ", ".join(texts) for name, texts in found.items() if texts}


def _codes(entry: Entry, given: Law) -> dict[str, tuple[tuple[str, str], ...]]:
    """The codes of inputs that are keys of the rule's tables, with their titles."""
    kinds = [KINDS[name] for name in entry.facts["tables"]]
    return {
        kind.key: tuple(
            {
                row.text(kind.key): f"{row.text(kind.key)} · {row.text('title')}"
                for row in given.tables[kind.name].rows
            }.items()
        )
        for kind in kinds
        if "title" in kind.columns
    }


def _answered(
    entry: Entry, typed: dict[str, str], asked: list[Question], given_law: Law
) -> dict[str, Any]:
    """The result of what was typed; or what is still needed, what is wrong, why it is refused."""
    labels = rule_form.labels(asked)
    given = rule_form.given(entry.run, typed)
    try:
        answer = calculators.ask(entry.key, given, law=given_law)
    except BadInputs as error:
        wrong = {path: worded(said, labels) for path, said in error.at.items()}
        absent = {one.name: one.label for one in asked if one.required and one.name not in given}
        if wrong.keys() <= absent.keys():
            return {"needed": list(absent.values())}
        rule_form.mark(asked, wrong)
        return {"wrong": {rule_form.on_form(path): said for path, said in wrong.items()}}
    except Unanswered as error:
        reasons = [worded(said, labels) for said in error.reasons]
        return {"reasons": reasons, "missing": error.missing}
    return {"result": _shown(entry, answer)}


def _groups(sought: str) -> list[tuple[str, list[tuple[Entry, str]]]]:
    named = [(title, keys.split()) for title, keys in GROUPS]
    listed = {key for _, keys in named for key in keys}
    named.append(("Other", [entry.key for entry in CALCULATORS if entry.key not in listed]))
    found = [
        (title, [(CALCULATORS.get(key), _about(CALCULATORS.get(key))) for key in keys])
        for title, keys in named
    ]
    words = sought.casefold().split()
    narrowed = [
        (title, [one for one in entries if all(word in _text(title, *one) for word in words)])
        for title, entries in found
    ]
    return [(title, entries) for title, entries in narrowed if entries]


def _text(title: str, entry: Entry, about: str) -> str:
    """The words by which a rule is found."""
    return f"{title} {entry.key} {entry.title} {about} {entry.facts['source']}".casefold()


def _about(entry: Entry) -> str:
    """What a rule answers: the first paragraph of its docstring."""
    return " ".join((entry.run.__doc__ or "").partition("\n\n")[0].split())


def _shown(entry: Entry, answer: Answer) -> Result:
    units, facts, tables = entry.facts["details"], [], []
    for name, value in answer.details.items():
        if isinstance(units[name], dict):
            heads = [(head(column), FIGURES.get(unit, "")) for column, unit in units[name].items()]
            rows = [[_cell(row[c], unit) for c, unit in units[name].items()] for row in value]
            tables.append((spoken(name), heads, rows))
            facts += _failed(value)
        else:
            facts.append((spoken(name), _words(value, units[name])))
    return Result(
        _words(answer.value, answer.unit),
        UNITS.get(answer.unit, ""),
        MARKS[answer.verified],
        answer.verified,
        answer.steps,
        facts,
        tables,
        [_used(row) for row in answer.used],
    )


def _failed(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Of checks those that failed, by number and name."""
    failed = [f"{row['no']} {row['name']}" for row in rows if row.get("result") == "fail"]
    return [("Failed", ", ".join(failed))] if failed else []


def _used(row: Row) -> Used:
    """A row as a person reads it."""
    kind = KINDS[row.table]
    columns = {**({kind.key: kind.key_column} if kind.key_column else {}), **kind.columns}
    first, last = row.first_day, row.last_day
    since = f"From {first}" if first.year > 1 else "Always"
    values = [
        (column.label, _as_written(row.text(name), column.unit))
        for name, column in columns.items()
        if row.text(name)
    ]
    when = f"{since} to {last}" if last else since
    return Used(when, values, row.source, row.verified, row.by_office)


def _as_written(text: str, unit: str) -> str:
    """A value of a row, as it stands in its table."""
    if unit.startswith("USD") and text[:1].isdigit():
        return f"${Decimal(text):,}"
    return text.replace("_", " ")


def in_words(answer: Answer) -> str:
    """The value of an answer as a person reads it: "$1,000.00 a week"."""
    return f"{_words(answer.value, answer.unit)} {UNITS.get(answer.unit, '')}".strip()


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
        return spoken(str(calculators.plain(value, unit)))
    plain = str(calculators.plain(value, unit))
    return f"{plain} %" if unit == "percent" else plain
