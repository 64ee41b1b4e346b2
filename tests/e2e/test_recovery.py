"""A street light hit by a car: from the police report over bill, packet and follow-up to the last receipt."""

import re
import shutil

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COSTS = """labor: SIG2; 3 h
labor: SIG2; 5 h; overtime
equipment: BUCKET; 8 h
material: POLE30; 1 each; tax 8.75 %
overhead: ADMIN"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture
def desk(demonstration, page):
    """A page of a technician."""
    demonstration.sign_in(page, "technician")

    def go(place: str):
        page.goto(f"{demonstration.address}/admin/{place}")
        page.wait_for_selector("html[data-ready]")
        return page

    page.go = go
    return page


def act(desk, words: str, **values: str) -> None:
    """A quick action of the page, by its words, with what is typed into its form."""
    link = desk.locator(f"main a:text-is('{words}')").first
    if not link.is_visible():
        desk.click("main summary:has-text('More') >> nth=0")
    link.click()
    desk.wait_for_selector("#action")
    for name, value in values.items():
        field = desk.locator(f"#{name}")
        if field.evaluate("(one) => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    desk.locator("#action .btn-primary").last.click()
    desk.wait_for_selector(".money")


def amount(desk, label: str) -> str:
    """An amount of the money strip, by its word."""
    return re.search(rf"{label}\s*(\$[\d,.]+)", desk.locator(".money").inner_text())[1]


def test_a_street_light_hit_by_a_car(desk, tmp_path):
    _report(desk)
    case = _open(desk)
    _bill(desk, case)
    _papers(desk, case, tmp_path)
    _money(desk, case)


def _report(desk) -> None:
    """The police report becomes an incident with the damaged pole."""
    desk.go("incident/new/")
    desk.fill("[name=loss_date]", "2026-08-14")
    desk.fill("[name=location]", "Elm Street at 3rd Avenue")
    desk.select_option("[name=city_property_damaged]", label="Yes")
    desk.fill("[name=asset]", "Street light 4711")
    desk.fill("[name=police_report_no]", "AB26-00815")
    desk.fill("[name=plate]", "7ABC123")
    desk.locator(".form-buttons .btn-primary").last.click()
    desk.wait_for_selector("text=I-2027-")


def _open(desk) -> str:
    """The case is opened against the driver, with the first costs by rate card."""
    desk.go("incident/?q=AB26-00815")
    desk.locator("main tbody a[data-open]").first.click()
    desk.wait_for_selector("html[data-ready]")
    act(desk, "Open billing recovery", responsible_name="Dan Driver", costs=COSTS)
    assert "Street light 4711" in desk.locator("h1").inner_text()
    assert amount(desk, "Cost") == "$5,030.32"
    return desk.url.split("/admin/")[1].split("?")[0]


def test_a_cost_asks_what_its_element_needs(desk):
    desk.go("recovery/")
    desk.locator("main tbody a[data-open]").first.click()
    desk.wait_for_selector("html[data-ready]")
    number = desk.url.split("/recovery/")[1].split("/")[0]
    desk.go(f"do/add_recovery_cost?sheet=recovery&ids={number}")
    asked = desk.locator("#action .field label")
    assert asked.filter(visible=True).all_inner_texts() == [
        "Element",
        "Work date",
        "Source",
        "or many lines",
    ]
    desk.select_option("#element", "material")
    shown = asked.filter(visible=True).all_inner_texts()
    assert "Tax %" in shown
    assert "Hours" not in shown
    desk.fill("#description", "A pole")
    desk.fill("#amount", "100")
    desk.select_option("#element", "labor")
    assert not desk.locator("#amount").is_visible()
    assert desk.locator("#amount").is_disabled()
    assert desk.locator("#hours").is_visible()


def _bill(desk, case: str) -> None:
    """The costs are together; the bill goes out and its amount says why."""
    act(desk, "Change the status", status="ready_to_bill")
    act(desk, "Bill it", invoice_date="2026-09-10")
    assert amount(desk, "Billed") == "$5,030.32"
    assert "30 days: first follow-up" in desk.go(f"{case}deadlines").content()
    desk.go(case)
    assert "Overhead 15 %" in desk.content()


def _papers(desk, case: str, folder) -> None:
    """A photo is kept, the worksheet downloaded, the packet put together where pages can be made."""
    photo = folder / "pole.png"
    photo.write_bytes(PNG)
    desk.set_input_files("input[type=file]", photo)
    desk.wait_for_selector("text=is kept with REC-")
    desk.go(case)
    desk.click("main summary:has-text('More') >> nth=0")
    with desk.expect_download() as download:
        desk.click("main a:text-is('Download the cost workbook')")
    assert download.value.suggested_filename.startswith("costs-REC-")
    desk.go(case)
    if shutil.which("soffice"):
        desk.set_default_timeout(90_000)
        act(desk, "Put the packet together")
        desk.set_default_timeout(15_000)
        assert "Packet for the responsible party" in desk.go(f"{case}documents").content()
        desk.go(case)
    act(desk, "Next follow-up", address="12 Elm Street\nSonora, CA 95370")


def _money(desk, case: str) -> None:
    """A part comes in, the rest by instalments, then all of it: the case is closed."""
    act(desk, "Record money received", amount="2,030.32")
    assert amount(desk, "Balance") == "$3,000.00"
    act(desk, "Agree a payment plan", amount="1,000.00", first_date="2026-12-01")
    assert "Instalment due" in desk.go(case).content()
    act(desk, "Record money received", amount="3,000.00")
    assert amount(desk, "Balance") == "$0.00"
    assert "Paid, closed" in desk.locator("main").inner_text()
    assert desk.go(case).locator("aside:has-text('Instalment due')").count() == 0
