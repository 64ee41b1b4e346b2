"""The grid in a browser over many claims: first rows, scrolling, a cell, a large paste. Wall clock
of a person before it, so the budgets are the issue's own seconds; read them on a quiet machine.
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from browsing import browser
from playwright.sync_api import Page, sync_playwright
from served import served

from admin_views import assets
from journal.instance import Instance
from models import names
from tests.bench.measure import Figure

COLUMNS = "claim_no,claimant,description,location,status,loss_date,amount_claimed,paid"
ROWS = 1_000
PASTED = names(
    "claimant location description body_part nature_of_injury tpa_claim_no court_case_no diagnosis "
    "privileged_notes amount_claimed"
)
SEEN = "revogr-data[type=rgRow][col-type=rgCol] .rgCell"
WATCH = """() => {
  window.blanks = [];
  const grid = document.querySelector("revo-grid");
  let since = null;
  const look = () => {
    const box = grid.getBoundingClientRect();
    const rows = [...grid.querySelectorAll("revogr-data[type=rgRow][col-type=rgCol] .rgRow")];
    const inside = rows.filter((row) => { const at = row.getBoundingClientRect(); return at.bottom > box.top + 30 && at.top < box.bottom; });
    const blank = !inside.length || inside.some((row) => row.querySelector(".skeleton"));
    const now = performance.now();
    if (blank) since ??= now;
    else if (since !== null) { window.blanks.push(now - since); since = null; }
    requestAnimationFrame(look);
  };
  look();
}"""


def figures(office: Path, folder: Path, claims: int) -> Iterator[Figure]:
    """Every figure of the office in a file; it is copied into an instance of its own."""
    instance = Instance(folder / "instance", f"sqlite:///{folder / 'instance' / 'claims.db'}")
    instance.folder.mkdir(parents=True)
    shutil.copy(office, instance.folder / "claims.db")
    if said := [line for line in assets.fetch(instance) if not line.startswith("Fetched")]:
        raise RuntimeError(" ".join(said))
    with (
        served(instance.url, instance.folder) as run,
        sync_playwright() as playwright,
        browser(playwright) as context,
    ):
        address = f"http://127.0.0.1:{run.port}"
        context.add_cookies([{"name": "office", "value": run.cookie, "url": address}])
        page = context.new_page()
        yield from _looking(page, address, claims)
        yield from _writing(page, address)


def _open(page: Page, address: str, columns: str = COLUMNS) -> tuple[float, float]:
    """Open the grid; seconds until the first rows stand, and until all are in order."""
    start = time.perf_counter()
    page.goto(f"{address}/admin/claim/?columns={columns}", wait_until="commit")
    page.wait_for_selector(f"{SEEN}:has-text('C0')")
    first = time.perf_counter() - start
    while page.evaluate("document.documentElement.dataset.grid") != "ready":
        time.sleep(0.01)
    return first, time.perf_counter() - start


def _looking(page: Page, address: str, claims: int) -> Iterator[Figure]:
    opened = sorted(_open(page, address) for _ in range(5))[2]
    yield Figure(
        f"first rows of a grid of {claims:,}", opened[0], 1, "s", f"in order {opened[1]:.2f} s"
    )
    page.evaluate(WATCH)
    box = page.locator("revo-grid").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    for _ in range(30):
        page.mouse.wheel(0, 2_400)
        page.wait_for_timeout(60)
    for share in (0.5, 0.1, 0.9, 0.3, 0.7):
        page.evaluate(
            """(share) => { const box = document.querySelector("revogr-viewport-scroll:not([row-header]) .vertical-inner");
                box.scrollTop = box.scrollHeight * share; }""",
            share,
        )
        page.wait_for_timeout(600)
    blanks = page.evaluate("window.blanks")
    detail = f"{len(blanks)} blanks in 30 turns of the wheel and 5 jumps"
    yield Figure("longest blank while scrolling", max(blanks, default=0) / 1000, 0.3, "s", detail)


def _writing(page: Page, address: str) -> Iterator[Figure]:
    _open(page, address)
    page.evaluate(
        """() => { window.at = {}; addEventListener("keydown", (e) => { if (e.key === "Enter") at.key = performance.now(); }, true);
            document.querySelector("revo-grid").addEventListener("office:saved", () => { at.saved = performance.now(); }); }"""
    )
    page.locator(f"{SEEN}[data-rgrow='1'][data-rgcol='3']").click()
    took = []
    for turn in range(15):
        page.evaluate("() => { at.saved = at.key = null; }")
        page.keyboard.type(f"Place {turn}")
        page.keyboard.press("Enter")
        while not page.evaluate("at.saved"):
            time.sleep(0.01)
        took.append(page.evaluate("at.saved - at.key"))
    median = sorted(took)[len(took) // 2]
    yield Figure("key to saved cell", median, 150, "ms", f"worst {max(took):.0f} ms of {len(took)}")
    yield _pasted(page, address)


def _pasted(page: Page, address: str) -> Figure:
    """A block of 1,000 rows pasted: from the key to all cells saved and shown."""
    _open(page, address, f"claim_no,{','.join(PASTED)}")
    line = [f"Pasted {name}" for name in PASTED[:-1]]
    text = "\n".join("\t".join([*line, f"{row + 1}.50"]) for row in range(ROWS))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.evaluate(
        """() => { window.pasted = null; document.querySelector("revo-grid").addEventListener("office:saved", (event) => {
            window.cells = event.detail.cells.length;
            requestAnimationFrame(() => { window.pasted = performance.now(); }); }); }"""
    )
    page.locator(f"{SEEN}[data-rgrow='0'][data-rgcol='1']").click()
    page.keyboard.press("Control+v")
    page.wait_for_selector("dialog[open] .btn-primary")
    start = page.evaluate("performance.now()")
    page.click("dialog[open] .btn-primary")
    while not page.evaluate("window.pasted"):
        time.sleep(0.01)
    seconds = (page.evaluate("window.pasted") - start) / 1000
    saved = page.evaluate("window.cells")
    told = f"{saved:,} cells saved, journaled, shown"
    return Figure(f"paste of {ROWS:,} x {len(PASTED)} cells", seconds, 3, "s", told)
