"""Columns that an underwriter or a department head asks for: facts, years, exposure, few claims."""

from datetime import date
from decimal import Decimal

import pytest
from asked import TODAY, made, rows
from desk import claim, do, limits, make, reserve, user

import models as m
from exports.reports import asking, pictures
from journal.commit import commit
from journal.drafts import Draft
from seed.demo import seed_demo
from workflow import approvals
from workflow.verbs import run


@pytest.mark.usefixtures("office")
def test_a_loss_run_tells_what_an_underwriter_asks():
    works = make("department", code="PW", name="Public Works")
    streets = make("department", code="ST", name="Streets", division_of=works)
    cause = make("causecode", code="X-1", title="X", group="X", coverage_line="GL")
    firm = make("organization", code="LF-1", name="Firm & Partners", kind="law_firm")
    policy = make("policy", policy_no="P-1", effective_date=date(2026, 7, 1),
                  expiry_date=date(2027, 6, 30))  # fmt: skip
    party = make("party", name="Acme", kind="organization")
    claim(
        claim_no="L-1",
        department=streets,
        cause_code=cause,
        policy=policy,
        party=party,
        status="closed_paid",
        closed_date=date(2026, 11, 2),
        suit_date=date(2026, 9, 1),
        defence_counsel=firm,
        excess_reported_date=date(2026, 10, 1),
    )
    claim(claim_no="L-2")
    first, second = rows("loss_run")
    assert (first["part_of"], first["department"], first["sub_line"]) == ("PW", "ST", "GL")
    assert (first["policy_from"], first["policy_to"]) == (date(2026, 7, 1), date(2027, 6, 30))
    assert (first["claimant_type"], first["counsel"]) == ("organization", "Firm & Partners")
    assert (first["suit_date"], first["excess_reported"]) == (date(2026, 9, 1), date(2026, 10, 1))
    assert (first["disposition"], second["disposition"]) == ("closed_paid", None)
    assert first["date_entered"] is not None
    assert (second["part_of"], second["counsel"], second["claimant_type"]) == (None, None, None)


@pytest.mark.usefixtures("office")
def test_the_day_a_claim_was_entered_is_the_offices_own(monkeypatch):
    from journal.settings import office_day

    claim(claim_no="L-1")
    import models as m

    at = m.Batch.select(m.Batch.committed_at).order_by(m.Batch.id.desc()).first().committed_at
    assert rows("loss_run")[0]["date_entered"] == office_day(at)


@pytest.mark.usefixtures("office")
def test_frequency_counts_years_closings_and_employees():
    works = make("department", code="PW", name="Public Works")
    for number in range(40):
        make("employee", employee_no=f"E-{number}", name="N", department=works)
    make("employee", employee_no="E-gone", name="N", department=works, active=False)
    for number, loss, facts in (
        ("L-1", date(2026, 7, 1), {}),
        ("L-2", date(2026, 6, 30), {"status": "closed_paid", "closed_date": TODAY}),
        ("L-3", date(2025, 7, 1), {"status": "reopened", "reopened_date": date(2026, 5, 1)}),
        ("L-4", date(2025, 6, 30), {}),
    ):
        claim(claim_no=number, loss_date=loss, department=works, **facts)
    (row,) = rows("frequency_by_department", from_="2024-11-25", to="2026-11-24")
    assert [row[f"year_{back}"] for back in (4, 3, 2, 1, 0)] == [0, 0, 1, 2, 1]
    assert (row["claims"], row["open"], row["reopened"]) == (4, 3, 1)
    assert row["closing_ratio"] == (1 + 1) * 100 // (4 + 1)
    assert (row["employees"], row["per_100"]) == (40, Decimal(5))
    labels = [column.label for column in made("frequency_by_department").columns]
    assert [label for label in labels if label.startswith("FY")] == [
        "FY23", "FY24", "FY25", "FY26", "FY27",
    ]  # fmt: skip
    assert "per_100" not in rows("frequency_by_cause")[0]


@pytest.mark.usefixtures("office")
def test_for_the_public_the_reserve_of_fewer_than_three_open_claims_is_left_out():
    made_of = {"FEW": 2, "MANY": 3, "SHUT": 0}
    for code, count in made_of.items():
        cause = make("causecode", code=code, title=code, group="X")
        for number in range(count or 1):
            facts = {} if count else {"status": "closed_paid", "closed_date": TODAY}
            one = claim(claim_no=f"{code}-{number}", cause_code=cause, **facts)
            if count:
                reserve(one, 100_00)
    office = {row["cause"]: row for row in rows("frequency_by_cause")}
    assert office["FEW"]["total_reserve"] == 200_00
    public = {row["cause"]: row for row in rows("frequency_by_cause", version="public")}
    for name in ("total_paid", "total_reserve", "gross_incurred", "severity", "median"):
        assert public["FEW"][name] is None
        assert public["MANY"][name] == office["MANY"][name]
        assert not public["SHUT"][name]
    assert public["MANY"]["gross_incurred"] == 300_00
    found = made("frequency_by_cause", version="public")
    sums = [found.totals[n] for n in ("total_paid", "total_reserve", "gross_incurred")]
    assert sums == [0, 300_00, 300_00]
    assert "fewer than 3 claims are open" in found.notes[-1]
    assert [public[code]["percent_incurred"] for code in made_of] == [None, 100, 0]


@pytest.mark.usefixtures("office")
def test_what_is_not_shown_is_not_drawn_either():
    """A figure of nothing is a bar of nothing; one that is left out is a gap, and named."""
    for code, count in {"FEW": 2, "MANY": 3}.items():
        works = make("department", code=code, name=code)
        for number in range(count):
            one = claim(claim_no=f"{code}-{number}", department=works)
            reserve(one, 100_00)
            make("payment", claim=one, amount=10_00, payment_date=TODAY, category="indemnity",
                 status="posted", posted_at="2026-11-24 20:00:00")  # fmt: skip
    found = made("frequency_by_department", version="public")
    picture = found.picture()
    assert dict(zip(picture.labels, picture.series["Total reserve"], strict=True)) == {
        "FEW": None, "MANY": 270_00}  # fmt: skip
    assert picture.gaps == "Not shown, and not drawn: FEW."
    drawn = pictures.svg(picture)
    assert len(pictures.areas(picture)) == 2
    assert drawn.count('class="rect reactive') == 2
    assert found.totals["total_paid"] + found.totals["total_reserve"] == 300_00
    assert found.totals["gross_incurred"] == 300_00
    assert made("frequency_by_department").picture().gaps == ""


@pytest.mark.usefixtures("office")
def test_a_cause_has_its_share_its_median_and_its_trend():
    first, second = (make("causecode", code=code, title=code, group="X") for code in "AB")
    held = ((first, "2026-09-01", 100), (first, "2025-09-01", 40), (first, "2026-10-01", 0),
            (second, "2025-12-01", 20))  # fmt: skip
    for number, (cause, day, dollars) in enumerate(held):
        one = claim(claim_no=f"L-{number}", cause_code=cause, loss_date=date.fromisoformat(day))
        if dollars:
            reserve(one, dollars * 100)
    found = {row["cause"]: row for row in rows("frequency_by_cause")}
    names = ("claims", "percent_claims", "percent_incurred", "median", "trend")
    assert [found["A"][n] for n in names] == [3, 75, Decimal("87.5"), 70_00, 1]
    assert [found["B"][n] for n in names] == [1, 25, Decimal("12.5"), 20_00, 0]


@pytest.mark.usefixtures("office")
def test_the_largest_claims_are_ten_with_their_ties_or_as_many_as_asked():
    for number, dollars in enumerate((500, 400, 400, 300, 0)):
        one = claim(claim_no=f"L-{number}")
        reserve(one, dollars * 100)
    shut = claim(claim_no="L-9", status="closed_paid", closed_date=TODAY)
    make("payment", claim=shut, amount=900_00, payment_date=TODAY, category="indemnity",
         status="posted", posted_at="2026-11-24 20:00:00")  # fmt: skip

    def shown(**asked):
        return [row["claim_no"] for row in rows("largest_claims", **asked)]

    assert shown(top=1) == ["L-0"]
    assert shown(top=2) == shown(top=3) == ["L-0", "L-1", "L-2"]
    assert shown() == ["L-0", "L-1", "L-2", "L-3"]
    assert shown(by="paid") == ["L-9"]
    assert asking.named("R05").key == "largest_claims"


@pytest.mark.usefixtures("office")
def test_a_large_loss_says_when_the_excess_carrier_was_told():
    told, untold = (
        claim(claim_no=number, excess_reported_date=day)
        for number, day in (("L-1", date(2026, 10, 1)), ("L-2", None))
    )
    reserve(told, 200_000_00)
    reserve(untold, 150_000_00)
    found = rows("large_losses")
    assert [row["excess_reported"] for row in found] == [date(2026, 10, 1), None]


@pytest.mark.usefixtures("office")
def test_a_change_of_reserve_names_who_approved_it():
    """Beyond the limit who decided; within it who entered it; nobody for an opening balance."""
    limits()
    ann, max_ = user("ann", "technician"), user("max", "risk_manager")
    one = claim(claim_no="L-1")
    facts = {"category": "indemnity", "reason_code": "demand"}
    do(ann, "set_reserve", "claim", one, amount=1_000_00, **facts)
    waits = do(ann, "set_reserve", "claim", one, amount=40_000_00, **facts).approval_id
    run(max_, approvals.decision(waits, "approve", note="Fine."), on=TODAY)
    draft = Draft("Brought in", source="import", on=TODAY)
    draft.create(m.Reserve, claim=one, category="expense", amount=5_00, reserve_date=TODAY,
                 source="opening")  # fmt: skip
    commit(ann, draft)
    found = {row["new"]: row["approver"] for row in rows("reserve_changes")}
    assert found == {1_000_00: "Ann", 40_000_00: "Max", 5_00: None}


@pytest.mark.usefixtures("office")
def test_at_work_now_is_nobody_whose_assignment_is_over():
    works = make("department", code="PW", name="Public Works")
    one = claim(claim_no="W-1", line="W", status="accepted", department=works)
    facts = {"claim": one, "department": works, "status": "accepted"}
    first = make("lightdutyoffer", offer_no="LO-1", first_day=date(2026, 10, 15),
                 last_day=date(2026, 11, 13), **facts)  # fmt: skip
    make("lightdutyoffer", offer_no="LO-2", first_day=date(2026, 11, 14),
         last_day=date(2026, 12, 31), extends=first, **facts)  # fmt: skip
    assert [row["offer_no"] for row in rows("light_duty")] == ["LO-2"]
    assert [row["offer_no"] for row in rows("light_duty", which="all")] == ["LO-1", "LO-2"]


@pytest.mark.usefixtures("office")
def test_light_duty_says_how_many_days_a_claim_may_have_and_has_left():
    works = make("department", code="PW", name="Public Works")
    for number, own in (("W-1", None), ("W-2", 30)):
        one = claim(claim_no=number, line="W", status="accepted", department=works,
                    light_duty_limit_days=own)  # fmt: skip
        make("lightdutyoffer", claim=one, department=works, status="accepted",
             first_day=date(2026, 10, 15), last_day=date(2027, 1, 31))  # fmt: skip
    found = {row["claim_no"]: (row["limit"], row["left"]) for row in rows("light_duty")}
    assert found == {"W-1": (180, 180 - 41), "W-2": (30, 30 - 41)}


@pytest.mark.slow
@pytest.mark.usefixtures("seeded_office")
def test_in_the_demonstration_years_add_up_and_suits_have_a_counsel():
    seed_demo(60, today=TODAY)
    for key in ("frequency_by_department", "frequency_by_cause"):
        for row in rows(key):
            assert row["claims"] == sum(row[f"year_{back}"] for back in range(5)), key
    suits = [row for row in rows("loss_run", line="L") if row["litigated"]]
    assert suits
    assert all(row["counsel"] and row["suit_date"] >= row["loss_date"] for row in suits)
