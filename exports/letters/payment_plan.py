"""Payment plan: the instalments that were agreed, and what follows where one is missed."""

from exports.letters.declared import LETTERS, About, FollowUp, Values
from exports.letters.on_recoveries import damage_values, owed_values
from exports.letters.wording import in_full
from rules.money import dollars

SPANS = {7: "every week", 14: "every two weeks", 30: "every 30 days", 31: "every month"}


@LETTERS.add(
    "payment_plan",
    code="PAYPLAN",
    title="Payment plan agreement",
    sheets=("recovery",),
    to="responsible",
    approver=("risk_manager",),
    follow_ups=(FollowUp(10, "Is the payment plan back, signed?"),),
)
def fields(of: About) -> Values:
    """Values for the agreement: amount, span and first day of the instalments."""
    plan = of.record
    span = plan.plan_days
    return {
        **damage_values(of),
        **owed_values(of),
        "instalment": dollars(plan.plan_amount) if plan.plan_amount else None,
        "plan_words": SPANS.get(span, f"every {span} days") if span else None,
        "first_due": in_full(plan.plan_first_date),
    }
