"""Every figure opens the rows behind it: each is walked on the demonstration and compared."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from asked import KEYS, LEDGERS, TODAY, VIEWS, made, rows, view_of

import models as m
from exports.reports import asking
from exports.reports.report import REPORTS
from journal.history import moment_of
from journal.question import Question
from journal.reading import stream
from journal.who import OPERATOR
from seed.demo import seed_demo

FIGURES = ("money", "whole", "quantity")
RATIOS = {
    "percent", "median", "p90", "report_median", "closing_ratio", "severity", "per_100",
    "occurrences", "percent_claims", "percent_incurred", "trend",
}  # fmt: skip
"""Figures that are worked out of the rows behind, neither their number nor their sum."""
PAST = date(2026, 6, 30)
SUMS = {"days"}
"""Counts that add up a column of the rows behind."""


@pytest.fixture
def demonstration(seeded_office):
    """An office with everything in it."""
    seed_demo(60, today=TODAY)


def ways(key: str) -> list[dict]:
    """How a report is asked: today and of a past day, of all and of a view."""
    sheet = REPORTS.get(key).facts["sheet"]
    view = {"view": view_of(sheet, *VIEWS[sheet])}
    found: list[dict] = [{}, {"as_of": PAST}, view]
    return found if key in LEDGERS else [*found, {"as_of": PAST, **view}]


def opened(address: str) -> tuple[int, dict[str, int], list[dict]]:
    """What an address shows: how many rows, the sums of its amounts, the rows."""
    parts = urlsplit(address)
    asked = parse_qsl(parts.query)
    words = parts.path.strip("/").split("/")
    if words[1] == "reports":
        texts = {f"{name}_" if name == "from" else name: text for name, text in asked}
        found = made(words[2], **texts)
        return found.count, found.totals, rows(words[2], **texts)
    model = m.BY_NAME[words[1]]
    if len(words) == 3:
        row = model.get_by_id(int(words[2]))
        return 1, {}, [dict(row.__data__)]
    day = dict(asked).get("as_of")
    question = Question(
        model,
        filters=tuple(text for name, text in asked if name == "filter"),
        as_of=moment_of(day) if day else None,
        columns=("*",),
        on=TODAY,
    )
    found = [row.values for row in stream(OPERATOR, question)]
    names = [f.name for f in asking.policy.readable(OPERATOR, model)]
    held = [dict(zip(names, values, strict=True)) for values in found]
    ledger = m.meta(model, "ledger", "")
    sums = {ledger: sum(row[ledger] for row in held)} if ledger else {}
    return len(held), sums, held


def outstanding(address: str) -> int:
    """What is still expected by the statements of reserve behind an address and what was paid."""
    _, _, held = opened(address)
    left: dict[str, int] = {}
    for row in held:
        left[row["category"]] = left.get(row["category"], 0) + row["change"]
    paid = address.replace("/reserve/", "/payment/").replace("reserve_date", "payment_date")
    for row in opened(f"{paid}&filter=posted_at!=")[2]:
        if row["category"] in left:
            left[row["category"]] -= row["amount"]
    return sum(max(0, amount) for amount in left.values())


def behind(column, address: str, figure: int) -> int | None:
    """The figure that the rows behind an address make; none where a record explains it."""
    words = urlsplit(address).path.strip("/").split("/")
    if len(words) == 3 and words[1] != "reports":
        return None
    if words[1] == "reserve":
        return outstanding(address)
    count, sums, _ = opened(address)
    if column.kind == "money":
        return sums[column.name] if words[1] == "reports" else sum(sums.values())
    return count


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("key", KEYS)
def test_every_figure_of_a_report_is_the_rows_that_it_opens(key):
    for texts in ways(key):
        found = made(key, **texts)
        figures = [c for _, c in found.shown if c.kind in FIGURES]
        assert [c.name for c in figures if c.opens is None] == []
        seen: dict[str, int | None] = {}
        for row in list(asking.first_rows(found, 25)):
            for column in figures:
                if row[column.name] in (None, 0) or column.name in RATIOS:
                    continue
                address = column.opens(found.question, row)
                at = f"{column.kind}{column.name if column.kind == 'money' else ''}{address}"
                if at not in seen:
                    seen[at] = behind(column, address, row[column.name])
                assert seen[at] in (None, row[column.name]), (column.name, address)


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("key", KEYS)
def test_every_bar_of_a_picture_is_the_rows_that_it_opens(key):
    for texts in ways(key):
        picture = made(key, **texts).picture()
        if picture is None:
            continue
        assert len(picture.opens) == len(picture.labels), key
        for n, address in enumerate(picture.opens):
            figures = {name: values[n] for name, values in picture.series.items()}
            compare(key, picture, figures, address)


def compare(key: str, picture, figures: dict[str, int], address: str) -> None:
    """A bar against what it opens: a count of rows, a sum of one of its columns, or a record."""
    words = urlsplit(address).path.strip("/").split("/")
    if len(words) == 3 and words[1] != "reports":
        assert opened(address)[0] == 1
        return
    count, sums, held = opened(address)
    if key == "lag_times":
        assert held
    elif key == "diary_compliance":
        ended = [row for row in held if row["outcome"] in ("ahead", "ended")]
        assert sum(figures.values()) == count - len(ended), address
    elif key == "light_duty":
        assert sums["days"] == sum(figures.values()), address
    elif picture.value_kind == "whole":
        assert count == sum(figures.values()), (key, address)
    elif words[1] == "reports":
        kinds = {
            "Paid": "total_paid", "Outstanding": "total_reserve", "Total paid": "total_paid",
            "Total reserve": "total_reserve", "Balance": "balance", "Amount": "amount",
        }  # fmt: skip
        for name, figure in figures.items():
            assert sums[kinds[name]] == figure, (key, name, address)
    else:
        assert sum(sums.values()) == sum(figures.values()), (key, address)


def test_a_picture_tells_where_its_bars_stand():
    from exports.reports import pictures
    from exports.reports.report import Picture

    picture = Picture("stacked", "T", ["a", "b"], {"x": [1, 0], "y": [2, 1]}, "whole", ["/a", "/b"])
    first, second = pictures.areas(picture)
    wide, high = pictures.size()
    assert 0 < first.x < first.x + first.width <= second.x
    assert second.x + second.width < wide
    assert first.y + first.height < high
    line = Picture("line", "T", ["a", "b"], {"x": [1, 2]}, "whole", ["/a", "/b"])
    assert [round(area.width) for area in pictures.areas(line)] == [
        round(pictures.areas(line)[0].width)
    ] * 2


def test_every_report_says_what_it_opens():
    assert {entry.key for entry in REPORTS} == set(KEYS)
