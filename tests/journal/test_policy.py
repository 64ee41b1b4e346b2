"""Who reads, writes and sees what: deny by default, rights of several roles add up."""

import pytest
from builders import change, claim, person, write

import models as m
from journal import policy
from journal.cells import Cell, save_cells
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR, Who
from rules.errors import Refused
from sheets.columns import SENSITIVITIES

from builders import TODAY  # isort: skip

BOTH = Who("x@example.org", None, "x", frozenset({"coordinator", "technician"}), 1)


def test_every_sheet_stands_in_one_group():
    grouped = [model for sheets in policy.GROUPS.values() for model in sheets]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == {*m.SHEETS, *m.RECORDS}


def test_every_column_is_classed():
    for model in (*m.SHEETS, *m.RECORDS):
        for field in m.columns_of(model):
            assert getattr(field, "sensitivity", "public") in SENSITIVITIES, (
                f"{model.__name__}.{field.name}"
            )


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (
            "technician",
            {m.Claim, m.Payment, m.Recovery, m.Policy, m.Setting},
            {m.Claim, m.Recovery},
        ),
        ("coordinator", {m.Claim, m.Employee, m.Department, m.Job}, set()),
        ("auditor", {*m.SHEETS, *m.RECORDS}, set()),
        ("administrator", {m.User, m.Setting, m.AccessEvent}, {m.User, m.Setting}),
    ],
)
def test_what_a_role_reads_and_writes(role, reads, writes):
    who = person(role)
    assert all(policy.may_read(who, model) for model in reads)
    assert all(policy.may_write(who, model) for model in writes)


def test_the_coordinator_reads_nothing_else_and_the_auditor_writes_nothing():
    assert {s for s in m.SHEETS if policy.may_read(person("coordinator"), s)} == {
        m.Claim,
        m.Employee,
        m.Department,
        m.WorkStatus,
        m.Restriction,
        m.LightDutyTask,
        m.LightDutyDemand,
        m.LightDutyCheck,
        m.LightDutyOffer,
        m.ReportSchedule,
        m.SavedView,
    }
    assert not any(policy.may_write(person("auditor"), s) for s in (*m.SHEETS, *m.RECORDS))
    assert not any(
        policy.may_read(person("administrator"), s)
        for s in (m.Claim, m.Payment, m.FileNote, m.Document)
    )


def test_nobody_sees_what_is_secret():
    for role in policy.ROLES:
        assert not policy.readable_names(person(role), m.User) & set(m.SIGN_IN_COLUMNS)
    assert not policy.readable_names(OPERATOR, m.User) & set(m.SIGN_IN_COLUMNS)


def test_rights_of_several_roles_add_up():
    assert policy.may_write(BOTH, m.Claim)
    assert policy.scope(BOTH, m.Claim) is None
    assert "diagnosis" in policy.readable_names(BOTH, m.Claim)


def test_a_role_that_is_unknown_and_no_role_see_nothing():
    for who in (person("nobody"), Who("x@example.org")):
        assert not any(policy.may_read(who, s) for s in (*m.SHEETS, *m.RECORDS))


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("role", ["coordinator", "auditor", "administrator"])
def test_who_may_not_write_a_claim_is_refused_on_every_path(role):
    claim_id = claim()
    with pytest.raises(Refused, match=r"Your role may not (change|see) claims"):
        change(m.Claim, claim_id, who=person(role), location="x")
    with pytest.raises(Refused):
        save_cells(person(role), m.Claim, [Cell(claim_id, 1, "location", "x")], on=TODAY)
    with pytest.raises(Refused):
        write(who=person(role), claim={"claimant": "x"})
    assert m.Claim.get_by_id(claim_id).version == 1


@pytest.mark.usefixtures("office")
def test_a_hidden_or_derived_column_is_not_written():
    claim_id = claim()
    with pytest.raises(Refused, match="Medical details are kept from departments"):
        change(m.Claim, claim_id, who=person("risk_manager"), diagnosis="x")
    with pytest.raises(Refused, match="worked out by the office's records"):
        change(m.Claim, claim_id, who=person("technician"), paid=1)
    outcome = save_cells(
        person("risk_manager"), m.Claim, [Cell(claim_id, 1, "diagnosis", "x")], on=TODAY
    )
    assert outcome.refused[0].message.startswith("Medical details")
    assert outcome.seq is None


@pytest.mark.usefixtures("office")
def test_looking_through_another_role_writes_nothing():
    claim_id = claim()
    draft = Draft("x", source="verb", on=TODAY)
    draft.change(m.Claim, claim_id, location="x")
    with pytest.raises(Refused, match="looking through another role"):
        commit(person("administrator").seen_as("technician"), draft)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("role", "old", "new", "saved"),
    [
        ("technician", "medical", "public", False),
        ("technician", "medical", "privileged", False),
        ("technician", "personal", "public", False),
        ("technician", "public", "medical", True),
        ("technician", "privileged", "medical", True),
        ("wc_manager", "medical", "personal", True),
        ("risk_manager", "privileged", "personal", True),
    ],
)
def test_a_note_is_opened_to_more_people_by_a_manager_alone(role, old, new, saved):
    note = write(filenote={"note_date": TODAY, "subject": "x", "sensitivity": old}).created[0][1]
    done = save_cells(person(role), m.FileNote, [Cell(note, 1, "sensitivity", new)], on=TODAY)
    assert bool(done.saved) is saved
    assert saved or "only a manager opens it to more" in done.refused[0].message
    assert m.FileNote.get_by_id(note).sensitivity == (new if saved else old)


def test_fingerprints_of_values_are_the_auditors_alone():
    for role in policy.ROLES:
        for model, hidden in policy.DIGESTS.items():
            seen = policy.readable_names(person(role), model) & hidden
            assert seen == (hidden if role == "auditor" else set()), (role, model)


@pytest.mark.usefixtures("office")
def test_a_coordinator_reads_no_diary_whatever_it_is_on():
    incident = write(source="seed", incident={"loss_date": TODAY}).created[0][1]
    write(source="seed", diary={"incident": incident, "diary_date": TODAY, "subject": "x"})
    eve = person("coordinator", department=1)
    assert not policy.may_read(eve, m.Diary)
    assert not policy.may_read(eve, m.Incident)
    with pytest.raises(Refused):
        policy.need_column(eve, m.Diary, "subject")
