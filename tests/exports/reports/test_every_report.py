"""What holds of every report: on an empty office, on the demonstration, by role, in each file."""

import csv
import re
import subprocess
from datetime import date, datetime
from decimal import Decimal

import pytest
from asked import KEYS, TODAY, made, of_workbook, question, rows, written
from desk import claim, user
from openpyxl import load_workbook

import models as m
from exports.reports import asking, pictures
from exports.reports.report import REPORTS, STAFF, Picture
from journal.policy import ROLES
from rules.errors import BadQuestion, NotFound, Refused
from seed.demo import seed_demo

KNOWN = {
    "accident_log",
    "deadlines",
    "department_status",
    "diary_compliance",
    "frequency_by_cause",
    "frequency_by_department",
    "lag_times",
    "large_losses",
    "largest_claims",
    "light_duty",
    "loss_run",
    "no_activity",
    "open_claims",
    "payment_register",
    "recoveries",
    "reserve_changes",
}
PAST = "2026-06-30"


@pytest.fixture
def demonstration(seeded_office):
    """An office with everything in it."""
    seed_demo(60, today=TODAY)
    return seeded_office


def test_every_report_is_known_here():
    assert set(KEYS) == KNOWN


@pytest.mark.usefixtures("office")
def test_on_an_empty_office_every_report_is_empty_and_says_what_to_do(tmp_path):
    for key in KEYS:
        for texts in ({}, {"as_of": PAST}):
            found = made(key, **texts)
            assert (found.count, list(found.rows(None)), found.picture()) == (0, [], None), key
            assert set(found.totals.values()) <= {0}
        assert REPORTS.get(key).facts["empty"].endswith((".", "."))
        heading = of_workbook(written(key, tmp_path / f"{key}.xlsx"))
        assert heading == [[column.label for _, column in made(key).shown]]


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_the_totals_are_the_sums_of_the_rows_and_the_files_hold_the_same(tmp_path):
    for key in KEYS:
        found = made(key)
        held = rows(key)
        assert found.count == len(held), key
        if key not in ("large_losses", "light_duty"):
            assert found.count > 0, key
        for name, total in found.totals.items():
            assert total == sum(row[name] or 0 for row in held), (key, name)
        columns = [column for _, column in found.shown]
        book = of_workbook(written(key, tmp_path / f"{key}.xlsx"))
        with written(key, tmp_path / f"{key}.csv").open(encoding="utf-8-sig", newline="") as text:
            lines = list(csv.reader(text))
        assert book[0] == lines[0] == [column.label for column in columns]
        assert len(book) == len(lines) == len(held) + 1
        for in_book, in_text, row in zip(book[1:], lines[1:], held, strict=True):
            for column, cell, word in zip(columns, in_book, in_text, strict=True):
                assert plain(cell, column.kind) == bare(word), (key, column.name)
                assert bare(word) == as_text(column, row[column.name]), (key, column.name)


def plain(cell, kind: str) -> str:
    """A cell of the workbook as the text file writes it."""
    if cell is None:
        return ""
    if kind == "money":
        return f"{Decimal(str(cell)):.2f}"
    return cell.date().isoformat() if isinstance(cell, datetime) else str(cell)


def bare(word: str) -> str:
    """A cell of the text file without the guard against formulas."""
    return word[1:] if re.match(r"'+\s*[=+\-@]", word) else word


def as_text(column, value) -> str:
    """A value as a person would write it down."""
    if value is None:
        return ""
    if column.kind == "money":
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    if column.kind == "choice":
        return dict(column.choices)[value]
    if column.kind == "yesno":
        return {True: "yes", False: "no"}[value]
    return value.isoformat() if isinstance(value, date) else str(value)


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_a_workbook_has_what_the_report_states_and_a_chart_over_its_figures(tmp_path):
    for key in KEYS:
        found = made(key)
        book = load_workbook(written(key, tmp_path / f"{key}.xlsx"))
        said = {line[0]: line[1] for line in book["About"].iter_rows(values_only=True)}
        assert said["As of"] == "Tue 24 Nov 2026"
        assert {"Basis", "Counts", "Rows", "Run by"} <= said.keys()
        picture = found.picture()
        if picture is None:
            assert "Picture" not in book.sheetnames
            continue
        (chart,) = book["Picture"]._charts
        assert len(chart.series) == len(picture.series)
        drawn = [line[0] for line in book["Picture"].iter_rows(min_row=2, values_only=True)]
        assert drawn[: len(picture.labels)] == picture.labels
        text = pictures.svg(picture)
        assert text.lstrip().startswith("<svg")
        assert "<script" not in text
        assert "http" not in text.replace("http://www.w3.org", "")


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.usefixtures("demonstration")
def test_libreoffice_opens_the_workbooks(soffice, tmp_path):
    paths = [written(key, tmp_path / f"{key}.xlsx") for key in ("loss_run", "open_claims")]
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation=file://{tmp_path / 'profile'}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            tmp_path / "saved",
            *paths,
        ],
        capture_output=True,
        timeout=300,
        check=True,
    )
    for path in paths:
        saved = tmp_path / "saved" / path.name
        assert [line[0] for line in of_workbook(saved)] == [line[0] for line in of_workbook(path)]
        assert len(load_workbook(saved)["Picture"]._charts) == 1


@pytest.mark.usefixtures("office")
def test_a_report_is_for_its_roles_alone():
    claim(claim_no="L-1")
    for role in ROLES:
        who = user(role, role)
        for key in KEYS:
            roles = REPORTS.get(key).facts["roles"]
            assert set(roles) <= set(ROLES)
            if role in roles:
                made(key, who=who)
            else:
                with pytest.raises(Refused, match="not among the reports of your role"):
                    question(key, who=who)
    assert [entry.key for entry in asking.offered(user("clerk", "administrator"))] == []
    assert {role for key in KEYS for role in REPORTS.get(key).facts["roles"]} >= set(STAFF)


@pytest.mark.usefixtures("office")
def test_a_column_that_a_role_may_not_see_is_left_out():
    number = claim(claim_no="L-1")
    from desk import make

    make(
        "reserve",
        claim=number,
        category="indemnity",
        amount=100,
        reserve_date=TODAY,
        reason="Weak on liability.",
    )
    sees = rows("reserve_changes", who=user("sees", "technician"))
    assert sees[0]["reason"] == "Weak on liability."
    hidden = m.Reserve.reason.sensitivity
    assert hidden == "privileged"
    masked = user("looks", "technician").seen_as("technician")
    with pytest.raises(Refused, match="look through another role"):
        question("reserve_changes", who=masked)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"as_of": "2026-11-25"}, "lies ahead"),
        ({"as_of": "soon"}, "As of"),
        ({"colour": "red"}, "is not asked with “colour”"),
        ({"line": "X"}, "“X” is none of L, W"),
        ({"department": "NONE"}, "there is no department “NONE”"),
    ],
)
@pytest.mark.usefixtures("office")
def test_a_parameter_that_cannot_be_read_is_named(texts, said):
    with pytest.raises(BadQuestion, match=re.escape(said)):
        question("loss_run", **texts)


@pytest.mark.usefixtures("office")
def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadQuestion, match="after its end"):
        question("payment_register", from_="2026-11-02", to="2026-11-01")
    with pytest.raises(BadQuestion, match="no whole number"):
        question("no_activity", days="-3")


def test_a_report_is_found_by_its_key_or_its_code():
    assert asking.named("loss_run").key == "loss_run"
    assert asking.named("r10").key == "reserve_changes"
    with pytest.raises(NotFound, match="no report “R99”"):
        asking.named("R99")
    codes = [entry.facts["code"] for entry in REPORTS if entry.facts["code"]]
    assert len(codes) == len(set(codes))


def drawn(kind: str, **series: list[int]) -> Picture:
    """A picture of amounts or counts."""
    labels = [str(n) for n in range(len(next(iter(series.values()))))]
    return Picture("stacked" if len(series) > 1 else "bar", "Drawn", labels, series, kind)


@pytest.mark.parametrize(
    ("picture", "steps"),
    [
        (drawn("whole", Claims=[9, 4]), [0, 5, 10]),
        (drawn("whole", Claims=[0, 0]), [0]),
        (drawn("money", Amount=[80_000_00, -1_500_00]), [-50_000, 0, 50_000, 100_000]),
        (drawn("whole", Met=[4, 3], Missed=[4, 0]), [0, 2, 4, 6, 8]),
    ],
)
def test_the_side_of_a_picture_has_round_values(picture, steps):
    assert pictures._steps(picture) == steps


def test_what_was_missed_is_red_and_what_was_met_is_green():
    text = pictures.svg(drawn("whole", Met=[1], Missed=[1]))
    assert all(text.count(color) for color in ("#4f9a6b", "#c85a54"))
    assert "#3f7fae" not in text
