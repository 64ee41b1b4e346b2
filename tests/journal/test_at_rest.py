"""Long work: what stood before it is left alone by the search for garbage, and only while it runs."""

import gc

import pytest

from journal.at_rest import at_rest


def test_what_stands_is_left_alone_until_the_work_ends():
    standing = [[]]
    with at_rest():
        assert gc.get_freeze_count() > 0
        assert not any(one is standing for one in gc.get_objects())
    assert gc.get_freeze_count() == 0
    assert any(one is standing for one in gc.get_objects())


def test_garbage_of_the_work_itself_is_still_found():
    with at_rest():
        made = []
        made.append(made)
        del made
        assert gc.collect() >= 1


def test_work_that_fails_leaves_nothing_aside():
    with pytest.raises(ValueError, match="failed"), at_rest():
        raise ValueError("failed")
    assert gc.get_freeze_count() == 0
