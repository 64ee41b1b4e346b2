"""Reports of a saved view: their figures are of the rows that its list shows, and of no others."""

from datetime import date

import pytest
from asked import KEYS, LEDGERS, TODAY, VIEWS, made, of_workbook, question, rows, view_of, written
from builders import claim
from desk import make, user
from openpyxl import load_workbook

import models as m
from exports.reports import asking, behind
from exports.reports.of_view import views_for
from exports.reports.report import REPORTS
from journal.database import run
from journal.history import moment_of
from journal.question import Question
from journal.reading import stream
from journal.who import OPERATOR
from rules.errors import BadQuestion, Refused
from seed.demo import seed_demo

PAST = date(2026, 6, 30)
IDS = {
    "accident_log": "incident_id",
    "deadlines": "entry_id",
    "department_status": "claim_id",
    "large_losses": "claim_id",
    "largest_claims": "claim_id",
    "light_duty": "offer_id",
    "loss_run": "claim_id",
    "no_activity": "claim_id",
    "open_claims": "claim_id",
    "payment_register": "payment_id",
    "recoveries": "recovery_id",
    "reserve_changes": "reserve_id",
}
"""Reports of one row for each record -> the column of its id."""
WIDE = {
    "largest_claims": {"top": 10_000},
    "large_losses": {"share": 1, "amount": "1"},
    "no_activity": {"days": 1},
    "light_duty": {"which": "all"},
    "accident_log": {"from_": "2020-01-01"},
    "payment_register": {"from_": "2020-01-01"},
    "reserve_changes": {"from_": "2020-01-01"},
    "deadlines": {"from_": "2020-01-01", "to": "2027-12-31"},
    "diary_compliance": {"from_": "2020-01-01", "to": "2027-12-31"},
    "lag_times": {"from_": "2020-01-01"},
}
"""Parameters with which a report holds as many rows as it can."""


@pytest.fixture
def demonstration(seeded_office):
    """An office with everything in it."""
    seed_demo(60, today=TODAY)


def listed(model, *filters: str, day: date | None = None, columns=("id",)) -> list[tuple]:
    """The rows that a list shows."""
    moment = moment_of(day.isoformat()) if day else None
    asked = Question(model, filters, columns=columns, as_of=moment, on=TODAY)
    return [tuple(row.values) for row in stream(OPERATOR, asked)]


def ids(model, *filters: str, day: date | None = None) -> set[int]:
    """The ids of the rows that a list shows."""
    moment = moment_of(day.isoformat()) if day else None
    asked = Question(model, filters, columns=("id",), as_of=moment, on=TODAY)
    return {row.id for row in stream(OPERATOR, asked)}


def counted(key: str, **texts) -> set[int]:
    """The ids of the rows of a report."""
    return {row[IDS[key]] for row in rows(key, **WIDE.get(key, {}), **texts)}


def test_every_report_here_is_of_records_or_of_groups():
    groups = {"diary_compliance", "frequency_by_cause", "frequency_by_department", "lag_times"}
    assert set(KEYS) == set(IDS) | groups


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("key", sorted(IDS))
def test_the_rows_of_a_report_are_those_that_the_list_of_the_view_shows(key):
    sheet = REPORTS.get(key).facts["sheet"]
    view = view_of(sheet, *VIEWS[sheet])
    whole, narrowed = counted(key), counted(key, view=view)
    assert narrowed == whole & ids(sheet, *VIEWS[sheet])
    if key not in ("large_losses", "light_duty"):
        assert 0 < len(narrowed) < len(whole)
    found = made(key, view=view, **WIDE.get(key, {}))
    for name, total in found.totals.items():
        held = rows(key, view=view, **WIDE.get(key, {}))
        assert total == sum(row[name] or 0 for row in held), name


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("key", sorted(IDS.keys() - set(LEDGERS)))
def test_of_a_past_day_they_are_those_of_the_list_of_that_day(key):
    sheet = REPORTS.get(key).facts["sheet"]
    view = view_of(sheet, *VIEWS[sheet])
    whole, narrowed = counted(key, as_of=PAST), counted(key, as_of=PAST, view=view)
    there = ids(sheet, day=PAST)
    assert narrowed & there == whole & ids(sheet, *VIEWS[sheet], day=PAST)


def paid_on(claims: set[int]) -> int:
    """What was posted on claims, in cents."""
    among = ",".join(map(str, claims))
    posted = "posted_at IS NOT NULL AND trashed_at IS NULL"
    statement = f"SELECT SUM(amount) FROM payment WHERE {posted} AND claim_id IN ({among})"
    return int(run(statement).fetchone()[0])


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_groups_count_and_sum_the_rows_that_the_list_of_the_view_shows():
    view = view_of(m.Claim, *VIEWS[m.Claim])
    begin = question("frequency_by_cause").values["from"]
    period = f"loss_date>={begin}", f"loss_date<={TODAY}"
    claims = ids(m.Claim, *VIEWS[m.Claim], *period)
    for key in ("frequency_by_cause", "frequency_by_department"):
        totals = made(key, view=view).totals
        assert 0 < totals["claims"] == len(claims) < made(key).totals["claims"]
        assert totals["total_paid"] == paid_on(claims)
    received = "received_date>=2020-01-01", f"received_date<={TODAY}", "loss_date!="
    late = made("lag_times", view=view, from_="2020-01-01").totals["claims"]
    assert 0 < late == len(ids(m.Claim, *VIEWS[m.Claim], *received))
    entries = view_of(m.Diary, *VIEWS[m.Diary])
    texts = {"view": entries, **WIDE["diary_compliance"]}
    assert (
        0
        < made("diary_compliance", **texts).totals["due"]
        == len(counted("deadlines", view=entries))
    )


# --- What of a view a report takes, and from whom -------------------------------------------------


@pytest.fixture
def ann(office):
    return user("ann", "technician")


def numbers(key: str = "open_claims", **texts) -> list[str]:
    """The claims of a report."""
    return [row["claim_no"] for row in rows(key, **texts)]


def test_a_view_is_asked_by_number_or_name_and_said_in_the_head(ann, tmp_path):
    claim(claim_no="L-1", adjuster=ann.user_id)
    claim(claim_no="L-2")
    view = view_of(m.Claim, "adjuster=me", "status!=closed_paid", who=ann, name="My open claims")
    assert numbers(who=ann) == ["L-1", "L-2"]
    assert numbers(who=ann, view=view) == numbers(who=ann, view="my open claims") == ["L-1"]
    found = made("open_claims", who=ann, view="My open claims")
    assert found.question.texts["view"] == str(view)
    said = dict(asking.stated(REPORTS.get("open_claims"), found.question, found))
    words = "Claims of the view “My open claims”: Adjuster is you, Status is not Closed, paid"
    assert said["View"] == words
    assert "View" not in dict(
        asking.stated(REPORTS.get("open_claims"), question("open_claims"), made("open_claims"))
    )
    path = written("open_claims", tmp_path / "a.xlsx", who=ann, view=view)
    about = {tuple(line)[:2] for line in load_workbook(path)["About"].iter_rows(values_only=True)}
    assert ("View", words) in about
    assert [line[0] for line in of_workbook(path)] == ["Claim no.", "L-1"]
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    assert (event.event, event.purpose) == ("export", "view “My open claims”")


def test_days_from_the_day_on_count_from_the_day_of_the_report(office):
    claim(claim_no="L-1", loss_date=date(2026, 11, 1))
    claim(claim_no="L-2", loss_date=date(2026, 11, 20))
    view = view_of(m.Claim, "loss_date<=today-10")
    assert numbers(view=view) == ["L-1"]
    assert numbers(view=view, on=date(2026, 12, 1)) == ["L-1", "L-2"]


def test_a_view_is_that_of_a_person(ann):
    view = view_of(m.Claim, who=ann, name="Mine")
    bob = user("bob", "technician")
    for text in (str(view), "Mine"):
        with pytest.raises(BadQuestion, match="have no view"):
            question("open_claims", who=bob, view=text)
    assert views_for(bob, m.Claim, on=TODAY) == []
    assert [one.id for one in views_for(ann, m.Claim, on=TODAY)] == [view]


def test_a_view_of_another_sheet_is_none_of_the_report(office):
    view = view_of(m.Payment, name="Cheques")
    assert question("payment_register", view=view).view.name == "Cheques"
    with pytest.raises(BadQuestion, match="Claims have no view"):
        question("open_claims", view=view)


@pytest.mark.parametrize("words", ["pothole", "street", "L-20", "nobody knows this"])
def test_a_view_that_searches_for_words_counts_what_its_list_finds(demonstration, words):
    view = view_of(m.Claim, "line=L", name="Found", q=words)
    asked = Question(m.Claim, ("line=L",), columns=("id",), q=words, on=TODAY)
    found = {row.id for row in stream(OPERATOR, asked)}
    assert counted("loss_run", view=view) == found
    assert f"with “{words}” in them" in question("loss_run", view=view).view.said
    then = counted("loss_run", view=view_of(m.Claim, "line=L", name="All"), as_of=PAST)
    assert counted("loss_run", view=view, as_of=PAST) == then & found


def test_the_rows_behind_a_figure_are_searched_for_the_same_words(demonstration):
    view = view_of(m.Claim, name="Found", q="pothole")
    asked = question("loss_run", view=view)
    assert "q=pothole" in behind.rows(asked, "claim", "status=open")
    assert "q=" not in behind.rows(asked, "payment")


def test_words_are_looked_for_in_what_the_reader_sees_alone(ann):
    view_of(m.Claim, who=ann, name="Found", q="elm")
    ivy = user("ivy", "risk_manager")
    view_of(m.Claim, who=ivy, name="Found", q="elm")
    assert "medical" in question("open_claims", who=ann, view="Found").view.sensitivities
    assert "medical" not in question("open_claims", who=ivy, view="Found").view.sensitivities


def test_a_view_that_filters_by_what_is_hidden_is_refused_whole(office):
    view_of(m.Claim, "diagnosis~sciatica", name="Backs")
    iris = user("rita", "risk_manager")
    with pytest.raises(
        Refused, match="your role does not see it. So the figures would not be"
    ) as e:
        question("open_claims", who=iris, view="Backs")
    assert "ciatica" not in e.value.sentence
    assert views_for(iris, m.Claim, on=TODAY) == []
    eve = user("eve", "examiner")
    assert [one.name for one in views_for(eve, m.Claim, on=TODAY)] == ["Backs"]


def test_what_a_view_filters_by_is_noted_where_it_is_medical(office, tmp_path):
    claim(claim_no="W-1", line="W", diagnosis="Sciatica")
    view_of(m.Claim, "diagnosis~sciatica", name="Backs")
    eve = user("eve", "examiner")
    written("loss_run", tmp_path / "a.csv", who=eve, view="Backs")
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    assert (event.sensitivities, event.row_count) == ("medical", 1)
    assert "ciatica" not in (event.purpose or "") + (event.filter or "")


def test_departments_are_told_of_no_view_that_filters_by_people_or_medicine(office):
    view_of(m.Claim, "claimant~ann", name="Of Ann")
    view_of(m.Claim, "line=L", name="Liability")
    claim(claim_no="L-1")
    assert numbers("department_status", view="Liability") == ["L-1"]
    with pytest.raises(Refused, match="“Of Ann” filters by what they are not told"):
        made("department_status", view="Of Ann")


def test_who_is_sent_a_view_of_another_reads_whose_it_is(ann):
    claim(claim_no="L-1", adjuster=ann.user_id)
    claim(claim_no="L-2")
    view = view_of(m.Claim, "adjuster=me", who=ann, name="Mine")
    both = ann.narrowed(user("max", "risk_manager"))
    found = question("open_claims", who=both, view=view)
    assert found.view.said == "Claims of the view “Mine”: Adjuster is Ann"
    assert numbers(who=both, view=view) == ["L-1"]


@pytest.mark.parametrize("key", LEDGERS)
def test_a_ledger_takes_no_view_on_a_past_day(office, key):
    sheet = REPORTS.get(key).facts["sheet"]
    view_of(sheet, *VIEWS[sheet])
    assert made(key, view="Some").count == 0
    with pytest.raises(BadQuestion, match="is asked as of today"):
        made(key, view="Some", as_of=PAST)


def test_what_was_entered_later_is_said_of_the_rows_of_the_view_alone(office):
    for number, line in (("L-1", "L"), ("W-1", "W"), ("W-2", "W")):
        claim(claim_no=number, line=line, received_date=date(2026, 5, 1))
    view_of(m.Claim, "line=L", name="Liability")
    whole = made("loss_run", as_of=PAST)
    assert [whole.count, whole.notes[0][:12]] == [3, "3 claims wer"]
    found = made("loss_run", as_of=PAST, view="Liability")
    assert [found.count, found.notes[0][:11]] == [1, "1 claim was"]


def test_the_days_of_a_claim_are_those_of_all_its_offers(office):
    number = claim(claim_no="W-1", line="W")
    for first, last in ((1, 5), (10, 12)):
        make(
            "lightdutyoffer",
            claim=number,
            status="accepted",
            first_day=date(2026, 11, first),
            last_day=date(2026, 11, last),
        )
    view_of(m.LightDutyOffer, "first_day>=2026-11-08", name="Late")
    (row,) = rows("light_duty", which="all", view="Late")
    assert (row["days"], row["days_on_claim"]) == (3, 8)
