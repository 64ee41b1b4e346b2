"""Which process of a run takes which tests, so that none waits for the other at its end."""

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

AT_A_BROWSER = "tests/e2e/"
LONG = (
    "tests/test_rules_are_covered.py",
    "tests/test_readme.py",
    "tests/faults/",
    "tests/admin_views/test_matrix.py",
)
"""Modules of few tests that take long: they are handed out before those with many."""


class BrowserFirst(LoadScopeScheduling):
    """Hands out whole modules: the first process sits at the browser, the others take the rest.

    Two browsers with their offices on two cores would make each other wait; whoever is through
    with its own share takes from the other's.
    """

    def _assign_work_unit(self, node: WorkerController) -> None:
        browses = node is self.nodes[0]
        waiting = sorted(self.workqueue, key=lambda module: self._turn(module, browses))
        self.workqueue.move_to_end(waiting[0], last=False)
        super()._assign_work_unit(node)

    @staticmethod
    def _turn(module: str, browses: bool) -> tuple[bool, bool]:
        return module.startswith(AT_A_BROWSER) != browses, not module.startswith(LONG)
