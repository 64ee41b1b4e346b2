"""What staff do to a record: one registered verb an act, previewed, then written as one batch."""

from importlib import import_module
from pkgutil import iter_modules

from journal import policy


def load() -> None:
    """Import every module of this package once, so that each verb registers itself.

    The roles that verbs name become the `act` part of the policy. A key that two verbs share stops
    the program.
    """
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    registry = import_module(f"{__name__}.verbs").VERBS
    policy.ACTS.update({entry.key: entry.facts["roles"] for entry in registry})
