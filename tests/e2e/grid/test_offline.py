"""Without a connection: what is typed waits, is counted, outlives a reload, and is saved when it is back."""

import pytest

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
