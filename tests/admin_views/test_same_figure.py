"""One figure everywhere: the rule, the command and the page agree on every case, in value, details and words."""

import json
import sys
from datetime import date, datetime
from typing import Any, get_origin
from urllib.parse import urlencode

import pytest
from asking import LAW
from cases import Case, cases_of
from tree import Node, tree

import app as office_program
from admin_views import rule_form, terminal
from admin_views.calculators import MARKS
from admin_views.rule_words import head, spoken, worded
from rules import calculators
from rules.calculators import CALCULATORS
from rules.errors import Unanswered

KEYS = (
    "carrier_deadline", "certificate", "labor_cost", "late_increase", "liability_deadline", "mileage", "pd_award",
    "pd_rating", "pd_weeks", "presentation", "recordable", "recovery_bill", "recovery_interest",
    "recovery_limitation", "renewal_estimate", "salary_4850", "settlement_authority", "suit_deadline", "td_rate",
    "td_schedule", "tpd", "wc_deadline", "wc_subrogation",
)  # fmt: skip
DAY, INSTANT = "%a %d %b %Y", "%a %d %b %Y %H:%M"


@pytest.fixture
def command(office, tmp_path, monkeypatch, capsys):
    """Asks the command line, in this process, over the office of the test."""
    monkeypatch.setenv("CLAIMS_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("DATABASE_URL", office)

    def ask(case: Case) -> tuple[int, dict[str, Any]]:
        inputs = [f"{name}={text}" for name, text in case.given.items()]
        monkeypatch.setattr(sys, "argv", ["app.py", "calc", case.rule, *inputs, "--json"])
        capsys.readouterr()
        code = terminal.outcome(office_program.cli)
        return code, json.loads(capsys.readouterr().out)

    return ask


def of_rule(case: Case) -> dict[str, Any]:
    """What the rule itself says, as data."""
    try:
        answer = calculators.ask(case.rule, case.given, law=LAW)
    except Unanswered as error:
        return calculators.refusal(error)
    return calculators.as_json(CALCULATORS.get(case.rule), answer)


def typed(case: Case) -> list[tuple[str, str]]:
    """The inputs of a case as the form sends them: a blank field where all is left blank."""
    kinds = {one.name: one.kind for one in rule_form.inputs_of(CALCULATORS.get(case.rule).run)}
    sent = [
        pair
        for name, text in case.given.items()
        for pair in _fields(name, json.loads(text) if _is_data(kinds[name]) else text)
    ]
    return sent or [("blank", "")]


def _is_data(kind: Any) -> bool:
    kind = rule_form.without_none(kind)
    return get_origin(kind) is list or rule_form.is_dataclass(kind)


def _fields(name: str, given: Any):
    if isinstance(given, dict):
        for key, one in given.items():
            yield from _fields(f"{name}.{key}", one)
    elif isinstance(given, list) and given and isinstance(given[0], dict):
        for n, one in enumerate(given):
            yield from _fields(f"{name}.{n}", one)
    elif isinstance(given, list):
        yield name, ", ".join(given)
    elif given is not None:
        yield name, given


def read(text: str, unit: str) -> Any:
    """A result of a page, read back by its unit: what the eye sees, as the command writes it."""
    if text == "none":
        return [] if unit.startswith("list ") else None
    unit = unit.removeprefix("list ")
    if unit in ("USD", "USD/week"):
        return text.replace("$", "").replace(",", "")
    if unit in ("date", "datetime"):
        if text[:4].isdigit():
            return date.fromisoformat(text).isoformat()
        shape = INSTANT if ":" in text else DAY
        found = datetime.strptime(text, shape)
        return found.isoformat(timespec="minutes") if ":" in text else found.date().isoformat()
    return text.removesuffix(" %") if unit == "percent" else text


def written(value: Any, unit: str) -> Any:
    """A result of the command, codes and lists in the words of a page."""
    if isinstance(value, list):
        return ", ".join(written(one, unit) for one in value) or None
    if value is None:
        return None
    return spoken(value) if unit in ("code", "flag") else " ".join(str(value).split())


def facts(page: Node) -> dict[str, str]:
    card = page.one("section", aria_label="Answer")
    return {one.text: other.text for one, other in zip(card.all("dt"), card.all("dd"), strict=True)}


def compare_page(page: Node, told: dict[str, Any], details: dict[str, Any]) -> None:
    """An answer on a page is that of the command: value, details, rows, working."""
    line = page.one("p", of="answer")
    shown = line.one("strong").text
    assert ("a week" in line.text) == (told["unit"] == "USD/week")
    assert MARKS[told["verified"]] in line.text
    assert read(shown, told["unit"]) == written(told["value"], told["unit"])
    steps = [(s["text"], s["citation"]) for s in told["steps"]]
    lines = page.one("ol", of="working").all("li")
    assert [
        (line.one("span").text, line.one("cite").text if line.all("cite") else "") for line in lines
    ] == [(" ".join(text.split()), law) for text, law in steps]
    seen = facts(page)
    for name, unit in details.items():
        value = told["details"][name]
        if isinstance(unit, dict):
            compare_rows(page, name, unit, value)
        else:
            assert read(seen[spoken(name)], unit) == written(value, unit), name


def compare_rows(page: Node, name: str, units: dict[str, str], rows: list[dict[str, Any]]) -> None:
    (table,) = [
        one
        for one in page.all("table")
        if one.all("caption") and one.one("caption").text == spoken(name)
    ]
    assert [one.text for one in table.one("thead").all("th")] == [head(column) for column in units]
    lines = [[cell.text for cell in row.all("td")] for row in table.one("tbody").all("tr")]
    if not rows:
        assert lines == [["Nothing is paid."]]
        return
    assert [
        [read(text, unit) for text, unit in zip(line, units.values(), strict=True)]
        for line in lines
    ] == [[written(row[column], unit) for column, unit in units.items()] for row in rows]


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("key", KEYS)
def test_rule_command_and_page_agree_on_every_case(key, command, sign_in):
    browser, details = sign_in("technician"), CALCULATORS.get(key).facts["details"]
    for case in cases_of(key):
        rule = of_rule(case)
        code, told = command(case)
        assert told == rule, case
        assert code == (1 if case.refuses else 0), case
        answered = browser.get(f"/admin/rules/{key}/?{urlencode(typed(case))}")
        page = tree(answered).one("main")
        if case.refuses:
            notice = page.one(of="notice", role="alert")
            assert [one.text for one in notice.all("li")] == _as_shown(case, rule["reasons"]), case
        else:
            try:
                compare_page(page, told, details)
            except (AssertionError, ValueError) as error:
                raise AssertionError(f"{case}: {error}") from error


def _as_shown(case: Case, reasons: list[str]) -> list[str]:
    """The reasons of a refusal in the labels of the form."""
    run = CALCULATORS.get(case.rule).run
    labels = rule_form.labels(rule_form.questions(run, rule_form.compact(run, dict(typed(case)))))
    return [worded(reason, labels) for reason in reasons]


def test_the_cases_are_of_every_rule():
    assert list(KEYS) == [entry.key for entry in CALCULATORS]
