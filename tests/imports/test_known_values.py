"""What a column is known to take is a table of the office: another value comes in, and is noted."""

import pytest
from books import bring_in, counts, csv_file, planned
from builders import write

import models as m
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = ("Number", "Name", "Credential", "Specialty")


@pytest.fixture
def listed(office):
    """A few of the values that the office knows."""
    known = {
        "credential": ("MD", "PhD", "PA-C", "LCSW"),
        "specialty": ("Family Practice", "Psychologist, Clinical", "Obstetrics & Gynecology", "207Q00000X"),
    }  # fmt: skip
    for name, values in known.items():
        for value in values:
            write(knownvalue={"column": f"physician.{name}", "value": value})


def noted(path, **decided) -> list[tuple[str, str]]:
    return [(note.cell, note.message) for note in planned(path, m.Physician, **decided).notes]


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("credential", "specialty"),
    [
        ("MD", "Family Practice"), ("M.D.", "FAMILY PRACTICE"), ("MD, PHD", "Clinical Psychologist"),
        ("PAC", "207Q00000X"), ("md/lcsw", "OBSTETRICS   GYNECOLOGY"), ("", ""),
    ],
)  # fmt: skip
def test_known_values_need_no_word_however_they_are_written(tmp_path, credential, specialty):
    file = csv_file(tmp_path / "a.csv", HEAD, ("1", "Ito", credential, specialty))
    assert noted(file) == []


@pytest.mark.usefixtures("listed")
def test_another_value_is_noted_and_comes_in_as_it_is(tmp_path):
    rows = ("1", "Ito", "MD, XYZ", "Family Practice"), ("2", "Ode", "-", "Palmistry")
    file = csv_file(tmp_path / "a.csv", HEAD, *rows)
    assert noted(file) == [
        ("C2", "“MD, XYZ” is not among the known values of Credential; it comes in as it is."),
        ("C3", "“-” is not among the known values of Credential; it comes in as it is."),
        ("D3", "“Palmistry” is not among the known values of Specialty; it comes in as it is."),
    ]
    assert counts(bring_in(file, m.Physician)) == (2, 0, 0, 0)
    found = m.Physician.select(m.Physician.credential, m.Physician.specialty)
    assert sorted(found.tuples()) == [("-", "Palmistry"), ("MD, XYZ", "Family Practice")]
    assert noted(file) == [], "nothing new comes in"
    other = csv_file(tmp_path / "b.csv", HEAD, ("1", "Ito", "MD, QRS", "Family Practice"))
    assert [cell for cell, _ in noted(other)] == ["C2"]


@pytest.mark.usefixtures("listed")
def test_the_office_adds_a_value_and_takes_one_out(tmp_path):
    file = csv_file(tmp_path / "a.csv", HEAD, ("1", "Ito", "LAc", ""), ("2", "Ode", "LCSW", ""))
    assert [cell for cell, _ in noted(file)] == ["C2"]
    write(knownvalue={"column": "physician.credential", "value": "LAc"})
    draft = Draft("Not here")
    draft.trash(m.KnownValue, m.KnownValue.get(m.KnownValue.value == "LCSW").id)
    commit(OPERATOR, draft)
    assert [cell for cell, _ in noted(file)] == ["C3"]


def test_a_column_without_a_list_takes_anything(tmp_path):
    write(knownvalue={"column": "physician.specialty", "value": "Family Practice"})
    file = csv_file(tmp_path / "a.csv", HEAD, ("1", "Ito", "XYZ", "Palmistry"))
    assert [cell for cell, _ in noted(file)] == ["D2"]
