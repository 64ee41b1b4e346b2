"""Which sheets a file may fill, and for whom."""

from typing import Any

from journal import policy
from journal.who import Who
from models import (
    SHEETS,
    CustomColumn,
    ImportProfile,
    ImportRun,
    Role,
    SavedView,
    User,
    UserRole,
    meta,
)
from rules.errors import BadQuestion

NOT_BY_FILE = (User, Role, UserRole, ImportRun, ImportProfile, SavedView, CustomColumn)
"""Sheets that no file fills: who may sign in, with what rights, and the office's own record."""


def sheets_of(who: Who) -> list[Any]:
    """The sheets that files of the role fill, whether or not it is only looked through."""
    return [m for m in SHEETS if m not in NOT_BY_FILE and policy.view(who, m).write]


def need_by_file(who: Who, model: Any) -> None:
    """Refuse a sheet that no file fills, or that `who` may not write."""
    policy.need_write(who, model)
    if model not in SHEETS or model in NOT_BY_FILE:
        raise BadQuestion(
            f"{meta(model, 'plural')} are written by the office itself, not by a file."
        )
