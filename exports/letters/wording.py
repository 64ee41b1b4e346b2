"""The placeholders of the letters: what each is called in the office, and where it is entered."""

from datetime import date
from typing import NamedTuple

from rules.days import checked

SPANISH_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip


class Placeholder(NamedTuple):
    """What a placeholder stands for, and what to do where it is missing."""

    words: str
    mend: str


def _claim(words: str) -> Placeholder:
    return Placeholder(words, "enter it on the claim")


def _setting(words: str, name: str) -> Placeholder:
    return Placeholder(words, f"fill the setting {name}")


def _recovery(words: str) -> Placeholder:
    return Placeholder(words, "enter it on the recovery")


def _bill(words: str) -> Placeholder:
    return Placeholder(words, "bill the recovery first")


def _asked(words: str) -> Placeholder:
    return Placeholder(words, "give it above")


def _offer(words: str) -> Placeholder:
    return Placeholder(words, "enter it on the light-duty offer")


PLACEHOLDERS: dict[str, Placeholder] = {
    # The head and the end of every letter
    "office_name": _setting("the name of the office", "office_name"),
    "city_name": _setting("the name of the City", "city_name"),
    "office_address": _setting("the address of the office", "office_address"),
    "office_phone": _setting("the phone of the office", "office_phone"),
    "office_email": _setting("the e-mail of the office", "office_email"),
    "letter_date": Placeholder("the day of the letter", ""),
    "recipient": Placeholder("who it goes to", "give the name above, or enter it on the record"),
    "salutation": Placeholder("who it begins with", "give the name above"),
    "address": Placeholder(
        "the address it goes to", "give it above, or enter it on the person's record"
    ),
    "delivery_line": Placeholder("how it is sent", "choose it above"),
    "signer_name": Placeholder("who signs", "choose who signs"),
    "signer_title": Placeholder("the title of who signs", "enter it at the person"),
    "signer_phone": Placeholder("the phone of who signs", "enter it at the person"),
    # The proof of service
    "county_name": _setting("the county", "county_name"),
    "mailing_city": _setting("the city of mailing", "mailing_city"),
    "served_by": _asked("who serves it"),
    "service_words": Placeholder("how it is served", "choose how it is sent"),
    "document_title": Placeholder("the title of the letter", ""),
    # Claims
    "claim_no": _claim("the claim number"),
    "claimant_name": _claim("the claimant"),
    "loss_date": _claim("the loss date"),
    "loss_place": _claim("the location"),
    "presented_date": _claim("the day the claim was presented"),
    "received_date": _claim("the day the claim was received"),
    "accrual_date": _claim("the day the cause of action accrued"),
    "late_application_date": _claim("the day of the late-claim application"),
    "current_deadline": Placeholder(
        "the last day to act on the claim", "enter the day the claim was presented"
    ),
    "employee_name": _claim("the employee"),
    "injury_date": _claim("the injury date"),
    "job_title": Placeholder("the job title", "enter it at the employee"),
    "status_words": Placeholder("where the claim stands", ""),
    "tpa_name": _claim("the administrator"),
    "clerk_address": _setting("the address of the City Clerk", "clerk_address"),
    # What a letter asks
    "items_requested": _asked("what is asked for"),
    "reply_by": _asked("the day to answer by"),
    "defects_list": _asked("what the claim lacks"),
    "amend_by": Placeholder("the end of the 15 days", ""),
    "reason": _asked("the reason"),
    "expected_date": _asked("when a decision is expected"),
    "board_or_officer": _asked("to whom the claim was presented"),
    "action_words": _asked("what was decided"),
    "action_date": _asked("the day of the decision"),
    "new_deadline": _asked("the day it is extended to"),
    "questions": _asked("the question about the restrictions"),
    "job_demands": _asked("what the job demands"),
    "message": _asked("what to tell"),
    "duty_words": _asked("full or modified duty"),
    "return_date": _asked("the day of return"),
    "restrictions_end": _asked("the end of the restrictions"),
    # Recoveries
    "recovery_no": _recovery("the recovery number"),
    "damage_date": _recovery("the damage date"),
    "damage_place": _recovery("the place of the damage"),
    "asset": _recovery("the damaged asset"),
    "responsible_name": _recovery("the responsible party"),
    "police_report_no": _recovery("the police report number"),
    "carrier_claim_no": _recovery("the carrier's claim number"),
    "policy_no": _recovery("the carrier's policy number"),
    "cost_lines": Placeholder("the cost lines", "add them to the recovery"),
    "total": Placeholder("the total of the cost lines", "add them to the recovery"),
    "due_date": _bill("the day to pay by"),
    "pay_to": _setting("to whom a payment is made", "pay_to"),
    "tax_id": _setting("the City's tax number", "tax_id"),
    "invoice_no": _bill("the invoice number"),
    "invoice_date": _bill("the day of the invoice"),
    "billed": _bill("the amount billed"),
    "paid": Placeholder("what was paid", ""),
    "given_up_so_far": Placeholder("what was given up so far", ""),
    "balance": Placeholder("the balance", "add the cost lines to the recovery"),
    "age_days": _bill("the age of the invoice"),
    "wrote_words": Placeholder("on which days the City wrote before", ""),
    "action_day": _asked("the day of the next step"),
    "phone_log": _asked("what was said on the phone"),
    "instalment": _recovery("the instalment"),
    "plan_words": _recovery("the days between instalments"),
    "first_due": _recovery("the day of the first instalment"),
    "agreed": _asked("the agreed amount"),
    "given_up": Placeholder("what is given up", "give the agreed amount"),
    "efforts": _asked("what was tried"),
    "venue": _asked("the court"),
    "pay_by": _asked("the day to pay by"),
    # Light duty
    "supervisor": _offer("the supervisor"),
    "duties": _offer("the duties"),
    "restrictions": Placeholder(
        "the restrictions", "enter the lines of the physician's note, or its own words"
    ),
    "note_date": Placeholder("the day of the physician's note", "record the note"),
    "review_date": _offer("the day on which it is looked at again"),
    "first_day": _offer("the first day"),
    "last_day": _offer("the last day"),
    "hours_words": _offer("the hours a day"),
    "schedule": _offer("the schedule"),
    "wage_words": _offer("the wages"),
    "accept_by": _offer("the day to answer by"),
    "department": _offer("the department"),
    "work_place": Placeholder("where the work is done", "enter it at the task"),
    "earlier_last_day": Placeholder("the last day so far", "enter which offer it extends"),
    # Sheets that are only printed
    "facts": Placeholder("the facts", ""),
    "money": Placeholder("the amounts", ""),
    "deadlines": Placeholder("the deadlines", ""),
}
"""Name -> what it stands for; a letter gives some of them, a template uses no other."""


COLUMNS = {
    "claimant_name": "claimant",
    "loss_place": "location",
    "employee_name": "employee",
    "tpa_name": "tpa",
    "asset": "asset_description",
    "responsible_name": "responsible_party",
    "policy_no": "insured_policy_no",
}
"""Placeholder -> the column of its record, where that is called otherwise."""


def in_full(day: date | None, language: str = "en") -> str | None:
    """A day as a letter writes it: "November 24, 2026"; None where there is none."""
    if day is None:
        return None
    checked(day)
    if language == "es":
        return f"{day.day} de {SPANISH_MONTHS[day.month - 1]} de {day.year}"
    return f"{day:%B} {day.day}, {day.year}"
