"""A list of more rows than stand in a grid at once: part after part, and it says which."""

import sqlite3
from contextlib import closing

import pytest
from browsing import until

pytestmark = pytest.mark.browser
ROWS = 100_040
FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
INSERT INTO known_value (version, of_column, value, meaning, verified)
SELECT 1, 'inquiry.words', printf('word %06d', i), iif(i = 100020, 'far', NULL), 'no' FROM n
"""


@pytest.fixture(scope="module")
def filled(grid_office, tmp_path_factory) -> None:
    """A hundred thousand rows and some more in the demonstration, of a column of their own."""
    path = tmp_path_factory.getbasetemp() / "grid0" / "instance" / "claims.db"
    with closing(sqlite3.connect(path, timeout=30)) as office:
        office.execute(FILL, (ROWS,))
        office.commit()


@pytest.fixture
def words(at_grid, filled):
    """Somebody at the list of these rows, in order."""
    at_grid.be("administrator")
    at_grid.grid("knownvalue/?columns=value&sort=value&filter=column%3Dinquiry.words")
    return at_grid


def stands(at_grid, words: str) -> None:
    """The line below the grid says which part of the list stands here."""
    at_grid.page.wait_for_selector(f"[data-grid-window]:has-text('{words}')")


def test_a_long_list_says_which_part_stands_here_and_leads_to_the_others(words):
    stands(words, "Rows 1 to 100,000 of 100,040")
    words.page.click("[data-grid-window] button:has-text('Later')")
    stands(words, "Rows 100,001 to 100,040 of 100,040")
    words.shows(0, "value", "word 100001")
    words.page.click("[data-grid-window] button:has-text('Earlier')")
    stands(words, "Rows 1 to 100,000 of 100,040")


def test_going_past_the_end_of_a_part_shows_the_next(words):
    words.focus(0, "value")
    words.keys("Control+End")
    until(words.page, "document.activeElement.dataset.rgrow === '99999'")
    words.keys("ArrowDown")
    stands(words, "Rows 100,001 to 100,040 of 100,040")
    until(words.page, "document.activeElement.innerText.trim() === 'word 100001'")


def at(words, said: str) -> None:
    """The keyboard stands in a cell that says so."""
    until(words.page, f"document.activeElement.innerText.trim() === {said!r}")


def test_ctrl_and_an_arrow_go_on_into_the_next_part(words):
    words.focus(0, "value")
    words.keys("Control+ArrowDown")
    stands(words, "Rows 41 to 100,040 of 100,040")
    at(words, "word 100040")
    words.keys("Control+ArrowUp")
    stands(words, "Rows 1 to 100,000 of 100,040")
    at(words, "word 000001")


def test_ctrl_and_an_arrow_find_what_is_filled_in_another_part(words):
    words.grid("knownvalue/?columns=value,meaning&sort=value&filter=column%3Dinquiry.words")
    words.focus(0, "value")
    words.keys("Control+End", "Control+ArrowDown")
    at(words, "far")
    words.keys("ArrowLeft")
    at(words, "word 100020")


def test_what_is_chosen_keeps_within_its_part(words):
    words.focus(0, "value")
    words.keys("Control+Shift+ArrowDown")
    words.page.wait_for_selector("[data-grid-cells] span:text-matches('^100,000 cells')")
    stands(words, "Rows 1 to 100,000 of 100,040")
