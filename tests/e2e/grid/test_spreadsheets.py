"""What spreadsheets put on the clipboard and take from it, byte for byte, in a grid."""

import pytest
from clipboards import CLAIMS, COLUMNS, KEPT, WORDS, clipboard

pytestmark = pytest.mark.browser


def read_as(desk, found: dict[str, str]) -> dict:
    """What the grid makes of a clipboard: its words, and what they mean in columns of a text, a day and an amount."""
    return desk.page.evaluate(
        """async (found) => {
            const { readClipboard } = await import("/static/office/grid/tables.js");
            const { meaning } = await import("/static/office/grid/many.js");
            const { rows } = readClipboard(found);
            const each = (make) => rows.map((row) => row.map(make));
            const as = (column) => each((cell) => meaning(cell, column).trim());
            return {
                words: each((cell) => cell.words.trim()), text: as({ kind: "text" }), day: as({ kind: "day" }),
                money: as({ kind: "money", number: 2 }), whole: as({ kind: "whole", number: 0 }),
            };
        }""",
        found,
    )


@pytest.fixture
def claims(at_grid):
    """The claims, at a technician's browser."""
    at_grid.be("technician")
    at_grid.grid(CLAIMS)
    return at_grid


def test_a_clipboard_of_libreoffice_is_read_by_its_table(claims):
    read = read_as(claims, clipboard("libreoffice"))
    assert read["words"] == WORDS
    assert read["text"] == WORDS
    assert [row[2] for row in read["day"]] == [
        "2023-10-05",
        "2023-09-30",
        "2023-08-31",
        "2023-08-30",
    ]
    assert [row[3] for row in read["money"]] == ["1234.56", "950.50", "33.33", ""]
    assert [row[3] for row in read["whole"]] == ["1235", "950.50", "33.33", ""]
    assert read["money"][3][4] == "#DIV/0!"


def test_one_cell_of_several_lines_stays_one_cell(claims):
    found = clipboard("libreoffice_one")
    assert found["text"] == 'Fell on a step,\nleft wrist; said "wet"'
    assert read_as(claims, found)["words"] == [[WORDS[0][1]]]
    assert read_as(claims, clipboard("google_one"))["words"] == [[WORDS[0][1]]]


def test_a_clipboard_of_google_sheets_is_read_by_its_table(claims):
    read = read_as(claims, clipboard("google"))
    assert read["words"] == WORDS
    assert [row[2] for row in read["day"]] == [
        "2023-10-05",
        "2023-09-30",
        "2023-08-31",
        "2023-08-30",
    ]
    assert [row[3] for row in read["money"]] == ["1234.56", "950.50", "33.33", ""]


def test_a_clipboard_of_excel_is_read_by_its_text(claims):
    read = read_as(claims, clipboard("excel"))
    assert read["words"] == WORDS
    assert read["money"][1][3] == "950.50"


def test_a_number_counts_only_where_it_is_what_the_cell_shows(claims):
    for words, number, held in [
        ("1,235", "1234.56", {"number": "1234.56", "rounded": "1235", "places": 0}),
        ("(1,234.50)", "-1234.5", {"number": "-1234.5", "rounded": "-1234.50", "places": 2}),
        ("1.234,56", "1234.56", {"number": "1234.56", "rounded": "1234.56", "places": 2}),
        ("0.30", "0.30000000000000004", {"number": "0.3", "rounded": "0.30", "places": 2}),
        ("12.5%", "0.125", {}),
        ("#DIV/0!", "0", {}),
        ("1.23456789012346E+016", "1.23456789012346E+016", {}),
        ("TRUE", "1", {}),
        ("word", None, {}),
        ("5/10/26", "46300", {"day": "2026-10-05"}),
        ("5. Okt 2026 14:30", "46300.6041666667", {"day": "2026-10-05"}),
        ("4/10/22", "44838", {"day": "2022-10-04"}),
        ("5/10/26", "44838", {}),
        ("5-Oct", "46300", {}),
        ("Oct 2026", "46296", {}),
    ]:
        found = claims.page.evaluate(
            """async ([words, number]) => {
                const { heldBy } = await import("/static/office/grid/spreadsheets.js");
                return heldBy(words, number);
            }""",
            [words, number],
        )
        assert found == held, (words, number)


@pytest.mark.parametrize("name", ["libreoffice", "google"])
def test_a_copied_range_of_a_spreadsheet_is_pasted_with_its_values(claims, name):
    claims.copied_elsewhere(**clipboard(name))
    claims.focus(10, "claimant")
    claims.keys("Control+v")
    claims.says("Undo: paste")
    rows = claims.rows(f"claim/rows?sort=claim_no&limit=14&columns={','.join(COLUMNS)}")
    assert [[row[name] for name in COLUMNS] for row in rows[10:14]] == KEPT
    claims.keys("Control+z")
    claims.says("Undone: paste")


def test_a_text_is_copied_as_a_text_and_a_day_as_a_day(claims):
    for kind, text, marks in [
        ("text", "=1+1", {"sdnum": "1033;0;@", "sheets": '{"1":2,"2":"=1+1"}'}),
        ("code", "00123", {"sdnum": "1033;0;@", "sheets": '{"1":2,"2":"00123"}'}),
        ("yesno", "Yes", {"sdnum": "1033;0;@", "sheets": '{"1":2,"2":"Yes"}'}),
        ("money", "1322.00", {"sdval": "1322.00", "sdnum": "1033;0;#,##0.00"}),
        ("quantity", "7.5", {"sdval": "7.5", "sdnum": "1033;0;General"}),
        ("money", "=1+1", {"sdnum": "1033;0;@", "sheets": '{"1":2,"2":"=1+1"}'}),
        ("day", "2026-10-05", {"sdval": "46300", "sdnum": "1033;0;YYYY-MM-DD"}),
        ("day", "soon", {"sdnum": "1033;0;@", "sheets": '{"1":2,"2":"soon"}'}),
        (
            "instant",
            "2026-10-05 12:00",
            {"sdval": "46300.5", "sdnum": "1033;0;YYYY-MM-DD HH:MM:SS"},
        ),
        ("text", "", {}),
    ]:
        found = claims.page.evaluate(
            """async (cell) => {
                const { writeTable } = await import("/static/office/grid/tables.js");
                const page = new DOMParser().parseFromString(writeTable([[cell]]), "text/html");
                const td = page.querySelector("td");
                const all = { sdval: td.getAttribute("sdval"), sdnum: td.getAttribute("sdnum"), sheets: td.dataset.sheetsValue };
                return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined));
            }""",
            {"kind": kind, "text": text, "plain": text, "words": text},
        )
        assert found == marks, (kind, text)
