"""Insurance: the policies of the City."""

from rules import choices as c
from sheets.base import Sheet, names
from sheets.columns import Choice, Code, DayField, Line, Link, LongText, MoneyField
from sheets.directory import Organization


class Policy(Sheet):
    """A policy or memorandum of coverage of the City."""

    policy_no = Code("Policy no.", aliases=("policy", "policy number"))
    line = Choice("Line", default="liability", choices=c.POLICY_LINE)
    carrier = Link(Organization, "Carrier or pool", backref="policies")
    broker = Link(Organization, "Broker", backref="brokered")
    form = Line("Form", null=True)
    effective_date = DayField("From", null=True, aliases=("period from", "effective"))
    expiry_date = DayField("To", null=True, aliases=("period to", "expires"))
    retention_kind = Choice("Retention kind", null=True, choices=c.POLICY_RETENTION_KIND)
    retention = MoneyField("Retention", adds=False, least=0, null=True)
    limit_per_occurrence = MoneyField("Limit per occurrence", adds=False, least=0, null=True)
    aggregate = MoneyField("Aggregate", adds=False, least=0, null=True)
    premium = MoneyField("Premium", least=0, null=True)
    taxes_fees = MoneyField("Taxes and fees", null=True)
    status = Choice("Status", default="in_force", choices=c.POLICY_STATUS)
    claims_contact = Line("Claims contact", null=True)
    notice_address = LongText("Notice address", null=True)
    notes = LongText("Notes", null=True)

    class Meta:
        key, desk, singular, plural = ("policy_no",), "Insurance", "policy", "Policies"
        listed = names(
            "policy_no line carrier effective_date expiry_date retention "
            "limit_per_occurrence premium status"
        )
        search, sort = ("policy_no", "form", "notes"), ("-expiry_date",)
        ordered = (("effective_date", "expiry_date"),)
        composite = (("expiry_date",), ("status", "expiry_date"))
