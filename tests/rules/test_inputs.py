"""Inputs of a rule: from its signature, from texts, from JSON; what is wrong is named."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from asking import ask, malformed, refused

from rules.calculators import CALCULATORS
from rules.errors import BadInputs
from rules.inputs import Input, inputs_of, of_text
from rules.permanent_disability import pd_award
from rules.suit import suit_deadline


def test_inputs_are_those_of_the_signature_without_what_the_office_gives():
    assert [(one.name, one.required, one.default) for one in inputs_of(suit_deadline)] == [
        ("accrual_date", True, None),
        ("rejected_mailed_date", False, None),
        ("conforming_notice", False, True),
        ("extension_days", False, 0),
    ]


def test_inputs_of_a_record_are_its_fields():
    found = inputs_of(pd_award)
    assert [one.name for one in found if one.required] == ["percent", "awe", "injury_date"]
    assert found[-1] == Input("weeks_before", Decimal, False, Decimal(0))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (date, "2026-11-19", date(2026, 11, 19)),
        (date | None, "2026-11-19", date(2026, 11, 19)),
        (datetime, "2026-11-19T17:30", datetime(2026, 11, 19, 17, 30)),
        (date | datetime, "2026-11-19T17:30", datetime(2026, 11, 19, 17, 30)),
        (date | datetime, "2026-11-19", date(2026, 11, 19)),
        (Decimal, "-1234.5600", Decimal("-1234.5600")),
        (int, "-12", -12),
        (bool, "yes", True),
        (bool | None, "no", False),
        (str, "a b", "a b"),
        (list[int], '["1", 2]', [1, 2]),
        (list[str], "[]", []),
    ],
)  # fmt: skip
def test_a_text_is_read_by_its_kind(kind, text, value):
    assert of_text(kind, text, "it") == value


@pytest.mark.parametrize(
    ("key", "texts", "said"),
    [
        ("mileage", {"miles": "1"}, "“travel_date” is missing."),
        ("mileage", {"travel_date": "11/19/2026", "miles": "1"}, "is a day like 2026-11-19"),
        ("mileage", {"travel_date": "2026-02-30", "miles": "1"}, "is a day like 2026-11-19"),
        ("mileage", {"travel_date": "2026-02-03", "miles": "1,5"}, "is a number like 1234.56"),
        ("mileage", {"travel_date": "2026-02-03", "miles": "$1"}, "is a number like 1234.56"),
        ("mileage", {"travel_date": "2026-02-03", "miles": "1", "x": "1"}, "There is no “x”."),
        ("late_increase", {"amount": "1.234"}, "“amount”: “1.234” has fractions of a cent"),
        ("suit_deadline", {"accrual_date": "2026-02-03", "extension_days": "1.5"}, "whole number"),
        ("suit_deadline", {"accrual_date": "2026-02-03", "conforming_notice": "y"}, "yes or no"),
        ("wc_deadline", {"code": " ", "trigger_date": "2026-02-03"}, "“code” is empty."),
        ("wc_deadline", {"code": "X", "trigger_date": "2026-02-03T25:00"}, "a day and time"),
        ("pd_rating", {"injury_date": "2026-02-03", "parts": "{"}, "“parts” is not JSON"),
        ("pd_rating", {"injury_date": "2026-02-03", "parts": "{}"}, "“parts” is not a list."),
        ("pd_rating", {"injury_date": "2026-02-03", "parts": "[1]"}, "“parts[0]” is not an object."),
        ("pd_rating", {"injury_date": "2026-02-03", "parts": '[{"wpi": []}]'}, "not a single value"),
        ("pd_rating", {"injury_date": "2026-02-03", "parts": '[{"x": 1}]'}, "no “parts[0].x”"),
        ("pd_rating", {"injury_date": "2026-02-03", "parts": "[{}]"}, "“parts[0].wpi” is missing"),
        ("pd_rating", {"injury_date": "2026-02-03", "parts": '[{"wpi": 1, "wpi": 2}]'}, "wpi is given twice"),
        ("pd_rating", {"injury_date": "2026-02-03", "parts": "[" * 99999}, "“parts” is not JSON"),
        ("suit_deadline", {"accrual_date": "2026-02-03", "extension_days": "1000000"}, "a million"),
        ("presentation", {"claim_kind": " "}, "“claim_kind” is empty."),
    ],
)  # fmt: skip
def test_what_is_no_value_is_named_with_its_input(key, texts, said):
    assert said in malformed(key, **texts)


def test_all_that_is_wrong_is_told_at_once():
    said = malformed("td_rate", awe="x", injury="2026-01-01")
    assert said.count("“") == 4
    assert all(name in said for name in ("“injury”", "“awe”", "“injury_date”"))


def test_what_is_wrong_stands_by_the_name_of_its_input():
    lines = '[{"element": "gift"}, {"element": "labor", "hours": "x"}]'
    with pytest.raises(BadInputs) as found:
        ask("recovery_bill", lines=lines, salvage="-", tax="1")
    assert list(found.value.at) == ["tax", "lines[1].hours", "salvage"]


@pytest.mark.parametrize(
    ("key", "texts", "reasons"),
    [
        (
            "presentation",
            {"accrual_date": "2026-02-03", "presented_date": "9999-12-31", "claim_kind": "tort"},
            [
                "“presented_date”: The year 9999 lies outside 1800 to 2199.",
                "“claim_kind” is one of death, injury, personal_property, crops, indemnity, "
                "contract, real_property, other, not “tort”.",
            ],
        ),
        (
            "recovery_bill",
            {"lines": '[{"element": "gift"}, {"element": "loan"}]'},
            [
                "“lines[0].element” is one of labor, equipment, material, contractor, other, "
                "not “gift”.",
                "“lines[1].element” is one of labor, equipment, material, contractor, other, "
                "not “loan”.",
            ],
        ),
        (
            "wc_deadline",
            {"code": "RPT-07", "trigger_date": "0001-01-01T08:00"},
            ["“trigger_date”: The year 1 lies outside 1800 to 2199."],
        ),
    ],
)
def test_an_unknown_code_or_a_year_of_no_office_is_no_wrong_usage_but_refused(key, texts, reasons):
    assert refused(key, **texts).reasons == reasons


def test_wrong_usage_comes_before_an_unknown_code():
    said = malformed("presentation", accrual_date="soon", presented_date="2026-02-03",
                     claim_kind="tort")  # fmt: skip
    assert said == "“accrual_date” is a day like 2026-11-19, not “soon”."


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        (
            "renewal_estimate",
            {"expiring_premium": "999999999999", "expiring_exposure": "0.00000000000000000001",
             "projected_exposure": "999999999999999", "rate_change_percent": "0"},
        ),
        (
            "td_schedule",
            {"awe": "1", "injury_date": "2026-03-02", "disability_from": "2026-03-02",
             "disability_to": "2026-03-31", "knowledge_date": "2026-03-02", "cap_weeks": "999999"},
        ),
    ],
)  # fmt: skip
def test_figures_beyond_all_measure_are_refused(key, texts):
    assert refused(key, **texts).reasons == [
        "The figures are too large: no day or amount comes of them."
    ]


def test_json_takes_numbers_and_truth_as_they_are():
    lines = [{"element": "other", "amount": 12.34}, {"element": "other", "amount": "1"}]
    entry = CALCULATORS.get("recovery_bill")
    kind = inputs_of(entry.run)[0].kind
    assert [line.amount for line in of_text(kind, json.dumps(lines), "lines")] == [1234, 100]
    kind = inputs_of(CALCULATORS.get("certificate").run)[0].kind
    assert of_text(kind, '{"alcohol": true, "holder": null}', "requirement").alcohol is True


def test_a_kind_that_nothing_reads_is_a_fault():
    with pytest.raises(TypeError, match="nothing reads"):
        of_text(bytes, "x", "it")
