"""The sample workbooks: the same every time, and each wrong row refused for its own reason."""

from datetime import date

import pytest

import models as m
from imports.commit import commit
from imports.outcome import Options
from imports.plan import plan_file
from journal.who import OPERATOR
from seed.reference import seed_reference
from seed.samples import make_samples

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 24)


@pytest.fixture
def samples(tmp_path):
    return make_samples(tmp_path / "samples", today=TODAY)


def planned(model, path):
    return plan_file(OPERATOR, model, path, Options(on=TODAY))


def refusals(plan):
    return {error["cell"]: error["column"] for error in plan.as_json()["errors"]}


def test_the_same_day_gives_the_same_bytes(samples, tmp_path):
    again = make_samples(tmp_path / "again", today=TODAY)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in samples]


def test_a_file_that_is_there_is_left_as_it_is(samples, tmp_path):
    samples[0].write_bytes(b"mine")
    assert make_samples(tmp_path / "samples", today=TODAY)[0].read_bytes() == b"mine"


def test_the_register_comes_in_but_for_its_three_wrong_rows(office, samples):
    seed_reference()
    plan = planned(m.Claim, samples[0])
    assert (plan.new, plan.refused) == (57, 3)
    assert refusals(plan) == {
        "Claims!C17": "loss_date",
        "Claims!J32": "status",
        "Claims!A50": "claim_no",
    }
    commit(OPERATOR, plan)
    assert m.Claim.select().count() == 57
    assert m.Claim.select().where(m.Claim.paid > 0).exists()
    again = planned(m.Claim, samples[0])
    assert (again.new, again.changed, again.refused) == (0, 0, 3)


def test_the_payments_come_in_once_their_claims_stand(office, samples):
    seed_reference()
    commit(OPERATOR, planned(m.Claim, samples[0]))
    plan = planned(m.Payment, samples[1])
    assert (plan.new, plan.refused) == (23, 2)
    assert refusals(plan) == {"Payments!F10": "amount", "Payments!B21": "claim"}
    commit(OPERATOR, plan)
    assert {
        row.status for row in m.Payment.select().where(m.Payment.payment_no.startswith("S-"))
    } == {"draft"}


def test_the_physicians_come_in_but_for_one(office, samples):
    plan = planned(m.Physician, samples[2])
    assert (plan.new, plan.refused) == (14, 1)
    assert refusals(plan) == {"Physicians!D13": "npi"}
