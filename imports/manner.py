"""How the cells of a column are written, where a cell alone does not tell."""

from dataclasses import dataclass
from typing import Literal

DayOrder = Literal["mdy", "dmy", "ymd", "serial"]
DecimalSign = Literal[".", ","]


@dataclass(frozen=True)
class Manner:
    """How a column is read.

    `day_order` is that of three bare numbers, or says that numbers written as text are those by
    which a spreadsheet counts days; `decimal` the sign before decimals; with `epoch_1904`
    bare day numbers count from 1904.
    """

    day_order: DayOrder = "mdy"
    decimal: DecimalSign = "."
    epoch_1904: bool = False


OFFICE = Manner()
"""As the office writes: month first, a point before the decimals."""

TYPED = "typed by hand"
"""Mark of a cell that a person typed on a page: it is read as the office writes, whatever its
column is like, and tells nothing of the column.
"""
