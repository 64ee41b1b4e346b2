"""Without a connection: what is typed waits, is counted, outlives a reload, and is saved when it is back."""

from datetime import UTC, datetime

import pytest
from browsing import until

pytestmark = pytest.mark.browser

CLAIMS = "claim/?columns=claim_no,claimant,location&sort=claim_no"


@pytest.fixture
def claims(at_grid):
    """The claims, at a technician's browser."""
    at_grid.be("technician")
    at_grid.grid(CLAIMS)
    at_grid.page.on("dialog", lambda asked: asked.accept())
    return at_grid


@pytest.fixture
def cut_off(page):
    """Cuts the browser off, or connects it again; at the end it is connected."""
    yield page.context.set_offline
    page.context.set_offline(False)


def test_what_is_typed_offline_waits_and_is_saved_when_it_is_back(claims, cut_off):
    cut_off(True)
    claims.write(0, "claimant", "Waits, Wanda")
    claims.says("1 cell waits. No connection.")
    claims.write(1, "claimant", "Waits, Walt")
    claims.says("2 cells wait.")
    cut_off(False)
    claims.says("Undo: ")
    first, second = claims.rows("claim/rows?sort=claim_no&limit=2&columns=claimant")
    assert (first["claimant"], second["claimant"]) == ("Waits, Wanda", "Waits, Walt")
    assert claims.page.locator("[data-grid-kept]").inner_text() == ""


def test_what_waits_outlives_a_reload(claims, cut_off):
    cut_off(True)
    claims.write(2, "claimant", "Reload, Rita")
    claims.says("1 cell waits.")
    claims.page.route("**/claim/rows?columns=*", lambda route: route.abort("internetdisconnected"))
    cut_off(False)
    claims.page.reload()
    claims.ready()
    claims.says("1 cell waits.")
    assert claims.cell(2, "claimant").inner_text().startswith("Reload, Rita")
    claims.page.unroute("**/claim/rows?columns=*")
    claims.says("Undo: ")
    row = claims.rows("claim/rows?sort=claim_no&limit=3&columns=claimant")[2]
    assert row["claimant"] == "Reload, Rita"


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(claims, beside, cut_off):
    cut_off(True)
    claims.write(3, "claimant", "Offline, Olga")
    claims.says("1 cell waits.")
    beside.be("risk_manager")
    beside.grid(CLAIMS)
    beside.write(3, "claimant", "Online, Otto")
    beside.says("Saved")
    cut_off(False)
    claims.says("1 cell kept as typed")
    row = claims.rows("claim/rows?sort=claim_no&limit=4&columns=claimant")[3]
    assert row["claimant"] == "Online, Otto"


@pytest.mark.brings("401", "400")
def test_what_is_typed_after_the_session_ended_is_saved_once_signed_in_again(claims):
    claims.page.context.clear_cookies()
    claims.write(5, "claimant", "Idle, Ida")
    claims.says("1 cell waits. You are signed out.")
    again = claims.page.context.new_page()
    claims.office.sign_in(again, "technician")
    again.close()
    claims.says("Undo: ")
    row = claims.rows("claim/rows?sort=claim_no&limit=6&columns=claimant")[5]
    assert row["claimant"] == "Idle, Ida"
    claims.write(5, "claimant", "Going, On")
    claims.shows(5, "claimant", "Going, On")
    claims.keys("Control+z")
    claims.shows(5, "claimant", "Idle, Ida")


@pytest.mark.brings("400")
def test_what_is_typed_is_not_saved_as_somebody_else(claims):
    claims.page.context.clear_cookies()
    again = claims.page.context.new_page()
    claims.office.sign_in(again, "risk_manager")
    again.close()
    claims.write(6, "claimant", "Mine, Mia")
    claims.says("Somebody else has signed in")
    row = claims.rows("claim/rows?sort=claim_no&limit=7&columns=claimant")[6]
    assert row["claimant"] != "Mine, Mia"
    claims.page.context.clear_cookies()
    mine = claims.page.context.new_page()
    claims.office.sign_in(mine, "technician")
    mine.close()
    claims.focus(6, "claimant")
    claims.keys("F2", "Enter")
    claims.says("Undo: ")
    row = claims.rows("claim/rows?sort=claim_no&limit=7&columns=claimant")[6]
    assert row["claimant"] == "Mine, Mia"


def test_a_past_that_is_looked_at_stays_as_it_was(claims, cut_off):
    now = claims.cell(0, "location").inner_text().strip()
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    claims.page.route("**/claim/rows?columns=*", lambda route: route.abort("internetdisconnected"))
    claims.write(0, "location", "Written Later St")
    claims.says("1 cell waits.")
    claims.page.evaluate(
        """(moment) => document.dispatchEvent(new CustomEvent("office:go", {
            cancelable: true, detail: { url: `${location.href}&as_of=${moment}` } }))""",
        moment,
    )
    until(claims.page, "new URLSearchParams(location.search).has('as_of')")
    claims.shows(0, "location", now)
    claims.page.unroute("**/claim/rows?columns=*")
    until(claims.page, "!document.querySelector('[data-grid-kept]').innerText")
    claims.shows(0, "location", now)
    claims.focus(0, "location")
    claims.keys("Control+z")
    claims.says("how it stood then")
    (row,) = claims.rows("claim/rows?sort=claim_no&limit=1&columns=location")
    assert row["location"] == "Written Later St"


def test_what_waits_is_gone_for_the_next_person(claims, cut_off):
    cut_off(True)
    claims.write(4, "claimant", "Private, Pia")
    claims.says("1 cell waits.")
    claims.page.route("**/claim/rows?columns=*", lambda route: route.abort("internetdisconnected"))
    cut_off(False)
    claims.be("risk_manager")
    claims.grid(CLAIMS)
    kept = claims.page.evaluate("JSON.stringify({ ...sessionStorage })")
    assert "Private, Pia" not in kept
