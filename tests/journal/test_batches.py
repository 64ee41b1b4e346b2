"""One batch is one transaction: complete, checked, drawn, idempotent, and stale cell by cell."""

import re
from datetime import date, timedelta

import pytest
from builders import TODAY, change, claim, pay, reserve, totals, write

import models as m
from journal import checks, rollups, values
from journal.cells import Cell, save_cells
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from rules.errors import BadValue, Blocked, Invalid, NotFound, Spent, Stale

pytestmark = pytest.mark.usefixtures("office")


def test_a_claim_with_its_occurrence_people_and_money_is_one_batch():
    draft = Draft("intake", on=TODAY)
    department = draft.create(m.Department, code="PW-T", name="Public Works")
    incident = draft.create(m.Incident, loss_date=TODAY, department=department)
    person = draft.create(m.Party, name="Rosa Alvarez")
    new = draft.create(
        m.Claim, claimant="Rosa Alvarez", party=person, incident=incident, department=department
    )
    draft.create(m.Reserve, claim=new, category="indemnity", amount=500_00, reserve_date=TODAY)
    receipt = commit(OPERATOR, draft)
    row = m.Claim.get_by_id(receipt.id_of(new))
    assert (row.version, row.reserved, row.outstanding, row.party_id) == (
        1,
        500_00,
        500_00,
        receipt.id_of(person),
    )
    assert {sheet for sheet, _ in receipt.created} == {
        "department",
        "incident",
        "party",
        "claim",
        "reserve",
    }
    assert m.Batch.select().where(m.Batch.seq == receipt.seq).count() == 1


def test_one_bad_row_and_nothing_stands():
    before = m.Claim.select().count()
    draft = Draft("two", on=TODAY)
    draft.create(m.Claim, claimant="Good")
    draft.create(m.Claim, claimant="Bad", status="no such status")
    with pytest.raises(Invalid) as refused:
        commit(OPERATOR, draft)
    assert [p.column for p in refused.value.problems] == ["status", "status"]
    assert m.Claim.select().count() == before


def test_an_empty_draft_and_an_equal_value_leave_no_batch():
    claim_id, batches = claim(), m.Batch.select().count()
    assert commit(OPERATOR, Draft("nothing")).seq is None
    assert change(m.Claim, claim_id, claimant="Rosa Alvarez").seq is None
    assert m.Batch.select().count() == batches
    assert m.Claim.get_by_id(claim_id).version == 1


def test_the_same_click_twice_acts_once():
    first = write(claim={"claimant": "Once"}, key="click-1")
    again = write(claim={"claimant": "Once"}, key="click-1")
    assert again.repeated
    assert again.seq == first.seq
    assert again.created == first.created
    assert m.Claim.select().where(m.Claim.claimant == "Once").count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"amount_claimed": 10**15}, "not a number"),
        ({"line": "X"}, "not one of the choices"),
        ({"claimant": "x" * 201}, "too long: 201 characters, at most 200"),
        ({"claimant": "bell\x07"}, "control character"),
        ({"department": 999_999}, "no such department"),
        ({"loss_date": date(2026, 5, 2), "closed_date": date(2026, 5, 1)}, "lies before"),
        ({"line": "W", "status": "evaluation"}, "not a status of a workers' compensation claim"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_in_words(values, words):
    with pytest.raises(Invalid, match=words):
        claim(**values)


def test_a_reserve_without_category_says_what_is_missing():
    with pytest.raises(Invalid, match="Category is missing, and a reserve needs it"):
        write(reserve={"claim": claim(), "amount": 1, "reserve_date": TODAY})


@pytest.mark.parametrize("model", m.SHEETS)
def test_a_refusal_has_the_article_of_the_sheet_or_column(model):
    columns = m.columns_of(model)
    blank = dict.fromkeys(field.name for field in columns)
    problems = [
        *checks.row_problems(model, None, {}, new=True),
        *checks.row_problems(model, 1, blank, new=False),
    ]
    said = [problem.message for problem in problems] + [checks.taken(model)]
    for field in columns:
        if getattr(field, "kind", "") == "choice":
            with pytest.raises(BadValue) as refused:
                values.parse(field, "no such word")
            said.append(refused.value.sentence)
    assert len(said) > 1
    for sentence in said:
        assert re.search(r"\b[Aa]n? ", sentence), sentence
        assert not re.search(r"\b[Aa] [aeio]|\b[Aa]n [^aeiou]", sentence), sentence


@pytest.mark.parametrize(("sheet", "title"), [
    ("claim", "Location of a claim"),
    ("incident", "Location of an incident"),
])  # fmt: skip
def test_a_saved_cell_is_titled_with_the_article_of_its_sheet(sheet, title):
    row_id = write(**{sheet: {}}).created[0][1]
    cells = [Cell(row_id, 1, "location", "Elm Street")]
    seq = save_cells(OPERATOR, m.BY_NAME[sheet], cells, on=TODAY).seq
    assert m.Batch.get(m.Batch.seq == seq).title == title


def test_numbers_are_drawn_by_line_and_fiscal_year_without_gaps():
    claim(), claim(line="W", status="reported")
    with pytest.raises(Invalid):
        claim(status="nonsense")
    claim()
    draft = Draft("next year", on=date(2027, 7, 1))
    draft.create(m.Claim, claimant="Later")
    commit(OPERATOR, draft)
    numbers = [n for (n,) in m.Claim.select(m.Claim.claim_no).order_by(m.Claim.id).tuples()]
    assert numbers == ["L-2027-0001", "W-2027-0001", "L-2027-0002", "L-2028-0001"]


def test_an_imported_number_is_kept_and_the_series_goes_on_after_it():
    claim(claim_no="12-23-0135")
    claim(claim_no="L-2027-0041")
    claim(claim_no="L-2027-00xx")
    assert m.Claim.get_by_id(claim()).claim_no == "L-2027-0042"


def test_a_number_is_given_once():
    claim(claim_no="A-1")
    with pytest.raises(Invalid, match="There is already a claim with this Claim no."):
        claim(claim_no="A-1")


def test_two_people_in_different_columns_do_not_clash():
    claim_id = claim()
    change(m.Claim, claim_id, seen=1, location="Elm Street")
    change(m.Claim, claim_id, seen=1, description="fell")
    row = m.Claim.get_by_id(claim_id)
    assert (row.location, row.description, row.version) == ("Elm Street", "fell", 3)


def test_the_same_cell_changed_meanwhile_is_stale_with_both_values():
    claim_id = claim()
    change(m.Claim, claim_id, location="Elm Street")
    with pytest.raises(Stale) as stale:
        change(m.Claim, claim_id, seen=1, location="Oak Street")
    cell = stale.value.cells[0]
    assert (cell.yours, cell.theirs, cell.version, cell.by) == (
        "Oak Street",
        "Elm Street",
        2,
        "operator",
    )
    assert m.Claim.get_by_id(claim_id).location == "Elm Street"


def test_a_column_validated_with_the_changed_one_is_stale_too():
    claim_id = claim(loss_date=date(2026, 5, 1))
    change(m.Claim, claim_id, loss_date=date(2026, 5, 3))
    with pytest.raises(Stale):
        change(m.Claim, claim_id, seen=1, injury_date=date(2026, 5, 2))


def test_a_payment_does_not_make_an_open_form_stale():
    claim_id = claim()
    reserve(claim_id, 100_00)
    change(m.Claim, claim_id, seen=1, description="typed meanwhile")
    assert m.Claim.get_by_id(claim_id).description == "typed meanwhile"


def test_a_status_that_skips_a_step_is_refused_with_the_way_there():
    claim_id = claim()
    with pytest.raises(Invalid, match="first “Under review”"):
        change(m.Claim, claim_id, status="litigation")
    change(m.Claim, claim_id, status="under_review")
    change(m.Claim, claim_id, status="litigation")
    assert m.Claim.get_by_id(claim_id).status == "litigation"


def test_closing_runs_its_checklist_on_whatever_path():
    claim_id = claim(status="rejected", rejection_mailed_date=TODAY)
    reserve(claim_id, 50_00)
    write(diary={"claim": claim_id, "diary_date": TODAY, "subject": "look"})
    with pytest.raises(
        Blocked, match="50.00 is still reserved for indemnity.*1 diary entry is open"
    ):
        change(m.Claim, claim_id, status="closed_no_payment")
    reserve(claim_id, 0)
    entry = m.Diary.get(m.Diary.claim == claim_id, m.Diary.subject == "look")
    change(m.Diary, entry.id, status="done")
    change(m.Claim, claim_id, status="closed_no_payment")
    row = m.Claim.get_by_id(claim_id)
    assert (row.closed_date, row.next_deadline) == (TODAY, None)


@pytest.mark.parametrize("source", ["import", "seed"])
def test_a_claim_that_a_register_closes_has_no_deadline_and_its_diary_stands(source):
    claim_id, day = claim(), TODAY + timedelta(days=9)
    diary = write(diary={"claim": claim_id, "diary_date": day, "subject": "Call"}).created[0][1]
    change(m.Claim, claim_id, source=source, status="closed_no_payment")
    assert m.Claim.get_by_id(claim_id).next_deadline is None
    change(m.Diary, diary, detail="About the bill")
    assert m.Claim.get_by_id(claim_id).next_deadline is None
    assert m.Diary.get_by_id(diary).status == "open"
    assert rollups.check() == []
    change(m.Claim, claim_id, source=source, status="reopened")
    assert m.Claim.get_by_id(claim_id).next_deadline == day


def test_money_on_a_claim_follows_its_ledgers():
    claim_id = claim()
    reserve(claim_id, 1_000_00)
    reserve(claim_id, 300_00, "expense")
    pay(claim_id, 250_00)
    pay(claim_id, 400_00, "medical")
    assert totals(claim_id) == {
        "reserved": 1_300_00,
        "paid": 650_00,
        "outstanding": 1_050_00,
        "incurred": 1_700_00,
        "recovered": 0,
        "net": 1_700_00,
    }


def test_a_later_statement_states_the_total_and_keeps_the_change():
    claim_id = claim()
    for amount in (500_00, 700_00, 600_00):
        reserve(claim_id, amount)
    changes = [c for (c,) in m.Reserve.select(m.Reserve.change).order_by(m.Reserve.id).tuples()]
    assert changes == [500_00, 200_00, -100_00]
    assert totals(claim_id)["reserved"] == 600_00


def test_a_receipt_is_booked_to_recovery_and_claim():
    claim_id = claim()
    recovery = write(recovery={"claim": claim_id}).created[0][1]
    write(
        recoverycost={
            "recovery": recovery,
            "element": "material",
            "description": "pole",
            "amount": 900_00,
        }
    )
    write(recoveryreceipt={"recovery": recovery, "receipt_date": TODAY, "amount": 350_00})
    row = m.Recovery.get_by_id(recovery)
    assert (row.cost, row.received, row.balance) == (900_00, 350_00, 550_00)
    assert totals(claim_id)["recovered"] == 350_00


def test_the_injury_date_of_a_compensation_claim_is_its_loss_date():
    claim_id = claim(line="W", status="reported", injury_date=date(2026, 3, 2))
    assert m.Claim.get_by_id(claim_id).loss_date == date(2026, 3, 2)
    change(m.Claim, claim_id, loss_date=date(2026, 3, 3))
    assert m.Claim.get_by_id(claim_id).injury_date == date(2026, 3, 3)


def test_the_trash_hides_a_row_frees_its_number_and_gives_it_back():
    claim_id = claim(claim_no="T-1")
    draft = Draft("away", on=TODAY)
    draft.trash(m.Claim, claim_id)
    commit(OPERATOR, draft)
    assert m.Claim.get_by_id(claim_id).trashed_at is not None
    again = claim(claim_no="T-1")
    back = Draft("back", on=TODAY)
    back.restore(m.Claim, claim_id)
    with pytest.raises(Invalid, match="already a claim"):
        commit(OPERATOR, back)
    assert again != claim_id


def test_posted_money_has_no_way_to_the_trash():
    claim_id = claim()
    payment = pay(claim_id, 10_00).created[0][1]
    draft = Draft("away", on=TODAY)
    draft.trash(m.Payment, payment)
    with pytest.raises(Blocked, match="posted money: it is reversed"):
        commit(OPERATOR, draft)


def test_a_row_that_is_not_there_is_said_so():
    with pytest.raises(NotFound, match="The claim is no longer there"):
        change(m.Claim, 987_654, location="x")


def test_a_sheet_cannot_be_saved_around_the_journal():
    with pytest.raises(TypeError, match="written through the journal"):
        m.Claim(claim_no="X").save()


def test_a_key_that_another_row_bears_is_a_problem_of_its_column():
    first = write(department={"code": "PW", "name": "Works"}).created[0][1]
    write(department={"code": "FD", "name": "Fire"})
    with pytest.raises(Invalid) as caught:
        change(m.Department, first, code="FD")
    (problem,) = caught.value.problems
    assert (problem.row_id, problem.column, problem.value) == (first, "code", "FD")
    assert caught.value.sentence == "Not saved. There is already a department with this Code."


def test_a_row_takes_the_number_of_one_that_goes_to_the_trash_with_it():
    other, first = claim(claim_no="L-2"), claim(claim_no="L-1")
    draft = Draft("merge", on=TODAY)
    draft.trash(m.Claim, other)
    draft.change(m.Claim, first, claim_no="L-2")
    commit(OPERATOR, draft)
    assert m.Claim.get_by_id(first).claim_no == "L-2"


def test_the_same_click_with_other_values_is_refused_in_words():
    first = write(claim={"claimant": "One"}, key="k")
    with pytest.raises(
        Spent, match=f"saved before with other values, as change number {first.seq}"
    ):
        write(claim={"claimant": "Two"}, key="k")
    assert m.Claim.select().count() == 1
