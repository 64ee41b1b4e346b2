"""Notice of insufficiency: what the claim lacks, and that the City waits 15 days."""

from datetime import timedelta

from exports.letters.declared import ATTORNEY_OR_DELEGATE, LETTERS, About, Asked, Values
from exports.letters.on_claims import claim_values, listed
from exports.letters.parties import in_lines
from exports.letters.wording import in_full
from rules.status_wants import HOLD_DAYS


@LETTERS.add(
    "insufficiency",
    code="INSUFF",
    title="Notice of insufficiency",
    source="Gov. Code 910.8, 915.4",
    sheets=("claim",),
    line="L",
    to="claimant",
    approver=ATTORNEY_OR_DELEGATE,
    proof=True,
    heading="NOTICE OF INSUFFICIENCY OF CLAIM",
    asks=(
        Asked(
            "defects",
            "long",
            "What the claim lacks",
            "One a line, as Gov. Code 910 and 910.2 ask for it.",
            required=True,
        ),
    ),
    sets={"insufficiency_mailed_date": "on"},
    status="insufficient",
    locked=("proof",),
)
def fields(of: About) -> Values:
    """Values for the notice: each defect, and the last of the 15 days in which the City waits."""
    return {
        **claim_values(of),
        "defects_list": listed(of["defects"]),
        "amend_by": in_full(of.on + timedelta(days=HOLD_DAYS)),
        "clerk_address": in_lines("clerk_address"),
    }
