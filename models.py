"""The sheets of the office, gathered: one Peewee class a sheet, declared by desk in `sheets/`.

A sheet is declared here once; grid, form, filters, import, export, JSON rows and dictionary
follow from the declaration. What generic code must know of a sheet stands in its `Meta`:

    key         columns that people know a row by (unique among rows not in the trash)
    number      how a blank key is drawn: a format over {line}, {year} (fiscal) and {n}, or {id}
    singular, plural, desk      words on screen and the menu group
    label       columns that name a row in a relation (default: the key)
    listed      columns a list shows at first (default: the first eight)
    sort        order a list opens in
    search      columns in the search index
    together    groups of columns that are validated, and judged stale, together
    ordered     pairs of days: the first may not lie after the second
    composite   groups of columns that lists filter and sort by, each an index (journal/schema.py)
    ledger      the column that sums (append-only money sheets)
    frozen      columns that a posted row never changes
"""

from typing import Any

from peewee import SQL

from rules.choices import CATEGORIES
from rules.headings import ALSO
from sheets.base import OWN_COLUMNS, ROW_SENSITIVITY, Base, Sheet, database, groups, names
from sheets.claims import Claim, Incident, Party
from sheets.compensation import (
    LightDutyCheck,
    LightDutyDemand,
    LightDutyOffer,
    LightDutyTask,
    Restriction,
    WorkStatus,
)
from sheets.directory import Department, Employee, Organization, Physician
from sheets.file import ContactLog, Diary, Document, FileNote, Inquiry, InvestigationStep
from sheets.insurance import Policy
from sheets.letters import Letter
from sheets.money import Payment, PaymentEvent, Reserve
from sheets.office import Approval, ImportProfile, ImportRun, ReportSchedule, SavedView
from sheets.people import SIGN_IN_COLUMNS, Role, User, UserRole
from sheets.record import AccessEvent, Batch, Change, Head, ImportRow, Job
from sheets.recovery import RateCard, Recovery, RecoveryCost, RecoveryReceipt
from sheets.reference import (
    AuthorityLimit,
    CauseCode,
    CustomColumn,
    Holiday,
    KnownValue,
    Setting,
    StatutoryRow,
)

SHEETS = (
    Claim,
    Incident,
    Party,
    InvestigationStep,
    Reserve,
    Payment,
    PaymentEvent,
    FileNote,
    Document,
    Diary,
    ContactLog,
    Inquiry,
    Letter,
    WorkStatus,
    Restriction,
    LightDutyTask,
    LightDutyDemand,
    LightDutyCheck,
    LightDutyOffer,
    Recovery,
    RecoveryCost,
    RecoveryReceipt,
    RateCard,
    Policy,
    Department,
    Employee,
    Physician,
    Organization,
    CauseCode,
    KnownValue,
    Holiday,
    Setting,
    StatutoryRow,
    AuthorityLimit,
    CustomColumn,
    User,
    Role,
    UserRole,
    Approval,
    ImportProfile,
    ImportRun,
    ReportSchedule,
    SavedView,
)
"""The journaled sheets, in the order of the desks."""

RECORDS = (Batch, Change, ImportRow, Job, AccessEvent)
"""What the office may look at but the journal does not version: it is the record itself."""

TABLES = (*SHEETS, *RECORDS, Head)
BY_NAME = {model.__name__.lower(): model for model in (*SHEETS, *RECORDS)}
"""SHEET name (class name in lower case) -> class."""


def meta(model: Any, name: str, default: Any = ()) -> Any:
    """A declaration of a sheet's `Meta`, or `default`."""
    return getattr(model._meta, name, default)


def written_beside(model: Any) -> dict[str, str]:
    """Day -> the column that keeps its text where a file named no day (`as_written`)."""
    return {f.written_for.name: f.name for f in columns_of(model) if f.written_for}


def columns_of(model: Any) -> list[Any]:
    """The sheet's own columns in order: everything but what the journal keeps, and the
    retired ones.
    """
    return [
        f
        for f in model._meta.sorted_fields
        if f.name not in OWN_COLUMNS and not getattr(f, "retired", False)
    ]


def _add_keys() -> None:
    """The natural key of each sheet, unique among the rows that are not in the trash; a blank
    part of it counts as a value.
    """
    for model in SHEETS:
        fields = [model._meta.fields[name] for name in model._meta.key]
        key = [SQL(_counted(f)) if f.null else f for f in fields]
        model.add_index(
            *key, unique=True, where=SQL("trashed_at IS NULL"), name=f"{model._meta.table_name}_key"
        )


def _counted(field: Any) -> str:
    """A column of a key whose blank counts as a value: no text, no record."""
    return f'COALESCE("{field.column_name}", {0 if field.kind == "link" else repr("")})'


_add_keys()

for _sheet, _headings in ALSO.items():
    for _name, _more in _headings.items():
        BY_NAME[_sheet]._meta.fields[_name].aliases += _more
