"""The map of the grid's keys: every key that a workbook has, each with its words, as F1 shows them."""

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[3] / "README.md"
pytestmark = pytest.mark.browser

WANTED = (
    "F1 F2 Enter Tab Escape Delete ArrowUp ArrowDown ArrowLeft ArrowRight Home End PageUp PageDown "
    "ctrl+ArrowUp ctrl+ArrowDown ctrl+ArrowLeft ctrl+ArrowRight ctrl+Home ctrl+End ctrl+a ctrl+c ctrl+d "
    "ctrl+f ctrl+r ctrl+v ctrl+x ctrl+y ctrl+z ctrl+shift+z ctrl+; ctrl+' shift+F2"
).split()


def test_every_key_of_a_workbook_is_in_the_map_with_its_words(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,claimant")
    found = at_grid.page.evaluate(
        "async () => (await import('/static/office/grid/keys.js')).keysInWords()"
    )
    named = dict(found)
    assert [key for key in WANTED if key not in named] == []
    assert [key for key, words in found if len(words.split()) < 2 or "undefined" in words] == []


def test_a_key_without_words_is_refused(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,claimant")
    said = at_grid.page.evaluate(
        """async () => {
            const { addKeys } = await import("/static/office/grid/keys.js");
            try { addKeys({ "ctrl+9": [() => true] }); } catch (error) { return error.message; }
        }"""
    )
    assert said == "The key ctrl+9 needs its words."


def section() -> str:
    """What the README says of the grid."""
    return README.read_text(encoding="utf-8").partition("## The grid\n")[2].partition("\n## ")[0]


def test_the_readme_names_every_key_as_the_map_does(at_grid):
    at_grid.be("technician")
    page = at_grid.grid("claim/?columns=claim_no,claimant")
    shown = page.evaluate(
        """() => [...document.querySelectorAll("[data-grid-keys] dt")].map(
            (key) => [key.textContent, key.nextElementSibling.textContent])"""
    )
    told = section().partition("| Key | What it does |\n| --- | --- |\n")[2].strip().splitlines()
    assert [line.strip("| ").split(" | ", 1) for line in told] == shown


def test_the_readme_names_what_the_grid_does_by_the_tests_that_show_it():
    named = re.findall(r"\| `(test_\w+\.py)` \|", section())
    there = sorted(path.name for path in Path(__file__).parent.glob("test_*.py"))
    assert sorted(named) == there
