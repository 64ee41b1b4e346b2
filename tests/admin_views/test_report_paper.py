"""The columns of a report on paper: in parts that fit a page, the first column in each."""

from admin_views import report_paper


def test_what_fits_stays_together():
    assert report_paper.parts(["No.", "Amount"], [["L-1", "1.00"]]) == [[0, 1]]


def test_what_does_not_fit_goes_on_in_a_part_with_the_first_column():
    texts = ["L-1", *["x" * 60] * 12]
    found = report_paper.parts(["No.", *["Text"] * 12], [texts])
    assert len(found) > 1
    assert all(part[0] == 0 and len(part) > 1 for part in found)
    assert [n for part in found for n in part[1:]] == [*range(1, 13)]


def test_one_column_wider_than_the_page_has_a_part_of_its_own():
    wide = "x" * 200
    assert report_paper.parts(["No.", wide, "B"], []) == [[0, 1], [0, 2]]
