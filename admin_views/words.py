"""Days, instants and amounts in the words of a page: filters of the templates."""

from datetime import date, datetime, timedelta

from flask import Flask

from admin_views.day import moment_day, moment_words, today
from journal import settings
from journal.file_kinds import size_words
from rules.days import long_day
from rules.money import dollars


def short_day(day: date) -> str:
    """A day as a list says it: "Today", "Thu 19 Nov", "19 Nov 2024"."""
    on = today()
    if on - timedelta(days=1) <= day <= on:
        return "Today" if day == on else "Yesterday"
    words = long_day(day)
    return words.split(" ", 1)[1] if day.year != on.year else words.rsplit(" ", 1)[0]


def near_day(day: date) -> str:
    """A day in full, without its year where that is this one."""
    words = long_day(day)
    return words.rsplit(" ", 1)[0] if day.year == today().year else words


def office_time(at: datetime) -> str:
    """An instant on the office's clock: "Thu 19 Nov 2026, 09:12"."""
    local = at.astimezone(settings.zone())
    return f"{long_day(local.date())}, {local:%H:%M}"


def short_time(at: datetime) -> str:
    """The day of an instant in few words."""
    return short_day(at.astimezone(settings.zone()).date())


def size(count: int | None) -> str:
    """Bytes in words."""
    return "" if count is None else size_words(count)


def amount(cents: int | str) -> str:
    """An amount in dollars; a mask stands as it is."""
    return cents if isinstance(cents, str) else dollars(cents)


FILTERS = {
    "long_day": long_day,
    "short_day": short_day,
    "near_day": near_day,
    "office_time": office_time,
    "short_time": short_time,
    "moment_day": moment_day,
    "moment_words": moment_words,
    "dollars": amount,
    "size": size,
}


def add_filters(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters.update(FILTERS)
