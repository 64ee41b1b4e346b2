"""Leap days, month ends, holidays on weekends: the day before, the day, the day after.

Each day was counted on a calendar from the section of law, not taken from the rules.
"""

import pytest
from asking import told, value

# --- A claim against the City ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accrual", "kind", "last", "following", "why"),
    [
        ("2024-02-29", "injury", "2024-08-29", "2024-08-30", "leap day; 182 days end there too"),
        ("2024-02-29", "other", "2025-02-28", "2025-03-01", "a year from a leap day"),
        ("2023-02-28", "other", "2024-02-28", "2024-02-29", "the same day number, before a leap day"),
        ("2023-08-31", "injury", "2024-02-29", "2024-03-01", "month end into a leap year"),
        ("2026-03-31", "injury", "2026-09-30", "2026-10-01", "31 March has no 31 September"),
        ("2026-02-28", "injury", "2026-08-31", "2026-09-01", "182 days end on Saturday 29 August"),
        ("2026-02-26", "injury", "2026-08-27", "2026-08-28", "182 days are a day longer"),
        ("2026-03-01", "injury", "2026-09-01", "2026-09-02", "six months are two days longer"),
        ("2026-06-25", "injury", "2026-12-28", "2026-12-29", "Christmas, then a weekend"),
        ("2026-06-24", "injury", "2026-12-24", "2026-12-25", "the day before Christmas"),
        ("2026-12-31", "other", "2028-01-03", "2028-01-04",
         "31 December 2027 is closed for a New Year's Day on Saturday"),
        ("2026-12-30", "other", "2027-12-30", "2027-12-31", "the day before"),
        ("2026-08-12", "injury", "2027-02-16", "2027-02-17",
         "Lincoln's birthday, a weekend, Presidents' Day"),
        ("2026-08-11", "injury", "2027-02-11", "2027-02-12", "the day before"),
        ("2026-01-04", "injury", "2026-07-06", "2026-07-07", "4 July, itself a Saturday"),
        ("2026-01-03", "injury", "2026-07-06", "2026-07-07",
         "3 July is closed for a 4 July on Saturday"),
        ("2026-01-02", "injury", "2026-07-06", "2026-07-07", "182 days end on 3 July"),
        ("2026-01-01", "injury", "2026-07-02", "2026-07-03", "182 days end on 2 July"),
    ],
)  # fmt: skip
def test_a_claim_is_timely_on_its_last_day_and_not_after(accrual, kind, last, following, why):
    late = "late" if kind == "injury" else "barred"
    asked = {"accrual_date": accrual, "claim_kind": kind}
    assert told("presentation", **asked, presented_date=last)["details"]["last_day"] == last, why
    assert value("presentation", **asked, presented_date=last) == "timely"
    assert value("presentation", **asked, presented_date=following) == late


@pytest.mark.parametrize(
    ("code", "trigger", "due", "why"),
    [
        ("CLAIM_ACT_45", "2026-11-09", "2026-12-24", "the day before Christmas"),
        ("CLAIM_ACT_45", "2026-11-10", "2026-12-28", "on Christmas, a Friday"),
        ("CLAIM_ACT_45", "2026-11-13", "2026-12-28", "on that Monday"),
        ("CLAIM_ACT_45", "2026-11-14", "2026-12-29", "the day after"),
        ("CLAIM_ACT_45", "2028-01-15", "2028-02-29", "on a leap day"),
        ("CLAIM_ACT_45", "2027-01-15", "2027-03-01", "45 days in a common year"),
        ("INSUFF_NOTICE", "2026-11-06", "2026-11-30", "Thanksgiving, the day after, a weekend"),
        ("INSUFF_NOTICE", "2026-11-05", "2026-11-25", "the day before Thanksgiving"),
        ("SUIT_6M", "2026-02-28", "2026-08-31", "182 days end on Saturday 29 August"),
        ("SUIT_6M", "2026-09-30", "2027-04-01", "182 days end on 31 March, Cesar Chavez Day"),
        ("SUIT_6M", "2028-02-29", "2028-08-29", "a leap day; 182 days end there too"),
        ("SUIT_2Y", "2024-02-29", "2026-03-02", "28 February 2026 is a Saturday"),
        ("SUIT_2Y", "2026-02-28", "2028-02-28", "not the leap day"),
        ("RELIEF_SUIT", "2026-05-19", "2026-06-18", "the day before Juneteenth"),
        ("RELIEF_SUIT", "2026-05-20", "2026-06-22", "Juneteenth, a Friday"),
        ("ANSWER_30", "2022-05-20", "2022-06-20", "19 June 2022 was a Sunday and no holiday yet"),
        ("MSJ_NOTICE", "2026-12-17", "2026-09-24", "81 days before, the fourth Friday: a day earlier"),
        ("MSJ_NOTICE", "2026-12-14", "2026-09-24", "81 days before"),
        ("PROP_RECOVER_3Y", "2025-02-28", "2028-02-28", "three years into a leap year"),
        ("PROP_RECOVER_3Y", "2024-02-29", "2027-03-01", "28 February 2027 is a Sunday"),
        ("ACK_LETTER", "2026-09-23", "2026-09-29", "three court days over Native American Day"),
        ("TPA_ASSIGN", "2026-12-24", "2026-12-28", "one court day over Christmas"),
        ("OSHA_RETAIN_5Y", "2024-12-31", "2029-12-31", "five years"),
    ],
)  # fmt: skip
def test_a_clock_of_liability_ends_on_its_day(code, trigger, due, why):
    assert value("liability_deadline", code=code, trigger_date=trigger) == due, why


@pytest.mark.parametrize(
    ("service", "due", "why"),
    [
        ("personal", "2026-12-21", "45 days end on Sunday 20 December"),
        ("electronic", "2026-12-21", "no days for mail"),
        ("mail_ca", "2026-12-28", "five days more: Christmas"),
        ("mail_us", "2026-12-30", "ten days more"),
        ("mail_abroad", "2027-01-11", "twenty days more: Saturday 9 January"),
    ],
)
def test_days_for_mail_come_before_the_move_off_closed_days(service, due, why):
    asked = {"code": "CLAIM_ACT_45", "trigger_date": "2026-11-05", "service": service}
    found = told("liability_deadline", **asked)
    assert found["value"] == due, why
    assert found["details"]["base_date"] == "2026-12-20"


@pytest.mark.parametrize(
    ("texts", "last", "why"),
    [
        ({"rejected_mailed_date": "2026-02-28"}, "2026-08-31", "182 days end on a Saturday"),
        ({"rejected_mailed_date": "2026-09-30"}, "2027-04-01", "182 days end on 31 March"),
        ({"rejected_mailed_date": "2027-08-31"}, "2028-02-29", "six months end on a leap day"),
        ({"rejected_mailed_date": "2028-03-31"}, "2028-10-02", "Saturday 30 September"),
        ({"extension_days": "1"}, "2028-01-18", "the day after a Sunday is Martin Luther King Day"),
        ({"extension_days": "2"}, "2028-01-18", "Martin Luther King Day, and moves to Tuesday"),
        ({"extension_days": "3"}, "2028-01-18", "on that Tuesday"),
        ({"extension_days": "4"}, "2028-01-19", "the day after"),
        ({}, "2028-01-18", "two years end on Saturday 15 January"),
    ],
)
def test_the_last_day_to_sue_moves_over_weekends_and_holidays(texts, last, why):
    asked = {"accrual_date": "2026-01-15"} | texts
    assert value("suit_deadline", **asked) == last, why


# --- Compensation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "trigger", "due", "why"),
    [
        ("CMP-02", "2028-01-31", "2028-04-30", "90 days over a leap day"),
        ("CMP-02", "2026-01-31", "2026-05-01", "90 days in a common year"),
        ("UR-01", "2026-07-01", "2026-07-08", "a 4 July on Saturday closes no day of the State"),
        ("UR-01", "2027-07-02", "2027-07-12", "a 4 July on Sunday closes Monday"),
        ("UR-01", "2026-03-30", "2026-04-07", "31 March does not count"),
        ("UR-01", "2026-06-18", "2026-06-25", "19 June is a business day of the State"),
        ("UR-01", "2026-02-11", "2026-02-19", "12 February counts, Presidents' Day does not"),
        ("UR-01", "2026-09-24", "2026-10-01", "the fourth Friday of September counts"),
        ("UR-01", "2027-12-23", "2027-12-30", "Christmas on a Saturday closes no Friday"),
        ("RPT-01", "2027-12-30", "2027-12-31", "nor does a New Year's Day on Saturday"),
        ("RPT-01", "2026-12-31", "2027-01-04", "New Year's Day on a Friday"),
        ("RPT-01", "2026-11-25", "2026-11-30", "Thanksgiving, the day after, a weekend"),
        ("RPT-01", "2026-11-28", "2026-11-30", "from a Saturday the first business day is Monday"),
        ("TD-16", "2022-02-28", "2024-02-28", "two years into a leap year"),
        ("LIM-01", "2024-02-29", "2025-02-28", "a year from a leap day"),
        ("LIM-01", "2023-02-28", "2024-02-28", "a year before a leap day"),
        ("PD-07", "2024-02-29", "2029-02-28", "five years from a leap day"),
        ("UR-13", "2024-02-29", "2025-02-28", "twelve months from a leap day"),
        ("RPT-07", "2028-02-28T20:00", "2028-02-29T04:00", "eight hours into a leap day"),
        (
            "UR-03",
            "2026-12-30T09:30",
            "2027-01-02T09:30",
            "72 hours over a holiday and a year's end",
        ),
    ],
)
def test_a_clock_of_compensation_ends_on_its_day(code, trigger, due, why):
    assert value("wc_deadline", code=code, trigger_date=trigger) == due, why


@pytest.mark.parametrize(
    ("last", "paid_to", "why"),
    [
        ("2025-02-27", "2025-02-27", "the day before"),
        ("2025-02-28", "2025-02-28", "five years from a leap day"),
        ("2025-03-01", "2025-02-28", "the day after is not paid"),
    ],
)
def test_five_years_from_a_leap_day_end_on_28_february(last, paid_to, why):
    found = told(
        "td_schedule", awe="900", injury_date="2020-02-29", disability_from="2025-02-10",
        disability_to=last, knowledge_date="2025-02-10",
    )  # fmt: skip
    assert found["details"]["rows"][-1]["period_to"] == paid_to, why


@pytest.mark.parametrize(
    ("first", "last_paid", "why"),
    [
        ("2028-01-01", "2028-12-30", "365 days of a leap year"),
        ("2027-01-01", "2027-12-31", "365 days of a common year"),
        ("2028-02-29", "2029-02-27", "from a leap day"),
    ],
)
def test_the_year_of_salary_is_365_calendar_days(first, last_paid, why):
    found = told("salary_4850", annual_salary="36500", from_date=first, to_date="2030-01-01",
                 used_weeks="0")  # fmt: skip
    assert found["details"] == {"days": 365, "last_day": last_paid, "exhausted": "yes"}, why


@pytest.mark.parametrize(
    ("due", "paid", "late"),
    [
        ("2028-02-28", "2028-02-29", 1),
        ("2028-02-28", "2028-03-01", 2),
        ("2027-02-28", "2027-03-01", 1),
        ("2026-12-31", "2027-01-01", 1),
        ("2026-07-04", "2026-07-06", 2),
    ],
)
def test_days_late_are_calendar_days(due, paid, late):
    found = told("late_increase", amount="100", due_date=due, paid_date=paid)
    assert (found["details"]["days_late"], found["value"]) == (late, "10.00")


@pytest.mark.parametrize(
    ("days_from", "days_to", "knowledge", "dues"),
    [
        ("2028-02-15", "2028-03-20", "2028-02-15", ["2028-02-29", "2028-03-14", "2028-03-28"]),
        ("2026-12-17", "2027-01-20", "2026-12-17", ["2026-12-31"]),
    ],
)
def test_payments_fall_due_every_fourteen_days_over_leap_days_and_years(
    days_from, days_to, knowledge, dues
):
    """Of 2027 and later there are no limits: they count two years after the injury alone."""
    asked = {"awe": "900", "injury_date": "2026-12-16" if "2026" in days_from else "2026-12-31"}
    found = told("td_schedule", **asked, disability_from=days_from, disability_to=days_to,
                 knowledge_date=knowledge)  # fmt: skip
    assert [row["due_date"] for row in found["details"]["rows"]][: len(dues)] == dues
