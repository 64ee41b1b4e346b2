"""A register on the import desk, from dropping it to taking it back: columns decided, cells mended."""

import base64

import openpyxl
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEADINGS = (
    "Claim no.", "Claimant", "Status", "Loss date", "Location of damage", "Amount claimed",
    "Amount paid",
)  # fmt: skip
"""“Location of damage” is no name that the office knows."""

ROWS = (
    ("DR-1", "Alvarez, Rosa", "Received", "2026-03-02", "Harbour Road 4", 1200, 100),
    ("DR-2", "Baker, Tom", "Received", "2026-03-09", "Mill Lane 11", 800, 0),
    ("DR-3", "Cole, Dana", "Received", "10/00/26", "Bridge Street 2", 450, 25),
    ("DR-4", "Dunn, Eve", "Parked somewhere", "2026-04-01", "Quay 7", 300, 50),
    ("DR-5", "Ellis, Max", "Received", "2026-04-08", "Station Road 1", 950, 0),
    ("DR-6", "Frost, Ida", "Received", "31/31/26", "Park Avenue 9", 610, 40),
)
"""Refused: the days of DR-3 (D7) and DR-6 (D10), the status of DR-4 (C8)."""

PAID = 215
"""The printed total: what the six rows were paid."""

DROP = """([text, name]) => {
    const bytes = Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name));
    const form = document.querySelector("form[action='/admin/import/']");
    for (const kind of ['dragover', 'drop'])
        form.querySelector('.drop').dispatchEvent(
            new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
}"""


@pytest.fixture
def register(tmp_path):
    """A register as an office keeps it: a title, a heading over two columns, a printed total."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Register"
    sheet.append(["City of Marina"])
    sheet.append(["Claims register, as of 30 June 2026"])
    sheet.append([None, None, None, None, None, "Amounts", None])
    sheet.append(HEADINGS)
    for row in ROWS:
        sheet.append(row)
    sheet.append(["Total", None, None, None, None, None, PAID])
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("F3:G3")
    book.save(tmp_path / "Register of June.xlsx")
    return tmp_path / "Register of June.xlsx"


class Desk:
    """The technician at the import desk."""

    def __init__(self, office, page, until) -> None:
        self.office, self.page, self.until = office, page, until

    def open(self, place: str) -> None:
        """A page of the office, once it is ready."""
        self.page.goto(f"{self.office.address}/admin/{place}")
        self.ready()

    def ready(self) -> None:
        """The page is there, with its scripts."""
        self.page.wait_for_selector("html[data-ready]")

    def drop(self, path) -> None:
        """Drop a file on the desk; its page opens."""
        self.open("import/")
        self.page.evaluate(DROP, [base64.b64encode(path.read_bytes()).decode(), path.name])
        self.page.wait_for_selector(f"h1:has-text('{path.name}')")
        self.ready()
        self.place = self.page.url.partition("/admin/")[2]

    def press(self, words: str) -> None:
        """A button or a link of the page; the page that follows is ready."""
        before = self.page.evaluate("performance.timeOrigin")
        self.page.locator(
            f"main button:has-text('{words}'), main a:text-is('{words}')"
        ).first.click()
        self.until(
            self.page,
            f"performance.timeOrigin !== {before} && !!document.querySelector('html[data-ready]')",
        )

    def tab(self, words: str) -> None:
        """Rows of one outcome."""
        self.page.click(f".tabs a:has-text('{words}')")
        self.page.wait_for_selector(f".tabs a[aria-current]:has-text('{words}')")

    def figures(self) -> dict[str, str]:
        """The figures at the head of a page."""
        pairs = self.page.locator("dl.money > div").all()
        return {p.locator("dt").inner_text(): p.locator("dd").inner_text() for p in pairs}

    def words(self, selector: str = "main") -> str:
        """What a part of the page says, in one line."""
        return " ".join(self.page.locator(selector).inner_text().split())

    def claims(self) -> list[str]:
        """The numbers of the register's claims that the office has."""
        self.open("claim/?q=DR-&sort=claim_no")
        return [n for n in self.page.locator("td.lead").all_inner_texts() if n.startswith("DR-")]

    def claim(self, number: str) -> None:
        """The page of a claim."""
        self.open(f"claim/?filter=claim_no={number}")
        self.page.locator("td.lead a").first.click()
        self.page.wait_for_selector(f"h1:has-text('{number}')")
        self.ready()


@pytest.fixture
def desk(demonstration, page, until):
    """The import desk, as a technician has it."""
    demonstration.sign_in(page, "technician")
    return Desk(demonstration, page, until)


def test_a_register_comes_in_is_mended_and_is_taken_back(desk, register, tmp_path):
    desk.drop(register)
    decide_the_columns(desk)
    see_the_printed_total_not_agreeing(desk)
    mend_a_cell_in_place(desk)
    leave_a_row_out(desk)
    keep_the_profile(desk)
    bring_it_in(desk)
    mend_the_workbook_and_bring_it_back(desk, tmp_path)
    work_on_two_of_the_claims(desk)
    take_the_first_import_back(desk)
    use_the_profile(desk, register)


def decide_the_columns(desk) -> None:
    assert "“Location of damage” has no known name" in desk.words()
    desk.page.click("text=Decide the columns")
    line = desk.page.locator("#columns tr:has-text('Location of damage')")
    assert "proposed" in line.inner_text()
    assert line.locator("select").input_value() == "location"
    desk.press("Look again with these columns")
    assert "proposed" not in desk.words("#columns")
    figures = desk.figures()
    assert (figures["New"], figures["Refused"], figures["Paid, in all"]) == ("3", "3", "$100.00")


def see_the_printed_total_not_agreeing(desk) -> None:
    assert "Amount paid $215.00 $100.00 $115.00 less comes in 3 refused rows make" in desk.words()


def mend_a_cell_in_place(desk) -> None:
    cell = desk.page.locator("input[aria-label=D7]")
    assert "Month 10 has no day 0" in desk.page.locator("tr", has=cell).inner_text()
    cell.fill("2026-10-01")
    desk.press("Mend and look again")
    assert "1 cell mended so far" in desk.words()
    assert desk.figures()["Refused"] == "2"
    assert "$90.00 less comes in" in desk.words()


def leave_a_row_out(desk) -> None:
    desk.tab("New")
    desk.page.check("input[aria-label='Row 6']")
    desk.press("Leave the ticked rows out")
    assert desk.figures()["New"] == "3"
    desk.tab("Left out")
    assert "6 row left out by hand DR-2" in desk.words("#rows")


def keep_the_profile(desk) -> None:
    desk.page.fill("#name", "Register of Marina")
    desk.press("Keep the profile")
    assert "Files like this one come in as “Register of Marina”" in desk.words(".toasts")
    assert "Read as “Register of Marina”" in desk.words()


def bring_it_in(desk) -> None:
    file = desk.place
    desk.press("Bring in 3 rows")
    desk.run = desk.page.url.partition("/admin/")[2]
    assert "3 new, 2 refused, 1 left out" in desk.words(".toasts")
    figures = desk.figures()
    assert [figures[word] for word in ("New", "Refused", "Left out")] == ["3", "2", "1"]
    assert "“31/31/26” is not a day" in desk.words()
    assert desk.claims() == ["DR-1", "DR-3", "DR-5"]
    desk.open(file)


def mend_the_workbook_and_bring_it_back(desk, folder) -> None:
    with desk.page.expect_download() as waited:
        desk.page.click("button:has-text('Workbook to mend')")
    assert waited.value.suggested_filename == "Register of June - to mend.xlsx"
    path = folder / waited.value.suggested_filename
    waited.value.save_as(path)
    mend(path)
    desk.drop(path)
    assert "only the rows that were refused are looked at" in desk.words()
    assert (desk.figures()["New"], desk.figures()["Changed"]) == ("2", "0")
    desk.press("Bring in 2 rows")
    assert desk.claims() == ["DR-1", "DR-3", "DR-4", "DR-5", "DR-6"]
    desk.drop(path)
    assert (desk.figures()["New"], desk.figures()["Unchanged"]) == ("0", "2")
    assert "all of it is in already" in desk.words()


def mend(path) -> None:
    """Mend in the spreadsheet what the last column says is refused."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    reasons = {r[0].row: r[7].value for r in sheet.iter_rows(min_row=5, max_row=10)}
    assert {row for row, why in reasons.items() if why} == {8, 10}
    sheet["C8"], sheet["D10"] = "Received", "2026-05-31"
    book.save(path)


def work_on_two_of_the_claims(desk) -> None:
    desk.claim("DR-1")
    desk.page.click("[data-edit]")
    desk.page.fill("#location", "Harbour Road 5")
    desk.page.locator(".form-buttons .btn-primary").last.click()
    desk.page.wait_for_selector(".toast-note:has-text('is saved')")
    desk.claim("DR-5")
    desk.press("Set a reserve")
    desk.page.select_option("#category", "indemnity")
    desk.page.fill("#amount", "500")
    desk.page.select_option("#reason_code", "demand")
    desk.page.locator("#action .form-buttons .btn-primary").click()
    desk.page.wait_for_selector(".toast-note:has-text('500.00')")


def take_the_first_import_back(desk) -> None:
    desk.open(desk.run)
    desk.press("Undo")
    for line in (
        "Cole, Dana Claim put back Goes to the trash.",
        "Alvarez, Rosa Claim kept Edited since",
        "Ellis, Max Claim in the way 1 reserve",
    ):
        assert line in desk.words()
    desk.press("Take it back")
    assert "Taken back" in desk.words("h1")
    assert "1 kept" in desk.words()
    assert "1 something is in the way" in desk.words()
    assert desk.claims() == ["DR-1", "DR-4", "DR-5", "DR-6"]


def use_the_profile(desk, register) -> None:
    desk.open("importprofile/")
    desk.press("Register of Marina")
    assert "Filled from" in desk.words()
    assert "Location Location of damage" in desk.words()
    with desk.page.expect_download() as waited:
        desk.page.click("button:has-text('Take it out as a small file')")
    assert waited.value.suggested_filename == "Register of Marina.json"
    desk.press("Use it: choose a file")
    assert desk.page.input_value("#profile") == "Register of Marina"
    desk.page.set_input_files("form[action='/admin/import/'] input[type=file]", register)
    desk.page.wait_for_selector("h1:has-text('Register of June')")
    assert "Read as “Register of Marina”" in desk.words()
