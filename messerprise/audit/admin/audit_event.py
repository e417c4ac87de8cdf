"""Reading the audit record; nobody writes it here."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from messerprise.audit.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    """The record, newest first, for those with the permission to view it."""

    list_display = ["created_at", "action", "outcome", "actor", "subject_type", "subject_id", "detail"]
    list_filter = ["outcome", "created_at", "subject_type", "action"]
    list_select_related = ["actor"]
    search_fields = ["=subject_id", "^action", "=address_digest", "^actor__username"]
    search_help_text = _("Id of the thing, start of the action or of the user name, address digest")
    show_full_result_count = False  # counting the whole record would scan it

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        """Nobody changes the record."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        """Nobody deletes from the record."""
        return False
