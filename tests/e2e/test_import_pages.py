"""The import desk for everybody: its pages in each theme and width, and its journey by keyboard alone."""

import pytest
from looks import WINDOWS, lacking

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REGISTER = """Claim number,Name of claimant,Status,Date of loss,Amount claimed,Amount paid,Place of damage
{n}-1,Alvarez,OP,2026-03-02,1200.00,100.00,Harbour Road 4
{n}-2,Baker,OP,2026-03-09,800.00,0.00,Mill Lane 11
{n}-3,Baker,OP,2026-03-09,800.00,0.00,Mill Lane 11
{n}-4,Cole,Received,10/00/26,450.00,25.00,Bridge Street 2
Total,,,,3250.00,125.00,
"""
WIDE = [f"Field {n} of another office's system" for n in range(70)]
FOCUS = """() => {
    const at = document.activeElement, drop = at.closest('.drop');
    const seen = [at, drop].some(one => one && getComputedStyle(one).outlineStyle !== 'none');
    const name = at.getAttribute('aria-label') || (at.labels?.[0] ?? at).innerText || '';
    return { seen, name: name.replace(/\\s+/g, ' ').trim(), main: !!at.closest('main') };
}"""
"""What has the focus: its name, whether one sees it, whether it stands in the page itself."""


class Desk:
    """The technician at the import desk."""

    def __init__(self, office, page, folder) -> None:
        self.office, self.page, self.folder = office, page, folder

    def open(self, place: str) -> None:
        """A page of the office, once it is ready."""
        self.page.goto(f"{self.office.address}/admin/{place}")
        self.page.wait_for_selector("html[data-ready]")

    def file(self, name: str, text: str) -> str:
        """A text file in a folder."""
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def choose(self, path: str) -> str:
        """Choose a file; gives the address of its page."""
        self.open("import/")
        self.page.set_input_files("form[action='/admin/import/'] input[type=file]", path)
        self.arrive(path)
        return self.page.url.partition("/admin/")[2]

    def arrive(self, path: str) -> None:
        """The page of a file is there."""
        self.page.wait_for_selector(f"h1:has-text('{path.rpartition('/')[2]}')")
        self.page.wait_for_selector("html[data-ready]")

    def lacks(self, *places: str) -> dict[str, str]:
        """What these pages lack."""
        found: dict[str, str] = {}
        for place in places:
            self.open(place)
            for line, where in lacking(self.page):
                found.setdefault(line, f"{place} {where}")
        return found

    # --- by keyboard ---

    def begin(self) -> None:
        """Skip what stands around the page."""
        self.page.keyboard.press("Tab")
        assert self.page.evaluate(FOCUS)["name"] == "Skip to the page"
        self.page.keyboard.press("Enter")

    def reach(self, name: str) -> None:
        """Go on with Tab until a control has the focus; each that is passed can be seen."""
        for _ in range(150):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUS)
            if at["main"]:
                assert at["seen"], f"nobody sees the focus on “{at['name']}”"
                assert at["name"], "a control without a name"
            if at["name"].startswith(name):
                return
        pytest.fail(f"Tab does not lead to “{name}”")

    def press(self, name: str) -> None:
        """Press a button of the page that Tab leads to; the next page is ready."""
        self.begin()
        self.reach(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_selector("html[data-ready]")

    def figures(self) -> str:
        """The figures at the head of the page."""
        return " ".join(self.page.locator("dl.money").inner_text().split())


@pytest.fixture
def desk(demonstration, page, tmp_path):
    """The import desk, as a technician has it."""
    demonstration.sign_in(page, "technician")
    page.set_viewport_size(WINDOWS[0])
    return Desk(demonstration, page, tmp_path)


def test_every_page_of_a_file_can_be_read_by_everybody(desk):
    long = "Register_of_the_Harbour_District_and_its_Neighbours_2026-06-30.csv"
    file = desk.choose(desk.file(long, REGISTER.format(n="LK")))
    assert desk.lacks(*(f"{file}?show={show}" for show in ("refused", "new", "ignored"))) == {}
    desk.open(file)
    desk.page.click("text=Use what is proposed")
    desk.page.wait_for_selector("text=What does it mean?")
    desk.page.select_option("#meant-1", label="Under review")
    desk.page.click("button:has-text('Mend and look again')")
    desk.page.wait_for_selector("text=Likely duplicates")
    assert desk.lacks(f"{file}?show=alike", f"{file}?show=refused") == {}
    desk.open(file)
    desk.page.click("button:has-text('Bring in 3 rows')")
    desk.page.wait_for_selector("text=What it changed")
    run = desk.page.url.partition("/admin/")[2]
    undo = desk.page.locator("main a:text-is('Undo')").get_attribute("href")
    assert desk.lacks(run, undo.removeprefix("/admin/"), "importrun/", "importprofile/") == {}
    wide = desk.choose(desk.file("wide.csv", f"{','.join(WIDE)}\n{','.join('x' * 70)}\n"))
    assert desk.lacks(wide) == {}


def test_taking_back_stays_at_hand_below_a_long_list_on_a_phone(desk):
    rows = "".join(f"PH-{n},Received\n" for n in range(40))
    desk.choose(desk.file("phone.csv", f"Claim no.,Status\n{rows}"))
    desk.page.click("button:has-text('Bring in 40 rows')")
    desk.page.wait_for_selector("text=What it changed")
    desk.page.click("main a:text-is('Undo')")
    desk.page.wait_for_selector("h1:has-text('Take this change back?')")
    desk.page.set_viewport_size(WINDOWS[1])
    box = desk.page.locator("button:has-text('Take it back')").bounding_box()
    assert box["y"] + box["height"] <= WINDOWS[1]["height"]
    desk.page.click("button:has-text('Take it back')")
    desk.page.wait_for_selector(".toast-note:has-text('41 rows put back')")


def test_figures_do_not_run_into_each_other(desk):
    heads = "Claim no.,Status,Paid,Recovered,Amount claimed,Indemnity paid,Expense paid,Outstanding"
    sums = "99999999.99,1111111.11,98765432.10,99999999.99,0.00,55555555.55"
    desk.choose(desk.file("sums.csv", f"{heads}\nFG-1,Received,{sums}\n"))
    for window in WINDOWS:
        desk.page.set_viewport_size(window)
        cells = desk.page.evaluate(
            "[...document.querySelectorAll('dl.money > div')].map(e => [e.scrollWidth, e.clientWidth])"
        )
        assert len(cells) == 10
        assert [c for c in cells if c[0] > c[1]] == [], window


def test_the_journey_goes_by_keyboard_alone(desk):
    path = desk.file("keys.csv", REGISTER.format(n="KB"))
    page, keys = desk.page, desk.page.keyboard
    desk.open("import/")
    desk.begin()
    desk.reach("Drop a workbook or text file here")
    page.set_input_files("input[type=file]:focus", path)  # the dialog is the system's own
    desk.arrive(path)
    desk.press("Use what is proposed")
    assert "Refused 4" in desk.figures()
    desk.begin()
    desk.reach("Status “OP”, all 3 cells")
    keys.type("Under review")
    desk.reach("Mend and look again")
    with page.expect_navigation():
        keys.press("Enter")
    page.wait_for_selector("html[data-ready]")
    assert "Refused 1" in desk.figures()
    desk.reach("D5")  # the page opens at the refused rows
    keys.type("2026-10-01")
    with page.expect_navigation():
        keys.press("Enter")
    page.wait_for_selector("html[data-ready]")
    assert "New 4" in desk.figures()
    desk.press("Bring in 4 rows")
    assert "New 4" in desk.figures()
    assert "Brought in" in page.locator("h1").inner_text()
