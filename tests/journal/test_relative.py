"""Filters that count from the day and the person: either side of each boundary, on the engine."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders import TODAY, claim, person, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models as m
from journal.commit import commit
from journal.drafts import Draft
from journal.question import Question
from journal.reading import as_json, ask, count_rows
from journal.who import OPERATOR
from rules.errors import BadQuestion
from rules.spans import span

office = pytest.mark.usefixtures("office")
TECHNICIAN = person("technician")
BLANK = "blank"


def _incidents(*days: str) -> None:
    """An incident for each loss date, called by it."""
    draft = Draft("rows", source="seed", on=TODAY)
    for day in days:
        loss = None if day == BLANK else date.fromisoformat(day)
        draft.create(m.Incident, incident_no=day, loss_date=loss, location="Fourth and Main")
    commit(OPERATOR, draft)


def _found(*filters: str, on: str | date | None, who=TECHNICIAN, **asked) -> list[str]:
    day = date.fromisoformat(on) if isinstance(on, str) else on
    question = Question(
        m.Incident, filters, columns=("incident_no",), sort=("incident_no",), on=day, **asked
    )
    return [row["incident_no"] for row in as_json(ask(who, question))]


@office
@pytest.mark.parametrize(
    ("filter", "on", "inside", "outside"),
    [
        ("loss_date=today", "2026-11-24", ["2026-11-24"], ["2026-11-23", "2026-11-25", BLANK]),
        ("loss_date=yesterday", "2024-03-01", ["2024-02-29"], ["2024-02-28", "2024-03-01"]),
        ("loss_date=tomorrow", "2026-02-28", ["2026-03-01"], ["2026-02-28", "2026-03-02"]),
        ("loss_date<=today+7", "2026-11-24", ["2026-12-01", "2026-01-01"], ["2026-12-02", BLANK]),
        ("loss_date>today-30", "2026-11-24", ["2026-10-26"], ["2026-10-25", BLANK]),
        ("loss_date!=today", "2026-11-24", ["2026-11-23", BLANK], ["2026-11-24"]),
        (
            "loss_date=next 7 days",
            "2026-11-24",
            ["2026-11-24", "2026-12-01"],
            ["2026-11-23", "2026-12-02", BLANK],
        ),
        (
            "loss_date=last 30 days",
            "2026-11-24",
            ["2026-10-25", "2026-11-24"],
            ["2026-10-24", "2026-11-25", BLANK],
        ),
        (
            "loss_date=this week",
            "2026-11-29",
            ["2026-11-23", "2026-11-29"],
            ["2026-11-22", "2026-11-30"],
        ),
        (
            "loss_date=next month",
            "2024-01-31",
            ["2024-02-01", "2024-02-29"],
            ["2024-01-31", "2024-03-01"],
        ),
        (
            "loss_date=this fiscal year",
            "2026-06-30",
            ["2025-07-01", "2026-06-30"],
            ["2025-06-30", "2026-07-01", BLANK],
        ),
        (
            "loss_date!=this fiscal year",
            "2026-06-30",
            ["2025-06-30", "2026-07-01", BLANK],
            ["2025-07-01", "2026-06-30"],
        ),
        ("loss_date<last quarter", "2026-01-01", ["2025-09-30"], ["2025-10-01", BLANK]),
        (
            "loss_date<=last quarter",
            "2026-01-01",
            ["2025-12-31", "2025-01-01"],
            ["2026-01-01", BLANK],
        ),
        ("loss_date>last quarter", "2026-01-01", ["2026-01-01"], ["2025-12-31", BLANK]),
        (
            "loss_date>=last quarter",
            "2026-01-01",
            ["2025-10-01", "2026-01-01"],
            ["2025-09-30", BLANK],
        ),
        (
            'loss_date="This  Month"|loss_date=',
            "2026-02-10",
            ["2026-02-28", BLANK],
            ["2026-03-01"],
        ),
    ],
)
def test_a_day_is_compared_with_a_day_or_period_from_today_on(filter, on, inside, outside):
    _incidents(*inside, *outside)
    assert _found(filter, on=on) == sorted(inside)
    question = Question(m.Incident, (filter,), on=date.fromisoformat(on))
    assert count_rows(TECHNICIAN, question) == len(inside)


@office
def test_the_fiscal_year_is_that_of_the_setting():
    write(setting={"name": "fiscal_year_start_month", "value": "10"})
    _incidents("2025-09-30", "2025-10-01", "2026-09-30")
    assert _found("loss_date=this fiscal year", on="2026-09-30") == ["2025-10-01", "2026-09-30"]


@office
@pytest.mark.parametrize(
    ("filter", "names"),
    [
        ("run_at=today", ["first", "last"]),
        ("run_at=2026-11-24", ["first", "last"]),
        ("run_at<today", ["before"]),
        ("run_at>today", ["after"]),
        ("run_at<=11/24/2026", ["before", "first", "last"]),
        ("run_at>=today", ["after", "first", "last"]),
        ("run_at!=today", ["after", "before"]),
        ("run_at=this week", ["after", "before", "first", "last"]),
        ("run_at>=2026-11-25T07:59:59Z", ["after", "last"]),
    ],
)
def test_an_instant_lies_on_a_day_of_the_office(filter, names):
    """In winter midnight in Los Angeles is 08:00 UTC."""
    moments = {
        "before": datetime(2026, 11, 24, 7, 59, 59, tzinfo=UTC),
        "first": datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
        "last": datetime(2026, 11, 25, 7, 59, 59, tzinfo=UTC),
        "after": datetime(2026, 11, 25, 8, 0, tzinfo=UTC),
    }
    for name, moment in moments.items():
        facts = {"sheet": "claim", "file_name": name, "file_sha256": name, "run_at": moment}
        write(source="seed", importrun=facts)
    question = Question(
        m.ImportRun, (filter,), columns=("file_name",), sort=("file_name",), on=TODAY
    )
    assert [row["file_name"] for row in as_json(ask(OPERATOR, question))] == names


@office
def test_a_list_of_the_past_counts_from_its_own_day():
    _incidents("2026-11-24", "2027-03-01")
    then = datetime(2027, 3, 1, 20, 0, tzinfo=UTC)
    assert _found("loss_date=today", on=TODAY, as_of=then) == ["2027-03-01"]


@office
def test_without_a_day_nothing_counts_from_one():
    with pytest.raises(BadQuestion, match="“this month” is counted from a day"):
        _found("loss_date=this month", on=None)
    assert _found("loss_date=2026-11-24", on=None) == []


@office
@pytest.mark.parametrize(
    ("filter", "words"),
    [
        ("loss_date=soon", "“soon” is not a day.*today, yesterday.*fiscal year"),
        ("loss_date=this fortnight", "“this fortnight” is not a day.*next 7 days"),
        ("loss_date=today+99999", "lies outside 1800 to 2199"),
        ("loss_date~this month", "use = in place of ~"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_is_possible(filter, words):
    with pytest.raises(BadQuestion, match=words):
        _found(filter, on=TODAY)


def _adjusters() -> tuple[int, int]:
    ids = [
        write(user={"email": f"{name}@city.gov", "name": name, "fs_uniquifier": name}).created[0][1]
        for name in ("ana", "bran")
    ]
    claim(claim_no="A", adjuster=ids[0])
    claim(claim_no="B", adjuster=ids[1])
    claim(claim_no="C")
    return ids[0], ids[1]


def _numbers(filter: str, who) -> list[str]:
    question = Question(m.Claim, (filter,), columns=("claim_no",), sort=("claim_no",), on=TODAY)
    return [row["claim_no"] for row in as_json(ask(who, question))]


@office
@pytest.mark.parametrize(
    ("filter", "numbers"),
    [
        ("adjuster=me", ["A"]),
        ("adjuster=Me", ["A"]),
        ("adjuster!=me", ["B", "C"]),
        ("adjuster=me|adjuster=", ["A", "C"]),
        ("adjuster~bran", ["B"]),
    ],
)
def test_me_is_the_person_signed_in(filter, numbers):
    ana, _ = _adjusters()
    assert _numbers(filter, person("technician", user_id=ana)) == numbers


@office
def test_each_person_is_me_to_oneself():
    _, bran = _adjusters()
    assert _numbers("adjuster=me", person("technician", user_id=bran)) == ["B"]


@office
def test_the_operator_is_nobody_and_is_told_the_way():
    with pytest.raises(BadQuestion, match="runs as the operator.*--as EMAIL"):
        _numbers("adjuster=me", OPERATOR)


@office
def test_me_is_one_person_and_nothing_lies_below():
    with pytest.raises(BadQuestion, match="“me” is one person"):
        _numbers("adjuster<me", person("technician", user_id=1))


@office
def test_me_is_a_word_like_others_where_no_relation_leads_to_people():
    claim(claim_no="A", claimant="me")
    assert _numbers("claimant=me", person("technician", user_id=1)) == ["A"]


SAID = st.one_of(
    st.sampled_from(["today", "yesterday", "tomorrow"]),
    st.builds(
        "{} {}".format,
        st.sampled_from(["this", "last", "next"]),
        st.sampled_from(["week", "month", "quarter", "year", "fiscal year"]),
    ),
    st.builds("{} {} days".format, st.sampled_from(["next", "last"]), st.integers(1, 400)),
    st.builds("today{}{}".format, st.sampled_from("+-"), st.integers(1, 400)),
)


@office
def test_a_period_is_what_lies_between_its_ends():
    """`=` is what `>=` its first day and `<=` its last are; `!=` is all others; the rest part the days
    alike.
    """
    days = [TODAY + timedelta(days=n) for n in range(-800, 801, 7)]
    edges = {date(y, mo, 1) - timedelta(days=n) for y in range(2025, 2029) for mo in range(1, 13)
             for n in (0, 1)}  # fmt: skip
    _incidents(BLANK, *sorted({day.isoformat() for day in {*days, *edges}}))

    @given(SAID, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def holds(text, on):
        first, last = span(text, on)
        within = _all(f"loss_date={text}", on=on)
        assert within == _all(f"loss_date>={text}", f"loss_date<={text}", on=on)
        assert within == _all(f"loss_date>={first}", f"loss_date<={last}", on=None)
        before, after = _all(f"loss_date<{text}", on=on), _all(f"loss_date>{text}", on=on)
        other = _all(f"loss_date!={text}", on=on)
        assert other == before | after | {BLANK}
        assert not within & other

    holds()


def _all(*filters: str, on: date | None) -> set[str]:
    return set(_found(*filters, on=on, limit=1000))
