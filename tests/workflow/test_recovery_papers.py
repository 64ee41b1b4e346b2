"""What goes out with a demand: the worksheet with live sums, the packet, the tender to the carrier."""

import csv
import io
import struct
import subprocess
import zlib
from datetime import date

import letter_office
import pytest
from desk import REPAIR, TODAY, change, claim, do, look, make, reasons, row, user, words
from machine import soffice
from openpyxl import load_workbook
from pypdf import PdfReader, PdfWriter

import models as m
from exports import packet, printing
from journal import documents
from rules.errors import Blocked
from workflow.recovery_papers import workbook_of

pytestmark = pytest.mark.usefixtures("office")


def png() -> bytes:
    """A small red picture."""

    def part(kind: bytes, data: bytes) -> bytes:
        summed = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + summed

    rows = b"".join(b"\x00" + b"\xc0\x20\x20" * 40 for _ in range(30))
    head = struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)
    parts = (part(b"IHDR", head), part(b"IDAT", zlib.compress(rows)), part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def pdf(pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(300, 300)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def ann(office, tmp_path):
    documents.keep_in(tmp_path / "store")
    letter_office.settle()
    return user("ann", "technician")


@pytest.fixture
def ready(ann):
    """The worked example on an incident, to be billed."""
    party = make("party", name="=Dan Driver", role="responsible", address="7 Oak Road")
    incident = make("incident", loss_date=date(2026, 8, 14), location="Elm")
    made = make("recovery", responsible_party=party, incident=incident, damage_place="Elm and 3rd",
                damage_date=date(2026, 8, 14), asset_description="Signal pole 12")  # fmt: skip
    do(ann, "add_recovery_cost", "recovery", made, lines=REPAIR)
    change("recovery", made, status="ready_to_bill")
    return made


@pytest.fixture
def billed(ann, ready):
    """The same, billed."""
    do(ann, "bill_recovery", "recovery", ready)
    return ready


def keep(ann, sheet: str, row_id: int, data: bytes, name: str, **values) -> None:
    do(ann, "add_document", sheet, row_id, file=(data, name), **values)


def cells(data: bytes) -> dict[str, object]:
    sheet = load_workbook(io.BytesIO(data)).active
    return {
        cell.coordinate: cell.value for line in sheet for cell in line if cell.value is not None
    }


def found(data: bytes, words: str) -> int:
    """The row in which these words stand."""
    return next(int(at[1:]) for at, value in cells(data).items() if value == words)


# --- The worksheet -------------------------------------------------------------------------------


def test_every_amount_of_the_worksheet_is_a_formula(billed):
    data = workbook_of(row(m.Recovery, billed))
    held = cells(data)
    line = found(data, "Signal technician overtime")
    assert [held[f"{c}{line}"] for c in "DEFG"] == [5, 48.2, 1.5, 9.25]
    assert held[f"I{line}"] == f"=ROUND(D{line}*E{line}*F{line}*(1+G{line}/100),2)"
    total = found(data, "Total demand")
    assert str(held[f"I{total}"]).startswith("=SUM(")
    over = found(data, "Administration (% of direct cost)")
    assert (held[f"D{over}"], str(held[f"I{over}"])[:7]) == (15, "=ROUND(")


def test_a_text_of_the_worksheet_never_becomes_a_formula(billed):
    sheet = load_workbook(io.BytesIO(workbook_of(row(m.Recovery, billed)))).active
    party = next(c for line in sheet for c in line if c.value == "=Dan Driver")
    assert (party.data_type, party.quotePrefix) == ("s", True)


def test_it_prints_across_the_page_with_its_headings_on_each(billed):
    sheet = load_workbook(io.BytesIO(workbook_of(row(m.Recovery, billed)))).active
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.print_title_rows == "$9:$9"


def test_an_amount_on_file_without_parts_stands_as_it_is(ann):
    one = make("recovery")
    make("recoverycost", recovery=one, element="labor", description="Crew", amount=99_00)
    data = workbook_of(row(m.Recovery, one))
    assert cells(data)[f"I{found(data, 'Crew')}"] == 99


@pytest.mark.slow
def test_libreoffice_sums_the_worksheet_to_the_bill(ann, ready, tmp_path):
    billed = ready
    make("ratecard", kind="equipment", code="CAR", unit="mile", rate=70, title="Car",
         first_day=date(2026, 1, 1), source="Own")  # fmt: skip
    do(ann, "add_recovery_cost", "recovery", billed, lines="equipment: CAR; 12.5 miles")
    do(ann, "add_recovery_cost", "recovery", billed, lines="salvage: Scrap; 30.00")
    do(ann, "bill_recovery", "recovery", billed)
    do(ann, "record_receipt", "recovery", billed, amount=6_000_00)
    path = tmp_path / "costs.xlsx"
    path.write_bytes(workbook_of(row(m.Recovery, billed)))
    subprocess.run(
        [soffice(), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "csv", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with (tmp_path / "costs.csv").open(encoding="utf-8", newline="") as handle:
        sums = {line[2]: line[8].replace(",", "") for line in csv.reader(handle)}
    stands = row(m.Recovery, billed)
    assert sums["Direct cost"] == "6762.04"
    assert sums["Total demand"] == f"{stands.billed / 100:.2f}"
    assert sums["Balance"] == f"{stands.balance / 100:.2f}"


def test_the_worksheet_is_kept_as_a_document(ann, billed):
    done = do(ann, "keep_cost_workbook", "recovery", billed)
    kept = m.Document.get()
    assert done.sentence == "“costs-REC-2027-0001-2026-11-24.xlsx” is kept with REC-2027-0001."
    assert (kept.recovery, kept.title, kept.sensitivity) == (billed, "Cost worksheet", "personal")
    assert documents.content(kept)[:2] == b"PK"
    empty = look(ann, "keep_cost_workbook", "recovery", make("recovery"))
    assert empty.refusals[0].want.action == "add_recovery_cost"


# --- The packet ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_packet_holds_worksheet_reports_and_photos_as_pages(ann, billed):
    soffice()
    keep(ann, "recovery", billed, pdf(2), "report.pdf", title="Collision report")
    keep(ann, "recovery", billed, png(), "pole.png", title="The pole")
    do(ann, "build_packet", "recovery", billed)
    made = m.Document.get(m.Document.file_name == "packet-party-REC-2027-0001-2026-11-24.pdf")
    pages = PdfReader(io.BytesIO(documents.content(made))).pages
    texts = [page.extract_text() for page in pages]
    assert "Demand INV-2027-0001" in texts[0]
    assert any("Total demand" in text and "7,766.28" in text for text in texts)
    assert "The pole" in texts[-1]
    assert len(pages[-1].images) == 1
    assert len(pages) >= 5


@pytest.mark.slow
def test_the_packet_for_court_has_the_facts_of_the_form_after_its_cover(ann, billed):
    soffice()
    do(ann, "record_receipt", "recovery", billed, amount=6_000_00)
    keep(ann, "recovery", billed, pdf(), "report.pdf", title="Collision report")
    do(ann, "build_packet", "recovery", billed, to="court")
    made = m.Document.get(m.Document.file_name.startswith("packet-court-"))
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(documents.content(made))).pages]
    assert "Demand INV-2027-0001" in texts[0]
    assert "form SC-100" in texts[1]
    assert "$1,766.28; a city claims up to $6,250.00" in texts[1]
    plan = look(ann, "file_small_claims", "recovery", billed, court="Sonora")
    assert f"The packet for the court is on file: {made.document_no}." in words(plan)


@pytest.mark.parametrize("kept_as", ["medical", "privileged"])
def test_medical_and_attorney_documents_never_go_in(billed, kept_as):
    doctor = user("doc", "technician", "risk_manager")
    keep(doctor, "recovery", billed, pdf(), "a.pdf", title="Chart", sensitivity=kept_as)
    keep(doctor, "recovery", billed, png(), "b.png", title="Wound", sensitivity=kept_as)
    made = packet.contents_of(row(m.Recovery, billed))
    assert (made.photos, made.reports) == ([], [])
    plan = look(doctor, "build_packet", "recovery", billed)
    if printing.program():
        assert words(plan).count("stays out: kept apart: medical or of the attorney.") == 2
        assert "Chart" not in words(plan)


def test_nothing_of_a_compensation_claim_goes_in(ann, billed):
    hurt, other = claim(line="W", status="accepted"), claim()
    keep(ann, "claim", hurt, pdf(), "a.pdf", title="Note", sensitivity="personal")
    keep(ann, "claim", other, pdf(2), "b.pdf", title="Estimate", sensitivity="personal")
    keep(ann, "incident", 1, pdf(3), "c.pdf", title="Police report", sensitivity="public")
    change("recovery", billed, claim=hurt)
    assert [d.title for d in packet.contents_of(row(m.Recovery, billed)).reports] == [
        "Police report"
    ]
    change("recovery", billed, claim=other)
    assert [d.title for d in packet.contents_of(row(m.Recovery, billed)).reports] == [
        "Estimate", "Police report",
    ]  # fmt: skip


def test_without_libreoffice_it_is_said_plainly(ann, billed, monkeypatch):
    monkeypatch.setattr(printing, "program", lambda: None)
    assert "There is no LibreOffice on this machine" in reasons(
        look(ann, "build_packet", "recovery", billed)
    )


def test_the_packet_for_court_keeps_to_what_a_city_may_ask(ann, billed, monkeypatch):
    monkeypatch.setattr(printing, "program", lambda: "here")
    large = look(ann, "build_packet", "recovery", billed, to="court")
    assert "$7,766.28 is beyond small claims" in reasons(large)
    do(ann, "record_receipt", "recovery", billed, amount=1_516_28)
    told = words(look(ann, "build_packet", "recovery", billed, to="court"))
    assert "Claim: $6,250.00, within $6,250.00 for a city" in told
    assert "Asked for payment before: Not on file. Demand it in writing first" in told
    do(ann, "send_demand", "recovery", billed)
    told = words(look(ann, "build_packet", "recovery", billed, to="court"))
    assert "Asked for payment before: 24 Nov 2026" in told
    assert "Amount claimed: $6,250.00; a city claims up to $6,250.00 (116.220)" in told
    assert (
        "How it was worked out: Invoice INV-2027-0001: $7,766.28, less $1,516.28 received" in told
    )
    assert "Defendant: =Dan Driver" in told
    assert "Small claims of the City in the last 12 months: 0 on file here" in told


def printed(title: str, **values) -> int:
    """A letter in the file with its .pdf."""
    name = f"{title}.pdf"
    place = {name: row_id for name, row_id in values.items() if name in ("claim", "recovery")}
    document = make("document", title=title, file_name=name, media_type="application/pdf",
                    document_date=TODAY, size_bytes=1, sha256="0" * 64, store_name="0" * 32,
                    **place)  # fmt: skip
    usual = {"code": "DEMAND", "title": title, "recipient": "Dan", "status": "sent",
             "letter_date": TODAY, "sent_date": TODAY, "printed": document}  # fmt: skip
    return make("letter", **{**usual, **values})


def test_the_packet_takes_the_demand_that_stands(billed):
    """No void letter, no earlier demand, and no letter on the liability claim."""
    change("recovery", billed, claim=(liability := claim()))
    printed("First demand", recovery=billed)
    printed("Demand that stands", recovery=billed)
    printed("Void demand", recovery=billed, status="void")
    printed("Follow-up", recovery=billed, code="FOLLOW-30")
    printed("Rejection", claim=liability, code="REJECT")
    found = packet.contents_of(row(m.Recovery, billed))
    assert sorted(d.title for d in found.reports) == ["Demand that stands", "Follow-up"]
    assert {d.title: why for d, why in found.left_out} == {
        "First demand": "LT-000002 is the demand that stands",
        "Void demand": "a letter that is void",
        "Rejection": "a letter on the claim, not on the damage",
    }


@pytest.mark.parametrize(
    ("code", "title", "goes_in"),
    [
        ("DEMAND", "Demand", True),
        ("DEMAND-CARR", "Demand to the insurer", True),
        ("FOLLOW-90", "Follow-up", True),
        ("SC-NOTICE", "Final notice", True),
        ("SETTLE-REC", "Recovery compromise", False),
        ("PAYPLAN", "Payment plan", False),
        ("WRITEOFF", "Recommendation", False),
    ],
)
def test_of_letters_the_packet_takes_what_asks_for_the_bill(billed, code, title, goes_in):
    """An offer to take less is no evidence of what is owed (Evid. Code 1152)."""
    printed(title, recovery=billed, code=code)
    found = packet.contents_of(row(m.Recovery, billed))
    assert [d.title for d in found.reports] == [title] * goes_in
    assert [why for _, why in found.left_out] == ["a letter that does not ask for the bill"] * (
        not goes_in
    )


@pytest.mark.parametrize(
    ("title", "goes_in"),
    [
        ("Police report 26-4410", True),
        ("Officer's statement", True),
        ("Invoice of the memorial sign", True),
        ("Work order 12", True),
        ("Scan 0012", True),
        ("Settlement agreement", False),
        ("Signed release", False),
        ("Offer to Acme", False),
        ("MEMO to the file", False),
        ("Memorandum of 2 Nov", False),
        ("Write-off recommendation", False),
        ("Compromise with Dan", False),
        ("Evaluation of the case", False),
    ],
)
def test_papers_of_a_settlement_and_memos_stay_out(ann, billed, title, goes_in):
    for data, name in ((pdf(), "a.pdf"), (png(), "b.png")):
        keep(ann, "recovery", billed, data, name, title=title)
    found = packet.contents_of(row(m.Recovery, billed))
    assert [d.title for d in (*found.reports, *found.photos)] == [title] * 2 * goes_in
    assert {why for _, why in found.left_out} == (
        set() if goes_in else {"a memo, or a paper of a settlement, by its title"}
    )


def test_a_letter_written_by_hand_counts_as_asked_for_payment(ann, billed, monkeypatch):
    monkeypatch.setattr(printing, "program", lambda: "here")
    do(ann, "record_receipt", "recovery", billed, amount=1_516_28)
    do(ann, "letter_demand", "recovery", billed)
    told = words(look(ann, "build_packet", "recovery", billed, to="court"))
    assert "Asked for payment before: 24 Nov 2026" in told


def test_what_is_not_billed_has_no_packet(ann):
    want = look(ann, "build_packet", "recovery", make("recovery")).refusals[0].want
    assert want.action == "bill_recovery"


def test_a_report_that_cannot_be_read_is_named(ann):
    with pytest.raises(Blocked, match="D-7 cannot be read as a .pdf"):
        packet.joined([("cover.docx", pdf()), ("D-7", b"%PDF-1.7\nnothing\n%%EOF\n")])
    whole = packet.joined([("a", pdf(2)), ("b", pdf())])
    assert len(PdfReader(io.BytesIO(whole)).pages) == 3


@pytest.mark.slow
def test_a_photo_that_cannot_be_read_is_named(ann, billed):
    soffice()
    keep(ann, "recovery", billed, b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "pole.png")
    with pytest.raises(Blocked, match="cannot be read as a photo: take it out"):
        do(ann, "build_packet", "recovery", billed)
    assert m.Document.select().count() == 1


# --- The tender ----------------------------------------------------------------------------------


def test_a_tender_is_a_status_with_its_own_list(ann, billed):
    carrier = make("organization", name="Acme Insurance", kind="carrier", address="PO Box 9")
    change("recovery", billed, carrier=carrier, insured_policy_no="POL-9")
    given = {"carrier_claim_no": "CLM-1", "carrier_adjuster": "Ada Just"}
    plan = look(ann, "tender_recovery", "recovery", billed, **given)
    assert "Carrier: Acme Insurance, claim CLM-1, policy POL-9." in plan.lines
    assert "Adjuster: Ada Just." in plan.lines
    assert "No other claim of the City is released by payment of this one." in plan.lines
    assert [paper.title for paper in plan.papers] == ["REC-2027-0001: Demand to the insurer"]
    assert any("CLM-1" in text for _, text in plan.papers[0].blocks)
    do(ann, "tender_recovery", "recovery", billed, **given)
    letter = m.Letter.get()
    assert (letter.code, letter.recipient) == ("DEMAND-CARR", "Ada Just / Acme Insurance")
    stands = row(m.Recovery, billed)
    assert (stands.status, stands.tendered_date, stands.carrier_claim_no) == (
        "tendered", TODAY, "CLM-1",
    )  # fmt: skip
    assert "It is tendered already" in reasons(look(ann, "tender_recovery", "recovery", billed))


@pytest.mark.parametrize("given", [{"letter": "elsewhere"}, {"tendered_date": date(2026, 11, 20)}])
def test_a_tender_that_went_out_elsewhere_or_before_writes_no_letter(ann, billed, given):
    change("recovery", billed, carrier=make("organization", name="Acme", kind="carrier"))
    plan = look(ann, "tender_recovery", "recovery", billed, **given)
    assert not plan.papers
    assert ("No letter is written for Fri 20 Nov 2026" in words(plan)) is ("letter" not in given)
    do(ann, "tender_recovery", "recovery", billed, **given)
    assert row(m.Recovery, billed).status == "tendered"
    assert m.Letter.select().count() == 0


def test_a_tender_without_an_address_says_so_and_writes_nothing(ann, billed):
    change("recovery", billed, carrier=make("organization", name="Acme", kind="carrier"))
    plan = look(ann, "tender_recovery", "recovery", billed)
    assert "the address it goes to (give it above)" in reasons(plan)
    assert not plan.draft


def test_a_tender_needs_a_carrier_and_a_bill(ann, billed):
    assert look(ann, "tender_recovery", "recovery", billed).refusals[0].want.column == "carrier"
    bare = make("recovery", status="billed")
    assert "not billed yet" in reasons(look(ann, "tender_recovery", "recovery", bare))
