"""Copy, cut and paste in a grid: from and to spreadsheets, within the office, below the last row."""

import pytest
from browsing import until

pytestmark = pytest.mark.browser

CLAIMS = "claim/?columns=claim_no,claimant,status,description,amount_claimed,paid&sort=claim_no"


@pytest.fixture
def claims(at_grid):
    """The claims, at a technician's browser."""
    at_grid.be("technician")
    at_grid.grid(CLAIMS)
    return at_grid


def ids(desk, count: int) -> list[int]:
    """The first claims as they stand in the grid."""
    return [
        row["id"] for row in desk.rows(f"claim/rows?sort=claim_no&limit={count}&columns=claim_no")
    ]


def read_as(desk, function: str, text: str):
    """What the grid's own reader makes of a clipboard."""
    return desk.page.evaluate(
        """async ([name, text]) => {
            const tables = await import("/static/office/grid/tables.js");
            return tables[name](text);
        }""",
        [function, text],
    )


def test_text_of_a_spreadsheet_is_read_cell_by_cell(claims):
    for text, rows in [
        ("a\tb\nc\td", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a", [["a"]]),
        ("", [[""]]),
        ("a\t\n\tb", [["a", ""], ["", "b"]]),
        ("a\tb\nc", [["a", "b"], ["c"]]),
        ('"two\nlines"\tb', [["two\nlines", "b"]]),
        ('"a\tb"\t"say ""no"""', [["a\tb", 'say "no"']]),
        ('""\tx', [["", "x"]]),
        ('"Bob" Smith\tx', [['"Bob" Smith', "x"]]),
        ('5" pipe\t6"', [['5" pipe', '6"']]),
        ('"open\tx\ny', [['"open', "x"], ["y"]]),
        ('"a\r\nb"\r\n', [["a\nb"]]),
    ]:
        assert read_as(claims, "readTabbed", text) == rows, text


def test_what_is_written_as_text_is_read_back_the_same(claims):
    rows = [["a\tb", 'say "no"', '"first"'], ["two\nlines", "", "x"]]
    back = claims.page.evaluate(
        """async (rows) => {
            const { readTabbed, writeTabbed } = await import("/static/office/grid/tables.js");
            return readTabbed(writeTabbed(rows));
        }""",
        rows,
    )
    assert back == rows


def test_a_table_of_a_web_page_is_read_with_its_line_breaks_and_merged_cells(claims):
    html = (
        "<p>before</p><table><tr><th>Name</th><td>one<br>two</td></tr>"
        "<tr><td colspan=2>wide&nbsp;cell</td></tr>"
        "<tr><td rowspan=2>tall</td><td>  a   b </td></tr><tr><td><p>x</p><p>y</p></td></tr></table>"
    )
    found = read_as(claims, "readTable", html)["rows"]
    assert [[cell["words"] for cell in row] for row in found] == [
        ["Name", "one\ntwo"], ["wide cell", ""], ["tall", "a b"], ["", "x\ny"],
    ]  # fmt: skip


def test_a_copy_of_a_spreadsheet_is_pasted_with_its_quoted_cells(claims):
    claims.paste(0, "claimant", "Ochoa, Ana\r\nPark, Jin\r\n")
    claims.shows(1, "claimant", "Park, Jin")
    first, second = ids(claims, 2)
    claims.paste(0, "description", '"Fell on a step,\nleft wrist; said ""wet"""\r\nPothole\r\n')
    claims.shows(1, "description", "Pothole")
    assert claims.kept("claim", first, "description") == 'Fell on a step,\nleft wrist; said "wet"'
    assert claims.kept("claim", first, "claimant") == "Ochoa, Ana"
    assert claims.kept("claim", second, "description") == "Pothole"
    claims.says("Undo: paste 2 cells")


def test_a_paste_is_one_step_in_the_history(claims):
    before = [claims.cell(row, "claimant").inner_text() for row in (2, 3, 4)]
    claims.paste(2, "claimant", "Uno\nDos\nTres")
    claims.shows(4, "claimant", "Tres")
    claims.keys("Control+z")
    claims.says("Undone: paste 3 cells")
    assert [claims.cell(row, "claimant").inner_text() for row in (2, 3, 4)] == before


def test_one_cell_is_pasted_into_all_that_are_chosen(claims):
    claims.choose(1, "claimant", 4, "claimant")
    claims.put_on_clipboard("Vega, Luz")
    claims.keys("Control+v")
    for row in range(1, 5):
        claims.shows(row, "claimant", "Vega, Luz")
    assert claims.cell(5, "claimant").inner_text() != "Vega, Luz"


def test_a_block_is_repeated_where_the_chosen_cells_hold_it_several_times(claims):
    claims.choose(1, "claimant", 4, "claimant")
    claims.put_on_clipboard("Odd, One\nEven, One")
    claims.keys("Control+v")
    for row, name in enumerate(["Odd, One", "Even, One"] * 2, 1):
        claims.shows(row, "claimant", name)


def test_a_copy_within_the_office_means_the_same_in_another_column(claims):
    claims.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    words = claims.cell(0, "status").inner_text().strip()
    claims.focus(0, "status")
    claims.keys("Control+c")
    claims.says("1 cell copied")
    assert claims.clipboard() == words
    claims.focus(3, "description")
    claims.keys("Control+v")
    claims.shows(3, "description", words)


def test_a_relation_is_copied_in_words_and_is_the_same_record_wherever_it_comes_from(claims):
    claims.grid("claim/?columns=claim_no,department&sort=claim_no&filter=department!%3D")
    rows = claims.rows("claim/rows?sort=claim_no&columns=department&filter=department!%3D&limit=50")
    codes = [row["department"] for row in rows]
    other = next(n for n, code in enumerate(codes[:12]) if code != codes[0])
    words = claims.cell(0, "department").inner_text().strip()
    assert words != codes[0]
    claims.focus(0, "department")
    claims.keys("Control+c")
    claims.says("1 cell copied")
    copied = claims.clipboard()
    assert copied == f"{words} ({codes[0]})"
    claims.focus(other, "department")
    claims.keys("Control+v")
    claims.shows(other, "department", words)
    claims.paste(other + 1, "department", copied)
    claims.shows(other + 1, "department", words)  # the office read it: till then its text stands
    for n in (other, other + 1):
        assert claims.kept("claim", rows[n]["id"], "department") == codes[0]


def test_what_is_copied_goes_to_a_spreadsheet_as_text_and_as_a_table(claims):
    claims.paste(0, "description", '"one\ntwo"')
    claims.shows(0, "description", "one two")
    claims.choose(0, "description", 1, "amount_claimed")
    claims.keys("Control+c")
    claims.says("4 cells copied")
    first, second = claims.rows(
        "claim/rows?sort=claim_no&limit=2&columns=description,amount_claimed"
    )
    lines = [
        f'"one\ntwo"\t{first["amount_claimed"] or ""}',
        f"{second['description']}\t{second['amount_claimed'] or ''}",
    ]
    assert claims.clipboard().replace("\r\n", "\n") == "\n".join(lines)
    html = claims.page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            return (await item.getType("text/html")).text();
        }"""
    )
    assert "<td" in html
    assert "one<br" in html


def test_who_says_no_to_a_paste_is_asked_no_more(at_grid):
    at_grid.be("technician")
    page = at_grid.grid("organization/?columns=name,kind,phone,email&sort=id")
    at_grid.focus(0, "name")
    rows = page.evaluate("document.querySelector('revo-grid').source.length")
    names = "\n".join(
        f"Never Pasted {n}\tvendor\t555-0100\tnever@example.org" for n in range(rows + 3)
    )
    at_grid.put_on_clipboard(names)
    at_grid.keys("Control+v")
    at_grid.asks("Paste ").get_by_role("button", name="Cancel").click()
    page.wait_for_timeout(300)
    assert page.locator("dialog[open]").count() == 0
    assert "Never Pasted" not in at_grid.cell(0, "name").inner_text()


def test_what_is_worked_out_is_never_pasted_over_and_is_counted(claims):
    before = [claims.cell(row, "paid").inner_text() for row in (0, 1)]
    claims.paste(0, "amount_claimed", "120.50\t9\n340\t9")
    claims.shows(1, "amount_claimed", "340.00")
    claims.says("2 cells left out: Paid is worked out")
    assert [claims.cell(row, "paid").inner_text() for row in (0, 1)] == before


def test_what_reaches_beyond_the_last_column_is_named_and_left_out(claims):
    claims.paste(2, "paid", "1\tSmith\tMaple St")
    claims.says("2 columns beyond Paid, the last one, are left out: “Smith”, “Maple St”")


def test_cells_that_are_cut_move_to_where_they_are_pasted(claims):
    claims.paste(6, "description", "To be moved")
    claims.shows(6, "description", "To be moved")
    claims.focus(6, "description")
    claims.keys("Control+x")
    claims.says("1 cell cut")
    claims.shows(6, "description", "To be moved")
    claims.focus(7, "description")
    claims.keys("Control+v")
    claims.shows(7, "description", "To be moved")
    claims.shows(6, "description", "")
    claims.keys("Control+z")
    claims.shows(6, "description", "To be moved")


@pytest.mark.parametrize("column", ["amount_claimed", "paid"])
def test_what_is_cut_stays_where_its_new_place_does_not_take_it(claims, column):
    claims.paste(8, "description", "Stays or moves")
    claims.shows(8, "description", "Stays or moves")
    (row,) = ids(claims, 9)[8:]
    claims.focus(8, "description")
    claims.keys("Control+x")
    claims.says("1 cell cut")
    claims.focus(9, column)
    claims.keys("Control+v")
    claims.says("1 cell stayed where it was" if column == "amount_claimed" else "1 cell left out")
    claims.shows(8, "description", "Stays or moves")
    assert claims.kept("claim", row, "description") == "Stays or moves"
    if column == "amount_claimed":
        claims.page.get_by_role("button", name="leave it as it was").click()
        until(claims.page, "!document.querySelector('[data-grid-kept]').innerText")


def test_of_what_is_cut_only_what_finds_a_place_is_emptied(claims):
    claims.paste(10, "claimant", "Cut, One\nCut, Two")
    claims.shows(11, "claimant", "Cut, Two")
    rows = ids(claims, 12)[10:]
    claims.choose(10, "claimant", 11, "status")
    before = claims.cell(11, "status").inner_text()
    claims.keys("Control+x")
    claims.says("4 cells cut")
    claims.focus(12, "paid")
    claims.keys("Control+v")
    claims.says("beyond Paid")
    assert [claims.kept("claim", row, "claimant") for row in rows] == ["Cut, One", "Cut, Two"]
    claims.shows(11, "status", before)


def test_above_fifty_cells_a_paste_is_shown_first(claims):
    names = "\n".join(f"Person {n}\tx" for n in range(60))
    before = claims.cell(0, "claimant").inner_text()
    claims.page.goto(
        f"{claims.office.address}/admin/claim/?columns=claim_no,claimant,paid&sort=claim_no"
    )
    claims.ready()
    claims.paste(0, "claimant", names)
    dialog = claims.asks("Paste 60 cells?")
    words = dialog.inner_text()
    assert "60 cells in 60 claims and 1 column: Claimant." in words
    assert "60 cells left out: Paid is worked out" in words
    assert f"{before} → Person 0" in words
    claims.keys("Escape")
    dialog.wait_for(state="hidden")
    assert claims.cell(0, "claimant").inner_text() == before
    claims.keys("Control+v")
    claims.asks("Paste 60 cells?")
    claims.keys("Enter")
    claims.shows(0, "claimant", "Person 0")
    claims.says("Undo: paste 60 cells")
    last = claims.rows("claim/rows?sort=claim_no&limit=60&columns=claimant")[-1]
    assert last["claimant"] == "Person 59"
    claims.keys("Control+z")
    claims.shows(0, "claimant", before)


def test_rows_far_below_are_fetched_before_they_are_copied(claims):
    claims.focus(0, "claimant")
    claims.keys("Control+Shift+End")
    claims.put_on_clipboard("nothing yet")
    claims.keys("Control+c")
    claims.says("cells copied")
    lines = claims.clipboard().splitlines()
    total = claims.rows("claim/rows?limit=1000&columns=claim_no")
    assert len(lines) >= len(total)


def test_rows_below_the_last_one_become_new_records_and_refused_ones_come_back(at_grid):
    at_grid.be("technician")
    at_grid.grid("organization/?columns=name,kind,phone&sort=id")
    count = at_grid.page.evaluate("document.querySelector('revo-grid').source.length")
    at_grid.page.keyboard.press("Escape")
    at_grid.focus(0, "name")
    at_grid.keys("Control+End", "Home")
    at_grid.put_on_clipboard(
        "Last Standing Inc.\tvendor\nFresh Works Inc.\tvendor\nNo Such Kind\tspaceship"
    )
    at_grid.keys("Control+v")
    dialog = at_grid.asks("2 rows stand below the last one: make 2 new organizations?")
    assert "Fresh Works Inc." in dialog.inner_text()
    dialog.get_by_role("button", name="Make them").click()
    at_grid.asks("1 row came back.")
    kind = dialog.get_by_label("Kind, row 1")
    assert kind.input_value() == "spaceship"
    assert "spaceship" in dialog.locator(".why-row").inner_text()
    kind.fill("vendor")
    kind.press("Enter")
    at_grid.says("2 organizations made.")
    names = [row["name"] for row in at_grid.rows("organization/rows?sort=-id&limit=2&columns=name")]
    assert sorted(names) == ["Fresh Works Inc.", "No Such Kind"]
    assert at_grid.page.evaluate("document.querySelector('revo-grid').source.length") == count + 2


@pytest.mark.brings("ERR_CONNECTION_RESET")
def test_new_rows_whose_answer_was_lost_are_made_once(at_grid):
    at_grid.be("technician")
    at_grid.grid("organization/?columns=name,kind&sort=id")
    at_grid.focus(0, "name")
    at_grid.keys("Control+End", "Home")
    at_grid.put_on_clipboard("Last Of All Inc.\nLost Answer Inc.")
    at_grid.keys("Control+v")
    dialog = at_grid.asks("1 row stands below the last one")

    def lose(route):
        route.fetch()
        route.abort("connectionreset")

    at_grid.page.route("**/organization/rows", lose, times=1)
    dialog.get_by_role("button", name="Make it").click()
    at_grid.asks("No connection.")
    dialog.get_by_role("button", name="Make it").click()
    at_grid.asks("These rows were sent before and 1 organization made of them")
    found = at_grid.rows("organization/rows?filter=name%3DLost+Answer+Inc.&columns=name")
    assert len(found) == 1
    at_grid.keys("Escape")


def test_more_than_twenty_thousand_cells_are_exported_not_copied(at_grid):
    at_grid.be("risk_manager")
    at_grid.grid("change/")
    at_grid.put_on_clipboard("as before")
    at_grid.focus(0, "sheet")
    at_grid.keys("Control+a", "Control+c")
    at_grid.says("at most 20,000 are copied at once. Export the list instead.")
    assert at_grid.clipboard() == "as before"


def test_what_no_grid_makes_so_many_of_is_imported(at_grid):
    at_grid.be("technician")
    at_grid.grid("organization/?columns=name,kind&sort=id")
    count = len(at_grid.rows("organization/rows?limit=1000"))
    before = at_grid.cell(0, "name").inner_text()
    at_grid.paste(0, "name", "\n".join(f"Company {n}" for n in range(count + 1_001)))
    at_grid.says("1,001 rows stand below the last one; at most 1,000 new ones are made at once")
    at_grid.says("Nothing was pasted")
    at_grid.shows(0, "name", before)


def test_refused_new_rows_are_copied_to_be_mended_elsewhere(at_grid):
    at_grid.be("technician")
    at_grid.grid("organization/?columns=name,kind&sort=id")
    at_grid.focus(0, "name")
    at_grid.keys("Control+End", "Home")
    last = at_grid.rows("organization/rows?sort=-id&limit=1&columns=name,kind")[0]
    at_grid.put_on_clipboard(f"{last['name']}\t{last['kind']}\nElsewhere Inc.\trocket")
    at_grid.keys("Control+v")
    dialog = at_grid.asks("1 row stands below the last one: make a new organization?")
    at_grid.keys("Enter")
    at_grid.asks("1 row came back.")
    dialog.get_by_role("button", name="Copy").click()
    at_grid.asks("Copied.")
    assert at_grid.clipboard() == "Elsewhere Inc.\trocket"
    dialog.get_by_role("button", name="Cancel").click()
    dialog.wait_for(state="hidden")
    assert (
        at_grid.rows("organization/rows?sort=-id&limit=1&columns=name")[0]["name"] == last["name"]
    )


def test_a_paste_over_groups_fills_rows_and_no_heads(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,department,location&group=department&sort=claim_no")
    at_grid.page.wait_for_selector("[data-group-turn]")
    at_grid.paste(0, "location", "Group One St\nGroup Two St\nGroup Three St")
    at_grid.says("Undo: paste 3 cells")
    found = at_grid.rows("claim/rows?filter=location~Group&limit=10&columns=location")
    assert sorted(row["location"] for row in found) == [
        "Group One St",
        "Group Three St",
        "Group Two St",
    ]
    at_grid.keys("Control+z")
    at_grid.says("Undone: paste 3 cells")
    assert at_grid.rows("claim/rows?filter=location~Group&limit=10&columns=location") == []


def test_an_auditor_copies_and_pastes_nothing(at_grid):
    at_grid.be("auditor")
    at_grid.grid("organization/?columns=name,kind&sort=id")
    name = at_grid.cell(0, "name").inner_text().strip()
    at_grid.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    at_grid.focus(0, "name")
    at_grid.keys("Control+c")
    at_grid.says("1 cell copied")
    assert at_grid.clipboard() == name
    at_grid.keys("ArrowDown", "Control+v")
    at_grid.says("Your role reads organizations")
