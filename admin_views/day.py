"""The office's day, as screens and the command line ask for it."""

import os
from datetime import UTC, date, datetime

from journal.settings import office_day


def fixed_day() -> date | None:
    """The day that CLAIMS_TODAY fixes, for tests and demonstrations; None when the clock runs."""
    text = os.environ.get("CLAIMS_TODAY")
    return date.fromisoformat(text) if text else None


def today() -> date:
    """The office's day."""
    return fixed_day() or office_day(datetime.now(UTC))
