"""Any table of legal values of any sheet leaves as a file and comes in again as it was; no text becomes a formula."""

import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from books import counts, planned
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tables import AWKWARD, BY_FILE, LONGEST, awkward_row, by_key, fill_awkwardly, row_of, write

import models as m
from exports import csvfile, workbook
from exports.columns import shape
from exports.sheets import export
from imports.cells import cell_reader
from imports.files.child import Request, run
from imports.rows import ROUNDED
from imports.spool import Spool
from journal import values
from journal.question import Question
from journal.who import OPERATOR
from rules.errors import BadValue

pytestmark = pytest.mark.slow

ENDINGS = (".xlsx", ".csv")
FORMULA = re.compile(rb"<f[ >/]")
TEXT = st.sampled_from(AWKWARD) | st.text(max_size=40) | st.tuples(st.sampled_from(AWKWARD), st.sampled_from(AWKWARD)).map("".join)  # fmt: skip
RAW = {
    "text": TEXT,
    "code": TEXT,
    "long": TEXT | st.sampled_from(AWKWARD).map(lambda text: (text * LONGEST)[:LONGEST]),
    "yesno": st.booleans(),
    "whole": st.integers(-(2**31) + 1, 2**31 - 1),
    "money": st.integers(-(10**13), 10**13).map(lambda cents: Decimal(cents).scaleb(-2)),
    "day": st.dates(date(1800, 1, 1), date(2199, 12, 31)),
    "instant": st.datetimes(datetime(1800, 1, 1), datetime(2199, 12, 31)).map(
        lambda at: at.replace(tzinfo=UTC)
    ),
    "json": st.dictionaries(st.text(max_size=5), TEXT, max_size=3),
}
ONCE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
COLUMNS = [
    f for model in BY_FILE for f in m.columns_of(model)
    if f.kind != "link" and f.sensitivity != "secret"
]  # fmt: skip


def raw_of(field) -> st.SearchStrategy:
    """What may be typed into a column, as text or typed."""
    if field.kind == "choice":
        return st.sampled_from([code for code, _ in field.choices])
    if field.kind == "quantity":
        return st.decimals(-9999, 9999, places=field.places)
    return RAW[field.kind]


@st.composite
def values_of(draw, field):
    """A value that stands in a column, None where it is blank."""
    try:
        return values.parse(field, draw(raw_of(field)))
    except BadValue:
        return None


@st.composite
def tables(draw):
    """Some columns, of whatever sheets, and rows of their values; as in every sheet, at least two
    cells of a row are filled.
    """
    fields = [
        m.Claim.line,
        m.Claim.status,
        *draw(st.lists(st.sampled_from(COLUMNS), min_size=3, max_size=12)),
    ]
    row = st.tuples(
        st.just("L"), st.just(m.Claim.status.choices[0][0]), *map(values_of, fields[2:])
    )
    return fields, draw(st.lists(row, min_size=1, max_size=6))


def read_back(path, folder) -> list[list]:
    """The rows below the header as the reading child gives them, here."""
    folder.mkdir(exist_ok=True)
    run(Request(str(path), path.suffix, header_row=1), folder)
    with (folder / "rows").open("rb") as handle:
        return [record[1] for part in Spool(handle).slices() for record in part]


def same(field, value, cell) -> bool:
    """Whether a cell means the value; a spreadsheet keeps thousandths of a second."""
    found = cell_reader(field)(cell)
    if isinstance(value, datetime) and found is not None:
        return abs(found - value) < ROUNDED
    return found == value


@pytest.mark.parametrize("ending", ENDINGS)
@given(table=tables())
@settings(ONCE, max_examples=40)
def test_any_value_of_any_column_is_read_as_it_was_written(tmp_path, ending, table):
    fields, rows = table
    path, shapes = tmp_path / f"any{ending}", [shape(field) for field in fields]
    if ending == ".csv":
        csvfile.write(path, shapes, rows)
    else:
        workbook.write(path, "Any", shapes, rows)
        assert not FORMULA.search(zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml"))
    cells = read_back(path, tmp_path / "read")
    assert len(cells) == len(rows)
    for row, read in zip(rows, cells, strict=True):
        for field, value, cell in zip(fields, row, read, strict=True):
            assert same(field, value, cell), (field, value, cell)


@pytest.fixture
def linked(office) -> dict:
    """A row of each sheet that others lead to, with an awkward number."""
    links: dict = {}
    for model in BY_FILE:
        links[model], *_ = write(model, [awkward_row(model, 0, "=1+1", links)])
    return links


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
@given(data=st.data())
@settings(ONCE, max_examples=25)
def test_any_table_of_legal_values_of_any_sheet_survives(linked, tmp_path, ending, data):
    model = data.draw(st.sampled_from(BY_FILE))
    day = data.draw(RAW["day"])

    def pick(field):
        blank = field.null and data.draw(st.booleans())
        return None if blank else day if field.kind == "day" else data.draw(raw_of(field))

    count = data.draw(st.integers(1, 4))
    drawn = [row_of(model, f"row{n}", linked, pick) for n in range(count)]
    stand = {tuple(str(v) for v in key) for key in model.select(*keys_of(model)).tuples()}
    ids = write(model, [r for r in by_key(model, drawn) if key_of(model, r) not in stand])
    made = export(OPERATOR, Question(model), tmp_path / f"{model.__name__}{ending}")
    plan = planned(made.path, model)
    found = [tuple(error) for error in plan.errors()]
    changed = [row[3] for row in plan.changed_rows]
    assert (found, changed, counts(plan.as_json())) == ([], [], (0, 0, made.rows, 0))
    assert plan.grid.ignored == []
    assert made.rows >= len(ids)
    plan.close()


def keys_of(model) -> list:
    """The columns that a row of a sheet is known by."""
    return [model._meta.fields[name] for name in model._meta.key]


def key_of(model, row) -> tuple[str, ...]:
    """What a row is known by, as text."""
    return tuple(str(row.get(name)) for name in model._meta.key)


@pytest.mark.slow
@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("ending", ENDINGS)
def test_awkward_texts_in_every_column_of_every_sheet_come_in_again_unchanged(tmp_path, ending):
    for model, count in fill_awkwardly().items():
        made = export(OPERATOR, Question(model), tmp_path / f"{model.__name__}{ending}")
        plan = planned(made.path, model)
        found = [tuple(error) for error in plan.errors()]
        assert (found, counts(plan.as_json())) == ([], (0, 0, made.rows, 0)), model
        assert made.rows >= count, "deadlines of the claims stand beside the rows that were made"
        assert plan.columns.unknown == plan.grid.ignored == [], model
        plan.close()
        if ending == ".xlsx":
            assert formulas(made.path) == [], model


def formulas(path) -> list[str]:
    """The cells of a workbook that are formulas, and the parts of it that hold one."""
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if FORMULA.search(archive.read(name))]
    cells = [
        f"{tab.title}!{cell.coordinate}"
        for tab in openpyxl.load_workbook(path)
        for row in tab.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    return parts + cells


def test_a_row_of_any_sheet_fills_two_cells():
    """A single text in a row would be taken for a title of a group."""
    for model in BY_FILE:
        filled = [f.name for f in m.columns_of(model) if not f.null or f.name in model._meta.key]
        assert len(filled) > 1, model
