"""The letters of the office: one module and one Word template each, scanned once at start-up."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every module of this package once, so that each letter registers itself."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
