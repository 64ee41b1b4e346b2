"""How the calculators say the names and codes of their inputs and results."""

import re
from collections.abc import Mapping

from rules.terms import TERMS

WORDS = {
    "awe": "Average weekly earnings",
    "rtw_offer": "Offer of work in time",
    "wpi": "Whole person impairment, %",
    "fec_rank": "FEC rank, 1 to 8",
    "after_occupation": "After occupation, %",
    "after_age": "After age, %",
    "industrial_percent": "Caused by the work, %",
    "percent": "Rating, %",
    "parts": "Impairments",
    "tax_percent": "Sales tax, %",
    "burden_percent": "Burden, %",
    "overtime_burden_percent": "Burden of overtime, %",
    "overhead_percent": "Overhead, %",
    "rate_change_percent": "Change of rate, %",
    "taxes_percent": "Taxes, %",
    "employee": "An employee of the City",
    "injury_or_illness": "An injury or illness",
    "new_case": "A new case",
    "transfer": "Restricted work or transfer",
    "needlestick": "Cut by something soiled with blood",
    "hearing_shift": "Shift of hearing",
    "minor": "The claimant was a minor",
    "disability_from": "Off work from",
    "disability_to": "Off work to",
    "knowledge_date": "Known to the employer",
    "days_used": "Days paid before",
    "cap_weeks": "Weeks at most",
    "hospitalized": "Admitted to a hospital",
    "conforming_notice": "The notice conforms to section 913",
    "safety": "Police officer or firefighter hurt from 2026",
    "tpa": "Third-party administrator",
    "mail_ca": "Mail within California",
    "mail_us": "Mail to another state",
    "mail_abroad": "Mail abroad",
    "requirement": "What the City requires",
    "certificate": "What the certificate shows",
    "am_best": "AM Best rating",
    "gl": "General liability",
    "auto": "Auto liability",
    "umbrella": "Umbrella or excess",
    "wc": "Workers' compensation",
    "liquor": "Liquor liability",
    "gl_each_occurrence": "General liability, each occurrence",
    "gl_general_aggregate": "General liability, aggregate",
    "el_each_accident": "Employers' liability, each accident",
    "each_occurrence": "Each occurrence",
    "alcohol": "Alcohol is sold or served",
    "vehicles": "Vehicles are used",
    "employees": "There are employees",
    "cancellation_days": "Notice of cancellation, days",
    "filing_business_days": "Filed before, business days",
    "max_deductible": "Deductible at most",
    "primary_wording": "Primary and non-contributory",
    "primary": "Primary and non-contributory",
    "waiver_gl": "Waiver of subrogation, general liability",
    "waiver_wc": "Waiver of subrogation, workers' compensation",
    "waiver": "Waiver of subrogation",
    "severability": "Severability of interests",
    "activities": "Activities that must be covered",
    "exclusions": "Activities that are excluded",
    "additional_insured": "Additional insured, forms",
    "holder": "Certificate holder",
    "received": "Received on",
    "aggregate_per": "Aggregate applies per",
    "effective": "In force from",
    "expires": "In force to",
    "follow_form": "Follows form",
    "any": "Any auto",
    "covers": "Autos covered",
    "non_owned": "Non-owned",
    "statutory": "Statutory limits",
    "producer": "Producer named",
    "rejected_mailed_date": "Rejection handed over or mailed",
    "must_grant": "Must be granted",
    "base_date": "Without mail and closed days",
    "target_date": "The office's own target",
    "closed_day": "On a closed day",
    "longer_182": "At least 182 days",
    "mail": "Days for mail by",
    "code": "Deadline",
    "trigger_date": "Day of the event",
    "na": "not required",
    "pass": "passed",
    "fail": "failed",
    "yes": "Yes",
    "no": "No",
}
"""Names and codes that are not said as they are written."""

HEADS = {"no": "No.", "days": "Days"}
"""Heads of columns that are said otherwise than the same word elsewhere."""

SUGGESTED = {
    "form": ("occurrence", "claims-made"),
    "aggregate_per": ("policy", "project", "location"),
}
"""Inputs that take any words -> the usual ones."""

SEVERAL = {"covers": ("owned", "hired", "non_owned", "scheduled")}
"""Lists of words -> the words there are."""

_QUOTED = re.compile(r"“([a-z_0-9]+(?:\[\d+\])?(?:\.[a-z_]+)*)”")


def spoken(name: str) -> str:
    """A name or code as it is said: "accrual_date" is "Accrued", "mail_ca" its own words."""
    if name in WORDS:
        return WORDS[name]
    return TERMS[name].label if name in TERMS else name.replace("_", " ").capitalize()


def head(name: str) -> str:
    """The name of a result as the head of a column."""
    return HEADS.get(name) or spoken(name)


def on_form(path: str) -> str:
    """The name of a rule's input on its form: "lines[0].rate" is "lines.0.rate"."""
    return re.sub(r"\[(\d+)\]", r".\1", path)


def worded(sentence: str, labels: Mapping[str, str]) -> str:
    """A sentence of a rule with the labels of the form in place of its names of inputs."""
    return _QUOTED.sub(lambda found: f"“{labels.get(on_form(found[1]), found[1])}”", sentence)
