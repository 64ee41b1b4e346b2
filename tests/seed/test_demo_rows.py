"""The demonstration as it is made: the same every time, believable, and about nobody."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from hashlib import sha256

import pytest

import models as m
from rules.days import fiscal_year
from rules.liability_clocks import UNDECIDED
from rules.money import dollars
from rules.recovery_follow_up import DAYS
from rules.statuses import (
    CLOSED,
    RECOVERY_OPEN,
    RECOVERY_STATUSES,
    STATUSES_OF_LINE,
    claim_move,
)
from seed.demo import documents, lives, losses, stages, words
from seed.demo.cases import KEPT_DAYS
from seed.demo.sheets import COLUMNS
from seed.reference import reference_rows

pytestmark = pytest.mark.slow
TODAY = date(2026, 11, 24)
CLAIM_DAYS = ("loss_date", "presented_date", "received_date", "closed_date")


def digest(rows) -> str:
    return sha256(repr(rows).encode()).hexdigest()


def by_claim(rows, sheet):
    found = defaultdict(list)
    for row in rows[sheet]:
        found[row["claim"]].append(row)
    return found


# --- The same every time -------------------------------------------------------------------------


def test_the_same_size_and_day_give_the_same_office(made):
    assert digest(made.__wrapped__(400)) == digest(made.__wrapped__(400))


def test_another_day_gives_another_office(made):
    assert digest(made(400)) != digest(made(400, today=date(2026, 11, 25)))


def test_the_size_of_the_parts_changes_no_row(made):
    def bare(rows):
        return {sheet: [[v for v in row.values() if not str(v).startswith("new ")] for row in some]
                for sheet, some in rows.items()}  # fmt: skip

    assert bare(made(300)) == bare(made(300, claims_a_part=77))


@pytest.mark.parametrize("claims", [1, 2, 60])
def test_an_office_may_be_small(made, claims):
    assert len(made(claims)["claim"]) == claims


# --- Claims --------------------------------------------------------------------------------------


def test_about_seven_in_ten_are_liability(rows):
    share = sum(row["line"] == "L" for row in rows["claim"]) / len(rows["claim"])
    assert 0.66 < share < 0.74


def test_every_status_is_one_of_the_claims_line(rows):
    assert [r for r in rows["claim"] if r["status"] not in STATUSES_OF_LINE[r["line"]]] == []


def test_every_status_of_either_line_is_reached_by_some_claim(made):
    found = {(row["line"], row["status"]) for row in made(30_000)["claim"]}
    never = {("L", "incident_only"), ("W", "closed_time_expired")}
    assert {(line, s) for line, some in STATUSES_OF_LINE.items() for s in some} - found == never


@pytest.mark.parametrize("line", ["L", "W"])
def test_every_status_can_be_reached_by_allowed_moves(line):
    told = {status.status for status in (*lives.OPEN[line], *lives.ENDS[line])}
    start = "received" if line == "L" else "reported"
    reached, ways = {start}, [start]
    for status in ways:
        for other in STATUSES_OF_LINE[line]:
            if other not in reached and claim_move(line, status, other).allowed:
                reached.add(other)
                ways.append(other)
    assert told <= reached


def test_a_claim_is_closed_exactly_when_it_bears_the_day(rows):
    assert [r for r in rows["claim"] if (r["status"] in CLOSED) != bool(r["closed_date"])] == []


def test_open_claims_are_a_small_and_recent_part(rows):
    open_ = [row for row in rows["claim"] if not row["closed_date"]]
    assert 0.08 < len(open_) / len(rows["claim"]) < 0.25
    ages = sorted((TODAY - row["received_date"]).days for row in open_)
    assert ages[len(ages) // 2] < 250


def test_the_days_of_a_claim_stand_in_order_and_none_lies_ahead(rows):
    for row in rows["claim"]:
        days = [row[name] for name in CLAIM_DAYS if row[name]]
        assert days == sorted(days), row
        ahead = {"extension_to_date"}
        typed = [row[name] for name in row.keys() - ahead if name.endswith("_date") and row[name]]
        assert max(typed) <= TODAY, row


def test_the_sheets_own_pairs_of_days_hold(rows):
    for model in COLUMNS:
        for first, second in getattr(model._meta, "ordered", ()):
            for row in rows[model.__name__.lower()]:
                if row.get(first) and row.get(second):
                    assert row[first] <= row[second], row


def test_a_compensation_claim_has_one_day_of_injury_and_an_employee(rows):
    for row in rows["claim"]:
        if row["line"] == "W":
            assert row["injury_date"] == row["loss_date"]
            assert row["employee"]
            assert row["knowledge_date"] >= row["injury_date"]


def test_what_a_status_rests_on_is_there(rows):
    for row in rows["claim"]:
        if row["line"] == "L":
            assert all(row[dated.column] for dated in lives.DATED.get(row["status"], ())), row
        elif row["status"] in ("accepted", "denied", "future_medical", "closed_paid"):
            assert (
                row["claim_form_given_date"] <= row["claim_form_filed_date"] <= row["decision_date"]
            )


@pytest.mark.parametrize(("sheet", "column"), [("claim", "claim_no"), ("incident", "incident_no"),
                                               ("payment", "payment_no"), ("recovery", "recovery_no")])  # fmt: skip
def test_numbers_run_without_gaps_in_their_fiscal_year(rows, sheet, column):
    series = defaultdict(list)
    for row in rows[sheet]:
        head, number = row[column].rsplit("-", 1)
        series[head].append(int(number))
    assert all(sorted(some) == list(range(1, len(some) + 1)) for some in series.values())
    if sheet == "claim":
        years = {
            row["claim_no"].split("-")[1]: fiscal_year(row["received_date"])
            for row in rows["claim"]
        }
        assert all(int(told) == year for told, year in years.items())


# --- Money ---------------------------------------------------------------------------------------


def test_at_no_moment_is_more_paid_than_reserved(rows):
    reserves, payments = by_claim(rows, "reserve"), by_claim(rows, "payment")
    for claim, paid in payments.items():
        for category in ("indemnity", "medical", "expense"):
            told = sorted((r["reserve_date"], n, r["amount"]) for n, r in enumerate(reserves[claim])
                          if r["category"] == category)  # fmt: skip
            total = 0
            for row in sorted(paid, key=lambda row: row["payment_date"] or TODAY):
                if row["category"] == category and row["status"] == "posted":
                    total += row["amount"]
                    stands = [amount for day, _, amount in told if day <= row["payment_date"]]
                    assert stands, row
                    assert max(stands) >= total, row


def test_reserves_are_told_in_the_order_of_their_days(rows):
    for told in by_claim(rows, "reserve").values():
        for category in ("indemnity", "medical", "expense"):
            days = [row["reserve_date"] for row in told if row["category"] == category]
            assert days == sorted(days)


def test_a_closed_claim_is_reserved_at_what_was_paid(rows):
    reserves, payments = by_claim(rows, "reserve"), by_claim(rows, "payment")
    for claim in rows["claim"]:
        if claim["closed_date"]:
            last = {r["category"]: r["amount"] for r in reserves[claim["ref"]]}
            paid = Counter()
            for row in payments[claim["ref"]]:
                paid[row["category"]] += row["amount"]
            assert {k: v for k, v in last.items() if v} == dict(paid), claim["claim_no"]


def test_payments_fall_into_the_life_of_their_claim(rows):
    lives_ = {
        row["ref"]: (row["received_date"], row["closed_date"] or TODAY) for row in rows["claim"]
    }
    for row in rows["payment"]:
        if row["status"] == "posted":
            first, last = lives_[row["claim"]]
            assert first <= row["payment_date"] <= last
            assert row["posted_at"].date() == row["payment_date"]
        else:
            assert row["payment_date"] is None
            assert row["posted_at"] is None


def test_nothing_is_paid_where_the_status_says_so(rows):
    unpaid = {row["ref"] for row in rows["claim"]
              if row["status"] in ("received", "reported", "claim_form_given", "denied")}  # fmt: skip
    indemnified = {
        row["claim"]
        for row in rows["payment"]
        if row["category"] == "indemnity" and row["status"] == "posted"
    }
    settled = {r["ref"] for r in rows["claim"] if r["status"] == "closed_no_payment"}
    assert not unpaid & {row["claim"] for row in rows["payment"]}
    assert not settled & indemnified


def test_who_is_paid_a_settlement_has_a_tax_form_and_signed_a_release(rows):
    parties = {row["ref"]: row for row in rows["party"]}
    claims = {row["ref"]: row for row in rows["claim"]}
    settled = [
        p
        for p in rows["payment"]
        if claims[p["claim"]]["line"] == "L" and p["category"] == "indemnity"
    ]
    assert settled
    for payment in settled:
        assert parties[payment["payee"]]["tax_form_date"]
        assert claims[payment["claim"]]["release_date"]


def test_amounts_have_a_long_tail_and_a_cap(rows):
    asked = sorted(row["amount_claimed"] for row in rows["claim"] if row["amount_claimed"])
    assert 50_000 < asked[len(asked) // 2] < 800_000
    assert asked[-1] > 20 * asked[len(asked) // 2]
    assert asked[-1] <= 250_000_000
    assert all(row["amount"] > 0 for row in rows["payment"])


@pytest.mark.parametrize("claims", [1, 7, 50])
def test_a_small_office_has_an_open_recovery(made, claims):
    assert {row["status"] for row in made(claims)["recovery"]} & set(RECOVERY_OPEN)


def test_recoveries_take_in_no_more_than_they_cost(rows):
    cost, back = Counter(), Counter()
    for row in rows["recoverycost"]:
        cost[row["recovery"]] += row["amount"]
    for row in rows["recoveryreceipt"]:
        back[row["recovery"]] += row["amount"]
    for row in rows["recovery"]:
        assert row["status"] in dict(RECOVERY_STATUSES)
        assert back[row["ref"]] <= cost[row["ref"]]
        if row["status"] in ("paid_closed", "compromised_closed"):
            assert row["invoice_no"]
            assert back[row["ref"]] + (row["adjusted"] or 0) == cost[row["ref"]] > 0
        if row["status"] == "paid_closed":
            assert not row["adjusted"]
        if row["invoice_date"]:
            assert row["billed"] == cost[row["ref"]]
            assert row["bill_steps"][-1]["text"] == f"Total {dollars(row['billed'])}"
        if row["adjusted"]:
            assert back[row["ref"]] + row["adjusted"] == cost[row["ref"]]


def test_recoveries_stand_in_every_state(made):
    assert {row["status"] for row in made(3_000)["recovery"]} == set(dict(RECOVERY_STATUSES))


# --- My day --------------------------------------------------------------------------------------


@pytest.mark.parametrize("claims", [200, 3_000])
def test_somebody_has_work_overdue_today_and_this_week(made, claims):
    office = made(claims)
    mine = [r for r in office["diary"] if r["status"] == "open" and r["owner"] == 1]
    late = [r for r in mine if r["diary_date"] < TODAY]
    week = [r for r in mine if 0 < (r["diary_date"] - TODAY).days <= 7]
    assert late
    assert [r for r in mine if r["diary_date"] == TODAY]
    assert week
    assert all((TODAY - r["diary_date"]).days < 60 for r in late)


def test_open_entries_hang_on_open_claims_alone(rows):
    closed = {row["ref"] for row in rows["claim"] if row["closed_date"]}
    open_ = {row["claim"] for row in rows["diary"] if row["status"] == "open"}
    assert not closed & open_


def test_no_deadline_of_a_claim_is_written_by_hand(rows):
    told = [row for row in rows["diary"] if row["rule_code"]]
    assert {row["rule_code"] for row in told if row["claim"]} == set()
    assert {row["rule_code"] for row in told} <= set(DAYS)
    assert {row["status"] for row in told} == {"done"}


def test_an_open_claim_whose_time_to_act_is_over_was_acted_on_or_extended(rows):
    waits = [
        row
        for row in rows["claim"]
        if row["status"] in UNDECIDED
        and not row["rejection_mailed_date"]
        and not (row["extension_to_date"] and row["extension_to_date"] > TODAY)
    ]
    ages = [(TODAY - row["presented_date"]).days for row in waits]
    assert max(ages) <= 45 + 8
    assert any(age > 45 for age in ages), "a few wait too long"
    assert any(row["extension_to_date"] for row in rows["claim"])


def test_older_claims_keep_what_passed_out_of_the_diary(rows):
    first = TODAY - timedelta(days=KEPT_DAYS)
    for row in rows["claim"]:
        older = row["received_date"] < first
        assert row["deadlines_from_date"] == (first if older else None)


def test_no_open_claim_of_some_age_is_medical_only(rows):
    ages = [
        (TODAY - row["received_date"]).days
        for row in rows["claim"]
        if row["claim_type"] == "medical_only" and not row["closed_date"]
    ]
    assert ages
    assert max(ages) <= 88


def test_some_policies_lapse_within_ninety_days_and_show_it(rows):
    lapsing = [r for r in rows["policy"] if 0 < (r["expiry_date"] - TODAY).days <= 90]
    assert len(lapsing) >= 3
    assert len([r for r in rows["diary"] if r["policy"]]) == len(lapsing)


def test_one_person_holds_each_role(rows):
    mails = {row["email"] for row in rows["user"]}
    assert {f"{role}@demo.city" for role in dict(m_roles())} <= mails
    assert all("password" not in row for row in rows["user"])


def m_roles():
    return [(row["name"], row["title"]) for row in dict(reference_rows())[m.Role]]


# --- About nobody --------------------------------------------------------------------------------


def texts(rows):
    for sheet, some in rows.items():
        for row in some:
            for name, value in row.items():
                if isinstance(value, str) and name != "ref" and not value.startswith("new "):
                    yield sheet, name, value


def test_every_phone_is_of_the_range_kept_for_fiction(rows):
    found = [value for _, name, value in texts(rows) if name in ("phone", "fax")]
    assert len(found) > 1000
    assert [value for value in found if not re.fullmatch(r"\(\d{3}\) 555-01\d\d", value)] == []


def test_every_mail_goes_to_an_example_or_the_demonstration(rows):
    found = [value for _, name, value in texts(rows) if name == "email"]
    assert [
        v for v in found if not re.search(r"@(example\.org|[a-z]+\.example\.com|demo\.city)$", v)
    ] == []


def test_every_plate_bears_a_letter_that_is_never_printed_there(rows):
    found = [value for _, name, value in texts(rows) if name == "plate"]
    assert found
    assert [value for value in found if not re.fullmatch(r"\dQ[A-Z]{2}\d{3}", value)] == []


def test_no_text_looks_like_a_number_that_is_secret(rows):
    shapes = re.compile(r"\b\d{3}-\d{2}-\d{4}\b|\b(?:\d[ -]?){15,16}\b")
    assert [found for found in texts(rows) if shapes.search(found[2])] == []


def test_provider_numbers_are_right_and_not_given_out(rows):
    for row in rows["physician"]:
        digits = [int(d) for d in "80840" + row["npi"]][::-1]
        total = sum(d if n % 2 == 0 else sum(divmod(2 * d, 10)) for n, d in enumerate(digits))
        assert row["npi"].startswith("2")
        assert total % 10 == 0


def test_the_postal_code_is_not_a_real_one(rows):
    found = {
        value[-5:] for _, name, value in texts(rows) if name == "address" and value != words.CITY
    }
    assert found == {words.POSTAL_CODE}


# --- What it is made from ------------------------------------------------------------------------


def test_every_cause_and_department_stands_in_the_reference_tables():
    reference = dict(reference_rows())
    causes = {row["code"] for row in reference[m.CauseCode]}
    departments = {row["code"] for row in reference[m.Department]}
    assert {loss.cause for loss in losses.LOSSES} <= causes
    used = {loss.department for loss in losses.LOSSES} | {d.department for d in losses.DAMAGES}
    assert used | set(losses.WORKFORCE.items) <= departments
    assert set(losses.WORKFORCE.items) == set(words.JOB_TITLES)


def test_every_age_of_an_open_claim_or_recovery_has_a_status():
    for line in "LW":
        assert all(any(o.first <= age <= o.last for o in lives.OPEN[line]) for age in range(12_000))
    assert all(any(s.first <= age <= s.last for s in stages.STAGES) for age in range(12_000))


def test_every_column_is_one_of_its_sheet():
    assert [
        (model, n) for model, names in COLUMNS.items() for n in names if n not in model._meta.fields
    ] == []


def test_documents_are_files_of_their_kind():
    facts = ("L-2027-0001", "Rosa (Chau) Álvarez", "12 Alder Street", "Tripped. " * 90)
    letter, report = documents.letter(*facts, day=TODAY), documents.report(*facts, day=TODAY)
    assert letter.content.startswith(b"%PDF-1.4")
    assert letter.content.endswith(b"%%EOF\n")
    assert b"Rosa \\(Chau\\)" in letter.content
    start = int(re.search(rb"startxref\n(\d+)", letter.content)[1])
    assert letter.content[start:].startswith(b"xref\n0 6\n")
    places = re.findall(rb"(\d{10}) 00000 n", letter.content)
    assert [letter.content[int(p) :].split()[0] for p in places] == [b"1", b"2", b"3", b"4", b"5"]
    assert "L-2027-0001" in report.content.decode()
