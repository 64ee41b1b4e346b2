"""What a missed deadline may cost, where the law gives a figure."""

from datetime import date
from decimal import Decimal

import pytest

from rules.calculators import as_shipped
from rules.exposure import consequence_of, exposure
from rules.facts import Facts

LAW = as_shipped()
OFF_WORK = {
    "average_weekly_earnings": 1_200_00,
    "injury_date": date(2026, 3, 2),
    "last_worked_date": date(2026, 3, 2),
    "knowledge_date": date(2026, 3, 3),
}
"""The reference: injury Mon 2 Mar 2026, off from the next day, rate 800.00, first payment 17 Mar."""
DUE, LATER = date(2026, 3, 17), date(2026, 3, 20)


def cents(code: str, due: date = DUE, on: date = LATER, **facts) -> int | None:
    found = exposure(code, Facts(facts, LAW), due=due, on=on)
    return found and found.cents


def test_a_late_first_payment_rises_by_ten_percent_of_what_was_due():
    assert cents("TD-01", **OFF_WORK) == 160_00, "the 15th day is reached: 14 days, 1,600.00"
    found = exposure("TD-01", Facts(OFF_WORK, LAW), due=DUE, on=LATER)
    assert "average_weekly_earnings" in found.columns
    assert [step.citation for step in found.steps] == [
        "Lab. Code 4650(a), (c), 4653",
        "Lab. Code 4650(d)",
    ]


def test_of_payments_missed_for_long_each_rises():
    # Off work from 3 March without an end: by 20 May five payments of 1,600.00 were due.
    assert cents("TD-01", on=date(2026, 5, 20), **OFF_WORK) == 5 * 160_00


def test_on_the_day_a_payment_is_due_nothing_is_late_yet():
    assert cents("TD-01", on=DUE, **OFF_WORK) is None


def test_an_unreasonable_rejection_under_a_presumption_costs_up_to_fifty_thousand():
    assert cents("CMP-03") == 50_000_00


def test_of_a_late_payment_only_the_days_off_work_count():
    back = {**OFF_WORK, "return_to_work_date": date(2026, 3, 10)}
    assert cents("TD-01", **back) == 45_71, "4 days: 6 to 9 March"


@pytest.mark.parametrize("missing", ["average_weekly_earnings", "last_worked_date", "injury_date"])
def test_a_late_payment_of_unknown_size_gives_no_figure(missing):
    assert cents("TD-01", **{**OFF_WORK, missing: None}) is None


def test_a_late_payment_that_the_rule_refuses_gives_no_figure():
    early = {
        **OFF_WORK,
        "injury_date": date(2007, 3, 2),
        "last_worked_date": date(2007, 3, 2),
        "knowledge_date": date(2007, 3, 3),
    }
    assert cents("TD-01", date(2007, 3, 17), date(2007, 3, 20), **early) is None


def test_who_is_back_within_the_waiting_days_leaves_nothing_late():
    back = {**OFF_WORK, "return_to_work_date": date(2026, 3, 5)}
    assert cents("TD-01", **back) is None


def test_treatment_is_owed_up_to_ten_thousand_dollars():
    assert cents("CMP-01") == 10_000_00


def test_a_late_report_to_medicare_costs_by_the_day():
    assert cents("MSP_REPORT_365", date(2026, 3, 17), date(2026, 3, 20)) == 3 * 1_512_00


def test_without_an_offer_of_work_permanent_disability_costs_more():
    facts = {
        "pd_percent": Decimal("20.00"),
        "average_weekly_earnings": 900_00,
        "injury_date": date(2010, 6, 1),
    }
    # 9.75 x 3 + 5 x 4 + 5.25 x 5 = 75.5 weeks; 230.00 a week, 15 percent more or less: 69.00.
    assert cents("PD-05", **facts) == 5_209_50
    assert cents("PD-05", **{**facts, "pd_percent": None}) is None
    assert cents("PD-05", **{**facts, "average_weekly_earnings": None}) is None


def test_other_deadlines_have_no_figure():
    assert cents("CLAIM_ACT_45") is None


def test_the_consequence_stands_in_the_table_of_the_code():
    assert consequence_of(LAW, "CLAIM_ACT_45", DUE).startswith("deemed rejected")
    assert consequence_of(LAW, "CMP-02", DUE).startswith("injury presumed compensable")
    assert consequence_of(LAW, "NO-SUCH", DUE) == ""
