"""Billing recovery: opened on one or many records, once each, with its costs and receipts."""

from datetime import date
from decimal import Decimal

import pytest
from desk import REPAIR, TODAY, change, claim, do, look, make, reasons, row, user, words

import models as m
from journal.undo import undo
from rules.days import long_day
from rules.errors import Blocked, Invalid
from workflow.cost_lines import read_lines

pytestmark = pytest.mark.usefixtures("office")
DAMAGE = date(2026, 8, 14)


@pytest.fixture
def ann(office):
    return user("ann", "technician")


def _incident(**values) -> int:
    return make(
        "incident",
        **{
            "loss_date": DAMAGE,
            "asset": "Signal pole 12",
            "location": "Elm and 3rd",
            "city_property_damaged": True,
            **values,
        },
    )


def test_it_opens_on_three_claims_with_nine_diary_entries(ann):
    ids = [claim(loss_date=DAMAGE) for _ in range(3)]
    done = do(ann, "open_recovery", "claim", ids)
    assert done.sentence == "3 recoveries opened, 9 diary entries written."
    found = list(m.Recovery.select().order_by(m.Recovery.id))
    assert [(r.recovery_no, r.claim, r.damage_date, r.handler, r.status) for r in found] == [
        (f"REC-2027-000{n + 1}", ids[n], DAMAGE, ann.user_id, "reported") for n in range(3)
    ]
    assert m.Batch.select().where(m.Batch.verb == "open_recovery").count() == 1


def test_a_workers_compensation_claim_has_two_years_to_sue_and_a_liability_claim_three(ann):
    """Code Civ. Proc. 335.1 and 338."""
    hurt, dented = (
        claim(line="W", status="accepted", loss_date=None, injury_date=DAMAGE),
        claim(loss_date=DAMAGE),
    )
    plan = look(ann, "open_recovery", "claim", hurt)
    assert "The last day to sue is Mon 14 Aug 2028" in words(plan)
    for claim_id, kind, last in (
        (hurt, "injured_employee", date(2028, 8, 14)),
        (dented, "property", date(2029, 8, 14)),
    ):
        made = do(ann, "open_recovery", "claim", claim_id).opens[1]
        assert row(m.Recovery, made).limitation_kind == kind
        entry = m.Diary.get(m.Diary.recovery == made, m.Diary.rule_code == "RECOVERY_LIMIT")
        assert f"Last day to sue is {long_day(last)}" in entry.subject


def test_a_basis_that_is_given_stands_on_any_claim(ann):
    hurt = claim(line="W", status="accepted", loss_date=DAMAGE)
    made = do(ann, "open_recovery", "claim", hurt, limitation_kind="property").opens[1]
    assert row(m.Recovery, made).limitation_kind == "property"


def test_a_late_case_asked_for_again_keeps_its_basis(ann):
    """Two years are over, three are not."""
    hurt = claim(line="W", status="accepted", loss_date=None, injury_date=date(2024, 8, 14))
    plan = look(ann, "open_recovery", "claim", hurt)
    assert "ran out on Fri 14 Aug 2026" in reasons(plan)
    assert plan.refusals[0].want.given == {"limitation_kind": "injured_employee"}


def test_what_the_incident_knows_is_taken_over(ann):
    insurer = make("organization", name="Acme Insurance", kind="carrier")
    party = make("party", name="Dan Driver", role="responsible", insurer=insurer)
    incident = _incident(responsible_party=party, police_report_no="R-1", plate="7ABC123")
    done = do(ann, "open_recovery", "incident", incident)
    found = row(m.Recovery, done.opens[1])
    assert (found.incident, found.claim, found.responsible_party, found.carrier) == (
        incident,
        None,
        party,
        insurer,
    )
    assert (found.asset_description, found.damage_place, found.police_report_no, found.plate) == (
        "Signal pole 12",
        "Elm and 3rd",
        "R-1",
        "7ABC123",
    )


def test_a_claim_falls_back_on_its_incident(ann):
    incident = _incident()
    done = do(
        ann,
        "open_recovery",
        "claim",
        claim(incident=incident, loss_date=None),
        responsible_name="Dan Driver",
        insured_policy_no="POL-1",
    )
    found = row(m.Recovery, done.opens[1])
    party = row(m.Party, found.responsible_party)
    assert (found.incident, found.damage_date, found.asset_description) == (
        incident,
        DAMAGE,
        "Signal pole 12",
    )
    assert (party.name, party.role, party.claim, party.insurer_policy_no) == (
        "Dan Driver",
        "responsible",
        found.claim,
        "POL-1",
    )


def test_a_record_with_an_open_recovery_is_left_alone_and_said_so(ann):
    first, second = claim(loss_date=DAMAGE), claim(loss_date=DAMAGE)
    do(ann, "open_recovery", "claim", first)
    plan = look(ann, "open_recovery", "claim", [first, second])
    assert plan.lines[0] == "L-2027-0001 has REC-2027-0001 open already: left alone."
    assert do(ann, "open_recovery", "claim", [first, second]).sentence == (
        "1 recovery opened, 3 diary entries written, 1 record left alone."
    )
    again = do(ann, "open_recovery", "claim", [first, second])
    assert again.receipt.seq is None
    assert m.Recovery.select().count() == 2


def test_a_closed_recovery_does_not_stand_in_the_way(ann):
    claim_id = claim(loss_date=DAMAGE)
    make("recovery", claim=claim_id, status="paid_closed")
    assert do(ann, "open_recovery", "claim", claim_id).receipt.seq


def test_an_incident_and_its_claim_share_one_case_on_the_same_basis(ann):
    incident = _incident()
    claim_id = claim(incident=incident, loss_date=DAMAGE)
    do(ann, "open_recovery", "incident", incident)
    assert "left alone" in words(look(ann, "open_recovery", "claim", claim_id))
    assert "left alone" not in words(
        look(ann, "open_recovery", "claim", claim_id, limitation_kind="injured_employee")
    )


def test_the_follow_ups_are_days_with_their_working(ann):
    do(ann, "open_recovery", "claim", claim(loss_date=DAMAGE))
    entries = [(e.diary_date, e.owner, e.action) for e in m.Diary.select().order_by(m.Diary.id)]
    assert entries == [
        (date(2026, 12, 8), ann.user_id, "add_recovery_cost"),
        (date(2026, 12, 24), ann.user_id, "bill_recovery"),
        (date(2028, 8, 14), ann.user_id, "decide_suit"),
    ]
    last = m.Diary.select().order_by(m.Diary.id.desc()).get()
    assert last.subject == "Last day to sue is Tue 14 Aug 2029: settle, file or close"
    assert last.steps[0]["citation"] == "Code Civ. Proc. 338(b), (c)"


def test_without_a_damage_date_the_preview_asks_for_it(ann):
    plan = look(ann, "open_recovery", "claim", claim(loss_date=None))
    assert "No damage date is known" in words(plan)


def test_it_is_undone_as_one(ann):
    done = do(ann, "open_recovery", "claim", [claim(loss_date=DAMAGE) for _ in range(3)])
    assert undo(ann, done.receipt.seq, on=TODAY).plan.count("reversed") == 12
    assert m.Recovery.select().where(m.Recovery.trashed_at.is_null()).count() == 0


# --- One case a loss -----------------------------------------------------------------------------


def test_claims_of_one_incident_share_one_case_in_one_batch_too(ann):
    incident = _incident()
    ids = [claim(incident=incident, loss_date=DAMAGE) for _ in range(2)]
    plan = look(ann, "open_recovery", "claim", ids)
    assert plan.lines[0] == "L-2027-0002 shares the case of L-2027-0001: left alone."
    assert do(ann, "open_recovery", "claim", ids).sentence == (
        "1 recovery opened, 3 diary entries written, 1 record left alone."
    )
    assert "left alone" in words(look(ann, "open_recovery", "incident", incident))


def test_each_hurt_employee_is_a_case_of_its_own(ann):
    incident = _incident()
    ids = [
        claim(line="W", status="accepted", incident=incident, loss_date=DAMAGE) for _ in range(2)
    ]
    ask = {"limitation_kind": "injured_employee"}
    assert "2 recoveries opened" in do(ann, "open_recovery", "claim", ids, **ask).sentence
    assert "left alone" in words(look(ann, "open_recovery", "claim", ids[0], **ask))


def test_a_case_on_another_basis_does_not_stand_in_the_way(ann):
    claim_id = claim(loss_date=DAMAGE)
    do(ann, "open_recovery", "claim", claim_id)
    ask = {"limitation_kind": "written_contract"}
    assert do(ann, "open_recovery", "claim", claim_id, **ask).receipt.seq


def test_a_case_of_a_claim_stands_for_the_incident_it_is_put_to_later(ann):
    claim_id, incident = claim(loss_date=DAMAGE), _incident()
    do(ann, "open_recovery", "claim", claim_id)
    change("claim", claim_id, incident=incident)
    assert "left alone" in words(look(ann, "open_recovery", "incident", incident))


# --- Against whom --------------------------------------------------------------------------------


@pytest.fixture
def known(ann):
    """An incident that names one driver with a carrier, a claim on it that names another."""
    theirs, other = (make("organization", name=n, kind="carrier") for n in ("Acme", "Best"))
    driver = make("party", name="Dan Driver", role="responsible")
    incident = _incident(responsible_party=driver, carrier=theirs, plate="7ABC123")
    claim_id = claim(incident=incident, loss_date=DAMAGE)
    return {"incident": incident, "claim": claim_id, "carrier": theirs, "other": other}


def _opened(ann, sheet: str, row_id: int, **values):
    found = row(m.Recovery, do(ann, "open_recovery", sheet, row_id, **values).opens[1])
    name = m.Party.get_by_id(found.responsible_party).name if found.responsible_party else None
    return name, found.carrier, found.plate, found.insured_policy_no


def test_what_the_incident_knows_of_its_party_goes_with_that_party_alone(ann, known):
    assert _opened(ann, "claim", known["claim"]) == (
        "Dan Driver",
        known["carrier"],
        "7ABC123",
        None,
    )
    basis = {"limitation_kind": "statutory", "responsible_name": "Eve Else"}
    assert _opened(ann, "claim", known["claim"], **basis) == ("Eve Else", None, None, None)


def test_the_claims_own_party_comes_first_with_its_insurer_and_plate(ann, known):
    make(
        "party", name="Fay Foot", role="responsible", claim=known["claim"],
        insurer=known["other"], plate="8XYZ", insurer_policy_no="POL-8",
    )  # fmt: skip
    assert _opened(ann, "claim", known["claim"]) == ("Fay Foot", known["other"], "8XYZ", "POL-8")


def test_an_adverse_carrier_among_the_parties_is_the_carrier(ann, known):
    make("party", name="Fay Foot", role="responsible", claim=known["claim"])
    make(
        "party", name="Best", role="adverse_carrier", claim=known["claim"],
        organization=known["other"],
    )  # fmt: skip
    assert _opened(ann, "claim", known["claim"])[:2] == ("Fay Foot", known["other"])


def test_what_is_given_comes_before_what_is_known(ann, known):
    given = {"carrier": known["other"], "plate": "1NEW", "insured_policy_no": "POL-1"}
    assert _opened(ann, "incident", known["incident"], **given) == (
        "Dan Driver", known["other"], "1NEW", "POL-1",
    )  # fmt: skip


def test_the_preview_says_that_nobody_is_known_yet(ann, known):
    plan = look(ann, "open_recovery", "claim", claim(loss_date=DAMAGE))
    assert plan.lines[1:3] == ["No responsible party is known yet.", "No carrier is known yet."]
    assert "is known yet" not in words(look(ann, "open_recovery", "claim", known["claim"]))


def test_a_name_makes_a_party_only_where_none_bears_it(ann):
    ids = [claim(loss_date=DAMAGE) for _ in range(2)]
    make("party", name="dan driver", role="witness", claim=ids[0])
    plan_of_both = {"responsible_name": "Dan Driver", "costs": "other: Pole; 50.00"}
    plan = look(ann, "open_recovery", "claim", ids, **plan_of_both)
    assert plan.lines[-1] == "The cost lines are charged on each of 2 recoveries."
    do(ann, "open_recovery", "claim", ids, **plan_of_both)
    assert [p.claim for p in m.Party.select().order_by(m.Party.id)] == [ids[0], None]
    do(ann, "open_recovery", "incident", [_incident(), _incident()], responsible_name="Eve Else")
    assert m.Party.select().where(m.Party.name == "Eve Else").count() == 1


def test_one_party_of_a_name_is_made_for_all_and_said_so(ann):
    ids = [claim(loss_date=DAMAGE) for _ in range(3)]
    plan = look(ann, "open_recovery", "claim", ids, responsible_name="Dan Driver")
    assert "Makes the party Dan Driver." in plan.lines
    assert sum(create.model is m.Party for create in plan.draft.creates) == 1
    make("party", party_no="P-7", name="Dan Driver")
    plan = look(ann, "open_recovery", "claim", ids, responsible_name="Dan Driver")
    said = "Makes one more party Dan Driver; P-7 is called so already: choose it above."
    assert said in plan.lines


def test_sales_tax_and_the_warning_are_said_as_they_are(ann):
    late, lines = date(2024, 1, 10), "material: Pole; 3,120.00; tax 7.25 %"
    one = claim(loss_date=late)
    plan = look(ann, "open_recovery", "claim", one, costs=lines)
    assert "Pole: $3,120.00 + 7.25 % sales tax = $3,346.20." in plan.lines
    assert plan.lines[-1].endswith("the diary says so today.")


# --- When ----------------------------------------------------------------------------------------


def test_a_damage_that_lies_ahead_is_refused(ann):
    plan = look(ann, "open_recovery", "claim", claim(loss_date=DAMAGE), damage_date="2026-11-25")
    assert "Wed 25 Nov 2026 lies ahead" in reasons(plan)
    assert not look(
        ann, "open_recovery", "claim", claim(loss_date=DAMAGE), damage_date=TODAY
    ).refusals


def test_a_late_claim_makes_only_itself_wait(ann):
    late, fresh = claim(loss_date=date(2023, 1, 10)), claim(loss_date=DAMAGE)
    plan = look(ann, "open_recovery", "claim", [late, fresh], reason="Tolled.")
    assert plan.approval is None
    assert [(r.record_label, r.want.action, r.want.ids) for r in plan.refusals] == [
        ("L-2027-0001", "open_recovery", (late,))
    ]
    done = do(ann, "open_recovery", "claim", [late, fresh], reason="Tolled.", partly=True)
    assert done.approval_id is None
    assert m.Recovery.get().claim == fresh


def test_every_late_claim_is_named_where_they_wait_together(ann):
    ids = [claim(loss_date=date(2023, 1, 10)), claim(loss_date=date(2023, 1, 17))]
    done = do(ann, "open_recovery", "claim", ids, reason="Tolled.")
    assert done.approval_id
    for said in ("L-2027-0001 ran out on Mon 12 Jan", "L-2027-0002 ran out on Tue 20 Jan"):
        assert said in done.sentence


def test_a_manager_says_why_too_and_opens_all_at_once(ann):
    max_ = user("max", "risk_manager")
    ids = [claim(loss_date=date(2023, 1, 10)), claim(loss_date=DAMAGE)]
    assert "Say why" in reasons(look(max_, "open_recovery", "claim", ids))
    done = do(max_, "open_recovery", "claim", ids, reason="Tolled.")
    assert "2 recoveries opened" in done.sentence


def test_a_period_that_nobody_read_in_the_law_is_marked(ann):
    plan = look(ann, "open_recovery", "claim", claim(loss_date=DAMAGE))
    assert "(Code Civ. Proc. 338(b), (c), unverified)" in words(plan)


# --- Costs ---------------------------------------------------------------------------------------


def test_first_cost_lines_come_to_the_worked_example(ann):
    done = do(ann, "open_recovery", "incident", _incident(), costs=REPAIR)
    found = row(m.Recovery, done.opens[1])
    assert (found.cost, found.balance) == (7_766_28, 7_766_28)
    lines = [(c.element, c.amount) for c in m.RecoveryCost.select().order_by(m.RecoveryCost.id)]
    assert lines == [
        ("labor", 234_25),
        ("labor", 394_94),
        ("labor", 238_14),
        ("labor", 197_96),
        ("equipment", 352_00),
        ("equipment", 93_00),
        ("material", 3_393_00),
        ("contractor", 1_850_00),
        ("overhead", 1_012_99),
    ]
    overtime = m.RecoveryCost.get(m.RecoveryCost.multiplier == Decimal("1.5"))
    assert (overtime.hours, overtime.rate, overtime.burden_percent, overtime.work_date) == (
        Decimal(5),
        48_20,
        Decimal("9.25"),
        DAMAGE,
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("3 h at 48.20", "does not begin with a kind of cost"),
        ("labor: Technician; 3 h", "needs rate an hour"),
        ("material: Pole", "needs amount"),
        ("labor: Technician; 3 h at 48.20; soon", "“soon” in “labor"),
    ],
)
def test_a_line_that_cannot_be_read_is_quoted(ann, line, said):
    with pytest.raises(Invalid, match=said) as refused:
        look(ann, "open_recovery", "incident", _incident(), costs=line)
    assert refused.value.problems[0].column == "costs"


@pytest.mark.parametrize("line", ["overhead: 15", "overhead: 15 %", "overhead: Overhead; 15 %"])
def test_a_bare_number_of_overhead_is_its_percent(ann, line):
    one = make("recovery")
    plan = look(ann, "add_recovery_cost", "recovery", one, lines=f"other: Pole; 100.00\n{line}")
    assert "Overhead: $100.00 × 15 % = $15.00." in plan.lines
    do(ann, "add_recovery_cost", "recovery", one, lines=f"other: Pole; 100.00\n{line}")
    kept = m.RecoveryCost.get(m.RecoveryCost.element == "overhead")
    assert (kept.description, kept.percent, kept.amount) == ("Overhead", 15, 15_00)


def test_overhead_is_counted_on_all_direct_cost_wherever_it_stands(ann):
    lines = "overhead: Administration; 10 %\nother: Pole; 100.00\nother: Crew; 50.00"
    done = do(ann, "open_recovery", "incident", _incident(), costs=lines)
    assert row(m.Recovery, done.opens[1]).cost == 165_00
    recovery = make("recovery")
    do(
        ann, "add_recovery_cost", "recovery", recovery,
        element="overhead", percent="10", lines="other: Pole; 100.00",
    )  # fmt: skip
    assert row(m.Recovery, recovery).cost == 110_00


def test_lines_given_by_code_are_taken_as_they_are():
    assert read_lines([{"element": "other", "amount": 5}]) == [{"element": "other", "amount": 5}]
    assert read_lines(None) == read_lines(" \n") == []


def test_a_cost_is_added_with_its_working_and_the_case_documents(ann):
    recovery = make("recovery")
    plan = look(
        ann,
        "add_recovery_cost",
        "recovery",
        recovery,
        element="labor",
        description="Crew",
        hours="5",
        rate="48.20",
        multiplier="1.5",
        burden_percent="9.25",
    )
    assert plan.lines[0] == "Crew: 5 h × $48.20 × 1.5 × 1.0925 = $394.94."
    do(
        ann,
        "add_recovery_cost",
        "recovery",
        recovery,
        element="labor",
        hours="5",
        rate="48.20",
        multiplier="1.5",
        burden_percent="9.25",
    )
    do(ann, "add_recovery_cost", "recovery", recovery, element="overhead", percent="10")
    do(
        ann,
        "add_recovery_cost",
        "recovery",
        recovery,
        lines="salvage: Scrap; 30.00\nother: Towing; 50.00",
    )
    found = row(m.Recovery, recovery)
    assert (found.status, found.cost) == ("documenting", 394_94 + 39_49 - 30_00 + 50_00)


def test_rates_left_blank_are_the_offices(ann):
    for name, value in (
        ("labor_burden_percent", "62"),
        ("overtime_burden_percent", "9.25"),
        ("sales_tax_percent", "8.750"),
        ("recovery_overhead_percent", "15"),
    ):
        make("setting", name=name, value=value)
    recovery = make("recovery")
    do(
        ann,
        "add_recovery_cost",
        "recovery",
        recovery,
        lines="labor: A; 3 h at 48.20\nlabor: B; 5 h at 48.20; factor 1.5\n"
        "material: C; 3120.00\noverhead: D",
    )
    amounts = [c.amount for c in m.RecoveryCost.select().order_by(m.RecoveryCost.id)]
    assert amounts == [234_25, 394_94, 3_393_00, 603_33]
    assert m.RecoveryCost.get(m.RecoveryCost.element == "material").tax_percent == Decimal("8.75")


def test_nothing_is_added_to_a_closed_case_nor_without_an_element(ann):
    assert "nothing is added" in reasons(
        look(
            ann,
            "add_recovery_cost",
            "recovery",
            make("recovery", status="paid_closed"),
            element="other",
            amount=1,
        )
    )
    with pytest.raises(Invalid, match="Element is needed"):
        look(ann, "add_recovery_cost", "recovery", make("recovery"))
    with pytest.raises(Invalid, match=r"-\$500.00 is less than nothing"):
        look(
            ann, "add_recovery_cost", "recovery", make("recovery"), element="other", amount=-500_00
        )


# --- Receipts ------------------------------------------------------------------------------------


def test_a_receipt_is_booked_to_recovery_claim_and_fund(ann):
    department = make("department", code="PW", name="Public Works", fund="F-100")
    party = make("party", name="Dan Driver")
    claim_id = claim()
    recovery = make(
        "recovery", status="billed", claim=claim_id, department=department, responsible_party=party
    )
    make("recoverycost", recovery=recovery, element="other", description="Pole", amount=7_766_28)
    done = do(ann, "record_receipt", "recovery", recovery, amount="6,000.00", check_no="0077")
    receipt = m.RecoveryReceipt.get()
    assert (receipt.claim, receipt.fund, receipt.payer, receipt.check_no, receipt.receipt_date) == (
        claim_id,
        "F-100",
        "Dan Driver",
        "0077",
        TODAY,
    )
    found = row(m.Recovery, recovery)
    assert (found.status, found.received, found.balance) == ("partially_paid", 6_000_00, 1_766_28)
    assert row(m.Claim, claim_id).recovered == 6_000_00
    assert done.sentence == "$6,000.00 recorded; $1,766.28 is still owed."
    do(ann, "record_receipt", "recovery", recovery, amount=1_766_28)
    assert (row(m.Recovery, recovery).status, row(m.Recovery, recovery).closed_date) == (
        "paid_closed",
        TODAY,
    )


def test_money_that_comes_early_leaves_the_status(ann):
    recovery = make("recovery", status="documenting")
    done = do(ann, "record_receipt", "recovery", recovery, amount=50_00)
    assert done.sentence == "$50.00 recorded; that is $50.00 more than the cost on file."
    assert row(m.Recovery, recovery).status == "documenting"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"amount": 0}, "more than nothing"),
        ({"amount": 1, "receipt_date": "2026-11-25"}, r"Date \(Wed 25 Nov 2026\) lies ahead"),
        ({"amount": 1, "receipt_date": "2026-08-13"},
         r"Date \(Thu 13 Aug 2026\) lies before the damage of Fri 14 Aug 2026: enter a later day"),
    ],
)  # fmt: skip
def test_a_receipt_that_cannot_be_is_refused(ann, values, said):
    with pytest.raises(Blocked, match=said):
        do(ann, "record_receipt", "recovery", make("recovery", damage_date=DAMAGE), **values)


def test_money_may_come_on_the_day_of_the_damage(ann):
    one = make("recovery", damage_date=DAMAGE)
    assert do(ann, "record_receipt", "recovery", one, amount=1, receipt_date=DAMAGE).receipt
