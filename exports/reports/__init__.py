"""Reports: one module each, registered where it is written, read through the policy as of a day."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every module of this package once, so that each report registers itself."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
