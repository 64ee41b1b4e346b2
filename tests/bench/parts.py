"""Where the time of a long piece of work goes: functions are watched in a process of its own, so that
the figure itself is measured without.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any


class Parts:
    """Milliseconds of CPU by part: what a watched function spends itself, less what other watched
    functions spend inside it.
    """

    def __init__(self) -> None:
        """Nothing spent yet."""
        self.spent: dict[str, float] = defaultdict(float)
        self._open: list[str] = []
        self._since = 0.0

    def of(self, part: str, work: Callable[[], Any]) -> Any:
        """Do a piece of work as a part; gives what it gives."""
        self._charge()
        self._open.append(part)
        try:
            return work()
        finally:
            self._charge()
            self._open.pop()

    def watch(self, owner: Any, name: str, part: str) -> None:
        """Count every call of a function of a module, or of a method of a class, to a part."""
        plain = getattr(owner, name)

        @wraps(plain)
        def watched(*given: Any, **named: Any) -> Any:
            return self.of(part, lambda: plain(*given, **named))

        setattr(owner, name, watched)

    def _charge(self) -> None:
        now = time.process_time()
        if self._open:
            self.spent[self._open[-1]] += (now - self._since) * 1000
        self._since = now
