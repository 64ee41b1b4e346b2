"""A sheet of a spreadsheet, what its copy looks like on the clipboard, and what the office makes of it.

`tests/data/clipboards` holds the clipboard byte for byte: as LibreOffice 7.4 wrote it for `SHEET`; of Excel and
Google Sheets, which run on no machine of ours, in the shape that they are known to write.
"""

from pathlib import Path

CLIPBOARDS = Path(__file__).parent / "data" / "clipboards"
CLAIMS = (
    "claim/?columns=claim_no,claimant,description,loss_date,amount_claimed,location&sort=claim_no"
)
SHEET = {
    "A1": {"text": "Ochoa, Ana"},
    "B1": {"text": 'Fell on a step,\nleft wrist; said "wet"', "note": "ask her doctor"},
    "C1": {"formula": "2023-10-05", "format": "D/M/YY"},
    "D1": {"formula": "1234.56", "format": "$#,##0"},
    "E1": {"text": "00123", "format": "@"},
    "A2": {"text": '"Park" Jin'},
    "B2": {"text": '"wet floor"'},
    "C2": {"formula": "2023-09-30", "format": "YYYY-MM-DD"},
    "D2": {"formula": "=950+0.5", "format": "#,##0.00"},
    "E2": {"text": "=1+1", "format": "@"},
    "A3": {"text": '5" pipe'},
    "B3": {"text": "one\n\nthree\tfour"},
    "C3": {"formula": "2023-08-31", "format": "MMM D, YYYY"},
    "D3": {"formula": "=100/3", "format": "0.00"},
    "E3": {"text": '","'},
    "A4": {"text": "wide"},
    "C4": {"formula": "2023-08-30", "format": "YYYY-MM-DD"},
    "E4": {"formula": "=1/0"},
}
MERGED = ["A4:B4"]
WORDS = [
    ["Ochoa, Ana", 'Fell on a step,\nleft wrist; said "wet"', "5/10/23", "$1,235", "00123"],
    ['"Park" Jin', '"wet floor"', "2023-09-30", "950.50", "=1+1"],
    ['5" pipe', "one\n\nthree\tfour", "Aug 31, 2023", "33.33", '","'],
    ["wide", "", "2023-08-30", "", "#DIV/0!"],
]
KEPT = [
    ["Ochoa, Ana", WORDS[0][1], "2023-10-05", "1234.56", "00123"],
    ['"Park" Jin', '"wet floor"', "2023-09-30", "950.50", "=1+1"],
    ['5" pipe', "one\n\nthree\tfour", "2023-08-31", "33.33", '","'],
    ["wide", None, "2023-08-30", None, "#DIV/0!"],
]
COLUMNS = ("claimant", "description", "loss_date", "amount_claimed", "location")


def clipboard(name: str) -> dict[str, str]:
    """A clipboard as a spreadsheet wrote it."""
    return {
        kind: (CLIPBOARDS / f"{name}.{end}").read_bytes().decode()
        for kind, end in [("html", "html"), ("text", "txt")]
    }
