"""Django's admin of the register, with django-import-export's import and export."""

from django.contrib import admin
from import_export import fields, resources, widgets
from import_export.admin import ImportExportModelAdmin

from tests.bench.peers.register.models import Adjuster, Cause, Claim, Department

COLUMNS = (
    "claim_no", "claimant", "status", "loss_date", "department", "cause_code", "description",
    "amount_claimed", "paid", "outstanding", "adjuster", "next_deadline",
)  # fmt: skip
FILE_COLUMNS = (
    "claim_no", "claimant", "status", "loss_date", "received_date", "department", "cause_code",
    "location", "description", "amount_claimed",
)  # fmt: skip


def _key(name: str, model: type, column: str) -> fields.Field:
    return fields.Field(
        name, column_name=name, widget=widgets.CachedForeignKeyWidget(model, column)
    )


class ClaimResource(resources.ModelResource):
    """The claims of a file."""

    department = _key("department", Department, "code")
    cause_code = _key("cause_code", Cause, "code")

    class Meta:
        """Rows are known by their number; equal ones are left alone."""

        model = Claim
        import_id_fields = ("claim_no",)
        fields = FILE_COLUMNS
        skip_unchanged = True


class BulkResource(ClaimResource):
    """The same in bulk, as the library's documentation advises for large files."""

    class Meta(ClaimResource.Meta):
        """No differences are shown, and known rows are not looked for one by one."""

        use_bulk = True
        batch_size = 1000
        skip_diff = True
        skip_html_diff = True
        force_init_instance = True
        skip_unchanged = False


class ListResource(ClaimResource):
    """The claims as the list shows them, to be taken out."""

    adjuster = _key("adjuster", Adjuster, "email")

    class Meta(ClaimResource.Meta):
        """The columns of the list."""

        fields = COLUMNS


@admin.register(Claim)
class ClaimAdmin(ImportExportModelAdmin):
    """The list as Django shows it, joined at once and filtered as is usual."""

    list_display = COLUMNS
    list_select_related = ("department", "cause_code", "adjuster")
    list_per_page = 100
    list_filter = ("status", "department")
    search_fields = ("claim_no", "claimant", "location", "description")
    resource_classes = (ClaimResource,)
    show_change_form_export = False
