"""The grid in a browser: a demonstration office with the grid's files, and somebody who works in a grid."""

import time
from collections.abc import Iterator

import machine
import pytest
from browsing import Demonstration, Desk, browser, demonstrated, until
from playwright.sync_api import Locator, Page

from admin_views import assets
from journal.instance import Instance

SAVING = "e.classList.contains('saving')"
"""Of a cell: what was typed there is on its way to the office."""


@pytest.fixture(scope="session")
def grid_office(tmp_path_factory) -> Iterator[Demonstration]:
    """A small demonstration office whose lists are grids."""
    folder = tmp_path_factory.mktemp("grid")
    office = Instance(folder / "instance", "sqlite:///")
    assets.fetch(office)
    if assets.missing(office):
        machine.missing("the grid's files (they come over the network)")
    yield from demonstrated(folder)


FRAMED = """(x, y) => [...document.querySelectorAll(".selection-border-range")].some((frame) => {
    const { left, right, top, bottom } = frame.getBoundingClientRect();
    return left <= x && x <= right && top <= y && y <= bottom;
})"""
"""Whether a point lies within the frame around the chosen cells, which is drawn after the click."""


class GridDesk(Desk):
    """Somebody of the demonstration at a grid."""

    def grid(self, place: str) -> Page:
        """A grid of the office, once all its rows are in order."""
        self.page.goto(f"{self.office.address}/admin/{place}")
        self.ready()
        return self.page

    def ready(self) -> None:
        """Wait until the grid stands."""
        until(self.page, "document.documentElement.dataset.grid === 'ready'")

    def cell(self, row: int, column: str) -> Locator:
        """A cell that stands in sight, by its row from the top (0) and the name of its column."""
        at = self.page.evaluate(
            "(name) => document.querySelector('revo-grid').columns.findIndex(c => c.prop === name)",
            column,
        )
        return self.page.locator(
            f"revogr-data[type=rgRow][col-type=rgCol] [data-rgrow='{row}'][data-rgcol='{at}']"
        )

    def focus(self, row: int, column: str) -> None:
        """Put the focus on a cell, as a click does."""
        self.cell(row, column).click(position={"x": 4, "y": 4})
        until(self.page, f"document.activeElement.dataset.rgrow === '{row}'")

    def keys(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type words."""
        self.page.keyboard.type(words)

    def choose(self, row: int, column: str, to_row: int, to_column: str) -> None:
        """Choose the cells from one to another, as a click and one with Shift do."""
        self.focus(row, column)
        last = self.cell(to_row, to_column)
        last.click(position={"x": 4, "y": 4}, modifiers=["Shift"])
        box = last.bounding_box()
        until(self.page, f"({FRAMED})({box['x'] + 8}, {box['y'] + 8})")

    def put_on_clipboard(self, text: str, html: str = "") -> None:
        """What another program copied."""
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate(
            """async ([text, html]) => {
                const parts = { "text/plain": new Blob([text], { type: "text/plain" }) };
                if (html) parts["text/html"] = new Blob([html], { type: "text/html" });
                await navigator.clipboard.write([new ClipboardItem(parts)]);
            }""",
            [text, html],
        )

    def copied_elsewhere(self, html: str, text: str) -> None:
        """What another program copied, as it wrote it: scripts may write only a part of a page, a copy may all."""
        self.page.evaluate(
            """([html, text]) => addEventListener("copy", (event) => {
                event.preventDefault();
                event.stopImmediatePropagation();
                event.clipboardData.setData("text/html", html);
                event.clipboardData.setData("text/plain", text);
            }, { capture: true, once: true })""",
            [html, text],
        )
        self.keys("Control+c")

    def clipboard(self) -> str:
        """The text that stands on the clipboard, as another program takes it."""
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        return self.page.evaluate("navigator.clipboard.readText()")

    def paste(self, row: int, column: str, text: str, html: str = "") -> None:
        """Paste what another program copied at a cell."""
        self.put_on_clipboard(text, html)
        self.focus(row, column)
        self.keys("Control+v")

    def asks(self, words: str) -> Locator:
        """The grid asks, in a dialog that says so."""
        dialog = self.page.locator("dialog[open]")
        dialog.filter(has_text=words).wait_for()
        return dialog

    def write(self, row: int, column: str, words: str) -> None:
        """Type over a cell."""
        self.focus(row, column)
        self.type(words)
        self.keys("Enter")

    def says(self, words: str) -> None:
        """The foot of the grid, or a message of the page, says so."""
        self.page.wait_for_selector(
            f"[data-grid-said]:has-text({words!r}), [data-grid-kept]:has-text({words!r}), "
            f"[data-grid-steps]:has-text({words!r}), .toast-note:has-text({words!r})"
        )

    def shows(self, row: int, column: str, words: str) -> None:
        """A cell comes to show words that are not on their way to the office any more."""
        place = self.cell(row, column)
        for _ in range(200):
            if place.evaluate(f"e => {SAVING} ? null : e.innerText.trim()") == words:
                return
            time.sleep(0.05)
        pytest.fail(f"{column} of row {row} shows {place.inner_text()!r}, not {words!r}")

    def kept(self, place: str, row_id: int, column: str):
        """What the office holds in a cell."""
        (row,) = self.rows(f"{place}/rows?filter=id%3D{row_id}&columns={column}")
        return row[column]


@pytest.fixture
def desk_at(grid_office):
    """Somebody at a grid, given the page of a browser."""
    return lambda page: GridDesk(page, grid_office)


@pytest.fixture
def at_grid(page, grid_office) -> GridDesk:
    """A browser at which somebody of the demonstration works in grids."""
    return GridDesk(page, grid_office)


@pytest.fixture(scope="session")
def other_browser(playwright):
    """A second browser for the run."""
    with browser(playwright) as context:
        yield context


@pytest.fixture
def beside(other_browser, grid_office) -> Iterator[GridDesk]:
    """Somebody else, at a browser of their own."""
    other_browser.clear_cookies()
    page = other_browser.new_page()
    page.set_default_timeout(15_000)
    yield GridDesk(page, grid_office)
    page.close()
