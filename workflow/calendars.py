"""The closed days of a calendar as the office keeps them: its own table first, else as the law
gives them.
"""

from models import Holiday
from rules.calendars import CALENDARS, Calendar, tabled


def calendar_of(code: str) -> Calendar:
    """The State or Court calendar with the days that the office entered."""
    query = Holiday.select(Holiday.day, Holiday.name).where(
        Holiday.calendar == code, Holiday.trashed_at.is_null()
    )
    return tabled(CALENDARS[code], dict(query.tuples()))
