"""The reference tables: each with its source, added once, never over what the office decided."""

import ast
import csv
from datetime import date

import pytest
from builders import TODAY, change
from sources import modules, tree

import models as m
from journal import policy
from journal.commit import commit
from journal.drafts import Draft
from journal.setting_checks import CHECKS, problem
from journal.who import OPERATOR
from models import meta
from rules import calendars
from seed.reference import FILES, TABLES, holiday_rows, reference_rows, seed_reference
from workflow import authority
from workflow.recoveries import FOLLOW_UPS

SOURCED = (m.CauseCode, m.KnownValue, m.Holiday, m.Setting, m.AuthorityLimit, m.RateCard)


def test_a_new_office_gets_every_table(office):
    assert seed_reference() == {
        "role": 7, "setting": m.Setting.select().count(), "department": 28, "causecode": 55,
        "knownvalue": m.KnownValue.select().count(),
        "authoritylimit": m.AuthorityLimit.select().count(), "ratecard": 14, "holiday": 680,
        "importprofile": m.ImportProfile.select().count(), "savedview": 6,
    }  # fmt: skip


def test_seeding_again_adds_and_writes_nothing(office):
    seed_reference()
    batches = m.Batch.select().count()
    assert set(seed_reference().values()) == {0}
    assert m.Batch.select().count() == batches


def test_the_journal_names_the_seed(office):
    seed_reference()
    batch = m.Batch.get()
    assert (batch.actor, batch.source, batch.title) == ("operator", "seed", "Reference tables")


def test_what_the_office_changed_stays(office):
    seed_reference()
    setting = m.Setting.get(m.Setting.name == "second_factor")
    change(m.Setting, setting.id, value="no")
    seed_reference()
    assert m.Setting.get(m.Setting.name == "second_factor").value == "no"


def test_what_the_office_put_in_the_trash_does_not_come_back(office):
    seed_reference()
    draft = Draft("No such day here")
    draft.trash(m.Holiday, m.Holiday.get(m.Holiday.day == date(2026, 3, 31)).id)
    commit(OPERATOR, draft)
    assert seed_reference()["holiday"] == 0


def test_what_the_office_renamed_does_not_come_back_under_its_old_key(office):
    seed_reference()
    change(m.Department, m.Department.get(m.Department.code == "PW-ST").id, code="STREETS")
    assert seed_reference()["department"] == 0


def test_a_row_of_a_newer_version_is_added(office):
    draft = Draft("An older office")
    draft.create(m.Role, name="technician", title="Claims clerk")
    commit(OPERATOR, draft)
    assert seed_reference()["role"] == 6
    assert m.Role.get(m.Role.name == "technician").title == "Claims clerk"


def test_divisions_hang_on_their_department(office):
    seed_reference()
    streets = m.Department.get(m.Department.code == "PW-ST")
    assert m.Department.get_by_id(streets.division_of).code == "PW"


@pytest.mark.parametrize("model", SOURCED, ids=lambda model: model.__name__)
def test_every_row_cites_its_source_and_how_sure_it_is(model):
    rows = dict(reference_rows())[model]
    marks = {mark for mark, _ in model.verified.choices}
    assert rows
    assert [row for row in rows if not row.get("source") or row["verified"] not in marks] == []


@pytest.mark.parametrize(
    ("model", "name"), FILES, ids=lambda given: getattr(given, "__name__", given)
)
def test_every_heading_is_a_column_and_every_key_stands_once(model, name):
    with (TABLES / name).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert set(rows[0]) <= set(model._meta.fields)
    keys = [tuple(row.get(part) for part in model._meta.key) for row in rows]
    assert len(set(keys)) == len(keys)


def test_known_values_are_of_columns_that_a_file_fills_and_say_when_they_were_listed():
    rows = dict(reference_rows())[m.KnownValue]
    columns = {tuple(row["column"].split(".")) for row in rows}
    assert all(name in m.BY_NAME[sheet]._meta.fields for sheet, name in columns)
    assert all(row["listed_date"] for row in rows)


def test_the_roles_are_those_of_the_policy():
    roles = {row["name"]: row["title"] for row in dict(reference_rows())[m.Role]}
    assert roles == policy.ROLES


@pytest.mark.parametrize("calendar", [calendars.STATE, calendars.COURT], ids=lambda c: c.code)
@pytest.mark.parametrize("year", [2003, 2010, 2021, 2026, 2030])
def test_the_holidays_are_those_that_the_rules_give(calendar, year):
    days = {
        r["day"]: r["name"]
        for r in holiday_rows()
        if r["calendar"] == calendar.code and r["day"].year == year
    }
    assert days == calendars.holidays(calendar, year)


@pytest.mark.parametrize(
    ("name", "value"),
    [("second_factor", "yes"), ("idle_minutes", "30"), ("session_hours", "12"), ("fiscal_year_start_month", "7"),
     ("time_zone", "America/Los_Angeles"), ("claim_no_format", meta(m.Claim, "number")),
     ("incident_no_format", meta(m.Incident, "number")), ("payment_no_format", meta(m.Payment, "number")),
     ("recovery_no_format", meta(m.Recovery, "number")), ("recovery_cost_days", "14"),
     ("recovery_bill_days", "30"), ("document_max_megabytes", "25"), ("trusted_proxies", "0")],
)  # fmt: skip
def test_a_setting_starts_as_the_product_does_without_it(name, value):
    rows = {row["name"]: row for row in dict(reference_rows())[m.Setting]}
    assert rows[name]["value"] == value


def test_the_settlement_tiers_are_those_of_the_usual_table(office):
    seed_reference()
    tiers = {
        limit.holder: limit.amount
        for limit in authority.limits("settlement", "L", date(2026, 11, 24))
    }
    assert tiers == {"technician": 250_000, "tpa": 250_000, "risk_manager": 1_500_000,
                     "city_manager": 5_000_000, "claims_board": 0, "city_council": None,
                     "pool_or_excess_carrier": 0}  # fmt: skip


@pytest.mark.parametrize(("role", "amount"), [("examiner", 250_000), ("wc_manager", 1_500_000)])
def test_who_works_compensation_claims_settles_them_within_a_tier(office, role, amount):
    seed_reference()
    tiers = {limit.holder: limit for limit in authority.limits("settlement", "W", TODAY)}
    assert tiers[role].amount == amount


def test_every_limit_is_held_by_a_role_or_a_tier_that_may_be_given():
    holders = {row["holder"] for row in dict(reference_rows())[m.AuthorityLimit]}
    assert holders - {*policy.ROLES, *policy.TIERS} == {"tpa", "pool_or_excess_carrier"}


# --- The settings and the code that reads them ---------------------------------------------------

LATER = {
    "medical_only_waiting_days": "the compensation desk sorts claims by it",
    "lost_time_bands": "the report of lost time",
}
"""Settings that wait for the desk which reads them."""

READERS = {"get": 0, "is_on": 0, "number": 0}
OWN_READERS = {"in_lines": 0, "get": 0, "number": 0, "_number": 0, "_percent": 1}
"""Function -> which of the things it is given is the name of a setting."""


def _asked(name: str) -> set[str]:
    """The settings that a module asks for by name."""
    found: set[str] = set()
    for call in (node for node in ast.walk(tree(name)) if isinstance(node, ast.Call)):
        func = call.func
        place = OWN_READERS.get(func.id) if isinstance(func, ast.Name) else None
        if isinstance(func, ast.Attribute) and getattr(func.value, "id", "") == "settings":
            place = READERS.get(func.attr)
        if place is not None and len(call.args) > place:
            parts = ast.walk(call.args[place])
            found |= {part.value for part in parts if isinstance(part, ast.Constant)}
    return {word for word in found if isinstance(word, str) and word[:1].isalpha()}


@pytest.mark.slow
def test_every_setting_is_read_and_every_one_that_is_read_is_seeded():
    seeded = {row["name"] for row in dict(reference_rows())[m.Setting]}
    drawn = {f"{s._meta.key[0]}_format" for s in m.SHEETS if "{n" in meta(s, "number", "")}
    read = drawn.union(*map(_asked, modules())) | {setting for setting, *_ in FOLLOW_UPS}
    assert {"second_factor", "sales_tax_percent", "idle_minutes"} <= read
    assert read - seeded == set()
    assert seeded - read == LATER.keys()


def test_every_setting_that_is_checked_is_seeded_and_starts_as_one_that_can_be_followed():
    rows = {row["name"]: row.get("value") for row in dict(reference_rows())[m.Setting]}
    assert {name for name in CHECKS if not name.endswith("_format")} <= rows.keys()
    assert [problem(name, value) for name, value in rows.items() if problem(name, value)] == []


@pytest.mark.parametrize(("line", "able"), [("L", "risk_manager"), ("W", "wc_manager")])
def test_somebody_can_approve_what_is_beyond_the_technician(office, line, able):
    seed_reference()
    limits = {
        limit.holder: limit for limit in authority.limits("payment", line, date(2026, 11, 24))
    }
    assert not limits["technician"].covers(250_001)
    assert limits["technician"].covers(250_000)
    assert limits[able].covers(10**9)
