"""How old a bill is: its age in days, and the bucket in which the office reports it."""

from datetime import date
from typing import NamedTuple


class Bucket(NamedTuple):
    """A span of ages: its key, the oldest age in days (None: no end), and its words."""

    key: str
    most: int | None
    words: str


BUCKETS = (
    Bucket("current", 30, "Current (0–30 days)"),
    Bucket("d60", 60, "31–60 days"),
    Bucket("d90", 90, "61–90 days"),
    Bucket("d180", 180, "91–180 days"),
    Bucket("d365", 365, "181–365 days"),
    Bucket("over", None, "Over a year"),
)
"""Oldest last; each begins the day after the one before it ends."""


def age_days(invoice_date: date, on: date) -> int:
    """Days since the invoice, its own day being 0; one that lies ahead has age 0."""
    return max(0, (on - invoice_date).days)


def bucket(invoice_date: date, on: date) -> Bucket:
    """The bucket of a bill.

    Args:
        invoice_date: the day of the invoice, counted as day 0.
        on: the day on which the age is asked for.

    Source: practice of cost recovery; a year is 365 days here, also in a leap year.
    """
    age = age_days(invoice_date, on)
    return next(found for found in BUCKETS if found.most is None or age <= found.most)
