"""Named views: who has which, what may be kept, and that a view shows nobody more than they may see."""

from datetime import date

import pytest
from desk import user

import models as m
from journal import checks, policy, saved_views
from journal.commit import commit
from journal.drafts import Draft
from journal.question import Question
from journal.reading import ask
from journal.who import OPERATOR
from journal.who import person as person_by
from rules.errors import Blocked, Invalid, NotFound, Refused
from seed.reference import seed_reference
from workflow.saved_views import ROLES
from workflow.verbs import Act, run

ON = date(2026, 11, 24)


def save(who, name="Mine", sheet="claim", *, state=None, look=None, **values) -> int:
    given = {"name": name, "of": sheet, "state": state or {"filters": ["status=open"]}, **values}
    done = run(who, Act("save_view", "savedview", (), {**given, "look": look}), on=ON)
    return done.opens[1]


def act(who, key, view, **values):
    return run(who, Act(key, "savedview", (view,), values), on=ON)


def names(who, sheet="claim") -> list[str]:
    return [view.name for view in saved_views.views_of(who, sheet)]


def seen(who, name, model=m.Claim):
    return saved_views.seen_by(who, model, saved_views.by_name(who, model, name), on=ON)


@pytest.fixture
def ann(office):
    return user("ann", "technician")


@pytest.fixture
def bob(office):
    return user("bob", "technician")


@pytest.fixture
def max_(office):
    return user("max", "risk_manager")


def test_a_personal_view_is_seen_by_its_owner_alone(ann, bob, max_) -> None:
    save(ann)
    assert names(ann) == ["Mine"]
    assert names(bob) == names(max_) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_role_keeps_changes_and_throws_away_views_of_its_own(office, role) -> None:
    cora = user("cora", role)
    sheet = next(name for name in ("claim", "user") if policy.may_read(cora, m.BY_NAME[name]))
    view = save(cora, "Mine", sheet)
    act(cora, "rename_view", view, name="My own")
    act(cora, "open_with_view", view, opens=True)
    assert names(cora, sheet) == ["My own"]
    assert m.SavedView.get_by_id(view).owner_id == cora.user_id
    act(cora, "delete_view", view)
    assert names(cora, sheet) == []


def test_a_link_to_somebody_else_is_no_more_to_be_seen_than_before(office) -> None:
    cora, ann = user("cora", "coordinator"), user("ann", "technician")
    assert checks.visible(cora, m.User, {cora.user_id, ann.user_id}) == {cora.user_id}


def test_a_shared_view_is_seen_by_whoever_reads_its_sheet(ann, max_) -> None:
    save(max_, "Open ones", kind="shared")
    save(max_, "Limits", "authoritylimit", kind="shared", state={"sort": "kind"})
    assert names(ann) == ["Open ones"]
    assert names(user("cora", "coordinator")) == ["Open ones"]
    assert names(user("cora2", "coordinator"), "authoritylimit") == []
    assert names(user("adam", "administrator")) == []
    assert names(user("adam2", "administrator"), "authoritylimit") == ["Limits"]


def test_the_default_of_a_role_is_for_those_who_hold_it(ann, max_) -> None:
    save(max_, "First look", kind="role", role="technician")
    assert names(ann) == names(max_) == ["First look"]
    assert names(user("eve", "examiner")) == []


def test_who_may_not_share_keeps_views_for_themselves(ann) -> None:
    for kind, role in (("shared", None), ("role", "technician")):
        with pytest.raises(Refused, match="saved by a manager or the administrator"):
            save(ann, kind=kind, role=role)
    assert not m.SavedView.select().exists()


def test_nobody_changes_the_view_of_another(ann, bob, max_) -> None:
    shared, own = save(max_, "All", kind="shared"), save(ann)
    for key, values in (("rename_view", {"name": "x"}), ("delete_view", {})):
        with pytest.raises(Refused, match="saved by a manager"):
            act(ann, key, shared, **values)
        with pytest.raises(NotFound):
            act(bob, key, own, **values)
    draft = Draft("by another way")
    draft.change(m.SavedView, own, 1, name="taken")
    with pytest.raises(Refused):
        commit(max_, draft)


def test_an_auditor_keeps_no_view_and_sees_all(ann) -> None:
    save(ann)
    iris = user("iris", "auditor")
    assert names(iris) == ["Mine"]
    with pytest.raises(Refused):
        save(iris)


def test_a_name_is_taken_once_by_a_person_and_once_by_all(ann, bob, max_) -> None:
    save(ann)
    save(bob)
    save(max_, kind="shared")
    with pytest.raises(Blocked, match="already"):
        save(ann)
    with pytest.raises(Blocked, match="already"):
        save(user("mia", "wc_manager"), kind="shared")
    assert m.SavedView.select().count() == 3


def test_a_role_has_one_default(max_) -> None:
    save(max_, "One", kind="role", role="examiner")
    with pytest.raises(Blocked, match="open Claims with “One” already"):
        save(max_, "Two", kind="role", role="examiner")
    save(max_, "Two", kind="role", role="technician")


def test_a_sheet_opens_with_the_own_view_before_that_of_the_role(ann, max_) -> None:
    def first():
        view = saved_views.opening(ann, saved_views.views_of(ann, "claim"))
        return view and view.name

    assert first() is None
    save(max_, "Office", kind="role", role="technician")
    assert first() == "Office"
    one = save(ann, "One", opens="yes")
    assert first() == "One"
    two = save(ann, "Two", opens="yes")
    assert first() == "Two"
    assert [v.name for v in m.SavedView.select().where(m.SavedView.opens, m.SavedView.owner == ann.user_id)] == ["Two"]  # fmt: skip
    act(ann, "open_with_view", one, opens="yes")
    assert first() == "One"
    act(ann, "open_with_view", one, opens="no")
    act(ann, "delete_view", two)
    assert first() == "Office"


def test_a_view_is_renamed_kept_anew_and_put_in_the_trash(ann) -> None:
    view = save(ann)
    act(ann, "rename_view", view, name="Theirs")
    act(ann, "save_view", view, state={"q": "hydrant"}, look={"widths": {"status": 90}})
    (found,) = saved_views.views_of(ann, "claim")
    assert (found.name, found.state.q, found.state.filters) == ("Theirs", "hydrant", ())
    assert found.look == {"widths": {"status": 90}}
    act(ann, "delete_view", view)
    assert names(ann) == []


@pytest.mark.parametrize(
    ("state", "look"),
    [
        ({"filters": ["nonsense"]}, None),
        ({"filters": ["status=open"] * 41}, None),
        ({"filters": ["description~" + "x" * 2_001]}, None),
        ({"filters": "status=open"}, None),
        ({"secret": 1}, None),
        ({"group": ["a", "b", "c", "d"]}, None),
        ({"columns": ["a", "a"]}, None),
        ({"q": 3}, None),
        ({}, {"widths": {"status": 5}}),
        ({}, {"widths": {"status": "90"}}),
        ({}, {"frozen": [1]}),
        ({}, {"height": "huge"}),
        ({}, {"formats": {"due": "no"}}),
        ({}, {"formats": {"other": True}}),
        (
            {},
            {
                "formats": {
                    "own": [{"column": "status", "sign": "=", "value": "open", "tone": "pink"}]
                }
            },
        ),
        (
            {},
            {
                "formats": {
                    "own": [{"column": "status", "sign": "?", "value": "open", "tone": "red"}]
                }
            },
        ),
        ({}, {"formats": {"own": [{"column": "status", "tone": "red"}]}}),
        ({}, {"foot": {"paid": "median"}}),
        ({}, {"script": "x"}),
        ({}, {"widths": {f"column_{n}_" + "x" * 150: 90 for n in range(200)}}),
    ],
)
def test_what_a_view_cannot_keep_is_refused(ann, state, look) -> None:
    with pytest.raises(Invalid):
        run(
            ann,
            Act("save_view", "savedview", (), {"name": "x", "of": "claim", "state": state or {"q": "x"}, "look": look}),
            on=ON,
        )  # fmt: skip
    assert not m.SavedView.select().exists()


@pytest.mark.usefixtures("office")
def test_a_view_of_no_sheet_or_of_one_out_of_sight_is_refused() -> None:
    with pytest.raises(Invalid, match="no such sheet"):
        save(user("zoe", "technician"), sheet="nosuch")
    with pytest.raises(Refused):
        save(user("ada", "administrator"), sheet="claim")


MEDICAL = {
    "filters": ["diagnosis~Zaunkoenig", "status=open"],
    "sort": "-diagnosis,claim_no",
    "columns": ["claim_no", "diagnosis"],
    "group": ["body_part"],
}
DRAWN = {
    "widths": {"diagnosis": 90, "claim_no": 80},
    "frozen": ["diagnosis"],
    "foot": {"diagnosis": "filled"},
    "formats": {
        "due": False,
        "own": [{"column": "diagnosis", "sign": "~", "value": "Zaunkoenig", "tone": "red"}],
    },
}


def test_what_of_a_view_is_out_of_sight_is_left_out_and_said_without_its_value(office) -> None:
    eve, rita = user("eve", "examiner"), user("rita", "risk_manager")
    wilma = user("wilma", "wc_manager")
    save(wilma, "Medical", kind="shared", state=MEDICAL, look=DRAWN)
    whole = seen(eve, "Medical")
    assert whole.state.stored() == MEDICAL
    assert (whole.look, whole.told, whole.whole, whole.hidden) == (DRAWN, (), True, False)
    less = seen(rita, "Medical")
    assert less.state.stored() == {"filters": ["status=open"], "sort": "claim_no", "columns": ["claim_no"]}  # fmt: skip
    assert less.look == {
        "widths": {"claim_no": 80},
        "frozen": [],
        "foot": {},
        "formats": {"due": False, "own": []},
    }
    assert (less.whole, less.hidden) == (False, True)
    assert "One filter of this view is left out: your role does not see it." in less.told
    assert not any(word in " ".join(less.told) for word in ("Zaunkoenig", "diagnosis"))


def test_a_view_is_not_kept_anew_by_who_does_not_see_all_of_it(office) -> None:
    wilma, rita = user("wilma", "wc_manager"), user("rita", "risk_manager")
    view = save(wilma, "Medical", kind="shared", state=MEDICAL)
    with pytest.raises(Blocked, match="would be lost"):
        act(rita, "save_view", view, state={"q": "x"})
    assert m.SavedView.get_by_id(view).state == MEDICAL


def test_a_column_that_is_gone_is_left_out_and_said(ann) -> None:
    save(ann, state={"filters": ["x_gone=1"], "columns": ["x_gone", "status"]})
    found = seen(ann, "Mine")
    assert found.state.stored() == {"columns": ["status"]}
    assert "One filter of this view is left out: it is no longer there." in found.told
    assert not found.hidden


def test_nobody_but_the_auditor_reads_what_a_view_asks_as_a_cell(office) -> None:
    for role in policy.ROLES:
        seen_names = policy.readable_names(user(f"p{role}", role), m.SavedView)
        assert ({"state", "look"} <= seen_names) == (role == "auditor")
        assert "name" in seen_names


def test_a_name_that_is_not_there_or_meant_twice_is_said(ann, max_) -> None:
    with pytest.raises(NotFound, match="Claims have no view “Mine”. There are: none yet."):
        saved_views.by_name(ann, m.Claim, "Mine")
    save(max_, "Mine", kind="shared", state={"q": "shared"})
    assert saved_views.by_name(ann, m.Claim, "mine").state.q == "shared"
    save(ann, "Mine", state={"q": "own"})
    assert saved_views.by_name(ann, m.Claim, "Mine").state.q == "own"
    assert saved_views.by_name(OPERATOR, m.Claim, "Mine").state.q == "shared"


def test_another_process_sees_a_role_that_was_taken_away(ann, max_) -> None:
    save(max_, "First look", kind="role", role="technician")
    assert names(ann) == ["First look"]
    draft = Draft("another role")
    row = m.UserRole.get(m.UserRole.user == ann.user_id)
    draft.trash(m.UserRole, row.id, 1)
    commit(OPERATOR, draft)
    assert names(person_by(ann.email)) == []


def test_the_views_that_come_with_the_office_can_be_asked_by_whom_they_are_for(office) -> None:
    seed_reference()
    ann = user("ann", "technician")
    asked = 0
    for model in m.SHEETS:
        for view in saved_views.views_of(ann, model.__name__.lower()):
            found = saved_views.seen_by(ann, model, view, on=ON)
            assert (found.told, found.whole) == ((), True), view.name
            order = tuple(filter(None, found.state.sort.split(","))) or None
            ask(ann, Question(model, found.state.filters, sort=order, on=ON))
            asked += 1
    assert asked == m.SavedView.select().count() == 6
