"""Follow-ups of a bill, instalments of a plan, the year before the time to sue ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calculators import as_shipped
from rules.calendars import CALENDARS, closed
from rules.clocks import Counting, Due, Ended, clocks_of
from rules.errors import BadValue
from rules.recovery_clocks import CHASED, RECOVERY_CLOCKS
from rules.recovery_follow_up import (
    DAYS,
    Instalments,
    last_day_to_sue,
    limitation_warning,
    missed,
    next_instalment,
    recovery_follow_up,
)

LAW = as_shipped()
COUNTING = Counting(LAW)
BY_CODE = {clock.code: clock for clock in RECOVERY_CLOCKS}
INVOICED = date(2026, 9, 10)


@pytest.mark.parametrize(
    ("code", "invoiced", "day", "why"),
    [
        (
            "RECOVERY_30",
            INVOICED,
            date(2026, 10, 12),
            "the worked example: a Saturday moves to Monday",
        ),
        ("RECOVERY_60", INVOICED, date(2026, 11, 9), "a Monday stays"),
        ("RECOVERY_90", INVOICED, date(2026, 12, 9), "a Wednesday stays"),
        ("RECOVERY_120", INVOICED, date(2027, 1, 8), "a Friday stays"),
        ("RECOVERY_30", date(2026, 9, 9), date(2026, 10, 9), "the day before: a Friday"),
        ("RECOVERY_30", date(2026, 9, 13), date(2026, 10, 13), "a Tuesday stays"),
        ("RECOVERY_30", date(2024, 1, 30), date(2024, 2, 29), "a leap day"),
        ("RECOVERY_30", date(2026, 12, 1), date(2026, 12, 31), "the year's end"),
        ("RECOVERY_30", date(2026, 12, 2), date(2027, 1, 4), "New Year's Day on a Friday"),
    ],
)
def test_a_bill_is_followed_up_on_a_day_of_business(code, invoiced, day, why):
    assert recovery_follow_up(code, invoiced, law=LAW).value == day, why


def test_the_working_says_from_which_day_and_why_it_moved():
    answer = recovery_follow_up("RECOVERY_30", INVOICED, law=LAW)
    assert [step.text for step in answer.steps] == [
        "Invoiced Thu 10 Sep 2026 + 30 days = Sat 10 Oct 2026",
        "Courts are closed then: moves on to Mon 12 Oct 2026",
    ]
    assert (answer.verified, answer.details["base_date"]) == ("policy", date(2026, 10, 10))


@given(st.sampled_from(sorted(DAYS)), st.dates(date(2020, 1, 1), date(2027, 6, 30)))
def test_a_follow_up_lies_ahead_and_never_on_a_closed_day(code, invoiced):
    day = recovery_follow_up(code, invoiced, law=LAW).value
    assert invoiced + timedelta(days=DAYS[code]) <= day
    assert not closed(day, CALENDARS["court"])


@pytest.mark.parametrize(
    ("damage", "day", "last"),
    [
        (date(2026, 8, 14), date(2028, 8, 14), date(2029, 8, 14)),
        (date(2026, 8, 12), date(2028, 8, 14), date(2029, 8, 13)),
        (date(2024, 2, 29), date(2026, 3, 2), date(2027, 3, 1)),
    ],
)
def test_the_time_to_sue_is_pressing_a_year_before_it_ends(damage, day, last):
    answer = limitation_warning(damage, "property", law=LAW)
    assert (answer.value, answer.details["last_day"]) == (day, last)
    assert answer.steps[0].citation == "Code Civ. Proc. 338(b), (c)"


FIRST = date(2026, 12, 1)
PLAN = Instalments(FIRST, 30, 100_00, 350_00)


@pytest.mark.parametrize(
    ("balance", "number", "day"),
    [
        (350_00, 1, FIRST),
        (250_01, 1, FIRST),
        (250_00, 2, date(2026, 12, 31)),
        (249_99, 2, date(2026, 12, 31)),
        (50_00, 4, date(2027, 3, 1)),
        (1, 4, date(2027, 3, 1)),
        (400_00, 1, FIRST),
    ],
)
def test_the_next_instalment_is_the_oldest_that_is_not_covered(balance, number, day):
    answer = next_instalment(PLAN, balance)
    assert (answer.value, answer.details) == (day, {"number": number, "of": 4})


def test_an_instalment_says_what_is_still_to_come():
    steps = next_instalment(PLAN, 240_00).steps
    assert [step.text for step in steps] == [
        "Instalment 2 of 4: Tue 1 Dec 2026 + 1 × 30 days = Thu 31 Dec 2026",
        "$90.00 of $100.00 is still to come by then",
    ]
    assert next_instalment(PLAN, 350_00).steps[0].text == ("Instalment 1 of 4: Tue 1 Dec 2026")
    assert next_instalment(PLAN, 50_00).steps[1].text == (
        "$50.00 of $100.00 is still to come by then"
    )


@pytest.mark.parametrize(("days", "amount", "balance"), [(0, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_a_plan_without_days_amount_or_balance_has_no_instalment(days, amount, balance):
    with pytest.raises(BadValue, match="A plan needs"):
        next_instalment(Instalments(FIRST, days, amount, 100), balance)


@pytest.mark.parametrize(
    ("on", "balance", "count"),
    [
        (FIRST, 350_00, 0),
        (date(2026, 12, 2), 350_00, 1),
        (date(2026, 12, 31), 350_00, 1),
        (date(2027, 1, 1), 350_00, 2),
        (date(2027, 1, 1), 250_00, 1),
        (date(2027, 1, 1), 150_00, 0),
        (date(2027, 1, 1), 50_00, 0),
        (date(2030, 1, 1), 350_00, 4),
    ],
)
def test_an_instalment_is_missed_from_the_day_after(on, balance, count):
    assert missed(PLAN, balance, on=on) == count


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_instalments_pay_off_what_was_owed_and_not_one_more(began, amount):
    plan = Instalments(FIRST, 7, amount, began)
    count = plan.count
    assert plan.last == plan.day(count)
    assert (count - 1) * amount < began <= count * amount


def test_an_order_for_less_is_paid_by_fewer_instalments():
    plan = Instalments(FIRST, 30, 100_00, 350_00, total=250_00)
    assert (plan.count, plan.whole, plan.last) == (3, 250_00, plan.day(3))
    third = next_instalment(plan, 150_00)
    assert (third.value, third.details["of"]) == (plan.day(3), 3)
    assert third.steps[0].citation == "The restitution order"
    assert third.steps[1].text == "$50.00 of $100.00 is still to come by then"
    with pytest.raises(BadValue):
        next_instalment(plan, 100_00)
    assert missed(plan, 150_00, on=plan.day(3) + timedelta(1)) == 1
    assert missed(plan, 100_00, on=plan.day(3) + timedelta(1)) == 0
    assert Instalments(FIRST, 30, 100_00, 350_00, total=400_00).whole == 350_00


def test_a_tolling_agreement_moves_the_last_day_and_its_warning():
    damage = date(2024, 1, 10)
    plain = last_day_to_sue(damage, "property", law=LAW)
    assert plain.value == date(2027, 1, 11)
    assert last_day_to_sue(damage, "property", date(2027, 1, 11), law=LAW) == plain
    tolled = last_day_to_sue(damage, "property", date(2027, 7, 1), law=LAW)
    assert (tolled.value, tolled.details["base_date"]) == (date(2027, 7, 1), date(2027, 7, 1))
    assert tolled.steps[-1] == (
        "A signed agreement extends it to Thu 1 Jul 2027", "Tolling agreement on file",
    )  # fmt: skip
    warning = limitation_warning(damage, "property", date(2027, 7, 1), law=LAW)
    assert (warning.value, warning.details["last_day"]) == (date(2026, 7, 1), date(2027, 7, 1))


# --- The clocks ----------------------------------------------------------------------------------


def stands(code: str, **facts):
    known = {"status": "billed", "cost": 500, "balance": 500, "limitation_kind": "property"}
    return COUNTING.stands(BY_CODE[code], COUNTING.facts({**known, **facts}))


def test_an_invoice_starts_the_follow_ups():
    days = [stands(code, invoice_date=INVOICED).day for code in DAYS]
    assert days == [date(2026, 10, 12), date(2026, 11, 9), date(2026, 12, 9), date(2027, 1, 8)]


@pytest.mark.parametrize(
    ("facts", "ended"),
    [
        ({"invoice_date": None}, Ended("dropped", "invoice_date")),
        ({"balance": 0}, Ended("done", "nothing_owed")),
        ({"balance": -1}, Ended("done", "nothing_owed")),
        ({"status": "paid_closed"}, Ended("done", "status")),
        ({"status": "payment_plan"}, Ended("done", "status")),
        ({"status": "written_off"}, Ended("done", "status")),
    ],
)
def test_a_paid_or_closed_balance_answers_them(facts, ended):
    assert stands("RECOVERY_30", **{"invoice_date": INVOICED, **facts}) == ended


def test_a_recovery_without_costs_yet_owes_nothing_and_still_has_its_last_day():
    found = stands("RECOVERY_LIMIT", damage_date=date(2026, 8, 14), cost=0, balance=0)
    assert isinstance(found, Due)
    assert (found.day, found.subject) == (
        date(2028, 8, 14), "Last day to sue is Tue 14 Aug 2029: settle, file or close",
    )  # fmt: skip


@pytest.mark.parametrize("status", ["small_claims_filed", "judgment", "time_barred"])
def test_a_suit_or_an_end_stops_the_last_day_to_sue(status):
    found = stands("RECOVERY_LIMIT", damage_date=date(2026, 8, 14), status=status)
    assert found == Ended("done", "status")


def test_a_plan_has_its_next_instalment():
    plan = {"plan_first_date": FIRST, "plan_days": 30, "plan_amount": 100_00}
    found = stands("RECOVERY_INSTALMENT", status="payment_plan", plan_balance=350_00,
                   balance=250_00, **plan)  # fmt: skip
    assert (found.day, found.subject) == (date(2026, 12, 31), "Instalment due")
    bare = stands("RECOVERY_INSTALMENT", status="payment_plan", plan_first_date=FIRST)
    assert bare == Ended("dropped", "plan_first_date")


def test_restitution_has_its_next_instalment_too():
    plan = {"plan_first_date": FIRST, "plan_days": 30, "plan_amount": 100_00, "balance": 150_00}
    found = stands("RECOVERY_INSTALMENT", status="restitution_pending", plan_balance=350_00,
                   restitution=250_00, **plan)  # fmt: skip
    assert found.day == Instalments(FIRST, 30, 1, 1).day(3)


def test_a_decision_to_let_the_time_pass_drops_the_last_day_to_sue():
    facts = {"damage_date": date(2026, 8, 14), "suit_decision": "let_pass"}
    assert stands("RECOVERY_LIMIT", **facts) == Ended("dropped", "suit_decision")
    tolled = stands("RECOVERY_LIMIT", damage_date=date(2026, 8, 14),
                    suit_decision="tolled", tolled_to_date=date(2030, 8, 14))  # fmt: skip
    assert tolled.subject == "Last day to sue is Wed 14 Aug 2030: settle, file or close"


def test_the_clocks_of_a_recovery_stand_under_their_letter():
    assert clocks_of("R") == RECOVERY_CLOCKS
    assert len({clock.code for clock in RECOVERY_CLOCKS}) == len(RECOVERY_CLOCKS)
    assert "payment_plan" not in CHASED
