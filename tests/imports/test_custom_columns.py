"""A file fills the columns that the office added: by label or name, read by their kind."""

from datetime import date
from decimal import Decimal

import pytest
from books import csv_file
from builders import TODAY, change, write

import models as m
from exports.sheets import export
from imports import profiles
from imports.commit import commit
from imports.outcome import Options, Part
from imports.plan import plan_file
from imports.profiles import Profile, Recipe
from journal import commit as journal
from journal.drafts import Draft
from journal.question import Question
from journal.who import OPERATOR

COLUMNS = {
    "x_route": {"label": "Bus route", "kind": "text"},
    "x_fee": {"label": "Filing fee", "kind": "money"},
    "x_weight": {"label": "Weight", "kind": "number", "decimals": 1},
    "x_seen": {"label": "Last seen", "kind": "day"},
    "x_fenced": {"label": "Fenced", "kind": "yesno"},
    "x_tone": {"label": "Tone", "kind": "choice", "choices": [["red", "Red"], ["blue", "Blue"]]},
}
HEADS = ["Claim no.", "Claimant", "Bus route", "x_fee", "weight", "LAST SEEN", "Fenced", "Tone"]


@pytest.fixture
def added(office) -> dict[str, int]:
    """One column of each kind on claims: name -> id."""
    draft = Draft("add", on=TODAY)
    refs = {n: draft.create(m.CustomColumn, sheet="claim", name=n, **f) for n, f in COLUMNS.items()}
    receipt = journal.commit(OPERATOR, draft)
    return {name: receipt.id_of(ref) for name, ref in refs.items()}


def bring_in(path) -> dict:
    """Bring a file of claims in."""
    plan = plan_file(OPERATOR, m.Claim, path, Options(on=TODAY))
    result = commit(OPERATOR, plan)
    plan.close()
    return result


def test_each_kind_is_read_and_what_cannot_be_comes_back(added, tmp_path):
    rows = [
        ["L-1", "Rosa", "12", "1,234.50", "-3.5", "2026-03-01", "yes", "Blue"],
        ["L-2", "Tom", "", "much", "2.25", "10/00/26", "perhaps", "green"],
    ]
    done = bring_in(csv_file(tmp_path / "claims.csv", HEADS, *rows))
    assert (done["new"], done["refused"]) == (1, 1)
    row = m.Claim.get()
    assert (row.x_route, row.x_fee, row.x_weight) == ("12", 1_234_50, Decimal("-3.5"))
    assert (row.x_seen, row.x_fenced, row.x_tone) == (date(2026, 3, 1), True, "blue")
    wrong = {error["column"] for error in done["errors"]}
    assert wrong == {"x_fee", "x_weight", "x_seen", "x_fenced", "x_tone"}


def test_what_is_taken_out_comes_back_unchanged(added, tmp_path):
    rows = [["L-1", "Rosa", "12", "1,234.50", "-3.5", "2026-03-01", "no", "Red"]]
    bring_in(csv_file(tmp_path / "claims.csv", HEADS, *rows))
    for ending in ("xlsx", "csv"):
        path = tmp_path / f"out.{ending}"
        export(OPERATOR, Question(m.Claim), path)
        done = bring_in(path)
        assert (done["unchanged"], done["changed"], done["refused"]) == (1, 0, 0), ending


def test_a_retired_column_is_not_filled_and_its_heading_is_named(added, tmp_path):
    change(m.CustomColumn, added["x_route"], retired_date=TODAY)
    path = csv_file(tmp_path / "claims.csv", HEADS[:3], ["L-1", "Rosa", "12"])
    plan = plan_file(OPERATOR, m.Claim, path, Options(on=TODAY))
    assert "Bus route" in [heading.text for heading in plan.columns.unknown]
    commit(OPERATOR, plan)
    plan.close()
    assert m.Claim.get().x_route is None


def test_a_heading_that_tells_nothing_fills_no_column(office, tmp_path):
    draft = Draft("add", on=TODAY)
    draft.create(m.CustomColumn, sheet="claim", name="x_a", label="A", kind="text")
    journal.commit(OPERATOR, draft)
    path = csv_file(tmp_path / "claims.csv", ["Claim no.", "Claimant", "of the"], ["L-1", "R", "9"])
    assert bring_in(path)["new"] == 1
    assert m.Claim.get().x_a is None


def test_a_profile_goes_on_when_a_column_of_it_is_retired(added, tmp_path):
    recipe = Recipe(
        columns={"claim_no": "No", "claimant": "Who", "x_route": "Line", "x_tone": "Mood"},
        fixed={"x_fee": "5.00", "line": "L"},
        words={"x_tone": {"angry": "red"}, "line": {}},
        day_orders={"x_seen": "dmy"},
        decimals={"x_weight": ","},
        after=(Part("party", {"name": "Who", "x_way": "Way"}, link="claim"),),
    )
    way = {"sheet": "party", "name": "x_way", "label": "Way", "kind": "text"}
    others = [write(customcolumn=way).created[0][1]]
    profiles.save(
        OPERATOR, Profile("Street", "claim", ("no", "who", "line", "mood", "way"), recipe), on=TODAY
    )
    for column in (*added.values(), *others):
        change(m.CustomColumn, column, retired_date=TODAY)
    head = ["No", "Who", "Line", "Mood", "Way"]
    path = csv_file(tmp_path / "a.csv", head, ["L-1", "Rosa", "12", "angry", "mail"])
    plan = plan_file(OPERATOR, m.Claim, path, Options(on=TODAY, profile="Street"))
    assert [h.text for h in plan.columns.unknown] == ["Mood", "Way"]
    assert commit(OPERATOR, plan)["new"] == 1
    plan.close()
    assert (m.Claim.get().claim_no, m.Party.get().name) == ("L-1", "Rosa")
