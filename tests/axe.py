"""axe-core, which looks through a page for what shuts people out; fetched for the run, kept nowhere."""

from pathlib import Path

import machine
from playwright.sync_api import Page

from admin_views import assets
from journal.instance import Instance

AXE = assets.Asset(
    name="axe",
    title="axe-core 4.14.1",
    package="axe-core",
    version="4.14.1",
    sha256="e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
    kept="package",
)
GRAVE = ("serious", "critical")


def program(folder: Path) -> str:
    """The text of axe-core, fetched into a folder."""
    office = Instance(folder, "sqlite:///")
    said = assets.fetch_one(office, AXE)
    path = office.assets / AXE.name / "axe.min.js"
    return path.read_text(encoding="utf-8") if path.is_file() else machine.missing(said)


def findings(page: Page, text: str) -> list[str]:
    """Its grave findings on a page, each with the elements that it names."""
    page.evaluate(text)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: " + "; ".join(node["html"][:120] for node in one["nodes"][:4])
        for one in found["violations"]
        if one["impact"] in GRAVE
    ]
