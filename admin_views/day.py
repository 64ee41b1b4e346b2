"""The office's day, and the moments that addresses name, as screens ask for them."""

import os
from datetime import UTC, date, datetime

from journal import settings
from journal.history import moment_of
from journal.settings import office_day
from rules.days import long_day
from rules.errors import BadQuestion


def fixed_day() -> date | None:
    """The day that CLAIMS_TODAY fixes, for tests and demonstrations; None when the clock runs."""
    text = os.environ.get("CLAIMS_TODAY")
    return date.fromisoformat(text) if text else None


def today() -> date:
    """The office's day."""
    return fixed_day() or office_day(datetime.now(UTC))


def moment_kept(text: str) -> datetime:
    """The instant that a text means, as far as the record reaches: it keeps the real time, also
    while the office's day is fixed.

    Raises:
        BadQuestion: it is neither a day nor an instant, or it lies ahead.
    """
    found, now = moment_of(text), datetime.now(UTC)
    last = max(settings.instant_at_end_of(office_day(now)), settings.instant_at_end_of(today()))
    if found > last:
        raise BadQuestion(
            f"{moment_words(text)} lies ahead. The record reaches to today; choose a day up to it."
        )
    return found


def moment_day(text: str) -> str:
    """The office's day of a day or an instant, as a date control holds it; empty of nothing."""
    if not text or _is_day(text):
        return text
    return moment_of(text).astimezone(settings.zone()).date().isoformat()


def moment_words(text: str) -> str:
    """A day, or an instant on the office's clock: "Thu 19 Nov 2026, 09:12"."""
    if _is_day(text):
        return long_day(date.fromisoformat(text))
    at = moment_of(text).astimezone(settings.zone())
    return f"{long_day(at.date())}, {at:%H:%M}"


def end_words(text: str) -> str:
    """The same in a sentence: a day means its end."""
    return f"the end of {moment_words(text)}" if _is_day(text) else moment_words(text)


def _is_day(text: str) -> bool:
    return len(text.strip()) == 10
