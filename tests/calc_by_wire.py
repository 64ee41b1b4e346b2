"""A sheet of LibreOffice Calc, worked from outside; run by a Python that has LibreOffice's own `uno`.

One question a line on the input, as JSON, one answer a line on the output: {"do": "write", "cells":
{"A1": {"text", "formula", "format", "note"}}, "merge": ["A4:B4"]}, {"do": "copy", "range": "A1:E6"},
{"do": "paste"} in a new sheet, answered by its cells as [[{"kind", "shown", "formula", "value"}]].
"""

import json
import sys
import time

import uno
from com.sun.star.lang import Locale

WAIT_SECONDS = 60


def office(port: int):
    """The running LibreOffice, as soon as it answers."""
    here = uno.getComponentContext()
    find = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here
    ).resolve
    place = f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext"
    for _ in range(WAIT_SECONDS * 4):
        try:
            return find(place)
        except Exception:
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


class Calc:
    """LibreOffice Calc, and the document that was opened last."""

    def __init__(self, context) -> None:
        make = context.ServiceManager.createInstanceWithContext
        self.desktop = make("com.sun.star.frame.Desktop", context)
        self.dispatcher = make("com.sun.star.frame.DispatchHelper", context)
        self.document = None

    def open(self) -> None:
        """Begin a new document, in place of the one before."""
        if self.document is not None:
            self.document.close(True)
        self.document = self.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        self.sheet = self.document.Sheets.getByIndex(0)

    def command(self, name: str) -> None:
        """A command of the menu, for the cells that are chosen."""
        frame = self.document.CurrentController.Frame
        self.dispatcher.executeDispatch(frame, f".uno:{name}", "", 0, ())

    def choose(self, cells: str) -> None:
        """Choose a range."""
        self.document.CurrentController.select(self.sheet.getCellRangeByName(cells))

    def write(self, cells, merge=()) -> str:
        """Write cells into a new document."""
        self.open()
        for name, told in cells.items():
            cell = self.sheet.getCellRangeByName(name)
            if "format" in told:
                cell.NumberFormat = self.format(told["format"])
            if "text" in told:
                cell.String = told["text"]
            if "formula" in told:
                cell.Formula = told["formula"]
            if "note" in told:
                self.sheet.Annotations.insertNew(cell.CellAddress, told["note"])
        for cells_together in merge:
            self.sheet.getCellRangeByName(cells_together).merge(True)
        return "written"

    def format(self, code: str) -> int:
        """The key of a number format of the document."""
        formats, here = self.document.NumberFormats, Locale("en", "US", "")
        known = formats.queryKey(code, here, False)
        return known if known >= 0 else formats.addNew(code, here)

    def copy(self, range: str) -> str:
        """Copy a range, as Ctrl+C does."""
        self.choose(range)
        self.command("Copy")
        return "copied"

    def paste(self) -> list[list[dict]]:
        """Paste into a new document, as Ctrl+V does; its cells."""
        self.open()
        self.choose("A1")
        self.command("Paste")
        end = self.sheet.createCursor()
        end.gotoEndOfUsedArea(False)
        last = end.RangeAddress
        return [
            [self.told(self.sheet.getCellByPosition(x, y)) for x in range(last.EndColumn + 1)]
            for y in range(last.EndRow + 1)
        ]

    @staticmethod
    def told(cell) -> dict:
        """What a cell is: EMPTY, VALUE, TEXT or FORMULA; what it shows; what it holds."""
        return {
            "kind": cell.Type.value,
            "shown": cell.String,
            "formula": cell.Formula,
            "value": cell.Value,
        }


def answer(calc: Calc, question: dict):
    """Do what a question asks."""
    return getattr(calc, question.pop("do"))(**question)


if __name__ == "__main__":
    worked = Calc(office(int(sys.argv[1])))
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(worked, json.loads(line))) + "\n")
        sys.stdout.flush()
