"""The page of an error: within the frame, with the way back to where one came from."""

import pytest

HERE = "http://localhost"


def test_an_error_keeps_the_frame_and_leads_back(sign_in):
    came = {"Referer": f"{HERE}/admin/claim/?q=oak"}
    answer = sign_in("technician").get("/admin/claim/987654/", headers=came)
    assert answer.status_code == 404
    assert 'href="/admin/claim/?q=oak">Back to where you were' in answer.text
    assert 'class="side"' in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "referrer", ["", "http://[", "https://evil.example/admin/", f"{HERE}/admin/claim/987654/"]
)
def test_an_error_leads_back_into_the_office_alone(sign_in, referrer):
    answer = sign_in("technician").get("/admin/claim/987654/", headers={"Referer": referrer})
    assert "Back to where you were" not in answer.text
    assert "evil" not in answer.text
    assert "To My day" in answer.text


def test_whoever_is_not_signed_in_sees_no_frame(client):
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert 'class="side"' not in answer.text
