"""The two kinds of faults that are the office's own do what their examples say."""

import pytest

pytestmark = pytest.mark.drill


def test_the_own_kinds_of_faults_do_what_their_examples_say():
    from cosmic_ray.mutating import mutate_code

    from tests.mutants.operators import OWN

    examples = [(kind, one) for kind in OWN.values() for one in kind.examples()]
    assert len(examples) >= 4
    for kind, one in examples:
        made = mutate_code(one.pre_mutation_code, kind(), one.occurrence)
        assert made.replace("  ", " ") == one.post_mutation_code
        assert mutate_code("x = y", kind(), 0) is None
