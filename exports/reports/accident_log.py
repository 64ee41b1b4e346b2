"""The log of accidents and losses, as departments, police and residents report them."""

from collections import Counter
from typing import Any

from peewee import JOIN, fn

from exports.reports import behind
from exports.reports.claim_rows import entered_later
from exports.reports.report import (
    DEPARTMENT,
    FROM,
    STAFF,
    TO,
    Asked,
    Column,
    Made,
    Picture,
    is_asked,
    report,
)
from exports.reports.tables import Reading, as_day, table
from models import Claim, Incident, database
from rules import choices as c


def _claims(question: Asked, row: Any) -> str:
    until = [f"received_date<={question.as_of.isoformat()}"] if question.is_past else []
    whose = behind.is_("incident", row["incident_no"])
    return behind.rows(question, "claim", whose, *until, past=False)


COLUMNS = (
    Column("incident_id", "", "whole", shown=False),
    Column("incident_no", "Incident no.", "code", opens=behind.record("incident", "incident_id")),
    Column("loss_date", "Loss date", "day"),
    Column("loss_time", "Time"),
    Column("reported_date", "Reported", "day"),
    Column("department", "Department", "code"),
    Column("location", "Location"),
    Column("cause", "Cause", "code"),
    Column("description", "What happened"),
    Column("injuries", "Somebody was hurt", "yesno"),
    Column("city_property_damaged", "City property damaged", "yesno"),
    Column("asset", "Damaged asset"),
    Column("police_report_no", "Police report no.", "code"),
    Column("vehicle_no", "City vehicle no.", "code"),
    Column("claims", "Claims", "whole", "Claims that name this incident.", True, opens=_claims),
    Column("status", "Status", "choice", choices=c.INCIDENT_STATUS),
)


@report(
    "accident_log",
    title="Log of accidents",
    code="",
    basis="Incidents by loss date",
    counts="Incidents entered or reported by the day, with or without a claim",
    sheet=Incident,
    parameters=(FROM, TO, DEPARTMENT),
    columns=COLUMNS,
    roles=STAFF,
    empty="No incident is entered for this period. Enter one under Incidents, or ask a longer one.",
)
def accident_log(question: Asked) -> Made:
    """Each accident and loss of the period: when, where, what happened, who looks after it."""
    reading = Reading(question, Incident)
    incident = reading.base
    reading.sheets.append(Claim)
    claim = reading.world.source(Claim).alias()
    counted = (
        claim.select(claim.incident.alias("of_incident"), fn.COUNT(claim.id).alias("count"))
        .where(claim.incident.is_null(False), claim.trashed_at.is_null())
        .group_by(claim.incident)
        .alias("counted")
    )
    code = reading.at("department", "code")
    held = [
        *reading.conditions(),
        incident.loss_date >= question.values["from"],
        incident.loss_date <= question.values["to"],
    ]
    if question.values["department"]:
        held.append(is_asked(code, question.values["department"]))
    given = {
        "incident_id": incident.id,
        "department": code,
        "cause": reading.at("cause_code", "code"),
        "claims": fn.COALESCE(counted.c.count, 0),
        **{name: getattr(incident, name) for name in PLAIN},
    }

    def query(selected):
        joined = reading.select(*selected).join_from(
            incident, counted, JOIN.LEFT_OUTER, on=(counted.c.of_incident == incident.id)
        )
        return joined.where(*held)

    made = table(question, COLUMNS, query, given, [incident.loss_date, incident.id])
    by_day = query([incident.loss_date, fn.COUNT(incident.id)]).group_by(incident.loss_date)
    made.picture = lambda: _picture(question, by_day)
    made.notes = entered_later(question, Incident)
    return made


PLAIN = (
    "incident_no",
    "loss_date",
    "loss_time",
    "reported_date",
    "location",
    "description",
    "injuries",
    "city_property_damaged",
    "asset",
    "police_report_no",
    "vehicle_no",
    "status",
)


def _picture(question: Asked, by_day: Any) -> Picture | None:
    """How many incidents by month."""
    counts: Counter[str] = Counter()
    for day, count in database.execute(by_day).fetchall():
        counts[f"{as_day(day):%Y-%m}"] += count
    months = sorted(counts)
    if not months:
        return None
    begin, end = question.values["from"], question.values["to"]
    opens = [
        behind.report(
            question,
            "accident_log",
            **{"from": max(f"{m}-01", begin.isoformat())},
            to=min(behind.last_day(m), end.isoformat()),
        )
        for m in months
    ]
    return Picture(
        "bar",
        "Incidents by month",
        months,
        {"Incidents": [counts[m] for m in months]},
        "whole",
        opens,
    )
