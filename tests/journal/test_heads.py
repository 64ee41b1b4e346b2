"""The file of heads: a cut tail shows, its own loss too; a kill's gap is filled, a full disk told."""

import pytest
from builders import claim
from witness import tampering

import models as m
from journal import audit, chain, heads, schema
from journal.database import is_sqlite, run

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def file(office, tmp_path):
    """The file of heads of an office with some changes."""
    path = tmp_path / "heads.log"
    chain.anchor_at(path)
    for _ in range(4):
        claim()
    assert audit.verify().sound
    return path


def _told() -> str:
    return " ".join(audit.verify().problems)


def test_it_begins_with_a_line_of_its_own_and_holds_every_head(file):
    batches = m.Batch.select(m.Batch.seq, m.Batch.digest).order_by(m.Batch.seq).tuples()
    assert file.read_text().splitlines() == ["0 -", *(f"{seq} {d}" for seq, d in batches)]


def test_a_cut_tail_shows(file):
    tampering()
    for name, table, *_ in schema.triggers():
        run(f'DROP TRIGGER "{name}"' if is_sqlite() else f'DROP TRIGGER "{name}" ON "{table}"')
    last = m.Batch.select(m.Batch.id).order_by(m.Batch.seq.desc()).get().id
    run("DELETE FROM claim WHERE batch_id = ?", (last,))
    run("DELETE FROM change WHERE batch_id = ?", (last,))
    run("DELETE FROM batch WHERE id = ?", (last,))
    previous = m.Batch.select().order_by(m.Batch.seq.desc()).get()
    run("UPDATE head SET seq = ?, digest = ?, committed_at = ?",
        (previous.seq, previous.digest, previous.committed_at.replace(tzinfo=None)))  # fmt: skip
    assert _told() == (
        "The file of heads knows change 4, the database does not: its tail was cut or replaced."
    )


@pytest.mark.parametrize(
    ("lose", "words"),
    [
        (lambda file: file.unlink(), "is missing or cannot be read"),
        (lambda file: file.write_text(""), "lacks 4 of 4 changes, the first is 1"),
        (lambda file: file.write_text("0 -\n"), "lacks 4 of 4 changes, the first is 1"),
        (lambda file: file.write_text("garbage\nfoo bar\n"), "Line 1 of the file of heads cannot"),
        (lambda file: file.write_bytes(b"\xff\xfe\n" + file.read_bytes()), "Line 1 of the file"),
        (
            lambda file: file.write_text("".join(file.read_text().splitlines(True)[:-2])),
            "lacks 2 of 4 changes, the first is 3",
        ),
        (
            lambda file: file.write_text(file.read_text().replace("\n2 ", "\n2 0")),
            "Line 3 of the file of heads cannot be read",
        ),
    ],
)
def test_its_own_loss_shows_with_the_way_on(file, lose, words):
    lose(file)
    assert words in _told()
    assert "Put the copy from the last backup in its place" in _told()


@pytest.mark.parametrize("lose", [lambda file: file.unlink(), lambda file: file.write_text("")])
def test_a_lost_file_stays_told_however_long_the_office_works_on(file, lose):
    kept = file.read_text()
    lose(file)
    claim()
    heads.catch_up()
    assert "lacks 4 of 5 changes" in _told()
    file.write_text(kept)
    heads.catch_up()
    assert audit.verify().sound


@pytest.mark.parametrize("left", ["", "4 0123"])
def test_the_gap_that_a_kill_leaves_is_filled_at_the_next_start(file, left):
    whole = file.read_text()
    file.write_text("".join(whole.splitlines(True)[:-2]) + left)
    heads.catch_up()
    assert audit.verify().sound
    assert file.read_text() == whole


def test_the_gap_that_a_kill_leaves_is_filled_by_the_next_change(file):
    file.write_text("".join(file.read_text().splitlines(True)[:-1]))
    claim()
    assert audit.verify().sound


def test_a_file_that_lost_more_than_a_kill_can_is_not_filled(file, monkeypatch):
    monkeypatch.setattr(heads, "MOST_MISSED", 1)
    file.write_text("".join(file.read_text().splitlines(True)[:-2]))
    heads.catch_up()
    assert "lacks 2 of 4 changes" in _told()


def test_a_change_stands_where_the_file_cannot_be_written_and_is_told(file, caplog):
    kept = file.read_text()
    file.unlink()
    file.mkdir()
    assert claim() == 5
    assert "The file of heads cannot be written" in caplog.text
    assert "is missing or cannot be read" in _told()
    file.rmdir()
    file.write_text(kept)
    claim()
    assert audit.verify().sound


def test_a_new_office_without_a_file_is_sound(file):
    file.unlink()
    assert list(heads.problems({})) == []


def test_it_is_made_anew_from_the_database(file):
    kept = file.read_text()
    file.write_text("garbage\n")
    heads.rewrite(heads.lines_of_database())
    assert file.read_text() == kept
    assert audit.verify().sound
