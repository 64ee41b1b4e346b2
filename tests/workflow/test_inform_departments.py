"""Departments are told where their claims stand, each of its own, and what is kept from them."""

from datetime import date

import pytest
from desk import TODAY, claim, do, look, make, user

import models as m

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def streets() -> int:
    """A department with an address."""
    return make("department", code="PW", name="Public Works", email="pw@city.gov")


def test_a_department_hears_of_its_own_open_claims(streets):
    police = make("department", code="PD", name="Police", email="pd@city.gov")
    own = claim(claim_no="L-1", department=streets, amount_claimed=5_000_00)
    make("investigationstep", claim=own, asked_of="Streets", what="Photos",
         due_date=date(2026, 12, 1))  # fmt: skip
    claim(claim_no="L-2", department=police)
    claim(claim_no="L-3", department=streets, status="closed_paid", closed_date=TODAY)
    done = do(user("ann", "technician"), "inform_departments", "department", [streets, police])
    (to, subject, text), (other, _, others) = done.messages
    assert (to, other) == ("pw@city.gov", "pd@city.gov")
    assert subject == "Your open claims: Public Works"
    assert text == (
        "Open claims of Public Works on Tue 24 Nov 2026:\n"
        "L-1: Investigation; loss of 2026-05-20; we wait for 1 answer of yours, the first by "
        "2026-12-01."
    )
    assert "L-1" not in others
    assert "Rosa" not in text
    told = m.ContactLog.select().where(m.ContactLog.claim == own).get()
    assert (told.channel, told.direction, told.contact_date) == ("email", "out", TODAY)


def test_who_has_no_address_or_no_open_claim_is_left_out(streets):
    silent = make("department", code="FD", name="Fire")
    claim(claim_no="L-1", department=silent)
    plan = look(user("ann", "technician"), "inform_departments", "department", [streets, silent])
    reasons = {one.record_label: one.sentence for one in plan.refusals}
    assert "no open claim" in reasons["PW"]
    assert "No e-mail address" in reasons["FD"]
    assert plan.messages == []
