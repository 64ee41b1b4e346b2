"""The office's settings, read from the sheet and kept until a batch changes it."""

from datetime import UTC, date, datetime
from time import monotonic
from zoneinfo import ZoneInfo

from models import Setting, database

KEPT_SECONDS = 5
"""How long another process's change of a setting may go unseen."""

_known: dict[str, tuple[float, dict[str, str | None]]] = {}


def get(name: str, default: str | None = None) -> str | None:
    """The value of a setting, or `default` where it is absent or blank."""
    key = str(database.obj.database)
    read_at, values = _known.get(key, (0.0, {}))
    if monotonic() - read_at > KEPT_SECONDS:
        query = Setting.select(Setting.name, Setting.value).where(Setting.trashed_at.is_null())
        values = dict(query.tuples())
        _known[key] = monotonic(), values
    return (values.get(name) or "").strip() or default


def is_on(name: str, default: str = "no") -> bool:
    """Whether a yes/no setting says yes."""
    return (get(name, default) or "").strip().lower() in ("yes", "on", "true", "1", "required")


def number(name: str, default: int) -> int:
    """The whole number that a setting holds, or `default` where it holds none."""
    text = (get(name) or "").strip()
    return int(text) if text.isdigit() else default


def fiscal_start() -> int:
    """The month on whose first day the office's fiscal year starts."""
    return number("fiscal_year_start_month", 7)


def forget() -> None:
    """Read the sheet anew at the next question; called when a batch touched it."""
    _known.clear()


def zone() -> ZoneInfo:
    """The office's time zone."""
    return ZoneInfo(get("time_zone", "America/Los_Angeles") or "America/Los_Angeles")


def office_day(now: datetime) -> date:
    """The office's calendar day at an instant."""
    return now.astimezone(zone()).date()


def instant_at_start_of(day: date) -> datetime:
    """The first instant of an office day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone()).astimezone(UTC)


def instant_at_end_of(day: date) -> datetime:
    """The last instant of an office day, in UTC."""
    end = datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=zone())
    return end.astimezone(UTC)
