"""Nobody gives themselves a role, a limit or a weaker sign-in; undo asks what somebody may do now."""

import pytest
from builders import TODAY, change, person, write

import models as m
from journal import own_power
from journal.commit import commit
from journal.drafts import Draft
from journal.undo import preview, undo
from journal.who import OPERATOR, Who, person_of
from rules.errors import Blocked, Refused

pytestmark = pytest.mark.usefixtures("office")
LIMIT = {"holder": "risk_manager", "kind": "payment", "amount": 1_000_00, "first_day": TODAY}


def _person(name: str, *roles: str) -> Who:
    draft = Draft("person", source="seed", on=TODAY)
    user = draft.create(m.User, email=f"{name}@city.gov", name=name)
    for role in roles:
        known = m.Role.get_or_none(m.Role.name == role)
        row = known.id if known else draft.create(m.Role, name=role, title=role)
        draft.create(m.UserRole, user=user, role=row)
    return person_of(commit(OPERATOR, draft).id_of(user))


def _held(who: Who, role: str) -> int:
    rows = m.UserRole.select(m.UserRole.id).join(m.Role, on=(m.UserRole.role == m.Role.id))
    return rows.where(m.Role.name == role, m.UserRole.user == who.user_id).tuples().get()[0]


def _taken(who: Who, role: str, *, by: Who = OPERATOR) -> int:
    """Take a role from somebody; the number of the change."""
    draft = Draft("Roles", on=TODAY)
    draft.trash(m.UserRole, _held(who, role))
    return commit(by, draft).seq


# --- Undo asks what somebody may do now ----------------------------------------------------------


@pytest.mark.parametrize("roles", [{"auditor"}, set(), {"coordinator"}])
def test_who_may_no_longer_write_undoes_nothing_of_their_own(roles):
    ann = _person("ann", "technician")
    done = write(who=ann, claim={"claimant": "A"})
    now = Who(ann.email, ann.user_id, ann.name, frozenset(roles))
    steps = undo(now, done.seq, on=TODAY).plan.steps
    assert [(step.outcome, step.reason) for step in steps] == [
        ("blocked", "Your role may not change it.")
    ]
    assert m.Claim.get().trashed_at is None


def test_who_lost_the_administrators_role_gets_no_role_back_by_undo():
    adam = _person("adam", "administrator")
    eve = _person("eve", "technician", "administrator")
    seq = _taken(eve, "technician", by=adam)
    _taken(adam, "administrator")
    assert undo(person_of(adam.user_id), seq, on=TODAY).seq is None
    assert "technician" not in person_of(eve.user_id).roles


def test_an_administrator_gets_no_role_of_their_own_back_by_undo():
    adam = _person("adam", "administrator", "risk_manager")
    seq = _taken(adam, "risk_manager")
    steps = undo(person_of(adam.user_id), seq, on=TODAY).plan.steps
    assert steps[0].reason == "Nobody changes their own roles. Another administrator can."
    assert person_of(adam.user_id).roles == {"administrator"}


@pytest.mark.parametrize(("verb", "seen"), [("pay", "blocked"), ("approve", "reversed")])
def test_what_only_actions_write_is_undone_by_who_may_act(monkeypatch, verb, seen):
    monkeypatch.setitem(
        own_power.policy.ACTS, verb, ("auditor",) if verb == "pay" else ("wc_manager",)
    )
    approval = write(approval={"verb": "pay", "title": "x", "status": "waiting"}).created[0][1]
    draft = Draft("refused", source="verb", verb=verb, on=TODAY)
    draft.change(m.Approval, approval, status="refused")
    seq = commit(OPERATOR, draft).seq
    assert [s.outcome for s in preview(person("wc_manager"), seq, on=TODAY).steps] == [seen]


def test_the_undo_of_an_invitation_edited_since_is_shown():
    done = write(user={"email": "eve@city.gov", "name": "Eve"})
    change(m.User, done.created[0][1], title="Clerk")
    assert preview(OPERATOR, done.seq, on=TODAY).steps[0].reason == "Edited since by operator."


def test_a_row_out_of_sight_has_no_name_in_an_undo():
    seq = write(claim={"claimant": "A", "claim_no": "L-1"}).seq
    steps = preview(person("administrator"), seq, on=TODAY).steps
    assert [(step.label, step.outcome) for step in steps] == [("not shown to you", "blocked")]
    medical = write(filenote={"note_date": TODAY, "subject": "x", "sensitivity": "medical"}).seq
    manager = preview(person("risk_manager"), medical, on=TODAY).steps
    assert [step.label for step in manager] == ["not shown to you"]
    assert [s.label for s in preview(person("wc_manager"), medical, on=TODAY).steps] == ["N-000001"]


# --- Limits and settings -------------------------------------------------------------------------


@pytest.mark.parametrize("values", [{"amount": None}, {"holder": "tpa"}, {"last_day": TODAY}])
def test_nobody_changes_a_limit_that_they_hold(values):
    row = write(authoritylimit=LIMIT).created[0][1]
    with pytest.raises(Refused, match="Nobody sets the limit of a role that they hold"):
        change(m.AuthorityLimit, row, who=person("risk_manager"), **values)
    change(m.AuthorityLimit, row, who=person("wc_manager"), **values)


def test_nobody_makes_or_throws_away_a_limit_that_they_hold():
    manager = person("risk_manager")
    row = write(authoritylimit=LIMIT)
    with pytest.raises(Refused, match="that they hold"):
        write(who=manager, authoritylimit={**LIMIT, "kind": "reserve"})
    draft = Draft("away", source="verb", verb="put_in_trash", on=TODAY)
    draft.trash(m.AuthorityLimit, row.created[0][1])
    with pytest.raises(Refused, match="that they hold"):
        commit(manager, draft)
    assert [s.outcome for s in undo(manager, row.seq, on=TODAY).plan.steps] == ["blocked"]


@pytest.mark.parametrize("name", own_power.SECURITY_SETTINGS)
def test_a_setting_that_guards_the_sign_in_is_the_administrators(name):
    row = m.Setting.get_or_none(m.Setting.name == name)
    row_id = row.id if row else write(setting={"name": name, "value": "1"}).created[0][1]
    with pytest.raises(Refused, match="guards the sign-in: only an administrator sets it"):
        change(m.Setting, row_id, who=person("risk_manager"), help="no")
    change(m.Setting, row_id, who=person("administrator"), help="yes")


def test_any_other_setting_is_the_managers_too():
    row = write(setting={"name": "policy_lapse_days", "value": "90"}).created[0][1]
    assert change(m.Setting, row, who=person("risk_manager"), value="60").seq


# --- Roles ---------------------------------------------------------------------------------------


def test_nobody_gives_themselves_a_role():
    adam = _person("adam", "administrator", "technician")
    role = m.Role.get(m.Role.name == "technician").id
    other = _person("eve", "auditor")
    with pytest.raises(Refused, match="Another administrator can"):
        write(who=adam, userrole={"user": adam.user_id, "role": role})
    given = write(who=adam, userrole={"user": other.user_id, "role": role}).created[0][1]
    with pytest.raises(Refused, match="Another administrator can"):
        change(m.UserRole, given, who=adam, user=adam.user_id)


@pytest.mark.parametrize("name", ["city_manager", "chief"])
def test_a_role_that_the_policy_does_not_know_is_not_made(name):
    with pytest.raises(Refused, match="There is no role"):
        write(who=person("administrator"), role={"name": name, "title": "x"})


def test_the_last_administrator_stays():
    adam = _person("adam", "administrator")
    with pytest.raises(Blocked, match="without an administrator"):
        change(m.User, adam.user_id, who=adam, active=False)
    bea = _person("bea", "administrator")
    change(m.User, adam.user_id, who=bea, active=False)
    with pytest.raises(Blocked, match="without an administrator"):
        _taken(bea, "administrator", by=Who("x", None, "x", frozenset({"administrator"})))
    assert m.User.get_by_id(bea.user_id).active
