"""Where a fault passed, for the log: places and kinds, never the message, which may hold values of
a record.
"""

from traceback import extract_tb


def trace_of(error: BaseException) -> str:
    """The chain of an exception as lines: kind, then file, line and function of each step."""
    lines: list[str] = []
    cause: BaseException | None = error
    passed: set[int] = set()
    while cause is not None and id(cause) not in passed:
        passed.add(id(cause))
        lines.append(f"{type(cause).__module__}.{type(cause).__name__}")
        lines += [
            f"  {step.filename}:{step.lineno} in {step.name}"
            for step in extract_tb(cause.__traceback__)
        ]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines)
