"""Deadlines of both tables: every code answered or refused, both sides of weekends and holidays."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from asking import LAW, ask, refused, told
from hypothesis import given
from hypothesis import strategies as st

from rules.calendars import COURT, STATE, closed
from rules.deadlines import OUT_OF_REACH, liability_deadline, wc_deadline
from rules.errors import Unanswered

WC = {row.text("code"): row for row in LAW.tables["wc_deadlines"].rows}
LIABILITY = {row.text("code"): row for row in LAW.tables["liability_deadlines"].rows}
DAYS = st.dates(date(2004, 1, 1), date(2035, 12, 31))


# --- Workers' compensation ------------------------------------------------------------------------


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


def test_a_code_of_the_office_before_its_first_day_is_a_missing_row():
    own = replace(
        WC["CMP-02"], first_day=date(2027, 1, 1), values={**WC["CMP-02"].values, "code": "OWN-1"}
    )
    table = LAW.tables["wc_deadlines"].with_rows([own])
    law = replace(LAW, tables={**LAW.tables, "wc_deadlines": table})
    assert wc_deadline("OWN-1", date(2027, 1, 1), law=law).value == date(2027, 4, 1)
    with pytest.raises(Unanswered) as found:
        wc_deadline("OWN-1", date(2026, 12, 31), law=law)
    assert found.value.missing == "wc_deadlines OWN-1 2026-12-31"


# --- Liability ------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-10-31T20:00", "+ 8 hours = Sun 1 Nov 2026 03:00, the clocks being set in between"),
        ("2026-10-31T12:00", "+ 8 hours = Sat 31 Oct 2026 20:00"),
    ],
)
def test_a_night_in_which_the_clocks_are_set_is_told(moment, said):
    assert ask("wc_deadline", code="RPT-07", trigger_date=moment).steps[0].text.endswith(said)
