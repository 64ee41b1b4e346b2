"""A working day, from a one-time link to signing out: a register comes in, is worked, paid, recovered, undone, taken out."""

import base64
import os
import re
import time
from pathlib import Path

import openpyxl
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REGISTER = (
    Path(__file__).resolve().parents[3]
    / "shared/samples/liability/caltrans_SDLO-D-12_CLAIMS_2018-2019.xlsx"
)
ROLES = ("technician", "risk_manager", "coordinator", "auditor")
PASSWORD = "herons cross the estuary"


class Person:
    """Somebody of the office in a browser of their own, who does things by what the page says."""

    def __init__(self, page, office) -> None:
        self.page, self.office, self.phones = page, office, {}

    def open(self, place: str):
        """A page of the office, once it is ready."""
        self.page.goto(f"{self.office.address}/admin/{place}")
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def status(self, place: str) -> int:
        """What an address answers this person."""
        return self.page.request.get(f"{self.office.address}/admin/{place}").status

    def enter(self, role: str) -> None:
        """The first sign-in: a link, a password, an authenticator app."""
        self.page.goto(self.office.invite(role) if role in ROLES else self.office.link)
        if self.page.locator("#name").count():
            self.page.fill("#name", "Ada Chief")
            self.page.fill("#email", "administrator@city.gov")
        self.page.fill("#password", PASSWORD)
        self.page.fill("#again", PASSWORD)
        self.press("Set the password and sign in")
        self.press("Set up an authenticator app")
        self.phones[role] = phone = an_app(self.page.locator("main code").inner_text())
        self.page.fill("#code", phone.generate(int(time.time())).decode())
        self.press("Set it up")
        self.is_in()

    def come_back(self, role: str) -> None:
        """Sign in again: the password, and the code that the app shows next."""
        self.page.fill("#email", f"{role}@city.gov")
        self.page.fill("#password", PASSWORD)
        self.page.click("main .btn-primary")
        self.page.fill("#code", self.phones[role].generate(int(time.time()) + 30).decode())
        self.page.click("main .btn-primary")
        self.is_in()

    def is_in(self) -> None:
        """The first page of the office is there."""
        self.page.wait_for_url("**/admin/**")
        self.page.wait_for_selector("html[data-ready]")

    def sign_out(self) -> None:
        """By the menu of one's account."""
        self.page.click(".account summary")
        self.page.click("[data-sign-out] button")
        self.page.wait_for_url("**/login*")

    def press(self, words: str) -> None:
        """A button or a link of the page, by its words."""
        self.page.locator(
            f"main button:has-text('{words}'), main a:text-is('{words}')"
        ).first.click()

    def look_up(self, name: str, words: str) -> None:
        """Type into a look-up and take the first that it finds."""
        box = self.page.locator(f".lookup:has([name={name}]) input[role=combobox]")
        box.click()
        box.press_sequentially(words)
        self.page.wait_for_selector(f"[role=option][aria-selected=true]:has-text('{words}')")
        box.press("Enter")

    def act(self, action: str, **answers: str) -> None:
        """A quick action of the record on the page, with its answers."""
        button = self.page.locator(f".page-head a:text-is('{action}')")
        if not button.is_visible():
            self.page.click(".page-head summary:has-text('More')")
        button.click()
        self.page.wait_for_selector("html[data-ready]")
        for name, text in answers.items():
            self.answer(name, text)
        self.page.locator("#action .form-buttons .btn-primary").click()

    def answer(self, name: str, text: str) -> None:
        """A field of a form, by its kind."""
        field = self.page.locator(f"#{name}")
        if self.page.locator(f".lookup:has([name={name}])").count():
            self.look_up(name, text)
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)

    def said(self, words: str) -> None:
        """The office says what happened."""
        self.page.wait_for_selector(f".toast-note:has-text('{words}')")

    def amounts(self) -> dict[str, str]:
        """The money at the head of a claim's file."""
        pairs = self.page.locator("dl.money > div").all()
        return {
            p.locator("dt").inner_text(): p.locator("dd").inner_text().split("\n")[0].strip()
            for p in pairs
        }


def an_app(key: str) -> TOTP:
    """An authenticator app that was given the key of a page."""
    letters = re.sub(r"\s", "", key)
    seed = base64.b32decode(letters + "=" * (-len(letters) % 8))
    return TOTP(seed, 6, SHA1(), 30, enforce_key_length=False)


@pytest.fixture
def person(served, page):
    """Whoever sits at the browser."""
    if not REGISTER.exists() and os.environ.get("CI") != "true":
        pytest.skip("the sample registers are not beside the repository")
    return Person(page, served)


def test_a_day_of_the_office(person, tmp_path):
    person.enter("administrator")
    person.sign_out()
    person.enter("technician")
    bring_a_register_in(person)
    mend_a_refused_row(person)
    edit_a_claim(person)
    ask_to_pay_beyond_the_limit(person)
    person.sign_out()
    person.enter("risk_manager")
    approve(person)
    person.sign_out()
    person.come_back("technician")
    see_the_payment(person)
    open_three_recoveries_and_take_them_back(person)
    take_the_claims_out(person, tmp_path)
    take_an_injury_in(person)
    person.sign_out()
    person.enter("coordinator")
    person.sign_out()
    person.come_back("administrator")
    give_the_coordinator_a_department(person)
    person.sign_out()
    person.come_back("coordinator")
    see_only_what_a_coordinator_may(person)
    person.sign_out()
    person.enter("auditor")
    see_everything_and_write_nothing_as_auditor(person)
    person.sign_out()


def bring_a_register_in(person) -> None:
    page = person.open("import/")
    page.set_input_files("input[type=file]", REGISTER)
    page.wait_for_selector("button:has-text('Bring in 353 rows')")
    assert person.amounts()["Refused"] == "46"


def mend_a_refused_row(person) -> None:
    page = person.page
    cell = page.locator("input[name='cell:D-12 CLAIMS (2018-2019)!B6']")
    assert "Month 10 has no day 0" in page.locator("tr", has=cell).inner_text()
    cell.fill("10/01/19")
    page.locator("input[name='cell:D-12 CLAIMS (2018-2019)!G6']").fill("11/01/19")
    person.press("Mend and look again")
    person.press("Bring in 354 rows")
    person.said("354")
    assert person.amounts()["Refused"] == "45"


def edit_a_claim(person) -> None:
    page = person.open("claim/?filter=status=allowed&sort=claim_no")
    page.locator("td.lead a").first.click()
    page.wait_for_selector("html[data-ready]")
    page.click("[data-edit]")
    page.fill("#location", "Bridge over the canal")
    page.locator(".form-buttons .btn-primary").last.click()
    person.said("is saved")
    assert "Bridge over the canal" in page.locator("main").inner_text()
    person.claim = page.url


def ask_to_pay_beyond_the_limit(person) -> None:
    person.act("Set a reserve", category="indemnity", amount="12,000", reason_code="demand")
    person.said("12,000.00")
    assert person.amounts()["Outstanding"] == "$10,718.00"
    person.act("Add a party", name="Cole Miller", role="claimant", tax_form_date="2026-11-02")
    person.said("Cole Miller")
    person.act(
        "Pay",
        payee="Cole",
        category="indemnity",
        amount="9,000",
        reason="Fence and posts, invoice of 2 November.",
    )
    person.said("waits for the risk manager")
    assert person.amounts()["Paid"] == "$1,282.00"


def approve(person) -> None:
    page = person.open("")
    page.click("a:has-text('Decide')")
    person.press("Approve")
    person.said("9,000.00")


def see_the_payment(person) -> None:
    page = person.open(person.claim.partition("/admin/")[2])
    assert person.amounts()["Paid"] == "$10,282.00"
    assert "Paid $9,000.00 to Cole Miller" in page.locator("main").inner_text()


def open_three_recoveries_and_take_them_back(person) -> None:
    page = person.open("claim/?filter=status=rejected&sort=claim_no")
    for row in range(3):
        page.locator("[data-pick]").nth(row).click()
    page.click(".selection summary")
    page.click("[data-verb]:has-text('Open billing recovery')")
    person.answer("responsible_name", "Dana Cole")
    person.answer("damage_date", "10/01/2026")
    person.answer("costs", "labor: Technician; 3 h at 48.20")
    page.wait_for_selector("[data-preview]:has-text('opens a recovery against Dana Cole')")
    page.locator("#action .form-buttons .btn-primary").click()
    person.said("3 recoveries opened")
    page.click(".toast-note button:has-text('Undo')")
    person.said("put back")
    assert person.open("recovery/").locator("tbody tr").count() == 0
    assert person.open("recovery/?trash=yes").locator("tbody tr").count() == 3


def take_the_claims_out(person, folder) -> None:
    page = person.open("claim/?filter=status=allowed")
    page.click("summary:has-text('Export')")
    with page.expect_download() as waited:
        page.click("button:has-text('Workbook (.xlsx)')")
    waited.value.save_as(folder / "claims.xlsx")
    sheet = openpyxl.load_workbook(folder / "claims.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    numbers = {row[rows[0].index("Claim no.")] for row in rows[1:]}
    assert numbers == {"12-19-0157", "12-19-0176", "12-19-0209"}


def take_an_injury_in(person) -> None:
    page = person.open("intake/")
    page.check("input[name=line][value=W]")
    page.fill("#claimant", "Rosa Vega")
    page.fill("#loss_date", "11/20/2026")
    person.answer("department", "Police")
    page.fill("#description", "Twisted the left knee at the range.")
    person.press("Take the claim in")
    page.wait_for_selector("h1:has-text('W-2027-0001')")


def give_the_coordinator_a_department(person) -> None:
    page = person.open("people/")
    line = page.locator("li.work:has-text('coordinator@city.gov')")
    line.locator("summary:has-text('More')").click()
    line.locator("a:has-text('Edit name and department')").click()
    page.wait_for_selector("#record")
    person.answer("department", "Police")
    page.locator(".form-buttons .btn-primary").last.click()
    person.said("is saved")


def see_only_what_a_coordinator_may(person) -> None:
    page = person.open("claim/")
    assert page.locator("tbody tr").count() == 1
    page.locator("td.lead a").first.click()
    page.wait_for_selector("h1:has-text('W-2027-0001')")
    words = page.locator("body").inner_text()
    assert "Rosa Vega" in words
    assert "Labor Code 3762" in words
    assert "left knee" not in words
    assert "Reserved" not in words
    assert person.status("payment/") == 403
    assert person.status("claim/1/") == 404


def see_everything_and_write_nothing_as_auditor(person) -> None:
    page = person.open(person.claim.partition("/admin/")[2])
    assert person.amounts()["Paid"] == "$10,282.00"
    assert page.locator("[data-edit], .page-head a:text-is('Pay')").count() == 0
    assert person.open("claim/").locator("[data-new]").count() == 0
    assert person.status("claim/edit/?id=1") == 403
