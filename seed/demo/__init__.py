"""The demonstration office: invented, deterministic, of any size."""

from seed.demo.office import seed_demo, stands

__all__ = ("seed_demo", "stands")
