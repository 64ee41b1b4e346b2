"""Browser assets: checked by fingerprint, taken from the network or from a file laid there by hand."""

import io
import tarfile
from dataclasses import replace
from hashlib import sha256

import pytest

from admin_views import assets
from journal.instance import Instance


@pytest.fixture
def instance(tmp_path) -> Instance:
    return Instance(tmp_path / "instance", "sqlite:///")


def packed(path, **files: bytes):
    """A packed package whose files are named `folder__name`."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name.replace("__", "/"))
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


@pytest.fixture
def by_hand(instance, monkeypatch):
    """A grid of two files, laid into the assets folder; the table expects its fingerprint."""
    instance.assets.mkdir(parents=True)
    place = instance.assets / assets.ASSETS[0].packed
    kept = "package__dist__revo-grid__"
    content = {f"{kept}grid.js": b"grid", f"{kept}more.js": b"more", "package__readme": b"no"}
    content |= {f"{kept}..__..__out.js": b"out", f"{kept}deeper__x.js": b"x"}
    packed(place, **content)
    digest = sha256(place.read_bytes()).hexdigest()
    monkeypatch.setattr(assets, "ASSETS", (replace(assets.ASSETS[0], sha256=digest),))
    return place


def test_a_file_laid_by_hand_is_unpacked_and_nothing_else_of_it(instance, by_hand):
    assert len(assets.missing(instance)) == 1
    assert assets.fetch(instance) == ["Fetched the spreadsheet grid (RevoGrid 4.28.1)."]
    names = sorted(path.name for path in (instance.assets / "revogrid").iterdir())
    assert names == ["fingerprint", "grid.js", "more.js"]
    assert assets.missing(instance) == []
    assert assets.fetch(instance) == []


def test_another_version_takes_the_place_of_an_older_one(instance, by_hand):
    assets.fetch(instance)
    (instance.assets / "revogrid" / "fingerprint").write_text("older")
    (instance.assets / "revogrid" / "older.js").write_text("")
    assert len(assets.missing(instance)) == 1
    assets.fetch(instance)
    assert not (instance.assets / "revogrid" / "older.js").exists()
    assert sorted(p.name for p in instance.assets.iterdir()) == sorted((by_hand.name, "revogrid"))


def test_a_file_with_another_fingerprint_is_refused(instance, by_hand):
    packed(by_hand, other=b"not the grid")
    [said] = assets.fetch(instance)
    assert "is not the file that was expected" in said
    assert not (instance.assets / "revogrid").exists()


def test_without_network_one_sentence_says_how_to_bring_it_by_hand(instance, monkeypatch):
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    [said] = assets.fetch(instance)
    assert said.startswith(
        "Could not fetch the spreadsheet grid (RevoGrid 4.28.1): the network did"
    )
    assert "lay revolist-revogrid-4.28.1.tgz into" in said
    assert assets.missing(instance) != []
