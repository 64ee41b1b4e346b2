"""Clearing and filling in a grid: Delete, Ctrl+D, Ctrl+R, Ctrl+; and Ctrl+', the handle at the corner."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def claims(at_grid):
    """The claims, at a technician's browser."""
    at_grid.be("technician")
    at_grid.grid(
        "claim/?columns=claim_no,claimant,location,excess_reported_date,amount_claimed,paid&sort=claim_no"
    )
    return at_grid


def drag_handle(desk, to_row: int, column: str) -> None:
    """Take the handle at the corner of the chosen cells and let it go over a cell."""
    handle = desk.page.locator("revogr-overlay-selection .autofill-handle").first.bounding_box()
    goal = desk.cell(to_row, column).bounding_box()
    mouse = desk.page.mouse
    mouse.move(handle["x"] + 3, handle["y"] + 3)
    mouse.down()
    for part in (0.3, 0.6, 1):
        middle = goal["y"] + goal["height"] / 2
        mouse.move(goal["x"] + 20, handle["y"] + (middle - handle["y"]) * part)
        desk.page.wait_for_timeout(40)
    mouse.up()


def shown(desk, column: str, *rows: int) -> list[str]:
    """What cells of a column show."""
    return [desk.cell(row, column).inner_text().strip() for row in rows]


def test_delete_clears_what_is_chosen_and_one_undo_brings_all_back(claims):
    claims.paste(0, "location", "555-0101\n555-0102\n555-0103")
    claims.shows(2, "location", "555-0103")
    claims.choose(0, "location", 2, "location")
    claims.keys("Delete")
    for row in range(3):
        claims.shows(row, "location", "")
    claims.says("Undo: clear 3 cells")
    claims.keys("Control+z")
    claims.shows(0, "location", "555-0101")
    claims.shows(2, "location", "555-0103")


def test_delete_over_what_is_worked_out_says_what_is_left(claims):
    before = shown(claims, "paid", 0, 1)
    claims.choose(0, "paid", 1, "paid")
    claims.keys("Delete")
    claims.says("2 cells left out: Paid is worked out")
    assert shown(claims, "paid", 0, 1) == before


def test_above_fifty_cells_clearing_asks_first(claims):
    claims.paste(0, "location", "\n".join(f"555-0{n:03}" for n in range(55)))
    claims.asks("Paste 55 cells?")
    claims.keys("Enter")
    claims.shows(0, "location", "555-0000")
    claims.says("Undo: paste 55 cells")
    claims.focus(0, "location")
    claims.keys("Control+Shift+ArrowDown", "Delete")
    dialog = claims.asks("cells?")
    assert "555-0000 → blank" in dialog.inner_text()
    dialog.get_by_role("button", name="Cancel").click()
    dialog.wait_for(state="hidden")
    first = claims.rows("claim/rows?sort=claim_no&limit=1&columns=location")[0]
    assert first["location"] == "555-0000"


def test_fill_down_copies_the_first_of_the_chosen_cells(claims):
    claims.paste(0, "location", "555-0200")
    claims.shows(0, "location", "555-0200")
    claims.choose(0, "location", 3, "location")
    claims.keys("Control+d")
    for row in (1, 2, 3):
        claims.shows(row, "location", "555-0200")
    claims.says("Undo: fill 3 cells")


def test_fill_down_on_one_cell_takes_the_one_above(claims):
    above = claims.cell(4, "claimant").inner_text()
    claims.focus(5, "claimant")
    claims.keys("Control+d")
    claims.shows(5, "claimant", above)
    claims.focus(7, "claimant")
    claims.keys("Control+'")
    claims.shows(7, "claimant", claims.cell(6, "claimant").inner_text())


def test_fill_right_copies_across_columns(claims):
    name = claims.cell(8, "claimant").inner_text()
    claims.choose(8, "claimant", 8, "location")
    claims.keys("Control+r")
    claims.shows(8, "location", name)


def test_control_semicolon_writes_the_day(claims):
    claims.focus(9, "excess_reported_date")
    claims.keys("Control+;")
    claims.shows(9, "excess_reported_date", "2026-11-24")
    claims.focus(9, "claimant")
    claims.keys("ArrowRight", "ArrowRight", "ArrowRight", "Control+;")
    claims.says("Claimed is no day")


def test_the_handle_repeats_a_word(claims):
    claims.paste(10, "location", "555-0300")
    claims.shows(10, "location", "555-0300")
    claims.focus(10, "location")
    drag_handle(claims, 13, "location")
    for row in (11, 12, 13):
        claims.shows(row, "location", "555-0300")
    claims.says("Undo: fill 3 cells")


def test_the_handle_goes_on_with_numbers_and_days(claims):
    claims.paste(0, "excess_reported_date", "2026-01-15\t100.10\n2026-02-15\t100.30")
    claims.shows(1, "amount_claimed", "100.30")
    claims.choose(0, "excess_reported_date", 1, "amount_claimed")
    drag_handle(claims, 4, "amount_claimed")
    claims.shows(4, "amount_claimed", "100.90")
    assert shown(claims, "excess_reported_date", 2, 3, 4) == [
        "2026-03-15",
        "2026-04-15",
        "2026-05-15",
    ]
    assert shown(claims, "amount_claimed", 2, 3) == ["100.50", "100.70"]


def test_the_handle_goes_up_too(claims):
    claims.paste(5, "amount_claimed", "50\n60")
    claims.shows(6, "amount_claimed", "60.00")
    claims.choose(5, "amount_claimed", 6, "amount_claimed")
    drag_handle(claims, 3, "amount_claimed")
    claims.shows(3, "amount_claimed", "30.00")
    assert shown(claims, "amount_claimed", 4) == ["40.00"]


def test_what_goes_on_and_what_repeats(claims):
    for kind, given, back, more in [
        ("whole", ["1", "2"], False, ["3", "4", "5"]),
        ("whole", ["10", "5"], False, ["0", "-5", "-10"]),
        ("whole", ["7"], False, ["7", "7", "7"]),
        ("whole", ["1", "2", "4"], False, ["1", "2", "4"]),
        ("money", ["0.10", "0.20"], False, ["0.30", "0.40", "0.50"]),
        ("money", ["-0.50", "0.00"], True, ["-1.00", "-1.50", "-2.00"]),
        ("quantity", ["1.5", "2"], False, ["2.5", "3.0", "3.5"]),
        ("money", ["90071992547409.93", "90071992547409.95"], False, ["90071992547409.97", "90071992547409.99", "90071992547410.01"]),
        ("day", ["2026-11-29", "2026-11-30"], False, ["2026-12-01", "2026-12-02", "2026-12-03"]),
        ("day", ["2026-11-02", "2026-11-09"], True, ["2026-10-26", "2026-10-19", "2026-10-12"]),
        ("day", ["2026-10-31", "2026-12-31"], False, ["2027-02-28", "2027-04-30", "2027-06-30"]),
        ("day", ["2026-02-28", ""], False, ["2026-02-28", "", "2026-02-28"]),
        ("text", ["1", "2"], False, ["1", "2", "1"]),
    ]:  # fmt: skip
        found = claims.page.evaluate(
            """async ([kind, given, back]) => {
                const { going } = await import("/static/office/grid/series.js");
                return going(given.map((plain) => ({ plain, words: plain })), kind, 3, { back }).map((cell) => cell.plain);
            }""",
            [kind, given, back],
        )
        assert found == more, given
