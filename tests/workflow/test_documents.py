"""Documents: kept by what they are, whole or not at all, and told by what they say of themselves."""

import errno
import io
import os
import threading
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from desk import TODAY, claim, do, look, make, reasons, row, user
from hypothesis import given
from hypothesis import strategies as st

import models as m
from journal import documents
from journal.documents import examine, shown_name
from journal.file_kinds import MEDIA_TYPES, kind_of
from rules.errors import BadValue, Blocked, DiskFull, Invalid, NotFound

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPG = b"\xff\xd8\xff\xe0" + b"\x00" * 40
TIF = b"II*\x00" + b"\x00" * 40
TXT = "Statement of Rosa Alvarez: the pothole was there.\r\n".encode("cp1252")
EML = (
    b"From: =?utf-8?q?Ros=C3=A1_Alvarez?= <rosa@example.org>\r\nTo: claims@example.org\r\n"
    b"Subject: =?utf-8?q?Estimate_=E2=80=93_left_wheel?=\r\nDate: Mon, 23 Nov 2026 10:00:00 -0800\r\n\r\n<b>See</b>\r\n"
)


def zipped(*names: str) -> bytes:
    """An archive with these parts, the same whenever it is made."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")
    return target.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
GOOD = {
    "a.pdf": PDF,
    "a.png": PNG,
    "a.jpg": JPG,
    "a.JPEG": JPG,
    "a.tif": TIF,
    "a.tiff": TIF,
    "a.docx": DOCX,
    "a.xlsx": XLSX,
    "a.eml": EML,
    "a.txt": TXT,
    "mail.txt": EML,
    "b.txt": "Größe".encode("utf-16"),
}


@pytest.fixture
def folder(tmp_path):
    documents.keep_in(tmp_path / "documents")
    yield tmp_path / "documents"
    documents.keep_in(tmp_path / "nowhere")


@pytest.fixture
def ann(office, folder):
    return user("ann", "technician")


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def keep(who, claim_id, data, name, **values):
    return do(who, "add_document", "claim", claim_id, file=(data, name), **values)


# --- What is kept --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOOD)
def test_each_kept_kind_is_known_by_its_content(name):
    facts = examine(GOOD[name], name)
    assert facts.media_type in MEDIA_TYPES.values()
    assert facts.size_bytes == len(GOOD[name])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.exe", b"MZ", "cannot be kept. Kept are files that end in pdf"),
        ("a.html", b"<html>", "cannot be kept"),
        ("a", PDF, "cannot be kept"),
        ("a.svg", b"<svg/>", "cannot be kept"),
        ("a.pdf", b"<!DOCTYPE html><script>1</script>", "it holds a web page"),
        ("a.txt", b"\n <html><body>", "it holds a web page"),
        ("a.txt", b"<?xml version='1.0'?><svg onload='x'/>", "a drawing that can run programs"),
        ("a.txt", b"<script>alert(1)</script>", "it holds a web page"),
        ("a.txt", b"<?xml version='1.0'?><data/>", "it holds a data file"),
        ("a.txt", b"x" * 5_000 + b"<html><script>1</script>", "it holds a web page"),
        ("a.txt", b"x" * 5_000 + b"<SVG onload=1>", "a drawing that can run programs"),
        ("a.txt", b"See <img src=x onerror=alert(1)>", "it holds a web page"),
        ("a.txt", b"See <a href='javascript:alert(1)'>", "it holds a web page"),
        ("a.txt", ("x" * 5_000 + "<iframe src=x>").encode("utf-16"), "it holds a web page"),
        ("mail.txt", EML + b"<script>1</script>", "it holds a web page"),
        ("a.txt", b"\x00\x01\x02", "none of the kept kinds"),
        ("a.pdf", PNG, "it holds a .png file"),
        ("a.png", PDF, "it holds a .pdf file"),
        ("a.pdf", PDF + zipped("x.txt"), "two kinds of file in one"),
        ("a.jpg", JPG + b"%PDF-1.4", "two kinds of file in one"),
        ("a.png", PNG + b"<html><script>", "two kinds of file in one"),
        ("a.png", PNG + zipped("META-INF/MANIFEST.MF"), "two kinds of file in one"),
        ("a.docx", zipped("x.txt"), "it holds an archive"),
        ("a.docx", XLSX, "it holds a .xlsx file"),
        (
            "a.docx",
            zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "a document with macros",
        ),
        (
            "a.xlsx",
            zipped("[Content_Types].xml", "xl/workbook.xml", "../../x"),
            "it holds an archive",
        ),
        ("a.docx", DOCX[:20], "it holds an archive"),
        ("a.eml", TXT, "it holds a .txt file"),
        ("a.pdf", b"", "it holds nothing"),
        ("bill.html.pdf", PDF, "has two endings"),
        ("setup.exe.docx", DOCX, "has two endings"),
    ],
)
def test_what_is_not_what_it_says_is_refused_in_words(name, data, said):
    with pytest.raises(BadValue, match=said):
        examine(data, name)


def test_a_text_that_compares_figures_is_kept():
    text = b"Speed < 25 and wet = on; cost <= 10; 3 <on> call, see <rosa@example.org>, on = 1"
    assert examine(text, "a.txt").media_type == "text/plain"


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\scans\\a.pdf", "a.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1.txt", "_LPT1.txt"),
        ("a\u202efdp.txt", "afdp.txt"),
        ("a\x00b.pdf", "ab.pdf"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ("bill <1>.pdf", "bill 1.pdf"),
        ("  a.pdf. ", "a.pdf"),
    ],
)
def test_a_name_is_only_a_name(given_, shown):
    assert shown_name(given_) == shown


@given(st.text(max_size=300))
def test_no_name_leads_anywhere(name):
    shown = shown_name(name)
    assert shown
    assert Path(shown).name == shown
    assert len(shown) <= 161


@given(st.binary(max_size=400), st.sampled_from([b"", *GOOD.values()]))
def test_any_bytes_have_a_kind(tail, head):
    assert kind_of(head + tail)


# --- How it is kept ------------------------------------------------------------------------------


def test_a_document_lies_whole_under_a_random_name(ann, folder):
    claim_id = claim()
    done = keep(ann, claim_id, PDF, "Estimate 7.pdf", sensitivity="medical")
    found = m.Document.get()
    path = documents.path_of(found)
    assert path.read_bytes() == PDF
    assert path.parent.name == found.store_name[:2]
    assert "Estimate" not in str(path)
    assert (path.stat().st_mode & 0o777) == 0o600
    assert (
        found.title,
        found.file_name,
        found.media_type,
        found.size_bytes,
        found.claim,
        found.sensitivity,
        found.added_by,
        found.document_date,
    ) == (
        "Estimate 7",
        "Estimate 7.pdf",
        "application/pdf",
        len(PDF),
        claim_id,
        "medical",
        "Ann",
        TODAY,
    )
    assert done.sentence == "“Estimate 7” is kept with L-2027-0001."
    assert m.Batch.get(m.Batch.verb == "add_document").title == "Document on L-2027-0001"
    assert files(folder) == [found.store_name]


def test_a_message_gives_title_and_day(ann):
    keep(ann, claim(), EML, "msg.eml")
    found = m.Document.get()
    assert found.title == "Estimate – left wheel (from Rosá Alvarez <rosa@example.org>)"
    assert found.document_date == date(2026, 11, 23)


@pytest.mark.parametrize(
    "headers",
    [
        b"From: a@example.org\r\nSubject: =?no-such-charset?q?x?=\r\nDate: yesterday\r\n\r\n",
        b"From: \xff\xfe\r\nSubject: \xe9t\xe9\r\nDate: Mon, 99 Foo 2026\r\n\r\n",
        b"From: a@example.org\r\nSubject: x\r\n\ty\r\nDate: Tue, 24 Nov 2099 10:00:00 +0000\r\n\r\n",
        b"From: a@example.org\r\nSubject:\r\n\r\n",
    ],
)
def test_a_message_with_odd_headers_is_kept_all_the_same(ann, headers):
    keep(ann, claim(), headers, "msg.eml")
    assert m.Document.get().document_date == TODAY
    assert m.Document.get().title.isprintable()


def test_a_stream_is_read_from_its_beginning(ann, folder):
    class Upload:
        filename, stream = "a.pdf", io.BytesIO(PDF)

    Upload.stream.read()
    claim_id = claim()
    look(ann, "add_document", "claim", claim_id, file=Upload)
    do(
        ann,
        "add_document",
        "claim",
        claim_id,
        file=Upload,
        title="The bill",
        document_date="2026-11-01",
    )
    assert documents.path_of(m.Document.get()).read_bytes() == PDF
    assert (m.Document.get().title, m.Document.get().document_date) == (
        "The bill",
        date(2026, 11, 1),
    )


def test_a_preview_keeps_nothing(ann, folder):
    look(ann, "add_document", "claim", claim(), file=(PDF, "a.pdf"))
    assert files(folder) == []


def test_the_same_file_is_kept_once_on_a_record(ann, folder):
    claim_id, other = claim(), claim()
    keep(ann, claim_id, PDF, "a.pdf")
    assert "kept here already, as D-000001" in reasons(
        look(ann, "add_document", "claim", claim_id, file=(PDF, "b.pdf"))
    )
    keep(ann, other, PDF, "a.pdf")
    assert len(files(folder)) == 2


def test_a_refused_file_is_named_at_its_field(ann, folder):
    with pytest.raises(Invalid) as refused:
        keep(ann, claim(), b"<html>", "a.pdf")
    assert refused.value.problems[0].column == "file"
    assert files(folder) == []


def test_a_file_that_is_too_large_is_refused(ann, folder):
    make("setting", name="document_max_megabytes", value="1")
    with pytest.raises(Invalid, match="larger than 1 MB"):
        keep(ann, claim(), PDF + b"\n" * 1_000_000, "a.pdf")


def test_a_file_goes_when_its_row_cannot_be_written(ann, folder):
    facts = examine(PDF, "a.pdf")
    with pytest.raises(Invalid, match="too long"), documents.kept(PDF, facts):
        make("document", **facts.columns, title="x" * 300, document_date=TODAY)
    assert files(folder) == []


def test_a_full_disk_leaves_nothing_behind(ann, folder, monkeypatch):
    def full(_number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull, match="The disk is full"):
        documents.store(PDF, "a.pdf")
    assert files(folder) == []


def test_the_same_drop_clicked_twenty_times_keeps_one_file(ann, folder):
    claim_id = claim()

    def drop():
        with m.database.connection_context(), suppress(Blocked):
            do(ann, "add_document", "claim", claim_id, click="drop", file=(PDF, "a.pdf"))

    clicks = [threading.Thread(target=drop) for _ in range(20)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert m.Document.select().count() == 1
    assert files(folder) == [m.Document.get().store_name]


def test_what_a_stopped_program_left_is_found(ann, folder):
    keep(ann, claim(), PDF, "a.pdf")
    left = documents.store(PNG, "b.png")
    assert documents.forgotten() == []
    for path in folder.rglob("*"):
        os.utime(path, (0, 0))
    assert documents.forgotten() == [left.store_name]
    documents.discard(left.store_name)
    assert len(files(folder)) == 1


def test_a_file_that_is_gone_or_a_made_up_name_is_said_so(ann, folder):
    keep(ann, claim(), PDF, "a.pdf")
    found = m.Document.get()
    documents.discard(found.store_name)
    with pytest.raises(NotFound, match="The file of D-000001 is not in the document store"):
        documents.path_of(found)
    found.store_name = "../../secret"
    with pytest.raises(NotFound):
        documents.path_of(found)


@pytest.mark.usefixtures("office")
def test_a_store_that_is_not_set_up_is_said_so(monkeypatch):
    monkeypatch.setattr(documents, "_store", None)
    with pytest.raises(Blocked, match="not set up"):
        documents.store(TXT, "a.txt")


def test_an_incident_keeps_documents_too(ann, folder):
    incident = make("incident", loss_date=TODAY)
    do(ann, "add_document", "incident", incident, file=(TXT, "a.txt"))
    assert row(m.Document, m.Document.get().id).incident == incident
