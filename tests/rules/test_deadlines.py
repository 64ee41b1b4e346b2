"""Deadlines of both tables: every code answered or refused, both sides of weekends and holidays."""

from datetime import date, datetime, timedelta

import pytest
from asking import LAW, refused, told, value
from hypothesis import given
from hypothesis import strategies as st

from rules.calendars import COURT, STATE, closed
from rules.deadlines import OUT_OF_REACH, liability_deadline, wc_deadline

WC = {row.text("code"): row for row in LAW.tables["wc_deadlines"].rows}
LIABILITY = {row.text("code"): row for row in LAW.tables["liability_deadlines"].rows}
DAYS = st.dates(date(2004, 1, 1), date(2035, 12, 31))


# --- Workers' compensation ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "trigger", "due", "why"),
    [
        ("CMP-02", "2026-03-02", "2026-05-31", "90 days end on a Sunday: they do not move"),
        ("CMP-03", "2026-03-02", "2026-05-16", "75 days end on a Saturday"),
        ("RPT-01", "2026-03-06", "2026-03-09", "one business day over a weekend"),
        ("RPT-05", "2026-03-06", "2026-03-11", "five calendar days"),
        ("UR-01", "2026-11-30", "2026-12-07", "five business days from a Monday"),
        ("UR-01", "2026-11-25", "2026-12-04", "Thanksgiving and the day after do not count"),
        ("UR-01", "2026-12-24", "2027-01-04", "Christmas and New Year's do not count"),
        ("UR-01", "2028-11-06", "2028-11-14", "11 November on a Saturday is kept on Friday"),
        ("BIL-02", "2026-01-05", "2026-03-06", "60 days of a governmental employer"),
        ("SJ-01", "2026-06-01", "2026-07-31", "60 days to offer work"),
        ("SJ-02", "2026-07-31", "2026-08-20", "20 days for the voucher"),
        ("MED-02", "2026-06-10", "2026-07-25", "45 days after the last report"),
        ("TD-01", "2026-03-03", "2026-03-17", "first payment"),
        ("TD-05", "2026-03-03", "2026-03-03", "on the day itself"),
        ("TD-10", "2026-03-03", "2026-03-06", "first payable day"),
        ("TD-11", "2026-03-03", "2026-03-17", "the 15th day"),
        ("TD-16", "2024-02-29", "2026-02-28", "two years from a leap day"),
        ("TD-17", "2026-02-11", "2027-02-11", "first day after the year"),
        ("PD-01", "2026-06-10", "2026-06-24", "14 days after the last disability payment"),
        ("UR-13", "2026-08-31", "2027-08-31", "twelve months"),
        ("SJ-07", "2023-08-31", "2024-08-31", "twelve months into a leap year"),
        ("LIM-01", "2025-02-28", "2026-02-28", "a year"),
        ("LIM-03", "2026-01-05", "2030-08-12", "240 weeks are a day here"),
        ("LIM-04", "2026-01-05", "2034-01-23", "420 weeks"),
        ("WC-03", "2026-01-31", "2026-01-31", "31 January itself"),
        ("WC-03", "2026-02-01", "2027-01-31", "the next 31 January"),
        ("SIP-01", "2026-10-01", "2026-10-01", "1 October itself"),
        ("SIP-01", "2026-10-02", "2027-10-01", "the next 1 October"),
        ("SIP-02", "2026-10-01", "2026-08-02", "60 days before"),
        ("CRT-01", "2026-06-30", "2026-07-01", "1 July"),
        ("RPT-07", "2026-10-02T22:30", "2026-10-03T06:30", "eight hours, over midnight"),
        ("UR-03", "2026-11-25T18:00", "2026-11-28T18:00", "72 hours"),
        ("UR-09", "2026-10-02T10:00", "2026-10-03T10:00", "24 hours"),
    ],
)
def test_a_clock_of_compensation(code, trigger, due, why):
    assert value("wc_deadline", code=code, trigger_date=trigger) == due, why


@pytest.mark.parametrize("code", sorted(WC))
def test_every_code_of_compensation_is_answered_or_refused(code):
    hours = WC[code].text("unit") == "hours"
    asked = {"code": code, "trigger_date": "2026-03-02T08:00" if hours else "2026-03-02"}
    if code in OUT_OF_REACH:
        assert OUT_OF_REACH[code] in refused("wc_deadline", **asked).sentence
        return
    found = told("wc_deadline", **asked)
    assert found["unit"] == ("datetime" if hours else "date")
    assert found["verified"] == WC[code].verified
    assert found["steps"][0]["citation"] == WC[code].text("citation")
    assert WC[code].text("title") in found["steps"][0]["text"]


@pytest.mark.parametrize(
    ("code", "trigger", "said"),
    [
        ("TD-13", "2026-01-05", "weeks that were paid"),
        ("DC-7", "2026-01-05", "the hour of its arrival"),
        ("NONE-1", "2026-01-05", "none of the table, “NONE-1”. The codes are RPT-01"),
        ("UR-03", "2026-01-05", "a day and time"),
        ("CMP-02", "2026-01-05T10:00", "a day without a time"),
    ],
)
def test_what_a_trigger_alone_does_not_tell_is_refused(code, trigger, said):
    assert said in refused("wc_deadline", code=code, trigger_date=trigger).sentence


@given(st.sampled_from(sorted(set(WC) - set(OUT_OF_REACH))), DAYS)
def test_a_deadline_of_compensation_never_precedes_its_trigger(code, day):
    row = WC[code]
    hours = row.text("unit") == "hours"
    trigger = datetime(day.year, day.month, day.day, 9) if hours else day
    found = wc_deadline(code, trigger, law=LAW).value
    fixed = row.text("unit") == "fixed_date"
    assert found >= trigger or (int(row.text("count")) < 0 and not fixed)
    if row.text("unit") == "business_days":
        assert not closed(found, STATE)


# --- Liability ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "trigger", "more", "due", "base", "target"),
    [
        ("CLAIM_PRESENT_6M", "2026-05-20", {}, "2026-11-20", "2026-11-20", "2026-11-13"),
        ("CLAIM_PRESENT_6M", "2026-08-31", {}, "2027-03-01", "2027-03-01", "2027-02-22"),
        ("CLAIM_PRESENT_1Y", "2026-05-20", {}, "2027-05-20", "2027-05-20", "2027-05-13"),
        ("INSUFF_NOTICE", "2026-11-16", {}, "2026-12-07", "2026-12-06", "2026-11-30"),
        ("INSUFF_NOTICE", "2026-11-16", {"service": "mail_ca"}, "2026-12-11", "2026-12-06",
         "2026-11-30"),
        ("INSUFF_HOLD", "2026-12-02", {}, "2026-12-17", "2026-12-17", "2026-12-10"),
        ("CLAIM_ACT_45", "2026-11-16", {}, "2026-12-31", "2026-12-31", "2026-12-23"),
        ("CLAIM_ACT_45", "2026-11-16", {"service": "personal"}, "2026-12-31", "2026-12-31",
         "2026-12-23"),
        ("CLAIM_ACT_45", "2026-11-16", {"service": "electronic"}, "2026-12-31", "2026-12-31",
         "2026-12-23"),
        ("CLAIM_ACT_45", "2026-11-16", {"service": "mail_ca"}, "2027-01-05", "2026-12-31",
         "2026-12-23"),
        ("CLAIM_ACT_45", "2026-11-16", {"service": "mail_us"}, "2027-01-11", "2026-12-31",
         "2026-12-23"),
        ("CLAIM_ACT_45", "2026-11-16", {"service": "mail_abroad"}, "2027-01-20", "2026-12-31",
         "2026-12-23"),
        ("CLAIM_ACT_EXTENDED", "2026-12-20", {"extension_to": "2027-02-27"}, "2027-02-27",
         "2027-02-27", "2027-02-22"),
        ("LATE_NOTICE", "2026-12-10", {}, "2027-01-25", "2027-01-24", "2027-01-15"),
        ("LATE_NOTICE", "2026-12-10", {"service": "mail_ca"}, "2027-01-29", "2027-01-24",
         "2027-01-15"),
        ("LATE_APPLICATION", "2026-05-20", {}, "2027-05-20", "2027-05-20", "2027-05-13"),
        ("LATE_APP_ACT", "2027-02-01", {}, "2027-03-18", "2027-03-18", "2027-03-11"),
        ("LATE_GRANTED_ACT", "2027-03-10", {}, "2027-04-26", "2027-04-24", "2027-04-19"),
        ("SUIT_6M", "2026-12-15", {}, "2027-06-15", "2027-06-15", "2027-06-08"),
        ("SUIT_2Y", "2026-05-20", {}, "2028-05-22", "2028-05-20", "2028-05-15"),
        ("RELIEF_PETITION", "2027-03-18", {}, "2027-09-20", "2027-09-18", "2027-09-13"),
        ("ANSWER_30", "2027-05-03", {}, "2027-06-02", "2027-06-02", "2027-05-25"),
        ("OFFER_998", "2026-03-02", {"service": "mail_ca"}, "2026-04-06", "2026-04-01",
         "2026-03-24"),
        ("EMPLOYEE_REQUEST_10", "2026-06-01", {}, "2026-05-22", "2026-05-22", "2026-05-15"),
        ("EMPLOYEE_REQUEST_10", "2026-06-02", {}, "2026-05-22", "2026-05-23", "2026-05-18"),
        ("MSP_REPORT_365", "2026-12-20", {}, "2027-12-20", "2027-12-20", "2027-12-13"),
        ("ACK_LETTER", "2026-11-24", {}, "2026-12-01", "2026-12-01", "2026-11-20"),
        ("ITA_MAR2", "2026-03-03", {}, "2027-03-02", "2027-03-02", "2027-02-23"),
        ("PROP_RECOVER_3Y", "2026-08-14", {}, "2029-08-14", "2029-08-14", "2029-08-07"),
    ],
)  # fmt: skip
def test_a_clock_of_liability(code, trigger, more, due, base, target):
    found = told("liability_deadline", code=code, trigger_date=trigger, **more)
    assert found["value"] == due
    assert found["details"] == {"base_date": base, "target_date": target}


@pytest.mark.parametrize(
    ("trigger", "due", "why"),
    [
        ("2026-05-19", "2026-11-19", "six months end on an open Thursday"),
        ("2026-05-21", "2026-11-23", "on a Saturday: moves to Monday"),
        ("2026-05-22", "2026-11-23", "on a Sunday: moves to Monday"),
        ("2026-05-26", "2026-11-30", "Thanksgiving, the day after and a weekend"),
        ("2026-08-30", "2027-03-01", "182 days from 30 August end on 28 February, a Sunday"),
        (
            "2025-08-31",
            "2026-03-02",
            "182 days, a day longer than the end of February, on a Sunday",
        ),
    ],
)
def test_six_months_are_at_least_182_days_and_move_off_closed_days(trigger, due, why):
    found = value("liability_deadline", code="CLAIM_PRESENT_6M", trigger_date=trigger)
    assert found == due, why


@pytest.mark.parametrize("code", sorted(LIABILITY))
def test_every_code_of_liability_is_answered_or_refused(code):
    row = LIABILITY[code]
    hours = row.text("unit") == "hours"
    asked = {"code": code, "trigger_date": "2026-03-02T18:00" if hours else "2026-03-02"}
    if code.startswith("MAIL_EXT_"):
        assert "lengthens other periods" in refused("liability_deadline", **asked).sentence
        return
    if row.text("unit") == "agreed_date":
        assert "needs the day" in refused("liability_deadline", **asked).sentence
        asked["extension_to"] = "2026-05-01"
    found = told("liability_deadline", **asked, service="mail_ca")
    assert found["unit"] == ("datetime" if hours else "date")
    assert found["verified"] == row.verified
    if hours:
        assert found["details"]["target_date"] is None
    says = any("no effect" in step["text"] for step in found["steps"])
    assert says != bool(row.text("mail"))


def test_meetings_are_announced_hours_before():
    asked = {"code": "BROWN_AGENDA_72", "trigger_date": "2026-12-09T18:00"}
    assert value("liability_deadline", **asked) == "2026-12-06T18:00"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"code": "ANSWER_3O"}, "none of the table, “ANSWER_3O”. Like it: ANSWER_30. "),
        ({"code": "CALOSHA_8H"}, "a day and time"),
        (
            {"code": "CLAIM_ACT_EXTENDED", "extension_to": "2026-03-01"},
            "lies before “trigger_date”",
        ),
    ],
)
def test_what_no_row_tells_is_refused(texts, said):
    assert said in refused("liability_deadline", **{"trigger_date": "2026-03-02"} | texts).sentence


def test_an_agreed_day_changes_no_other_deadline():
    asked = {"code": "CLAIM_ACT_45", "trigger_date": "2026-11-16", "extension_to": "2027-02-26"}
    found = told("liability_deadline", **asked)
    assert found["value"] == "2026-12-31"
    assert found["steps"][-1]["text"] == "The agreed day has no effect on this deadline"


@given(st.sampled_from(sorted(LIABILITY)), DAYS, st.sampled_from(["personal", "mail_abroad"]))
def test_a_deadline_of_liability_never_precedes_its_trigger_nor_lands_on_a_closed_day(
    code, day, service
):
    row = LIABILITY[code]
    if row.text("unit") in ("hours", "agreed_date") or code.startswith("MAIL_EXT_"):
        return
    found = liability_deadline(code, day, service, law=LAW)
    later = int(row.text("count")) >= 0 or row.text("unit") == "fixed_date"
    assert (found.value >= day) == later
    if row.text("closed_day"):
        assert not closed(found.value, COURT)
    assert not closed(found.details["target_date"], COURT)
    assert found.details["target_date"] < found.details["base_date"]


@given(DAYS, st.integers(1, 40))
def test_a_later_presentation_never_gives_an_earlier_day_to_act(day, later):
    first = liability_deadline("CLAIM_ACT_45", day, law=LAW).value
    second = liability_deadline("CLAIM_ACT_45", day + timedelta(days=later), law=LAW).value
    assert first <= second
