"""What a page in a browser lacks, in each theme and width: contrast, names, tables, headings, room."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

SEEN = (Path(__file__).parent / "e2e" / "seen.js").read_text()
"""A function of the page: what its texts, controls, tables and headings lack."""

THEMES = ("light", "dark", "contrast")
WINDOWS = ({"width": 1400, "height": 900}, {"width": 390, "height": 844})


def lacking(page: Page) -> Iterator[tuple[str, str]]:
    """What the page lacks, each with the theme and the width in which it was seen."""
    for theme in THEMES:
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        for window in WINDOWS:
            page.set_viewport_size(window)
            for line in [*page.evaluate(SEEN), *_outside(page, window)]:
                yield line, f"{theme} {window['width']}"


def _outside(page: Page, window: dict) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [] if wide <= window["width"] else ["wider than its window"]
