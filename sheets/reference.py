"""Reference: causes, known values, closed days, settings, statutory rows, authority."""

from rules import choices as c
from rules.choices import LINES, YES_VERIFIED
from sheets.base import ROW_SENSITIVITY, Sheet
from sheets.columns import (
    Choice,
    Code,
    DayField,
    JsonText,
    Line,
    LongText,
    MoneyField,
    SheetName,
    Whole,
)


class CauseCode(Sheet):
    """What caused a loss, as the office codes it."""

    code = Code("Code", aliases=("cause", "cause code"))
    title = Line("Title")
    group = Line("Group", column_name="cause_group")
    coverage_line = Line("Coverage line", null=True, help_text="GL, AL, LE, EPL, POL, CY.")
    claim_kind = Line("Claimed injury", null=True, help_text="BI, PD, PI, financial.")
    typical_departments = Line("Departments", null=True)
    evidence_to_request = LongText("Evidence to request", null=True)
    tender_or_defence_prompts = LongText("Tender and defence prompts", null=True)
    verified = Choice("Verified", default="policy", choices=YES_VERIFIED)
    source = Line("Source", null=True)

    class Meta:
        key, desk, singular, plural = ("code",), "Reference", "cause code", "Cause codes"
        label, search = ("code", "title"), ("code", "title", "group")
        listed = ("code", "title", "group", "coverage_line", "claim_kind", "verified")


class KnownValue(Sheet):
    """A value that a column is known to take; a file that brings another one has it noted."""

    column = Code("Column", column_name="of_column", help_text="Such as physician.credential.")
    value = Code("Value", max_length=100)
    meaning = Line("What it means", null=True)
    listed_date = DayField("Listed on", null=True, help_text="Day on which the list was read.")
    verified = Choice("Verified", default="policy", choices=YES_VERIFIED)
    source = Line("Source", null=True)

    class Meta:
        key, desk, label = ("column", "value"), "Reference", ("value",)
        singular, plural, search = "known value", "Known values", ("column", "value", "meaning")


class Holiday(Sheet):
    """A closed day of the State (workers' compensation) or Court (liability) calendar."""

    calendar = Choice("Calendar", choices=c.HOLIDAY_CALENDAR)
    day = DayField("Day")
    name = Line("Name")
    source = Line("Source", null=True)
    verified = Choice("Verified", default="policy", choices=YES_VERIFIED)

    class Meta:
        key, desk = ("calendar", "day"), "Reference"
        singular, plural = "holiday", "Holidays"
        sort, composite = ("-day",), (("day",),)


class Setting(Sheet):
    """A choice of the office that the product follows."""

    name = Code("Setting")
    value = Line("Value", null=True, max_length=500)
    help = LongText("What it does", null=True)
    source = Line("Source", null=True)
    verified = Choice("Verified", default="policy", choices=YES_VERIFIED)

    class Meta:
        key, desk = ("name",), "Reference"
        singular, plural = "setting", "Settings"
        label = ("name",)


class StatutoryRow(Sheet):
    """A row of a statutory table that the office adds; it wins from its first day."""

    table = Code("Table", column_name="table_name")
    code = Code(
        "Row", null=True, help_text="Which of the rows of one day, where a day has several."
    )
    first_day = DayField("From")
    last_day = DayField("To", null=True)
    values = JsonText(
        "Values", help_text="Column and value, as in the shipped table.", column_name="row_values"
    )
    source = Line("Source", max_length=500)
    verified = Choice("Verified", default="no", choices=YES_VERIFIED)

    class Meta:
        key, desk = ("table", "code", "first_day"), "Reference"
        singular, plural = "statutory row", "Statutory rows"
        ordered = (("first_day", "last_day"),)


class AuthorityLimit(Sheet):
    """Up to what amount a role, or a tier of the City, may decide alone."""

    holder = Code(
        "Role or tier", help_text="A sign-in role, or a tier such as city_manager or claims_board."
    )
    kind = Choice("Kind", choices=c.AUTHORITY_LIMIT_KIND)
    line = Choice("Line", null=True, choices=LINES, help_text="Blank: both.")
    amount = MoneyField("Up to", adds=False, least=0, null=True, help_text="Blank: any amount.")
    concurrence = Line("With", null=True, help_text="Who must agree besides.")
    first_day = DayField("From")
    last_day = DayField("To", null=True)
    source = Line("Source", null=True, max_length=500)
    verified = Choice("Verified", default="policy", choices=YES_VERIFIED)

    class Meta:
        key, desk = ("holder", "kind", "line", "first_day"), "Reference"
        singular, plural = "authority limit", "Authority limits"
        ordered = (("first_day", "last_day"),)


class CustomColumn(Sheet):
    """A column that the office added to a sheet itself, without a new version of the product."""

    sheet = SheetName("Sheet", help_text="In small letters: claim, payment.")
    name = Code("Name", max_length=30, help_text="By which filters and files name it: x_route.")
    label = Line("Label", max_length=60)
    help = LongText("What it is for", null=True)
    kind = Choice("Kind", choices=c.CUSTOM_COLUMN_KIND)
    decimals = Whole(
        "Decimals", adds=False, null=True, least=0, help_text="Of a number; blank: whole."
    )
    choices = JsonText("Choices", null=True, help_text="Code and words of each, in order.")
    sensitivity = Choice("Kept as", default="public", choices=ROW_SENSITIVITY)
    retired_date = DayField("Retired on", null=True)

    class Meta:
        key, desk, label = ("sheet", "name"), "Reference", ("label",)
        singular, plural, search = "added column", "Added columns", ("name", "label")
        listed = ("sheet", "label", "name", "kind", "sensitivity", "retired_date")
        composite = (("sheet", "label"),)
