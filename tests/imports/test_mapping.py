"""Headings name columns by name, label or other name; nothing is guessed, everything left out is named."""

import pytest

import models as m
from imports.grid import Heading
from imports.mapping import Decided, Unmatched, columns_of, known, label, match
from journal.who import OPERATOR, Who
from rules.errors import BadQuestion
from rules.headings import alike

TECHNICIAN = Who("t@example.org", roles=frozenset({"technician"}))
MANAGER = Who("r@example.org", roles=frozenset({"risk_manager"}))


def headings(*texts: str) -> list[Heading]:
    return [Heading(place, text) for place, text in enumerate(texts)]


def matched(*texts: str, model=m.Claim, who: Who = OPERATOR, **decisions):
    return match(who, model, headings(*texts), Decided(**decisions))


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("claim_no", "claim_no"), ("Claim no.", "claim_no"), ("CLAIM ID", "claim_no"), ("Claim #", "claim_no"),
        ("ClaimNumber", "claim_no"), ("AMOUNT PAID", "paid"), ("Reserved, medical", "reserved_medical"),
        ("Claimant's record", "party"), ("City File #", "claim_no"), ("D/L", "loss_date"), ("TOT PD", "paid"),
        ("Dt. Rec'd", "received_date"), ("Clsd", "closed_date"), ("Exp Rsv", "reserved_expense"), ("O/S", "outstanding"),
        ("Paid Ind", "paid_indemnity"), ("Reserve Balance", "outstanding"), ("CLMNT", "claimant"), ("Dept.", "department"), ("Incident Location Details", "location"), ("DOL", "loss_date"),
    ],
)  # fmt: skip
def test_a_heading_names_a_column(heading, column):
    columns = matched("claim_no" if column != "claim_no" else "County", heading)
    assert columns.places[column] == 1


@pytest.mark.parametrize(
    ("model", "heading", "column"),
    [
        (m.Payment, "Check Number", "payment_no"), (m.Payment, "Chk Dt", "payment_date"), (m.Payment, "Vendor", "payee_name"),
        (m.Payment, "Pmt Amt (€)", "amount"), (m.Payment, "Net Check", "amount"), (m.Payment, "Claim No.", "claim"),
        (m.Payment, "Pmt Type", "category"), (m.Physician, "NPI #", "npi"), (m.Physician, "Fax #", "fax"),
        (m.Physician, "Deg", "credential"), (m.Incident, "Ref", "incident_no"), (m.Incident, "When", "loss_date"),
        (m.Incident, "City Dept", "department"), (m.Incident, "Anyone injured? (Y/N)", "injuries"),
    ],
)  # fmt: skip
def test_short_words_and_names_of_registers_are_known(model, heading, column):
    columns = match(OPERATOR, model, headings(heading), Decided(keyless=True))
    assert columns.places == {column: 0}


def test_a_heading_that_says_more_than_a_name_is_not_taken_for_it():
    columns = matched("claim_no", "Reserves (O/S) Ind", "Claimant's attorney", "Department head")
    assert list(columns.places) == ["claim_no"]


def test_every_further_name_belongs_to_one_column():
    for model in m.SHEETS:
        owners: dict[str, str] = {}
        for field in columns_of(model):
            for text in field.aliases:
                assert owners.setdefault(alike(text), field.name) == field.name, (model, text)


@pytest.mark.parametrize("model", m.SHEETS, ids=lambda model: model.__name__)
def test_every_label_of_a_sheet_names_its_column(model):
    fields = [f for f in columns_of(model) if f.sensitivity != "secret"]
    columns = match(OPERATOR, model, headings(*[label(f) for f in fields]))
    fillable = {f.name: place for place, f in enumerate(fields) if not f.derived}
    assert {n: p for n, p in columns.places.items() if n in fillable} == fillable
    assert columns.unknown == []
    assert {alike(label(f)) for f in fields} <= known(model)


def test_an_instant_is_known_by_the_heading_of_an_export():
    columns = matched("approval_no", "verb", "Asked (UTC)", model=m.Approval)
    assert columns.places["asked_at"] == 2
    assert alike("Asked (UTC)") in known(m.Approval)


def test_the_better_name_wins_and_the_other_is_named():
    columns = matched("CLAIM ID", "Claim no.", "COUNTY", "Incurred", "status")
    assert columns.places == {"claim_no": 1, "status": 4}
    assert [h.text for h in columns.unknown] == ["COUNTY"]
    assert [(h.text, why) for h, why in columns.left_out] == [
        ("CLAIM ID", "Claim no. is already filled by another heading."),
        ("Incurred", "Incurred is worked out by the office's records."),
    ]


def test_a_worse_name_after_the_better_one_changes_nothing():
    assert matched("Claim no.", "CLAIM ID").places == {"claim_no": 0}


def test_two_names_as_good_are_not_guessed_between():
    with pytest.raises(Unmatched) as refused:
        matched("claim_no", "Date of loss", "DOL")
    assert refused.value.sentence == "“Date of loss” and “DOL” both name the column Loss date."
    assert refused.value.column == "loss_date"


def test_an_injury_date_is_the_loss_date_where_no_other_heading_is():
    assert matched("claim_no", "Injury Date").places == {
        "claim_no": 0,
        "injury_date": 1,
        "loss_date": 1,
    }
    assert matched("claim_no", "Injury Date", "DOL").places["loss_date"] == 2
    assert "loss_date" not in matched("claim_no", "Injury Date", given={"loss_date": ""}).places


def test_a_column_may_be_given_by_its_heading_or_left_out():
    columns = matched(
        "CLAIM ID", "My Status", "DOL", "Date of loss", "paid",
        given={"status": "my status", "loss_date": "DOL", "paid": ""},
    )  # fmt: skip
    assert columns.places == {"claim_no": 0, "status": 1, "loss_date": 2}
    assert {h.text for h, _ in columns.left_out} == {"Date of loss", "paid"}
    assert columns.left_out[1][1] == "Paid is filled in another way, or left blank on purpose."


def test_a_fixed_value_holds_for_every_row():
    columns = matched("claim_no", "line", fixed={"line": "wc", "closed_date": "", "paid": "$12.50"})
    assert columns.fixed == {"line": "W", "closed_date": None, "paid": 1250}
    assert columns.names == ["claim_no", "line", "closed_date", "paid"]
    assert columns.left_out[0][0].text == "line"


@pytest.mark.parametrize(
    ("decisions", "reason"),
    [
        ({"given": {"county": "COUNTY"}}, "Claims have no column “county” that a file can fill."),
        ({"given": {"incurred": "COUNTY"}}, "no column “incurred”"),
        ({"fixed": {"version": "1"}}, "no column “version”"),
        (
            {"given": {"status": "Nothing"}},
            "The file has no heading “Nothing”. It has “claim_no”, “Same”, “same”.",
        ),
        ({"given": {"status": "SAME"}}, "has the heading “SAME” 2 times"),
        ({"fixed": {"status": "gone"}}, "The fixed value of Status: “gone” is not a status"),
        ({"fixed": {"status": " "}}, "Status cannot be blank."),
    ],
)
def test_a_wrong_decision_is_said(decisions, reason):
    with pytest.raises(BadQuestion) as refused:
        matched("claim_no", "Same", "same", **decisions)
    assert reason in refused.value.sentence


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Reason", "reason_code"),
        ("REASON", "reason_code"),
        ("reason", "reason"),
        ("In words", "reason"),
    ],
)
def test_a_label_wins_over_the_inner_name_of_another_column(heading, column):
    assert matched("reserve_no", heading, model=m.Reserve).places[column] == 1


def test_an_exact_heading_wins_over_one_that_is_alike():
    assert matched("claim_no", "SAME", "same", given={"status": "same"}).places["status"] == 2


@pytest.mark.parametrize(
    ("texts", "model", "reason"),
    [
        (["Status", "Paid"], m.Claim, "The file has no column for Claim no., by which a claim is known. "
                                      "It has “Status”, “Paid”."),
        ([], m.Claim, "It has no headings."),
        (["Location"], m.Incident, "by which an incident is known"),
        (["Day"], m.Holiday, "no column for Calendar"),
        (["Role or tier", "Kind"], m.AuthorityLimit, "no column for From"),
    ],
)  # fmt: skip
def test_a_file_without_a_key_is_refused(texts, model, reason):
    with pytest.raises(BadQuestion) as refused:
        match(OPERATOR, model, headings(*texts))
    assert reason in refused.value.sentence


def test_a_part_of_the_key_that_may_be_blank_may_be_absent():
    columns = matched("holder", "kind", "first_day", model=m.AuthorityLimit)
    assert "line" not in columns.names


def test_required_columns_that_are_absent_are_named():
    assert matched("employee_no", model=m.Employee).missing == ["name"]
    assert matched("claim_no").missing == []


def test_columns_out_of_sight_are_left_out_with_the_reason():
    columns = matched("claim_no", "Diagnosis", "Paid", who=MANAGER)
    assert columns.places == {"claim_no": 0, "paid": 2}
    assert [(h.text, why) for h, why in columns.left_out] == [
        ("Diagnosis", "Medical details are kept from departments (Labor Code 3762).")
    ]
    assert "diagnosis" in matched("claim_no", "Diagnosis", who=TECHNICIAN).places
    with pytest.raises(BadQuestion, match="no column “diagnosis”"):
        matched("claim_no", who=MANAGER, fixed={"diagnosis": "x"})


def test_a_name_of_two_columns_names_neither(monkeypatch):
    monkeypatch.setattr(m.Claim.location, "aliases", ("where",))
    monkeypatch.setattr(m.Claim.court_case_no, "aliases", ("where",))
    columns = matched("claim_no", "Where")
    assert [h.text for h in columns.unknown] == ["Where"]
