"""The cost worksheet of a recovery as .xlsx: a line each, its sums live formulas, fit to print.

Whoever receives it can follow each amount: the cell of a line multiplies what stands beside it, the
sums add the cells above. A text never becomes a formula.
"""

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from exports.workbook import DANGEROUS, on_paper
from journal import settings
from models import Organization, Party, RateCard, Recovery, RecoveryCost
from rules.days import day_words
from rules.recovery_cost import APART, BillLine
from rules.recovery_units import extended

HEADINGS = (
    ("No.", 11), ("Date", 11), ("What", 36), ("Quantity", 10), ("Rate or price", 13),
    ("Factor", 8), ("Burden %", 10), ("Tax %", 8), ("Amount", 13), ("Source", 34),
)  # fmt: skip
"""Column headings and their widths."""
SECTIONS = (
    ("labor", "Labor"),
    ("equipment", "Equipment"),
    ("material", "Material"),
    ("contractor", "Contractors"),
    ("other", "Other"),
)
FIGURES = range(4, 10)
"""Places of the columns that hold figures, which stand to the right."""
INDENT = {place: int(place == 10) for place in range(1, 11)}
"""Place -> how far its text is set in: what follows an amount keeps apart from it."""
MONEY, NUMBER, DAY = "#,##0.00", "0.##", "yyyy-mm-dd"
TOP = 9
"""The row of the headings; above it stand the facts of the case."""
FACE = "Calibri"
_BOLD, _SMALL = Font(FACE, bold=True), Font(FACE, size=9, color="555555")
_FILL, _LINE = PatternFill("solid", fgColor="E8EDF3"), Border(top=Side("thin"))


def cost_workbook(recovery: Recovery, lines: Iterable[tuple[Any, BillLine]]) -> bytes:
    """The workbook of a recovery.

    Args:
        recovery: the case.
        lines: each direct cost line with what the rule takes of it.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Cost worksheet"
    _facts(sheet, recovery)
    for place, (heading, width) in enumerate(HEADINGS, 1):
        cell = sheet.cell(TOP, place, heading)
        cell.font, cell.fill = _BOLD, _FILL
        cell.alignment = Alignment("right" if place in FIGURES else "left", indent=INDENT[place])
        sheet.column_dimensions[cell.column_letter].width = width
    _sums(sheet, recovery, _sections(sheet, list(lines)))
    _layout(sheet, recovery)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def costs_of(recovery: Recovery) -> list[Any]:
    """The cost lines of a recovery in the order of their work."""
    return list(
        RecoveryCost.select()
        .where(RecoveryCost.recovery == recovery.id, RecoveryCost.trashed_at.is_null())
        .order_by(RecoveryCost.work_date.asc(nulls="FIRST"), RecoveryCost.id)
    )


# --- The head ------------------------------------------------------------------------------------


def _facts(sheet: Worksheet, recovery: Recovery) -> None:
    title = sheet.cell(1, 1, settings.get("office_name", "Risk Management"))
    title.font = Font(FACE, bold=True, size=14)
    sheet.cell(2, 1, f"Cost worksheet {recovery.recovery_no}").font = Font(FACE, bold=True, size=12)
    where = ", ".join(filter(None, (recovery.asset_description, recovery.damage_place)))
    pairs = (
        ("Damage", where),
        ("Damage date", day_words(recovery.damage_date) if recovery.damage_date else ""),
        ("Against", _name(Party, recovery.responsible_party)),
        ("Carrier", _carrier(recovery)),
        ("Invoice", _invoice(recovery)),
    )
    for row, (label, words) in enumerate(pairs, 3):
        sheet.cell(row, 1, label).font = _SMALL
        _text(sheet, row, 3, words)


def _carrier(recovery: Recovery) -> str:
    number = f"claim {recovery.carrier_claim_no}" if recovery.carrier_claim_no else ""
    return ", ".join(filter(None, (_name(Organization, recovery.carrier), number)))


def _invoice(recovery: Recovery) -> str:
    if not recovery.invoice_no:
        return "Not billed yet"
    days = [d and day_words(d) for d in (recovery.invoice_date, recovery.due_date)]
    of, due = (
        f"{word} {day}" if day else "" for word, day in zip(("of", "due"), days, strict=True)
    )
    return f"{recovery.invoice_no} {of}, {due}".rstrip(", ")


def _name(model: Any, row_id: int | None) -> str:
    row = model.select(model.name).where(model.id == row_id).tuples().first()
    return str(row[0]) if row else ""


def _text(sheet: Worksheet, row: int, place: int, words: str | None) -> None:
    """A text that stays a text, also when somebody edits the cell."""
    cell = sheet.cell(row, place)
    cell.value, cell.data_type = words or "", "s"
    cell.quotePrefix = bool(DANGEROUS.match(words or ""))
    wraps = place in (3, 10) and row > TOP
    cell.alignment = Alignment("left", "top", wrap_text=wraps, indent=INDENT[place])


# --- The lines -----------------------------------------------------------------------------------


def _sections(sheet: Worksheet, lines: list[tuple[Any, BillLine]]) -> dict[str, str]:
    """The lines by element with a sum under each; returns element -> the cell of its sum."""
    found, row = {}, TOP + 1
    for element, title in SECTIONS:
        own = [(cost, line) for cost, line in lines if cost.element == element]
        if not own:
            continue
        sheet.cell(row, 1, title).font = _BOLD
        first = row = row + 1
        for cost, line in own:
            _line(sheet, row, cost, line)
            row += 1
        _sum(sheet, row, title, f"=SUM(I{first}:I{row - 1})")
        found[element] = f"I{row}"
        row += 2
    return found


def _line(sheet: Worksheet, row: int, cost: Any, line: BillLine) -> None:
    _text(sheet, row, 1, cost.line_no)
    day = sheet.cell(row, 2, cost.work_date)
    day.number_format, day.alignment = DAY, Alignment("left", vertical="top")
    _text(sheet, row, 3, cost.description)
    for place, value in zip("DEFGH", _parts(cost, line), strict=True):
        cell = sheet[f"{place}{row}"]
        cell.value, cell.number_format = value, MONEY if place == "E" else NUMBER
    sheet[f"I{row}"] = _formula(row, cost, line)
    sheet[f"I{row}"].number_format = MONEY
    _text(sheet, row, 10, _source(cost))


def _parts(cost: Any, line: BillLine) -> tuple[Any, ...]:
    """Quantity, rate, factor, burden and tax that make the amount; blank where none do."""
    if line.element in ("labor", "equipment"):
        factor, burden = (line.multiplier or 1, line.burden_percent or 0)
        more = (factor, burden) if line.element == "labor" else (None, None)
        return (line.hours, _dollars(line.rate), *more, None)
    if _by_unit(cost, line):
        tax = line.tax_percent or 0 if line.element == "material" else None
        return (cost.quantity, _dollars(cost.rate), None, None, tax)
    if line.element == "material" and line.amount is not None:
        return (1, _dollars(line.amount), None, None, line.tax_percent or 0)
    return (None,) * 5


def _formula(row: int, cost: Any, line: BillLine) -> Any:
    """The amount of a line: worked out from the cells beside it, else as it is on file."""
    if line.element == "labor":
        return f"=ROUND(D{row}*E{row}*F{row}*(1+G{row}/100),2)"
    if line.element == "equipment" or (_by_unit(cost, line) and line.element == "other"):
        return f"=ROUND(D{row}*E{row},2)"
    if line.element == "material":
        price = f"ROUND(D{row}*E{row},2)"
        return f"={price}+ROUND({price}*H{row}/100,2)"
    return _dollars(cost.amount)


def _by_unit(cost: Any, line: BillLine) -> bool:
    """Whether pieces or miles at a rate give the price of a line."""
    counted = cost.quantity is not None and cost.rate is not None
    return counted and extended(cost.quantity, cost.rate) == line.amount


def _dollars(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def _source(cost: Any) -> str:
    if not cost.rate_card:
        return cost.source or ""
    card = RateCard.get_by_id(cost.rate_card)
    words = f"Rate {card.code} from {day_words(card.first_day)}"
    return f"{words}: {card.source}"


# --- The sums ------------------------------------------------------------------------------------


def _sums(sheet: Worksheet, recovery: Recovery, sums: dict[str, str]) -> None:
    """Direct cost, overhead, salvage, interest, total, what came in and what is owed."""
    row = sheet.max_row + 2
    direct = f"I{row}"
    _sum(sheet, row, "Direct cost", f"={'+'.join(sums.values()) or '0'}")
    extra = [c for c in costs_of(recovery) if c.element in APART]
    for cost in sorted(extra, key=lambda c: APART.index(c.element)):
        row += 1
        of_direct = cost.element == "overhead" and cost.percent is not None
        if of_direct:
            sheet[f"D{row}"] = cost.percent
        formula = f"=ROUND({direct}*D{row}/100,2)" if of_direct else _dollars(cost.amount)
        _sum(sheet, row, f"{cost.description}{' (% of direct cost)' if of_direct else ''}", formula)
    _sum(sheet, row + 1, "Total demand", f"=SUM({direct}:I{row})")
    _sum(sheet, row + 2, "Received", _dollars(-recovery.received))
    _sum(sheet, row + 3, "Given up", _dollars(-(recovery.adjusted or 0)))
    _sum(sheet, row + 4, "Balance", f"=SUM(I{row + 1}:I{row + 3})")


def _sum(sheet: Worksheet, row: int, title: str, value: Any) -> None:
    _text(sheet, row, 3, title)
    sheet.cell(row, 3).font, sheet.cell(row, 3).alignment = _BOLD, Alignment(vertical="top")
    cell = sheet[f"I{row}"]
    cell.value, cell.number_format, cell.font, cell.border = value, MONEY, _BOLD, _LINE


def _layout(sheet: Any, recovery: Recovery) -> None:
    """How it prints: across the page, all columns on one, headings on each."""
    sheet.freeze_panes = f"A{TOP + 1}"
    on_paper(sheet, recovery.recovery_no)
    sheet.print_title_rows = f"{TOP}:{TOP}"
