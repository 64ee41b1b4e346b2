"""Which fact starts which clock, what answers it, and when none runs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calculators import as_shipped
from rules.calendars import CALENDARS, closed
from rules.claim_clocks import CLOCKS
from rules.clocks import Clock, Counting, Due, Ended, begun, clocks_of, closed_by
from rules.deadlines import liability_deadline, wc_deadline
from rules.statuses import LIABILITY, WORKERS_COMPENSATION

LAW = as_shipped()
COUNTING = Counting(LAW)
BY_CODE = {clock.code: clock for clock in CLOCKS}
PRESENTED = {"presented_date": date(2026, 11, 16), "status": "under_review"}
"""The worked example of the reference: handed over on Mon 16 Nov 2026."""


def stands(code: str, **facts):
    return COUNTING.stands(BY_CODE[code], COUNTING.facts({"status": "received", **facts}))


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: clock.code)
def test_a_clock_stands_in_the_table_that_its_rule_counts_by(clock: Clock):
    table = "wc_deadlines" if clock.rule is wc_deadline else "liability_deadlines"
    row = LAW.tables[table].on(date(2026, 11, 24), clock.code)
    assert row.source
    assert row.text("consequence")
    assert clock.subject
    assert clock.line in ("L", "W", "I")


def test_each_code_stands_once():
    assert len({clock.code for clock in CLOCKS}) == len(CLOCKS)


@pytest.mark.parametrize(
    ("code", "facts", "day"),
    [
        ("INSUFF_NOTICE", PRESENTED, date(2026, 12, 7)),
        ("INSUFF_NOTICE", {**PRESENTED, "delivery_method": "mail"}, date(2026, 12, 11)),
        ("CLAIM_ACT_45", PRESENTED, date(2026, 12, 31)),
        ("CLAIM_ACT_45", {**PRESENTED, "delivery_method": "mail"}, date(2027, 1, 5)),
        ("CLAIM_ACT_45", {**PRESENTED, "delivery_method": "electronic"}, date(2026, 12, 31)),
        (
            "CLAIM_ACT_EXTENDED",
            {**PRESENTED, "extension_to_date": date(2027, 2, 26)},
            date(2027, 2, 26),
        ),
        (
            "LATE_NOTICE",
            {
                "presented_date": date(2026, 12, 10),
                "loss_date": date(2026, 5, 20),
                "claim_kind": "injury",
                "status": "under_review",
            },
            date(2027, 1, 25),
        ),
        (
            "LATE_APP_ACT",
            {"late_application_date": date(2027, 2, 1), "status": "late_application"},
            date(2027, 3, 18),
        ),
        (
            "SUIT_6M",
            {"rejection_mailed_date": date(2026, 12, 15), "status": "rejected"},
            date(2027, 6, 15),
        ),
        (
            "SUIT_2Y",
            {"loss_date": date(2026, 5, 20), "status": "deemed_rejected"},
            date(2028, 5, 22),
        ),
        (
            "CLAIM_PRESENT_6M",
            {"loss_date": date(2026, 5, 20), "claim_kind": "injury", "status": "incident_only"},
            date(2026, 11, 20),
        ),
        (
            "CLAIM_PRESENT_1Y",
            {"loss_date": date(2026, 5, 20), "claim_kind": "contract", "status": "incident_only"},
            date(2027, 5, 20),
        ),
        (
            "CMP-02",
            {"claim_form_filed_date": date(2026, 3, 2), "status": "claim_form_filed"},
            date(2026, 5, 31),
        ),
        (
            "CMP-03",
            {
                "claim_form_filed_date": date(2026, 3, 2),
                "is_presumptive": True,
                "status": "claim_form_filed",
            },
            date(2026, 5, 16),
        ),
        (
            "TD-01",
            {
                "knowledge_date": date(2026, 3, 3),
                "last_worked_date": date(2026, 3, 2),
                "status": "claim_form_filed",
            },
            date(2026, 3, 17),
        ),
        (
            "TD-17",
            {
                "last_worked_date": date(2026, 2, 9),
                "salary_continuation": True,
                "status": "accepted",
            },
            date(2027, 2, 10),
        ),
        (
            "LATE_APPLICATION",
            {"loss_date": date(2026, 5, 20), "claim_kind": "injury", "status": "late_returned"},
            date(2027, 5, 20),
        ),
        (
            "LATE_APP_ACT",
            {
                "late_application_date": date(2026, 11, 10),
                "delivery_method": "mail",
                "status": "late_application",
            },
            date(2026, 12, 28),
        ),
        (
            "SUIT_6M",
            {"rejection_mailed_date": date(2026, 11, 20), "status": "deemed_rejected"},
            date(2027, 5, 21),
        ),
        ("SUIT_2Y", {"loss_date": date(2026, 5, 20), "status": "rejected"}, date(2028, 5, 22)),
        (
            "CLAIM_ACT_45",
            {**PRESENTED, "extension_to_date": date(2026, 12, 1)},
            date(2026, 12, 31),
        ),
        ("CLAIM_ACT_45", {**PRESENTED, "status": "reopened"}, date(2026, 12, 31)),
        (
            "RPT-01",
            {"knowledge_date": date(2026, 11, 25), "status": "reported"},
            date(2026, 11, 30),
        ),
    ],
)
def test_the_worked_examples_of_the_reference(code, facts, day):
    found = stands(code, **facts)
    assert isinstance(found, Due)
    assert found.day == day
    assert any(step.citation for step in found.steps)


def test_work_on_a_compensation_claim_begins_before_a_weekend_on_which_it_is_due():
    facts = {"claim_form_filed_date": date(2026, 3, 2), "status": "claim_form_filed"}
    bare = replace(BY_CODE["CMP-02"], lead=0)
    found = Counting(LAW).stands(bare, COUNTING.facts(facts))
    assert (found.day, found.begin) == (date(2026, 5, 31), date(2026, 5, 29))


@pytest.mark.parametrize(
    ("code", "facts", "ended"),
    [
        ("CLAIM_ACT_45", {"status": "received"}, Ended("dropped", "presented_date")),
        (
            "CLAIM_ACT_45",
            {**PRESENTED, "rejection_mailed_date": date(2026, 12, 1)},
            Ended("done", "rejection_mailed_date", date(2026, 12, 1)),
        ),
        (
            "CLAIM_ACT_45",
            {**PRESENTED, "extension_to_date": date(2027, 2, 26)},
            Ended("dropped", "is_extended"),
        ),
        ("CLAIM_ACT_45", {**PRESENTED, "status": "allowed"}, Ended("done", "status")),
        ("CLAIM_ACT_EXTENDED", PRESENTED, Ended("dropped", "is_extended")),
        (
            "CLAIM_ACT_EXTENDED",
            {**PRESENTED, "extension_to_date": date(2026, 12, 31)},
            Ended("dropped", "is_extended"),
        ),
        (
            "CMP-04",
            {
                "knowledge_date": date(2026, 3, 2),
                "decision_date": date(2026, 3, 9),
                "status": "accepted",
            },
            Ended("dropped", "decision_date"),
        ),
        (
            "CMP-04",
            {"knowledge_date": date(2026, 3, 2), "status": "delayed"},
            Ended("done", "status"),
        ),
        (
            "PD-07",
            {"injury_date": date(2026, 3, 2), "status": "denied"},
            Ended("dropped", "status"),
        ),
        (
            "CLAIM_PRESENT_1Y",
            {"loss_date": date(2026, 5, 20), "status": "incident_only"},
            Ended("dropped", "six_months"),
        ),
        (
            "CLAIM_PRESENT_1Y",
            {
                "loss_date": date(2026, 5, 20),
                "claim_kind": "civil_rights",
                "status": "incident_only",
            },
            Ended("dropped", "six_months"),
        ),
        ("LATE_NOTICE", PRESENTED, Ended("dropped", "timeliness")),
        (
            "LATE_NOTICE",
            {**PRESENTED, "loss_date": date(2026, 5, 20), "claim_kind": "injury"},
            Ended("dropped", "timeliness"),
        ),
        (
            "LATE_NOTICE",
            {**PRESENTED, "loss_date": date(2026, 11, 20), "claim_kind": "injury"},
            Ended("dropped", "timeliness"),
        ),
        (
            "CMP-02",
            {
                "claim_form_filed_date": date(2026, 3, 2),
                "is_presumptive": True,
                "status": "reported",
            },
            Ended("dropped", "is_presumptive"),
        ),
        (
            "TD-01",
            {
                "knowledge_date": date(2026, 3, 3),
                "last_worked_date": date(2026, 3, 2),
                "return_to_work_date": date(2026, 3, 6),
                "status": "accepted",
            },
            Ended("dropped", "back_at_once"),
        ),
        (
            "TD-01",
            {
                "knowledge_date": date(2026, 3, 3),
                "last_worked_date": date(2026, 3, 2),
                "paid_indemnity": 1_600_00,
                "status": "accepted",
            },
            Ended("done", "indemnity_paid"),
        ),
        (
            "PD-05",
            {
                "permanent_stationary_date": date(2026, 3, 3),
                "injury_date": date(2013, 1, 1),
                "status": "accepted",
            },
            Ended("dropped", "offer_counts"),
        ),
    ],
)
def test_what_answers_a_clock_and_what_keeps_it_from_running(code, facts, ended):
    assert stands(code, **facts) == ended


@pytest.mark.parametrize(
    ("back", "runs"),
    [(date(2026, 3, 5), False), (date(2026, 3, 6), False), (date(2026, 3, 7), True)],
)
def test_who_is_back_within_the_waiting_days_is_owed_no_payment(back, runs):
    found = stands(
        "TD-01",
        knowledge_date=date(2026, 3, 3),
        last_worked_date=date(2026, 3, 2),
        return_to_work_date=back,
        status="accepted",
    )
    assert isinstance(found, Due) is runs


@pytest.mark.parametrize(
    ("injured", "runs"),
    [
        (date(2004, 12, 31), False),
        (date(2005, 1, 1), True),
        (date(2012, 12, 31), True),
        (date(2013, 1, 1), False),
    ],
)
def test_an_offer_of_work_counts_for_injuries_of_2005_to_2012(injured, runs):
    facts = {"permanent_stationary_date": date(2026, 3, 3), "status": "accepted"}
    assert isinstance(stands("PD-05", injury_date=injured, **facts), Due) is runs


def test_time_agreed_to_act_does_not_count_towards_the_two_years_to_sue():
    facts = {
        "loss_date": date(2026, 5, 20),
        "presented_date": date(2026, 11, 16),
        "status": "deemed_rejected",
    }
    plain = stands("SUIT_2Y", **facts)
    longer = stands("SUIT_2Y", **facts, extension_to_date=date(2027, 2, 26))
    assert plain.day == date(2028, 5, 22)
    assert longer.day == date(2028, 7, 17), "57 days more end on a Sunday"
    assert stands("SUIT_2Y", **facts, extension_to_date=date(2026, 12, 1)).day == plain.day


def test_the_diary_has_the_day_and_the_working_of_the_rule():
    found = stands("CLAIM_ACT_45", **PRESENTED, delivery_method="mail")
    asked = liability_deadline("CLAIM_ACT_45", PRESENTED["presented_date"], "mail_ca", law=LAW)
    assert (found.day, found.steps) == (asked.value, asked.steps)


def test_a_count_that_is_not_verified_says_so():
    found = stands("INSUFF_NOTICE", **PRESENTED)
    assert found.steps[-1].text == "The count is not verified"
    assert stands("ACK_LETTER", **{**PRESENTED, "status": "received"}).steps[-1].text == (
        "A rule of the office"
    )


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: clock.code)
def test_work_begins_on_an_open_day_not_before_the_fact_nor_after_the_last_day(clock):
    for offset in range(0, 400, 9):
        start = date(2026, 1, 1) + timedelta(days=offset)
        facts = COUNTING.facts(
            {name: start for name in clock.columns if name.endswith("_date")} | {"status": "x"}
        )
        facts[clock.fact] = start
        due = COUNTING._due(clock, start, facts)
        if due is None:
            continue
        assert min(start, due.day) <= due.begin <= due.day
        calendar = CALENDARS["state" if clock.line == "W" else "court"]
        assert due.begin in (start, due.day) or not closed(due.begin, calendar)


def test_a_closed_record_runs_no_clock():
    assert closed_by({"status": "closed_paid"})
    assert closed_by({"status": "closed"})
    assert not closed_by({"status": "reopened"})
    assert clocks_of("Z") == ()


def test_a_day_is_counted_once():
    counting = Counting(LAW)
    clock = BY_CODE["CLAIM_ACT_45"]
    first = counting.stands(clock, counting.facts(PRESENTED))
    assert counting.stands(clock, counting.facts(PRESENTED)) is first
    assert len(counting) == 1


DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
VALUES = {
    "claim_kind": st.sampled_from(["injury", "property", "other"]),
    "claim_type": st.sampled_from(["first_aid", "medical_only", "indemnity"]),
    "delivery_method": st.sampled_from(["mail", "personal"]),
    "medicare_status": st.just("beneficiary"),
    "paid_indemnity": st.sampled_from([0, 100]),
}
"""Column -> the values it may have, where these are neither days nor yes or no."""


@given(st.data())
def test_no_clock_is_due_but_those_that_a_glance_at_the_columns_leaves(data):
    line, statuses = data.draw(st.sampled_from([("L", LIABILITY), ("W", WORKERS_COMPENSATION)]))
    names = sorted({name for clock in clocks_of(line) for name in clock.columns})
    columns = {"status": data.draw(st.sampled_from(sorted(statuses)))}
    for name in names:
        some = DAYS if name.endswith("_date") else VALUES.get(name, st.booleans())
        columns[name] = data.draw(st.none() | some)
    facts = COUNTING.facts(columns)
    due = {c.code for c in clocks_of(line) if isinstance(COUNTING.stands(c, facts), Due)}
    assert due <= {clock.code for clock in begun(line, columns)}


def test_a_status_and_a_blank_column_leave_clocks_out_at_a_glance():
    columns = {**PRESENTED, "rejection_mailed_date": None}
    assert [clock.code for clock in begun("L", columns)] == [
        "INSUFF_NOTICE",
        "CLAIM_ACT_45",
        "CLAIM_ACT_EXTENDED",
        "LATE_NOTICE",
    ]
    assert begun("L", {"status": "under_review"}) == []


@pytest.mark.parametrize(
    ("code", "facts", "begin"),
    [
        ("INSUFF_NOTICE", PRESENTED, date(2026, 11, 30)),
        ("CLAIM_ACT_45", PRESENTED, date(2026, 12, 16)),
        (
            "CLAIM_ACT_EXTENDED",
            {**PRESENTED, "extension_to_date": date(2027, 2, 26)},
            date(2027, 2, 10),
        ),
        (
            "LATE_NOTICE",
            {
                "presented_date": date(2026, 12, 10),
                "loss_date": date(2026, 5, 20),
                "claim_kind": "injury",
                "status": "under_review",
            },
            date(2027, 1, 8),
        ),
        (
            "LATE_APP_ACT",
            {"late_application_date": date(2027, 2, 1), "status": "late_application"},
            date(2027, 3, 4),
        ),
        (
            "CLAIM_PRESENT_6M",
            {"loss_date": date(2026, 5, 20), "claim_kind": "injury", "status": "incident_only"},
            date(2026, 11, 13),
        ),
        (
            "SUIT_6M",
            {"rejection_mailed_date": date(2026, 12, 15), "status": "rejected"},
            date(2027, 6, 15),
        ),
        (
            "RPT-01",
            {"knowledge_date": date(2026, 11, 25), "status": "reported"},
            date(2026, 11, 30),
        ),
        (
            "RPT-05",
            {"knowledge_date": date(2026, 11, 20), "status": "reported"},
            date(2026, 11, 23),
        ),
        (
            "WC-01",
            {"received_date": date(2026, 11, 9), "status": "reported"},
            date(2026, 11, 17),
        ),
        (
            "CMP-04",
            {"knowledge_date": date(2026, 11, 2), "status": "reported"},
            date(2026, 11, 10),
        ),
        (
            "CMP-02",
            {"claim_form_filed_date": date(2026, 3, 2), "status": "claim_form_filed"},
            date(2026, 5, 15),
        ),
        (
            "CMP-03",
            {
                "claim_form_filed_date": date(2026, 3, 2),
                "is_presumptive": True,
                "status": "claim_form_filed",
            },
            date(2026, 5, 4),
        ),
        (
            "TD-01",
            {
                "knowledge_date": date(2026, 3, 3),
                "last_worked_date": date(2026, 3, 2),
                "status": "claim_form_filed",
            },
            date(2026, 3, 10),
        ),
    ],
)
def test_work_begins_so_many_open_days_before(code, facts, begin):
    """Counted back by hand on the calendar of the line, holidays and weekends left out."""
    assert stands(code, **facts).begin == begin


@pytest.mark.parametrize(
    ("code", "facts", "name", "runs"),
    [
        (
            "OSHA300_7D",
            {"knowledge_date": date(2026, 2, 23), "status": "accepted"},
            "osha_recordable",
            True,
        ),
        (
            "TD-01",
            {
                "knowledge_date": date(2026, 3, 3),
                "last_worked_date": date(2026, 3, 2),
                "status": "accepted",
            },
            "salary_continuation",
            False,
        ),
        (
            "PROP_RECOVER_3Y",
            {"loss_date": date(2024, 6, 3), "status": "open"},
            "city_property_damaged",
            True,
        ),
        (
            "PROP_RECOVER_3Y",
            {"loss_date": date(2024, 6, 3), "city_property_damaged": True, "status": "open"},
            "recovery_open",
            False,
        ),
    ],
)
def test_a_yes_or_no_decides_whether_a_clock_runs(code, facts, name, runs):
    assert isinstance(stands(code, **facts, **{name: runs}), Due)
    assert not isinstance(stands(code, **facts, **{name: not runs}), Due)


def test_a_day_that_is_agreed_one_later_counts():
    agreed = {**PRESENTED, "extension_to_date": date(2027, 1, 1)}
    assert stands("CLAIM_ACT_EXTENDED", **agreed).day == date(2027, 1, 1)
