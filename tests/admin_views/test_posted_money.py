"""Nothing is typed over posted money, by cell or form; it is said in words."""

from datetime import UTC, date, datetime

import pytest
from one_of_each import fill

import models as m
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR

TODAY = date(2026, 11, 24)
TYPED = {
    "status": "draft",
    "invoice_no": "INV-2",
    "memo": "x",
    "benefit": "settlement",
    "fund": "F",
    "payment_no": "PY-X",
    "amount": "5.00",
    "category": "medical",
    "payee_name": "Evil",
    "service_from": "2026-01-01",
}


@pytest.fixture
def money(app):
    """Posted and void payments, a reserve and a receipt, by sheet."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    ids = fill("A")
    made = {"reserve": ids["reserve"], "recoveryreceipt": ids["recoveryreceipt"]}
    for status in ("posted", "void"):
        draft = Draft("paid", source="seed", on=TODAY)
        draft.create(
            m.Payment,
            claim=ids["claim"],
            category="indemnity",
            amount=100,
            status=status,
            payment_date=TODAY,
            posted_at=datetime.now(UTC),
        )
        made[status] = commit(OPERATOR, draft).created[0][1]
    return made


def _patch(browser, sheet: str, row_id: int, column: str, value: str):
    cell = {"id": row_id, "version": 1, "column": column, "value": value}
    return browser.send(f"/admin/{sheet}/rows", method="PATCH", json=[cell])


@pytest.mark.parametrize("status", ["posted", "void"])
def test_no_cell_of_a_posted_payment_is_typed(sign_in, money, status):
    browser = sign_in("risk_manager")
    for column, value in TYPED.items():
        answer = _patch(browser, "payment", money[status], column, value)
        assert answer.status_code == 422, (column, answer.text)
        assert "is posted, so it stays as it is: void it and pay again." in answer.text
    answer = _patch(browser, "payment", money[status], "approval", "A-000001")
    assert answer.status_code == 422
    assert m.Payment.get_by_id(money[status]).version == 1


def test_no_form_of_a_posted_payment_is_saved(sign_in, money):
    browser = sign_in("technician")
    place = f"/admin/payment/edit/?id={money['posted']}"
    assert browser.get(place).status_code == 200
    for column in ("memo", "amount", "invoice_no", "payment_no"):
        answer = browser.send(place, data={"version": "1", column: TYPED[column]})
        assert answer.status_code == 422, column
        assert "is posted, so it stays as it is" in answer.text
    assert m.Payment.get_by_id(money["posted"]).version == 1


@pytest.mark.parametrize(
    ("sheet", "column", "value"),
    [("reserve", "category", "medical"), ("recoveryreceipt", "amount", "5.00")],
)
def test_no_frozen_cell_of_another_ledger_is_typed(sign_in, money, sheet, column, value):
    answer = _patch(sign_in("technician"), sheet, money[sheet], column, value)
    assert answer.status_code == 422
    assert "is posted, so it stays as it is" in answer.text


def test_what_is_no_money_of_a_receipt_is_typed(sign_in, money):
    row_id = money["recoveryreceipt"]
    assert (
        _patch(sign_in("technician"), "recoveryreceipt", row_id, "check_no", "7").status_code == 200
    )
