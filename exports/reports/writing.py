"""A report as a file: .xlsx with what it states, its totals and a native chart, or .csv."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Font

from exports import csvfile, workbook
from exports.columns import FORMATS, NUMBERS, WIDTHS, Shape
from exports.reports.asking import stated
from exports.reports.report import Asked, Column, Made, Picture
from exports.workbook import headed, on_paper, put_text
from journal import access
from journal.jobs import Told, untold
from rules import money
from rules.days import long_day
from rules.errors import BadQuestion
from rules.registry import Entry

KINDS = (".xlsx", ".csv")
TOLD_EVERY = 2_000
ABOUT, PICTURE = "About", "Picture"
WIDE, HIGH = 24, 12
"""Size of the chart in centimetres."""


def write(
    entry: Entry, question: Asked, made: Made, path: str | Path, *, told: Told = untold
) -> int:
    """Write a report to a file by its ending; returns how many rows it has.

    One entry in the access log says who took out how many rows of which report.

    Raises:
        BadQuestion: the ending is neither .xlsx nor .csv.
    """
    path = Path(path)
    if path.suffix.lower() not in KINDS:
        raise BadQuestion(f"“{path.name}” must end in {' or '.join(KINDS)}.")
    shapes = [shape(column) for _, column in made.shown]
    rows = _shown(made, told)
    if path.suffix.lower() == ".csv":
        count = csvfile.write(path, shapes, rows)
    else:
        title = entry.title[:31]
        count = workbook.write(path, title, shapes, rows, _Beside(entry, question, made))
    kinds, said = guarded(made), noted(question)
    access.note_count(question.who, "export", "report", count, sensitivities=kinds, purpose=said)
    return count


def noted(question: Asked) -> str:
    """What the access log is told of the view: what it is called, none of its values."""
    return f"view “{question.view.name}”" if question.view else ""


def guarded(made: Made) -> set[str]:
    """The guarded sensitivities among the columns of a report and those of its view's filters."""
    needed = (column.needs for _, column in made.shown if column.needs)
    kinds = {model._meta.fields[name].sensitivity for model, name in needed}
    view = made.question.view
    return (kinds | (view.sensitivities if view else set())) & {"medical", "privileged"}


def shape(column: Column) -> Shape:
    """How a column of a report is written."""
    return Shape(
        heading=column.label,
        kind=column.kind,
        width=max(WIDTHS[column.kind], min(len(column.label) + 4, 30)),
        format="#,##0.0" if column.kind == "quantity" else FORMATS.get(column.kind, "General"),
        derived=False,
        text=lambda value: words(column, value),
        number=NUMBERS.get(column.kind),
    )


def words(column: Column, value: Any) -> str:
    """A value of a report as text: amounts and days as files write them."""
    if value is None:
        return ""
    if column.kind == "money":
        return money.plain(value)
    if column.kind == "choice":
        return str(dict(column.choices).get(value, value))
    if column.kind == "yesno":
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _shown(made: Made, told: Told) -> Iterator[tuple[Any, ...]]:
    """The rows without what only serves addresses."""
    places = [n for n, _ in made.shown]
    for count, row in enumerate(made.rows(None), 1):
        if count % TOLD_EVERY == 0:
            told(count)
        yield tuple(row[n] for n in places)


class _Beside:
    """The tabs beside the rows: what the report states, its totals, its picture."""

    def __init__(self, entry: Entry, question: Asked, made: Made) -> None:
        self.entry, self.question, self.made = entry, question, made

    def __call__(self, book: Workbook) -> None:
        """Add them to the workbook; every page names the report and its day."""
        heading = f"{self.entry.facts['code']} {self.entry.title}".strip()
        heading = f"{heading}, as of {long_day(self.question.as_of)}"
        headed(book.worksheets[0], heading)
        about = book.create_sheet(ABOUT)
        self._about(about)
        on_paper(about, heading)
        picture = self.made.picture()
        if picture is not None:
            drawn = book.create_sheet(PICTURE)
            _draw(drawn, picture)
            on_paper(drawn, heading, whole=True)

    def _about(self, tab: Any) -> None:
        tab.column_dimensions["A"].width, tab.column_dimensions["B"].width = 24, 90
        lines: list[tuple[str, Any, str]] = [(self.entry.title, None, "")]
        lines += [(label, text, "") for label, text in stated(self.entry, self.question, self.made)]
        lines += [("Note", note, "") for note in self.made.notes]
        adding = [column for _, column in self.made.shown if column.total]
        if adding:
            lines.append(("Totals", None, ""))
        lines += [(c.label, self.made.totals[c.name], c.kind) for c in adding]
        lines.append(("What the columns mean", None, ""))
        lines += [(c.label, c.says, "") for _, c in self.made.shown if c.says]
        for row, (label, value, kind) in enumerate(lines, 1):
            head, cell = tab.cell(row, 1), tab.cell(row, 2)
            put_text(head, label)
            head.font = Font(bold=value is None)
            if kind == "money":
                cell.value, cell.number_format = Decimal(value) / 100, FORMATS["money"]
            elif kind:
                cell.value = value
            elif value:
                put_text(cell, value)
            cell.alignment = Alignment(wrap_text=True, horizontal="left", vertical="top")


def _format(picture: Picture, value: Any) -> str:
    """How a figure of the picture is written."""
    if picture.value_kind == "money":
        return FORMATS["money"]
    return "#,##0" if value == int(value) else "#,##0.0"


def _draw(tab: Any, picture: Picture) -> None:
    """The figures of the picture as a table, and a chart over them."""
    tab.column_dimensions["A"].width = 34
    put_text(tab.cell(1, 1), picture.title)
    for column, (name, values) in enumerate(picture.series.items(), 2):
        put_text(tab.cell(1, column), name)
        tab.column_dimensions[tab.cell(1, column).column_letter].width = 16
        for row, value in enumerate(values, 2):
            cell = tab.cell(row, column)
            if value is None:
                continue
            cell.value = Decimal(value) / 100 if picture.value_kind == "money" else value
            cell.number_format = _format(picture, value)
    for row, label in enumerate(picture.labels, 2):
        put_text(tab.cell(row, 1), label)
    chart = LineChart() if picture.kind == "line" else BarChart()
    if picture.kind == "stacked":
        chart.grouping, chart.overlap = "stacked", 100
    last = len(picture.labels) + 1
    chart.add_data(
        Reference(tab, min_col=2, max_col=len(picture.series) + 1, min_row=1, max_row=last),
        titles_from_data=True,
    )
    chart.set_categories(Reference(tab, min_col=1, min_row=2, max_row=last))
    chart.title, chart.width, chart.height = picture.title, WIDE, HIGH
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "#,##0"
    put_text(tab.cell(last + 1, 1), picture.gaps)
    tab.add_chart(chart, f"A{last + 3}")
