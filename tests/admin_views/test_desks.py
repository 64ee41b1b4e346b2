"""The pages of the desks: My day, approvals, inbox, people, search, quick actions; per role, with what each shows."""

import pytest
from builders import TODAY, claim

ROLES = (
    "technician",
    "examiner",
    "risk_manager",
    "wc_manager",
    "coordinator",
    "auditor",
    "administrator",
)


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


FOR_ALL = (
    "/admin/",
    "/admin/?whose=office",
    "/admin/inbox/",
    "/admin/search/",
    "/admin/search/?q=alvarez",
    "/admin/search/hits?q=alvarez",
    "/admin/do/",
    "/admin/import/",
)


@pytest.mark.parametrize("role", ROLES)
def test_a_page_for_everybody_opens_for_every_role(sign_in, role):
    claim()
    browser = sign_in(role)
    for page in FOR_ALL:
        answer = browser.get(page)
        assert answer.status_code == 200, (page, answer.text)


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("/admin/approvals/", set(ROLES) - {"coordinator", "administrator"}),
        ("/admin/people/", {"administrator"}),
    ],
)
def test_a_page_of_some_roles_is_shut_to_the_others(sign_in, page, allowed):
    for role in ROLES:
        assert sign_in(role).get(page).status_code == (200 if role in allowed else 403), role
