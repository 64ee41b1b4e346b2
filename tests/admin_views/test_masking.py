"""Looking through another role: everything is there, and no value of a claim is shown anywhere."""

from datetime import UTC, datetime

import pytest
from asked import TO_DATE
from one_of_each import fill

import models as m
from journal import policy
from journal.commit import commit
from journal.drafts import Draft
from journal.masking import KEPT, MASK
from journal.who import OPERATOR

pytestmark = pytest.mark.slow

SHEETS = [*policy.GROUPS["losses"], *policy.GROUPS["money"], *policy.GROUPS["recovery"]]
WORDS = ("claim_no A", "claimant A", "description A", "location A", "subject A", "summary A")
TOLD = (
    *WORDS,
    "payee_name A",
    "asset_description A",
    "caller A",
    "Zaunkoenig",
    "Wendehals",
    "Gimpelfink",
    "4,321.00",
    "Asker A",
)
DECIDED = ("approved", "refused", "returned", "withdrawn")


@pytest.fixture
def ids(app) -> dict[str, int]:
    """One row of each sheet; its claim was changed once."""
    found = fill("A")
    draft = Draft("Words about claimant A", reason="description A")
    draft.change(m.Claim, found["claim"], location="location A, moved")
    commit(OPERATOR, draft)
    return found


@pytest.fixture
def approvals(ids) -> list[int]:
    """Actions on the claim that wait, and that were decided each way."""
    draft = Draft("Asked", source="seed")
    asker = draft.create(m.User, email="asker@city.gov", name="Asker A")
    now, values = datetime.now(UTC), {"on": "2026-11-24", "sheet": "claim", "values": {}}
    asked = {
        "verb": "pay",
        "title": "Pay claimant A",
        "sheet": "claim",
        "row_id": ids["claim"],
        "claim": ids["claim"],
        "amount": 4_321_00,
        "reason": "description A",
        "parameters": values | {"ids": [ids["claim"]]},
        "approver_roles": "risk_manager",
        "asked_by": asker,
        "asked_at": now,
    }
    decided = {"decided_by": asker, "decided_at": now, "decision_note": "location A"}
    made = [draft.create(m.Approval, **asked, status="waiting")]
    made += [draft.create(m.Approval, **asked, **decided, status=status) for status in DECIDED]
    receipt = commit(OPERATOR, draft)
    return [receipt.id_of(ref) for ref in made]


@pytest.fixture(params=["technician", "risk_manager", "auditor"])
def chief(request, sign_in):
    """An administrator who looks through a role."""
    browser = sign_in("administrator")
    browser.send("/admin/view-as", data={"role": request.param})
    return browser


def test_every_value_of_a_claim_is_a_mask_or_a_word_of_structure(ids, chief):
    masks = 0
    for model in SHEETS:
        kept = {f.name for f in m.columns_of(model) if f.kind in KEPT and f.sensitivity == "public"}
        rows = chief.get(f"/admin/{model.__name__.lower()}/rows").json["rows"]
        told = [v for row in rows for n, v in row.items() if n not in {"id", "version", *kept}]
        masks += told.count(MASK)
        assert rows, model
        assert set(told) <= {None, "", MASK}, model
    assert masks > 100


def test_no_page_shows_a_word_of_a_claim(ids, chief):
    claim, other = ids["claim"], ids["recovery"]
    parts = ("", "facts", "history", "payments", "reserves", "parties", "documents", "notes")
    parts += ("deadlines",)
    pages = [f"/admin/claim/{claim}/{part}" for part in parts]
    pages += [f"/admin/{s.__name__.lower()}/" for s in SHEETS]
    pages += [f"/admin/{s.__name__.lower()}/details/?id={ids[s.__name__.lower()]}" for s in SHEETS]
    pages += [f"/admin/claim/history/{claim}", f"/admin/claim/cell/{claim}/location"]
    pages += [f"/admin/recovery/{other}/", "/admin/", "/admin/?whose=office", "/admin/batch/"]
    pages += ["/admin/batch/1/", "/admin/search/hits?q=claimant", "/admin/search/?q=location&all=1"]
    pages += [f"/admin/claim/rows?as_of={TO_DATE}", "/admin/claim/lookup?q=claim"]
    pages += [f"/admin/claim/rows?ids={claim}&labels=yes", "/admin/claim/changes?since=0"]
    pages += ["/admin/claim/order?group=status,line", "/admin/claim/summary"]
    for page in pages:
        answer = chief.get(page)
        assert answer.status_code in (200, 404), page
        assert [word for word in TOLD if word in answer.text] == [], page


def test_the_pages_of_what_waits_and_was_decided_show_no_word_of_it(ids, approvals, chief):
    pages = ["/admin/approvals/", "/admin/", f"/admin/claim/{ids['claim']}/"]
    pages += [f"/admin/approvals/{row_id}" for row_id in approvals]
    for page in pages:
        answer = chief.get(page)
        assert answer.status_code == 200, page
        assert [word for word in TOLD if word in answer.text] == [], page
        assert MASK in answer.text or page == "/admin/", page


def test_a_masked_column_is_no_oracle(ids, chief):
    for question in ("filter=claimant~A", "filter=paid>0", "sort=claimant", "filter=claim_no=x"):
        assert chief.get(f"/admin/claim/rows?{question}").status_code == 403, question
        assert chief.get(f"/admin/claim/order?{question}").status_code == 403, question
    for name in ("claimant", "paid", "party.name"):
        for question in (f"order?group={name}", f"summary?columns={name}"):
            answer = chief.get(f"/admin/claim/{question}")
            assert answer.status_code in (400, 403), question
    for question in ("filter=claim.claimant~A", "filter=claim=x", "sort=claim"):
        assert chief.get(f"/admin/payment/rows?{question}").status_code == 403, question
    assert chief.get("/admin/claim/rows?q=claimant").json["rows"] == []
    assert len(chief.get("/admin/claim/rows?filter=status!=closed_paid").json["rows"]) == 1


def test_nothing_is_taken_out(ids, chief):
    for kind in ("csv", "xlsx"):
        assert chief.send("/admin/claim/export", data={"format": kind}).status_code == 403
    assert chief.get(f"/admin/document/{ids['document']}/file").status_code == 403
