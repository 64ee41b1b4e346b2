"""The Cal/OSHA log: the first question that decides, the column, the days."""

import pytest
from asking import malformed, refused, told

YES = dict.fromkeys(("employee", "injury_or_illness", "work_related", "new_case"), "yes")


@pytest.mark.parametrize(
    ("texts", "branch", "column"),
    [
        ({"employee": "no", "death": "yes"}, "not_employee", None),
        ({"injury_or_illness": "no", "death": "yes"}, "no_injury", None),
        ({"work_related": "no", "death": "yes"}, "not_work_related", None),
        ({"new_case": "no", "death": "yes"}, "existing_case", None),
        ({"death": "yes", "days_away": "5"}, "death", "G"),
        ({"days_away": "1", "transfer": "yes"}, "days_away", "H"),
        ({"days_restricted": "1"}, "restricted_or_transfer", "I"),
        ({"transfer": "yes", "medical_treatment": "yes"}, "restricted_or_transfer", "I"),
        ({"medical_treatment": "yes", "needlestick": "yes"}, "medical_treatment", "J"),
        ({"loss_of_consciousness": "yes"}, "loss_of_consciousness", "J"),
        ({"significant_diagnosis": "yes"}, "significant_diagnosis", "J"),
        ({"needlestick": "yes"}, "needlestick", "J"),
        ({"hearing_shift": "yes"}, "hearing_loss", "J"),
        ({"tuberculosis": "yes"}, "tuberculosis", "J"),
        ({}, "first_aid_only", None),
    ],
)
def test_the_first_question_decides(texts, branch, column):
    found = told("recordable", **YES | texts)
    assert found["value"] == ("recordable" if column else "not_recordable")
    assert (found["details"]["branch"], found["details"]["column"]) == (branch, column)
    assert told("recordable", **texts)["value"] == found["value"]


def test_negative_days_and_half_answers_are_not_taken():
    assert refused("recordable", days_away="-1").reasons == ["“days_away” is negative."]
    assert "yes or no" in malformed("recordable", death="maybe")
