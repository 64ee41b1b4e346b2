"""What is printed of chosen records and sends nothing: envelopes, face sheets; one page each."""

from io import BytesIO

from flask import request, send_file
from flask_admin import expose

from admin_views.desk import Desk
from admin_views.gate import SignedIn, rule
from admin_views.offers import Offer
from admin_views.record_ids import rows_of
from exports.letters import printing
from exports.letters.declared import LETTERS, Kind, kind_of
from journal import policy
from journal.file_kinds import MEDIA_TYPES
from journal.who import Who
from rules.errors import NotFound
from workflow import letter_files

PLACE = "/admin/print"
WORDS = {"envelope": "Print the envelope", "face_sheet": "Print the face sheet"}
MANY = {"envelope": "Print envelopes", "face_sheet": "Print face sheets"}
LATE = 200
"""Where a print stands among the actions: after those that do something."""


class LetterPrints(Desk):
    """The prints of chosen records, as .pdf, or .docx where the machine makes no .pdf."""

    def __init__(self) -> None:
        super().__init__("Prints", endpoint="letter_prints", url=PLACE)

    @expose("/<key>/<sheet>")
    @rule(SignedIn())
    def of(self, key: str, sheet: str):
        """The prints of the records named in the address, in their order."""
        if key not in WORDS:
            raise NotFound("There is no such print.")
        ids = rows_of(self.who, sheet, request.args).ids
        data, ending = letter_files.printed(self.who, key, sheet, ids, on=self.on), "docx"
        if request.args.get("as") != "docx" and printing.program():
            pdf = printing.as_pdf([data])[0]
            data, ending = (pdf, "pdf") if pdf else (data, ending)
        return send_file(
            BytesIO(data),
            mimetype=MEDIA_TYPES[ending],
            as_attachment=ending != "pdf",
            download_name=f"{key.replace('_', '-')}-{self.on.isoformat()}.{ending}",
        )


LetterPrints._default_view = "of"  # Flask-Admin asks each view for one


def prints(who: Who, sheet: str, row_id: int | None = None) -> list[Offer]:
    """What can be printed of a record, or of chosen ones, as buttons; nothing for who looks through
    another role.
    """
    if who.masked:
        return []
    asked = "" if row_id is None else f"?ids={row_id}"
    words = MANY if row_id is None else WORDS
    return [
        Offer(
            f"print_{entry.key}",
            words[entry.key],
            f"{PLACE}/{entry.key}/{sheet}{asked}",
            many=True,
            order=LATE,
        )
        for entry in LETTERS
        if _may(who, kind_of(entry), sheet)
    ]


def _may(who: Who, kind: Kind, sheet: str) -> bool:
    return not kind.sends and sheet in kind.sheets and policy.may_act(who, kind.roles)
