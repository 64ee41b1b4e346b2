"""A report as of a past day is what the report gave on that day, whatever came since."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from asked import KEYS, made, rows

import models as m
from exports.reports import asking
from exports.reports.report import REPORTS
from journal import chain
from journal.commit import commit
from journal.drafts import Draft
from journal.history import moment_of
from journal.question import Question
from journal.reading import stream
from journal.who import OPERATOR

FIRST, LATER = date(2027, 3, 1), date(2027, 3, 9)


class Clock(datetime):
    """The clock of a test; it stands at noon of a day."""

    day = FIRST

    @classmethod
    def now(cls, tz=None):
        """Noon in California."""
        return datetime(cls.day.year, cls.day.month, cls.day.day, 20, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """The hand of the clock by which changes are sealed."""
    monkeypatch.setattr(chain, "datetime", Clock)
    monkeypatch.setattr(Clock, "day", FIRST)
    return Clock


def write(day: date, *changes) -> list[int]:
    """One batch of a day; each change is (sheet, id or None, values)."""
    draft = Draft("work", source="seed", on=day)
    for model, row_id, values in changes:
        if row_id is None:
            draft.create(model, **values)
        else:
            draft.change(model, row_id, **values)
    made = {model.__name__.lower() for model, row_id, _ in changes if row_id is None}
    return [n for model, n in commit(OPERATOR, draft).created if model in made]


def payment(claim: int, amount: int, day: date) -> tuple:
    facts = {"claim": claim, "amount": amount, "payment_date": day, "category": "indemnity"}
    return m.Payment, None, {**facts, "status": "posted", "posted_at": f"{day} 20:00:00"}


def reserve(claim: int, amount: int, day: date) -> tuple:
    facts = {"claim": claim, "amount": amount, "reserve_date": day, "category": "indemnity"}
    return m.Reserve, None, facts


def held(key: str, on: date, as_of: date) -> tuple:
    """What a report gives: its rows and its totals."""
    found = made(key, on=on, as_of=as_of, **PERIODS.get(key, {}))
    return list(found.rows(None)), found.totals, [(c.name, c.label) for c in found.columns]


PERIODS = {
    "payment_register": {"from_": "2027-01-01", "to": "2027-03-31"},
    "reserve_changes": {"from_": "2027-01-01", "to": "2027-03-31"},
    "accident_log": {"from_": "2027-01-01", "to": "2027-03-31"},
    "lag_times": {"from_": "2027-01-01", "to": "2027-03-31"},
    "diary_compliance": {"from_": "2027-01-01", "to": "2027-12-31"},
    "no_activity": {"days": 0},
    "light_duty": {"which": "all"},
    "large_losses": {"amount": "1"},
}


@pytest.mark.usefixtures("office")
def test_what_came_since_does_not_change_a_report_of_the_past(clock):
    (street,) = write(FIRST, (m.Department, None, {"code": "PW", "name": "Public Works"}))
    facts = {"line": "L", "department": street, "loss_date": date(2027, 2, 1)}
    (incident,) = write(FIRST, (m.Incident, None, {"loss_date": date(2027, 2, 1)}))
    (claim,) = write(
        FIRST,
        (m.Claim, None, {**facts, "claim_no": "L-1", "claimant": "Rosa", "incident": incident,
                         "status": "investigation", "received_date": date(2027, 2, 20)}),
    )  # fmt: skip
    write(FIRST, reserve(claim, 500_00, FIRST), payment(claim, 200_00, FIRST))
    write(FIRST, (m.FileNote, None, {"claim": claim, "note_date": FIRST, "subject": "Seen"}))
    (recovery,) = write(
        FIRST,
        (m.Recovery, None, {"claim": claim, "status": "billed", "invoice_date": FIRST,
                            "billed": 90_00, "department": street}),
    )  # fmt: skip
    (offer,) = write(
        FIRST,
        (m.LightDutyOffer, None, {"claim": claim, "department": street, "status": "accepted",
                                  "first_day": FIRST, "last_day": date(2027, 4, 1)}),
    )  # fmt: skip
    before = {key: held(key, FIRST, FIRST) for key in KEYS}
    clock.day = LATER
    write(LATER, (m.Claim, claim, {"status": "closed_paid", "claimant": "Another"}))
    write(LATER, reserve(claim, 900_00, LATER), payment(claim, 50_00, LATER))
    write(LATER, (m.Claim, None, {**facts, "claim_no": "L-2", "received_date": LATER}))
    write(LATER, (m.Department, street, {"code": "PW", "name": "Streets"}))
    write(LATER, (m.FileNote, None, {"claim": claim, "note_date": LATER, "subject": "Done"}))
    write(LATER, (m.Recovery, recovery, {"status": "written_off", "adjusted": 90_00}))
    write(LATER, (m.Incident, incident, {"location": "Elm Street"}))
    write(LATER, (m.LightDutyOffer, offer, {"status": "ended", "ended_date": LATER}))
    for key in KEYS:
        assert held(key, LATER, FIRST) == before[key], key
        assert held(key, LATER, LATER) != before[key] or key in UNMOVED, key
    assert [row["claimant"] for row in rows("loss_run", on=LATER, as_of=FIRST)] == ["Rosa"]


@pytest.mark.usefixtures("office")
def test_the_employees_of_a_past_day_are_those_that_the_figure_opens(clock):
    (street,) = write(FIRST, (m.Department, None, {"code": "PW", "name": "Public Works"}))
    ann, _ = write(FIRST, *[(m.Employee, None, {"employee_no": n, "name": n, "department": street})
                            for n in ("E-1", "E-2")])  # fmt: skip
    write(FIRST, (m.Claim, None, {"line": "L", "claim_no": "L-1", "claimant": "Rosa",
                                  "department": street, "loss_date": date(2027, 2, 1)}))  # fmt: skip
    clock.day = LATER
    write(LATER, (m.Employee, ann, {"active": False}))
    late = [(m.Employee, None, {"employee_no": n, "name": n, "department": street})
            for n in ("E-3", "E-4", "E-5")]  # fmt: skip
    write(LATER, *late)
    for day, count in ((FIRST, 2), (LATER, 4)):
        found = made("frequency_by_department", on=LATER, as_of=day)
        (row,) = asking.first_rows(found, 5)
        column = next(c for _, c in found.shown if c.name == "employees")
        asked = parse_qsl(urlsplit(column.opens(found.question, row)).query)
        question = Question(
            m.Employee,
            filters=tuple(text for name, text in asked if name == "filter"),
            as_of=moment_of(day.isoformat()) if day == FIRST else None,
        )
        assert (row["employees"], len(list(stream(OPERATOR, question)))) == (count, count)
        assert dict(asked).get("as_of") == ("2027-03-01" if day == FIRST else None)
    notes = made("frequency_by_department", on=LATER, as_of=FIRST).notes
    assert "3 employees were entered after this day" in " ".join(notes)


BEFORE = date(2027, 2, 28)


@pytest.mark.usefixtures("office")
def test_what_was_entered_later_counts_by_its_own_day(clock):
    """Without any money, too: a claim by its receipt, a recovery by its invoice."""
    clock.day = LATER
    facts = {"line": "L", "status": "investigation", "loss_date": date(2027, 2, 1)}
    claims = write(
        LATER,
        (m.Claim, None, {**facts, "claim_no": "L-1", "received_date": FIRST}),
        (m.Claim, None, {**facts, "claim_no": "L-2", "presented_date": FIRST}),
        (m.Claim, None, {**facts, "claim_no": "L-3", "received_date": LATER}),
        (m.Claim, None, {**facts, "claim_no": "L-4"}),
        (m.Claim, None, {**facts, "claim_no": "L-5", "received_date": FIRST}),
    )
    write(LATER, (m.Incident, None, {"loss_date": date(2027, 2, 1), "reported_date": FIRST}))
    write(LATER, (m.Claim, claims[0], {"status": "negotiation"}))
    mistake = Draft("work", source="seed", on=LATER)
    mistake.trash(m.Claim, claims[4])
    commit(OPERATOR, mistake)
    recovery, _ = write(
        LATER,
        (m.Recovery, None, {"recovery_no": "REC-1", "status": "reported"}),
        (m.Recovery, None, {"recovery_no": "REC-2", "status": "billed", "invoice_date": LATER}),
    )
    invoiced = {"status": "billed", "invoice_date": FIRST, "billed": 90_00}
    write(LATER, (m.Recovery, recovery, invoiced))
    write(LATER, (m.Recovery, recovery, {"status": "written_off", "adjusted": 90_00}))
    found = rows("loss_run", on=LATER, as_of=FIRST)
    assert [(row["claim_no"], row["status"]) for row in found] == [
        ("L-1", "investigation"),
        ("L-2", "investigation"),
    ]
    assert made("open_claims", on=LATER, as_of=FIRST).count == 2
    assert made("loss_run", on=LATER, as_of=BEFORE).count == 0
    (due,) = rows("recoveries", on=LATER, as_of=FIRST)
    assert (due["recovery_no"], due["status"], due["balance"]) == ("REC-1", "billed", 90_00)
    assert made("recoveries", on=LATER, as_of=BEFORE).count == 0
    asked = {"from_": "2027-01-01", "to": "2027-03-31", "on": LATER}
    assert made("accident_log", **asked, as_of=FIRST).count == 1
    assert made("accident_log", **asked, as_of=BEFORE).count == 0
    for key, words in {
        "open_claims": "2 claims were entered after this day",
        "recoveries": "1 recovery was entered after this day",
        "accident_log": "1 incident was entered after this day",
    }.items():
        periods = {"from_": "2027-01-01", "to": "2027-03-31"} if key == "accident_log" else {}
        then = made(key, on=LATER, as_of=FIRST, **periods)
        assert words in " ".join(then.notes)
        told = dict(asking.stated(REPORTS.get(key), then.question, then))
        assert "entered later" in told["As of"]


@pytest.mark.usefixtures("office")
def test_a_recovery_entered_closed_was_open_until_its_closing_day(clock):
    clock.day = LATER
    facts = {"recovery_no": "REC-1", "status": "written_off", "invoice_date": FIRST}
    write(LATER, (m.Recovery, None, {**facts, "billed": 90_00, "adjusted": 90_00,
                                     "closed_date": date(2027, 3, 5)}))  # fmt: skip
    for day, due, still in ((FIRST, 90_00, 1), (date(2027, 3, 5), 0, 0), (LATER, 0, 0)):
        (row,) = rows("recoveries", on=LATER, as_of=day)
        assert row["balance"] == due
        assert made("recoveries", on=LATER, as_of=day, which="open").count == still
        assert made("recoveries", on=LATER, as_of=day, which="closed").count == 1 - still


UNMOVED = ("diary_compliance", "deadlines")
"""Nothing of this office has a deadline that moved."""


@pytest.mark.usefixtures("office")
def test_an_opening_balance_bears_its_valuation_day(clock):
    """A register brought in later speaks as of its own day; the claim stands as first entered."""
    clock.day = LATER
    (claim,) = write(LATER, (m.Claim, None, {"claim_no": "L-7", "status": "investigation"}))
    write(LATER, payment(claim, 300_00, FIRST))
    write(LATER, (m.Claim, claim, {"status": "negotiation"}))
    before = made("loss_run", on=LATER, as_of=date(2027, 2, 28))
    assert (before.count, before.totals["total_paid"]) == (0, 0)
    then = made("loss_run", on=LATER, as_of=FIRST)
    assert (then.count, then.totals["total_paid"]) == (1, 300_00)
    assert "1 claim was entered after this day" in then.notes[0]
    (row,) = rows("loss_run", on=LATER, as_of=FIRST)
    assert row["status"] == "investigation"
    assert made("loss_run", on=LATER).notes == []
