"""A larger office is backed up and restored whole, with the times that it takes."""

import time
from datetime import date

import pytest
from engines import unbind
from schemas import contents

import models as m
from journal import audit, migrate
from journal.backup import backup, restore
from journal.instance import Instance, open_office
from seed.demo import seed_demo
from seed.reference import seed_reference

pytestmark = pytest.mark.drill
TODAY, CLAIMS = date(2026, 11, 24), 20_000


def test_an_office_of_twenty_thousand_claims_comes_back_whole(
    empty_url, engine, request, tmp_path, monkeypatch, told
):
    first = Instance(tmp_path / "first", empty_url)
    monkeypatch.setenv("CLAIMS_INSTANCE", str(first.folder))
    open_office(first)
    fill(first)
    held, file = contents(), tmp_path / "office.backup"
    began = time.monotonic()
    backup(file, first)
    backed_up = time.monotonic() - began
    unbind()
    url = f"sqlite:///{tmp_path / 'second.db'}"
    if engine == "postgres":
        url = request.getfixturevalue("postgres").make("second")
    second = Instance(tmp_path / "second", url)
    open_office(second)
    began = time.monotonic()
    said = restore(file, second)
    restored = time.monotonic() - began
    assert any("The record is sound" in line for line in said)
    assert contents() == held
    assert audit.verify().sound
    rows, size = sum(map(len, held.values())), file.stat().st_size
    told(
        f"{engine}: {CLAIMS:,} claims, {rows:,} rows, {size / 1e6:.0f} MB; backup {backed_up:.0f} s, "
        f"restore with verifying {restored:.0f} s"
    )
    unbind()


def fill(instance: Instance) -> None:
    """Fill the office with invented claims."""
    migrate.migrate()
    seed_reference()
    seed_demo(CLAIMS, today=TODAY, documents=instance.documents)
    assert m.Claim.select().count() >= CLAIMS
