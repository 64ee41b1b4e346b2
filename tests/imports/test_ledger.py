"""Stated totals become ledger rows: the difference to what the ledger holds, or a contradiction in words."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import models as m
from imports.ledger import CODES, Difference, Entry, Origin, posting, row_of, totals_of
from journal.derived import claim_totals


@pytest.mark.parametrize(
    ("stated", "held", "entries", "why"),
    [
        ({}, {}, [], "nothing stated"),
        ({"paid": None}, {"paid_indemnity": 5}, [], "a blank states nothing"),
        ({"paid": 0}, {}, [], "nothing paid, nothing held"),
        ({"paid": 100}, {}, [("payment", "indemnity", 100)], "a total goes to indemnity"),
        ({"paid": 100}, {"paid_indemnity": 100}, [], "nothing new"),
        ({"paid": 150}, {"paid_indemnity": 100}, [("payment", "indemnity", 50)], "the difference"),
        ({"paid": 150}, {"paid_medical": 100}, [("payment", "indemnity", 50)], "beside another category"),
        ({"paid": 80}, {"paid_indemnity": 100}, [("payment", "indemnity", -20)], "down again"),
        ({"paid_medical": 70}, {}, [("payment", "medical", 70)], "one category"),
        ({"paid_medical": 70, "paid_expense": 5}, {"paid_expense": 5}, [("payment", "medical", 70)], "two"),
        ({"paid": 75, "paid_medical": 70, "paid_expense": 5}, {},
         [("payment", "medical", 70), ("payment", "expense", 5)], "a total that is the sum"),
        ({"paid": 75, "paid_medical": 70}, {"paid_expense": 5}, [("payment", "medical", 70)], "with the rest held"),
        ({"reserved": 500}, {}, [("reserve", "indemnity", 500)], "an expected total"),
        ({"reserved": 500}, {"reserved_medical": 200}, [("reserve", "indemnity", 300)], "beside another category"),
        ({"reserved_medical": 0}, {"reserved_medical": 200}, [("reserve", "medical", 0)], "taken down"),
        ({"outstanding": 400}, {}, [("reserve", "indemnity", 400)], "a remaining reserve, nothing paid"),
        ({"outstanding": 400, "paid": 100}, {},
         [("payment", "indemnity", 100), ("reserve", "indemnity", 500)], "remaining and paid"),
        ({"outstanding": 400}, {"paid_indemnity": 100}, [("reserve", "indemnity", 500)], "remaining and paid before"),
        ({"outstanding": 400}, {"paid_indemnity": 100, "reserved_indemnity": 500}, [], "as it is"),
        ({"outstanding": 0}, {"paid_indemnity": 100}, [], "nothing remains, nothing reserved"),
        ({"outstanding": 0}, {"paid_indemnity": 100, "reserved_indemnity": 500},
         [("reserve", "indemnity", 100)], "nothing remains"),
        ({"outstanding": 450}, {"reserved_medical": 50}, [("reserve", "indemnity", 400)], "less other categories"),
        ({"reserved": 500, "paid": 100, "outstanding": 400}, {},
         [("payment", "indemnity", 100), ("reserve", "indemnity", 500)], "all three agree"),
        ({"recovered": 30}, {"recovered": 10}, [("recoveryreceipt", "indemnity", 20)], "money back"),
        ({"recovered": 30}, {"recovered": 30}, [], "no more money back"),
    ],
)  # fmt: skip
def test_stated_totals_become_entries(stated, held, entries, why):
    assert list(posting(stated, held).entries) == entries, why


@pytest.mark.parametrize(
    ("stated", "held", "column", "words"),
    [
        ({"paid": 100_00, "paid_medical": 70_00}, {}, "paid", "Paid is $100.00, but its categories make $70.00."),
        ({"reserved": 1, "reserved_expense": 2}, {}, "reserved", "Reserved is $0.01, but its categories make $0.02."),
        ({"reserved": 500_00, "outstanding": 1_00}, {}, "outstanding",
         "Outstanding is $1.00, but reserved less paid makes $500.00."),
        ({"reserved_medical": 500_00, "outstanding": 1_00}, {}, "outstanding", "reserved less paid makes $500.00"),
        ({"outstanding": 1_00}, {"reserved_medical": 50_00}, "outstanding",
         "Outstanding is $1.00, but other categories alone have $50.00."),
    ],
)  # fmt: skip
def test_totals_that_contradict_each_other_are_refused(stated, held, column, words):
    with pytest.raises(Difference) as refused:
        posting(stated, held)
    assert refused.value.column == column
    assert words in refused.value.sentence


@pytest.mark.parametrize(
    ("stated", "held", "flags"),
    [
        ({"paid": 150_00}, {"paid_indemnity": 100_00}, ()),
        ({"paid": 80_00}, {"paid_indemnity": 100_00}, (("paid", "Paid goes down from $100.00 to $80.00."),)),
        ({"recovered": 0}, {"recovered": 5_00}, (("recovered", "Recovered goes down from $5.00 to $0.00."),)),
    ],
)  # fmt: skip
def test_money_that_goes_down_is_flagged(stated, held, flags):
    assert posting(stated, held).flags == flags


cents = st.integers(0, 10**9)


@given(
    st.fixed_dictionaries({f"{k}_{c}": cents for k in ("paid", "reserved") for c in CODES}), cents
)
def test_the_totals_of_a_claim_state_nothing_new(parts, recovered):
    held = {**parts, "recovered": recovered}
    totals = claim_totals(held)
    stated = {**held, **{name: totals[name] for name in ("paid", "reserved", "outstanding")}}
    assert posting(stated, held).entries == ()


@given(
    st.dictionaries(st.sampled_from(["paid", "reserved", "recovered"]), cents),
    st.fixed_dictionaries({f"{k}_{c}": cents for k in ("paid", "reserved") for c in CODES}),
)
def test_what_is_posted_makes_the_stated_totals(stated, held):
    after = dict(held)
    for sheet, category, amount in posting(stated, held).entries:
        if sheet == "payment":
            after[f"paid_{category}"] += amount
        elif sheet == "reserve":
            after[f"reserved_{category}"] = amount
        else:
            after["recovered"] = after.get("recovered", 0) + amount
    totals = claim_totals(after)
    assert {name: totals[name] for name in stated} == stated


ORIGIN = Origin(date(2026, 11, 24), datetime(2026, 11, 24, 12, tzinfo=UTC), "register.xlsx")


@pytest.mark.parametrize(
    ("sheet", "model", "day"),
    [("payment", m.Payment, "payment_date"), ("reserve", m.Reserve, "reserve_date"),
     ("recoveryreceipt", m.RecoveryReceipt, "receipt_date")],
)  # fmt: skip
def test_an_entry_becomes_a_row_of_its_ledger(sheet, model, day):
    found, values = row_of(Entry(sheet, "medical", 12_34), 7, ORIGIN)
    assert found is model
    assert (values["claim"], values["category"], values["amount"], values["source"]) == (
        7,
        "medical",
        12_34,
        "opening",
    )
    assert values[day] == ORIGIN.on
    if sheet == "payment":
        assert values["posted_at"] == ORIGIN.at
        assert values["memo"] == "Opening balance from register.xlsx"


def test_only_claims_have_totals():
    assert "outstanding" in totals_of(m.Claim)
    assert totals_of(m.Recovery) == ()
