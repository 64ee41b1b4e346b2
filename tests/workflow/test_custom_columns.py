"""The actions on added columns: shown before, done as one batch, taken back without a loss."""

import pytest
from builders import TODAY, claim, person

import models as m
from journal import policy
from models import CustomColumn
from rules.errors import Blocked, Invalid, Refused
from workflow.verbs import VERBS, Act, preview, run

ADMINISTRATOR = person("administrator")


def act(key: str, *ids: int, **values):
    """Run an action on added columns."""
    return run(ADMINISTRATOR, Act(key, "customcolumn", ids, values), on=TODAY)


def told(key: str, *ids: int, **values) -> list[str]:
    """What the action says that it would do."""
    return preview(ADMINISTRATOR, Act(key, "customcolumn", ids, values), on=TODAY).lines


def added(**values) -> CustomColumn:
    """A column that was added by the action."""
    act("add_column", **{"on_sheet": "claim", "label": "Bus route", "kind": "text", **values})
    return CustomColumn.select().order_by(CustomColumn.id.desc()).get()


def test_the_preview_says_what_where_and_who_sees_it(office):
    lines = told("add_column", on_sheet="claim", label=" Bus  route ", sensitivity="medical")
    assert lines == [
        "Adds “Bus route” (text) to claims, blank in every record.",
        "It stands last in lists, forms, filters, exports and the empty workbook, and an import "
        "knows it as “Bus route” or x_bus_route: at once, for everybody at work.",
        "Seen by: claims technician, workers' compensation examiner, workers' compensation "
        "manager and auditor. Not by: risk manager and light-duty coordinator.",
        "Undo retires it again; what it holds by then is kept.",
    ]
    assert CustomColumn.select().count() == 0


def test_only_the_change_of_choices_speaks_of_those_that_are_kept():
    helps = {
        key: next(one.help for one in VERBS.get(key).facts["params"] if one.name == "choices")
        for key in ("add_column", "word_column")
    }
    assert "kept as" in helps["word_column"]
    assert "kept as" not in helps["add_column"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Bus route", "x_bus_route"),
        ("Röhre Nr. 3", "x_rohre_nr_3"),
        ("select", "x_select"),
        ("1st look", "x_1st_look"),
        ("A label that goes on for longer than any name", "x_a_label_that_goes_on_for_lon"),
    ],
)
def test_a_name_is_made_of_the_label(office, label, name):
    row = added(label=label)
    assert (row.name, row.label) == (name, label)
    assert m.Claim._meta.fields[name].verbose_name == label


def test_a_second_label_of_one_name_is_numbered(office):
    assert [added(label=label).name for label in ("Rohre", "Röhre", "Rôhre")] == [
        "x_rohre",
        "x_rohre_2",
        "x_rohre_3",
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"label": "東京"}, "no letter from A to Z"),
        ({"label": ""}, "Label is needed"),
        ({"label": "L" * 61}, "Label is too long"),
        ({"label": "Claimant"}, "Claims have a column “Claimant” already"),
        ({"kind": "choice"}, "needs at least one"),
        ({"kind": "choice", "choices": "Red\nred"}, "stands there twice"),
        ({"on_sheet": "user"}, "Sheet: “user”"),
    ],
)
def test_what_cannot_be_is_said_before(office, values, words):
    asked = {"on_sheet": "claim", "label": "Route", "kind": "text", **values}
    for way in (told, act):
        with pytest.raises(Invalid, match=words):
            way("add_column", **asked)
    assert CustomColumn.select().count() == 0


def test_words_are_changed_and_values_stay(office):
    row = added(kind="choice", choices="Red\nGreen")
    assert row.choices == [["red", "Red"], ["green", "Green"]]
    claim_id = claim(x_bus_route="red")
    lines = told("word_column", row.id, label="Bus line", choices="red = Crimson\nGreen\nBlue")
    assert lines == [
        "“Bus route” of claims is called “Bus line” from now on.",
        "“Red” is called “Crimson”.",
        "May be chosen besides: Blue.",
        "What records hold in it stays as it is.",
    ]
    act("word_column", row.id, label="Bus line", help="By which it runs.", choices="red = Crimson")
    field = m.Claim._meta.fields["x_bus_route"]
    assert (field.verbose_name, field.help_text) == ("Bus line", "By which it runs.")
    assert field.choices == (("red", "Crimson"),)
    assert m.Claim.get_by_id(claim_id).x_bus_route == "red"
    with pytest.raises(Invalid, match="1 claim holds “Crimson”"):
        act("word_column", row.id, choices="Yellow")


def test_a_column_is_retired_and_brought_back(office):
    row = added()
    claim(x_bus_route="12")
    assert told("retire_column", row.id)[1] == (
        "What 1 claim holds in it is kept, and stands in their history."
    )
    with pytest.raises(Blocked, match="It is in use"):
        act("bring_column_back", row.id)
    act("retire_column", row.id)
    assert "x_bus_route" not in policy.readable_names(ADMINISTRATOR, m.Claim)
    with pytest.raises(Blocked, match="retired already"):
        act("retire_column", row.id)
    act("bring_column_back", row.id)
    assert m.Claim.get().x_bus_route == "12"


def test_a_column_thrown_away_is_retired_instead(office):
    row = added()
    with pytest.raises(Blocked, match="retired instead"):
        act("put_in_trash", row.id)


def test_the_actions_are_the_administrators(office):
    asked = Act("add_column", "customcolumn", (), {"on_sheet": "claim", "label": "Mine"})
    for role in set(policy.ROLES) - {"administrator"}:
        with pytest.raises(Refused):
            run(person(role), asked, on=TODAY)
