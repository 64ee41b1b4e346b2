"""Small workbooks for a newcomer to try the import with: a register, payments, physicians.

A few of their rows are wrong on purpose (an unreadable day, an unknown status, a number that comes
twice), so that the preview has something to show.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from seed.demo import losses, people, words
from seed.demo.chance import Chance, days_after

CLAIMS, PAYMENTS, PHYSICIANS = 60, 25, 15
REGISTER_HEADINGS = (
    "Claim No.", "Claimant", "Date of Loss", "Date Received", "Department", "Cause", "Location",
    "Description of Loss", "Amount Claimed", "Status", "Amount Paid", "Date Closed",
)  # fmt: skip
PAYMENT_HEADINGS = (
    "Payment No.", "Claim", "Paid to", "Category", "Benefit or cost", "Amount", "Invoice No.",
    "For",
)  # fmt: skip
PHYSICIAN_HEADINGS = (
    "Number", "Name", "Kind", "NPI", "Credential", "Specialty", "In the network", "Phone",
)  # fmt: skip
STATUSES = (
    "Open",
    "Under review",
    "Investigation",
    "Rejected",
    "Closed, paid",
    "Closed, no payment",
)
CLAIM_NUMBER, DAY_OF_LOSS, STATUS = 0, 2, 9
PAYMENT_CLAIM, PAYMENT_AMOUNT, PHYSICIAN_NPI = 1, 5, 3
"""Columns in which a row is made wrong, counted from 0."""
UNREADABLE_DAY, UNKNOWN_STATUS, TWICE = 13, 28, 46
"""Places of the wrong rows of the register, counted from 0; the last bears the number before it."""
UNREADABLE_AMOUNT, UNKNOWN_CLAIM = 6, 17
LONG_NPI = 9
FORMATS = {float: "#,##0.00", date: "mm/dd/yyyy"}
NOON_LONG_AGO = (2000, 1, 1, 12, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")

Rows = list[list[Any]]


def make_samples(folder: Path, *, today: date) -> list[Path]:
    """Write the sample workbooks that are missing; the same day gives the same files.

    Args:
        folder: where they go; made when it is not there.
        today: the office's day; the losses lie in the two years before it.

    Returns:
        The files, register first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    register = register_rows(today)
    told = (
        ("claims_register.xlsx", "Claims", REGISTER_HEADINGS, register),
        ("payments.xlsx", "Payments", PAYMENT_HEADINGS, payment_rows(register)),
        ("physicians.xlsx", "Physicians", PHYSICIAN_HEADINGS, physician_rows()),
    )
    made = []
    for name, tab, headings, rows in told:
        path = folder / name
        if not path.exists():
            _save(path, tab, headings, rows)
        made.append(path)
    return made


def register_rows(today: date) -> Rows:
    """The register: sixty claims, three of them wrong."""
    chance = Chance("sample register")
    rows = [_claim(chance, n, today) for n in range(CLAIMS)]
    rows[UNREADABLE_DAY][DAY_OF_LOSS] = f"10/00/{today:%y}"
    rows[UNKNOWN_STATUS][STATUS] = "On the desk of Bob"
    rows[TWICE][CLAIM_NUMBER] = rows[TWICE - 1][CLAIM_NUMBER]
    return rows


def payment_rows(register: Rows) -> Rows:
    """Payments on claims of the register, two of them wrong."""
    chance, rows = Chance("sample payments"), []
    right = [
        row for n, row in enumerate(register) if n not in (UNREADABLE_DAY, UNKNOWN_STATUS, TWICE)
    ]
    for n in range(PAYMENTS):
        claim = chance.pick(right)
        amount = chance.amount(900, 0.8, 20_000) / 100
        kind = (
            ("Indemnity", "Property damage") if chance.likely(0.6) else ("Expense", "Investigation")
        )
        payee = claim[1] if kind[0] == "Indemnity" else chance.pick(words.VENDORS)
        invoice = f"INV-{chance.between(1000, 9999)}" if kind[0] == "Expense" else None
        rows.append([f"S-{n + 1:04d}", claim[0], payee, *kind, amount, invoice, f"On {claim[0]}"])
    rows[UNREADABLE_AMOUNT][PAYMENT_AMOUNT] = "about 900"
    rows[UNKNOWN_CLAIM][PAYMENT_CLAIM] = "99-9999"
    return rows


def physician_rows() -> Rows:
    """Physicians, one of them with a number that is too long."""
    chance, rows = Chance("sample physicians"), []
    for n in range(PHYSICIANS):
        name = f"{chance.pick(words.FIRST_NAMES)} {chance.pick(words.LAST_NAMES)}"
        facts = (chance.pick(words.CREDENTIALS), chance.pick(words.PHYSICIAN_SPECIALTIES))
        network = "yes" if chance.likely(0.8) else "no"
        rows.append([f"S-{n + 1:03d}", name, "Physician", people.npi(chance), *facts, network,
                     people.phone(chance)])  # fmt: skip
    rows[LONG_NPI][PHYSICIAN_NPI] += "77"
    return rows


def _claim(chance: Chance, n: int, today: date) -> list[Any]:
    loss, street = chance.draw(losses.LIABILITY), people.house(chance)
    lost = days_after(today, -chance.between(30, 700))
    received = min(days_after(lost, chance.between(3, 120)), days_after(today, -1))
    status, claimed = chance.pick(STATUSES), chance.amount(loss.median, loss.sigma, 400_000)
    closed = (
        min(days_after(received, chance.between(40, 200)), today) if "Closed" in status else None
    )
    paid = round(claimed * 0.6) / 100 if status == "Closed, paid" else 0
    told = chance.pick(loss.texts).format(
        street=street.split(" ", 1)[1], vehicle=chance.pick(words.VEHICLES),
        equipment=chance.pick(words.EQUIPMENT),
    )  # fmt: skip
    name = people.new_person(chance, today=today).name
    return [f"{lost:%y}-{1001 + n}", name, lost, received, loss.department, loss.cause,
            f"{street}, {words.CITY}", told, claimed / 100, status, paid, closed]  # fmt: skip


# --- The files ----------------------------------------------------------------------------------


def _save(path: Path, tab: str, headings: Sequence[str], rows: Rows) -> None:
    """A workbook as an office keeps it: a title, a blank row, the headings, the rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = tab
    sheet.append([f"{words.CITY}, {tab.lower()} (sample)"])
    sheet.append([])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(row)
    for cell in (sheet["A1"], *sheet[3]):
        cell.font = Font(bold=True)
    for n, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(n)].width = max(12, min(48, len(heading) + 6))
    for cells in sheet.iter_rows(min_row=4):
        for cell in cells:
            cell.number_format = FORMATS.get(type(cell.value), cell.number_format)
    sheet.freeze_panes = "A4"
    book.save(path)
    _stand_still(path)


def _stand_still(path: Path) -> None:
    """Take the clock out of a workbook, so that the same rows give the same bytes."""
    with ZipFile(path) as file:
        entries = [(name, file.read(name)) for name in file.namelist()]
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        for name, content in entries:
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2000-01-01T12:00:00Z", content)
            info = ZipInfo(name, NOON_LONG_AGO)
            info.compress_type = ZIP_DEFLATED
            file.writestr(info, content)
