"""What is downloaded from a recovery: its cost worksheet."""

from io import BytesIO

from flask import send_file
from flask_admin import expose

from admin_views.desk import Desk
from admin_views.gate import Reads, rule
from journal import policy
from journal.file_kinds import MEDIA_TYPES
from journal.reading import fetch
from models import Recovery, RecoveryCost
from rules.errors import Refused
from workflow.recovery_papers import workbook_of


class RecoveryPapers(Desk):
    """The downloads of a recovery."""

    def __init__(self) -> None:
        super().__init__("Recovery papers", endpoint="recovery_papers", url="/admin/recovery")

    @expose("/<int:row_id>/costs.xlsx")
    @rule(Reads(Recovery))
    def workbook(self, row_id: int):
        """The cost worksheet as it stands."""
        if self.who.masked:
            raise Refused(policy.MASKED)
        policy.need_read(self.who, RecoveryCost)
        fetch(self.who, Recovery, row_id)
        recovery = Recovery.get_by_id(row_id)
        return send_file(
            BytesIO(workbook_of(recovery)),
            mimetype=MEDIA_TYPES["xlsx"],
            as_attachment=True,
            download_name=f"costs-{recovery.recovery_no}.xlsx",
        )


RecoveryPapers._default_view = "workbook"  # Flask-Admin asks each view for one
