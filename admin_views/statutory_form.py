"""The form of a statutory row: made from what its table holds, filled from the row in force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from admin_views import calculators as pages
from admin_views.rule_words import spoken
from journal import checks
from journal.clicks import Click, click_of
from journal.commit import Receipt, commit, done_before
from journal.drafts import Draft
from journal.law import added, law, row_of
from journal.statutory_checks import clash
from journal.values import parse
from journal.who import Who
from models import StatutoryRow
from rules import calculators, dated_rows, money
from rules.calculators import Law
from rules.coverage import coverage
from rules.dated import Column, Kind, Row, Table, shipped
from rules.days import day_words
from rules.errors import BadValue, Unanswered

DAYS, ABOUT = ("first_day", "last_day"), ("source", "verified")
UNITS = {
    "USD": "$",
    "USD/week": "$ a week",
    "USD/mile": "$ a mile",
    "percent": "%",
    "weeks": "weeks",
    "years": "",
    "count": "",
}
"""Unit -> how it is said beside a label."""

INPUTS = {"USD": "money", "USD/week": "money", "count": "whole", "years": "whole"}
_NOISE = str.maketrans("", "", "$,% \u00a0")

EXAMPLES: dict[str, tuple[tuple[str, str, dict[str, str]], ...]] = {
    "td_rates": tuple(
        (
            "td_rate",
            f"Weekly rate at ${awe}.00 a week, injury on {{on}}",
            {"awe": awe.replace(",", ""), "injury_date": "{day}"},
        )
        for awe in ("300", "1,500", "3,000")
    ),
    "pd_rates": (
        (
            "pd_award",
            "Award of {to} %, earnings of $1,500.00 a week, injury on {on}",
            {"percent": "{to}", "awe": "1500", "injury_date": "{day}"},
        ),
    ),
    "pd_weeks": (
        (
            "pd_weeks",
            "Weeks of {to} %, injury on {on}",
            {"percent": "{to}", "injury_date": "{day}"},
        ),
    ),
    "life_pension_limits": (
        (
            "pd_award",
            "Award of 80 %, earnings of $1,500.00 a week, injury on {on}",
            {"percent": "80", "awe": "1500", "injury_date": "{day}"},
        ),
    ),
    "mileage_rates": (("mileage", "100 miles on {on}", {"miles": "100", "travel_date": "{day}"}),),
    "wc_deadlines": (
        (
            "wc_deadline",
            "{code}, trigger on {on}",
            {"code": "{code}", "trigger_date": "{instant}"},
        ),
    ),
    "liability_deadlines": (
        (
            "liability_deadline",
            "{code}, trigger on {on}",
            {"code": "{code}", "trigger_date": "{instant}"},
        ),
    ),
    "recovery_limitations": (
        (
            "recovery_limitation",
            "Last day to sue, damage on {on}",
            {"kind": "{code}", "damage_date": "{day}"},
        ),
    ),
    "carrier_deadlines": (
        (
            "carrier_deadline",
            "{code}, tendered or accepted on {on}",
            {"code": "{code}", "trigger_date": "{day}"},
        ),
    ),
    "interest_rates": (
        (
            "recovery_interest",
            "180 days on $1,766.28 from {on}",
            {"kind": "{code}", "principal": "1766.28", "from_date": "{day}", "days": "180"},
        ),
    ),
}
"""Table -> (calculator, the question in words, its inputs): what a new row is tried with."""


@dataclass
class Cell:
    """One question of the form."""

    name: str
    label: str
    kind: str
    text: str = ""
    help: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()


@dataclass
class Form:
    """A row on its way in: what was typed, what it means, and what is wrong, by question."""

    kind: Kind
    code: str
    cells: list[Cell]
    about: list[Cell]
    values: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def chosen(self) -> bool:
        """Whether it is known which of the rows of a day it is to be."""
        return bool(self.code) or self.kind.key_column is None

    @property
    def sound(self) -> bool:
        """Whether everything was typed and fits."""
        return bool(self.values) and not self.wrong

    @property
    def first_day(self) -> date:
        """From when it counts; of a sound form."""
        return self.values["first_day"]

    @property
    def codes(self) -> list[tuple[str, str]]:
        """(code, words) of the rows that there are; none where any percent may begin a band."""
        titles = {
            row.text(self.kind.key): row.text("title") for row in shipped(self.kind.name).rows
        }
        return [
            (code, f"{code}: {titles[code]}" if titles[code] else spoken(code))
            for code in dated_rows.codes(self.kind)
        ]


@dataclass(frozen=True)
class Change:
    """What a question gets as an answer before and after the row."""

    question: str
    before: str
    after: str


def opening(table: Table, given: Mapping[str, str], on: date) -> Form:
    """The form filled from the row before; of a yearly table for the year that is missing.

    `given`: `code` of the row, and a `day` that it has to cover.
    """
    kind, code = table.kind, given.get("code", "").strip()
    if (known := dated_rows.codes(kind)) and code not in known:
        code = ""
    before = _before(table, code, on)
    texts = {n: before.text(n) for n in kind.columns} if before else {}
    texts["first_day"] = _first(table, given.get("day", ""), on)
    texts["verified"] = "no"
    return _form(kind, code, texts, before)


def sent(table: Table, typed: Mapping[str, str], on: date) -> Form:
    """The form as it was sent, with what is wrong in it."""
    kind, code = table.kind, typed.get("code", "").strip()
    form = _form(kind, code, typed, _before(table, code, on))
    values, columns = {}, {}
    for name, column in kind.columns.items():
        columns[name], form.wrong[name] = _read(column, typed.get(name, ""))
    for name in (*DAYS, *ABOUT):
        values[name], form.wrong[name] = _parsed(name, typed.get(name, ""))
    row = {"table": kind.name, "code": code or None, "values": columns, **values}
    for name, words in _faults(row):
        form.wrong[name] = form.wrong.get(name) or words
    form.wrong = {name: words for name, words in form.wrong.items() if words}
    form.values = row
    return form


def written(who: Who, form: Form, click: str | None) -> Receipt | None:
    """What this click wrote before: its row stands by now, and is not in its own way."""
    return done_before(_click(who, form, click))


def write(who: Who, form: Form, click: str | None, on: date) -> Receipt:
    """Write a sound form as one change of the record."""
    draft = Draft(_title(form), source="form", on=on)
    draft.create(StatutoryRow, **form.values)
    return commit(who, draft, key=_click(who, form, click))


def _title(form: Form) -> str:
    return f"{form.kind.title}: new row"


def _click(who: Who, form: Form, click: str | None) -> Click | None:
    return click_of(who, _title(form), click, form.values)


def changes(form: Form, on: date) -> list[Change]:
    """What a sound form changes: a few questions asked without its row and with it."""
    now = law(on)
    row = row_of(StatutoryRow(**form.values))
    then = Law(
        {**now.tables, form.kind.name: now.tables[form.kind.name].with_rows([row])}, now.calendars
    )
    hours = row.text("unit") == "hours"
    words = {
        "on": day_words(form.first_day),
        "day": form.first_day.isoformat(),
        "instant": f"{form.first_day}T09:00" if hours else form.first_day.isoformat(),
        "code": form.code,
        "to": row.text("percent_to"),
    }
    return [
        Change(
            question.format(**words),
            _asked(key, texts, now, words),
            _asked(key, texts, then, words),
        )
        for key, question, texts in EXAMPLES[form.kind.name]
    ]


def _asked(key: str, texts: dict[str, str], under: Law, words: dict[str, str]) -> str:
    try:
        given = {name: text.format(**words) for name, text in texts.items()}
        return pages.in_words(calculators.ask(key, given, law=under))
    except Unanswered:
        return "no answer"


# --- The questions --------------------------------------------------------------------------------


def _form(kind: Kind, code: str, texts: Mapping[str, str], before: Row | None) -> Form:
    def help_of(name: str) -> str:
        if not before or not before.text(name):
            return ""
        return f"Now {before.text(name)}." if kind.columns[name].unit != "text" else ""

    cells = [_cell(name, column, texts, help_of(name)) for name, column in kind.columns.items()]
    ends = f"Blank: {'to the end of its year' if kind.yearly else 'until a later row begins'}."
    about = [
        Cell("first_day", "First day", "day", texts.get("first_day", ""), "It counts from here."),
        Cell("last_day", "Last day", "day", texts.get("last_day", ""), ends, required=False),
        Cell("source", "Source", "text", texts.get("source", ""), "Section, bulletin or notice."),
        Cell(
            "verified",
            "Verified",
            "choice",
            texts.get("verified", ""),
            "Yes: read in the law or the State's own notice.",
            choices=tuple(StatutoryRow.verified.choices),
        ),
    ]
    return Form(kind, code, cells, about)


def _cell(name: str, column: Column, texts: Mapping[str, str], help_text: str) -> Cell:
    unit = UNITS.get(column.unit, "")
    made = Cell(
        name,
        f"{column.label}, {unit}" if unit else column.label,
        "long" if column.aside else INPUTS.get(column.unit, _usual(column)),
        texts.get(name, ""),
        help_text,
        not column.optional,
    )
    if column.choices:
        made.kind = "choice"
        made.choices = tuple((one, one.replace("_", " ")) for one in column.choices)
    return made


def _usual(column: Column) -> str:
    return "quantity" if column.unit in UNITS else "text"


def _before(table: Table, code: str, on: date) -> Row | None:
    """The row that a new one follows: of a yearly table the last one, else the one in force."""
    if table.kind.yearly:
        return max(table.rows, key=lambda row: row.first_day)
    try:
        return table.on(on, code)
    except Unanswered:
        return None


def _first(table: Table, day: str, on: date) -> str:
    """The first day that is offered: of a yearly table where the missing year begins."""
    if not table.kind.yearly:
        return ""
    found = coverage(table, on=on)
    if day[:4].isdigit() and len(day) == 10:
        year = max(1, int(day[:4]))
        ends = [row.last_day for row in table.rows if row.last_day and row.last_day.year == year]
        return f"{max(ends) + timedelta(days=1) if ends else date(year, 1, 1)}"
    return f"{found.last_day + timedelta(days=1)}" if found.last_day else ""


# --- What was typed -------------------------------------------------------------------------------


def _read(column: Column, typed: str) -> tuple[str, str]:
    """The text that a table keeps for what was typed, and what is wrong with it."""
    text = " ".join(typed.split())
    if text and column.unit in ("USD", "USD/week"):
        try:
            text = money.plain(money.cents(text))
        except BadValue as error:
            return text, f"{column.label}: {error.sentence}"
    elif column.unit in UNITS:
        text = text.translate(_NOISE)
    return text, ""


def _parsed(name: str, typed: str) -> tuple[Any, str]:
    """The value of a column of the sheet, and what is wrong with it."""
    column = StatutoryRow._meta.fields[name]
    try:
        value = parse(column, typed)
    except BadValue as error:
        return None, error.sentence
    blank = value is None and not column.null
    return value, f"{column.verbose_name} is missing." if blank else ""


def _faults(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(question, sentence): what the record would refuse, and the row that stands in the way."""
    yield from dated_rows.problems(row["table"], row["code"], row["values"])
    for problem in checks.pair_problems(StatutoryRow, None, row, set(DAYS)):
        yield problem.column or "", problem.message
    for one in added(row["table"]):
        same = (one.code or "") == (row["code"] or "")
        other = {"first_day": one.first_day, "last_day": one.last_day}
        if same and (words := clash(row, other)):
            yield "first_day", words
