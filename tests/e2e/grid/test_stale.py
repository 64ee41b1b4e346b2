"""Two people in the same cells: nobody's words are lost unseen; both values are shown, the person chooses."""

import re

import pytest

pytestmark = pytest.mark.browser

CLAIMS = "claim/?columns=claim_no,claimant,location,department&sort=claim_no"


@pytest.fixture
def two(at_grid, beside):
    """A technician and a manager, each before the claims at a browser of their own."""
    for desk, role in ((at_grid, "technician"), (beside, "risk_manager")):
        desk.be(role)
        desk.grid(CLAIMS)
        desk.page.on("dialog", lambda asked: asked.accept())
    return at_grid, beside


def both_write(two, row: int, *, mine: str, theirs: str, column: str = "claimant") -> None:
    """I begin to type into a cell; the other one saves the same cell meanwhile; I go on and save."""
    me, other = two
    me.focus(row, column)
    me.type(mine[:3])
    other.write(row, column, theirs)
    other.shows(row, column, theirs)
    other.says("Undo: ")
    me.type(mine[3:])
    me.keys("Enter")
    me.says("kept as typed")


def test_a_stale_cell_shows_both_values_when_and_who(two):
    me, other = two
    both_write(two, 0, mine="Mine, Mia", theirs="Theirs, Theo")
    me.keys("ArrowUp")
    box = me.page.locator(".cell-pop")
    box.wait_for()
    words = box.inner_text()
    assert "Mine, Mia" in words
    assert "Theirs, Theo" in words
    name = other.page.locator(".account summary").inner_text().split("·")[0].strip()
    assert re.search(rf"{name}, \d\d:\d\d\.", words)
    box.get_by_role("button", name="Keep mine").click()
    me.shows(0, "claimant", "Mine, Mia")
    me.says("Undo: Claimant of")
    assert me.page.locator("[data-grid-kept]").inner_text() == ""


def test_theirs_is_taken(two):
    me, _ = two
    both_write(two, 1, mine="Mine, Mona", theirs="Theirs, Thea")
    me.keys("ArrowUp")
    me.page.locator(".cell-pop").get_by_role("button", name="Take theirs").click()
    me.shows(1, "claimant", "Theirs, Thea")
    assert me.page.locator("[data-grid-kept]").inner_text() == ""


def test_of_several_all_are_decided_at_once(two):
    me, other = two
    me.page.route("**/changes?*", lambda route: route.abort("internetdisconnected"))
    other.paste(2, "location", "Their One\nTheir Two\nTheir Three")
    other.says("Undo: paste 3 cells")
    me.paste(2, "location", "My One\nMy Two\nMy Three")
    me.says("3 cells kept as typed")
    me.focus(12, "location")
    me.focus(3, "location")
    box = me.page.locator(".cell-pop")
    box.get_by_role("button", name="Take theirs in all 3").click()
    for row, words in enumerate(("Their One", "Their Two", "Their Three"), 2):
        me.shows(row, "location", words)


def test_two_people_in_different_columns_do_not_meet(two):
    me, other = two
    me.focus(8, "claimant")
    me.type("Apa")
    other.write(8, "location", "Elsewhere Ave")
    other.shows(8, "location", "Elsewhere Ave")
    other.says("Undo: ")
    me.type("rt, Ann")
    me.keys("Enter")
    me.shows(8, "claimant", "Apart, Ann")
    me.says("Undo: Claimant of")
    assert me.page.locator("[data-grid-kept]").inner_text() == ""
