"""Reading documents; nobody changes them here."""

from typing import TYPE_CHECKING, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from documents.selectors import documents_visible_to
from messerprise.audit.services import record

if TYPE_CHECKING:
    from messerprise.accounts.models import User


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    """What people handed in, newest first; opening one is recorded by its download."""

    list_display = (
        "name",
        "questionnaire",
        "path",
        "owner_name",
        "content_type",
        "size_in_words",
        "created_at",
    )
    list_filter = ("content_type", "created_at")
    search_fields = ("name", "path", "owner__username", "owner__last_name", "owner__email", "=sha256")
    search_help_text = _("File name, question, owner or SHA-256")
    actions = None
    fields = readonly_fields = (
        "link",
        "questionnaire",
        "submission_link",
        "path",
        "owner_name",
        "content_type",
        "size_in_words",
        "sha256",
        "created_at",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        """Nobody changes by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        """Nobody deletes by hand: what an answer once rested on is kept."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Return what the person may see, with the names that the list shows."""
        documents = documents_visible_to(cast("User", request.user))
        return documents.select_related("owner", "submission__questionnaire")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: object = None
    ) -> HttpResponse:
        """Show one document, and record that it was seen."""
        document = self.get_object(request, object_id)
        if document is not None and self.has_view_permission(request, document):
            record(actor=request.user, action="document.viewed", subject=document)
        return super().change_view(request, object_id, form_url)

    @admin.display(description=_("file"))
    def link(self, document: Document) -> SafeString:
        """Return the name as a link to the download."""
        address = reverse("documents:document_download", args=[document.pk])
        return format_html('<a href="{}">{}</a>', address, document.name)

    @admin.display(description=_("submission"))
    def submission_link(self, document: Document) -> SafeString:
        """Return a link to the submission it belongs to."""
        address = reverse("admin:forms_engine_submission_change", args=[document.submission_id])
        return format_html('<a href="{}">{}</a>', address, document.submission_id)

    @admin.display(description=_("questionnaire"), ordering="submission__questionnaire__title")
    def questionnaire(self, document: Document) -> str:
        """Return the questionnaire's title."""
        return document.submission.questionnaire.title

    @admin.display(description=_("owner"), ordering="owner__username")
    def owner_name(self, document: Document) -> str:
        """Return the owner's name."""
        return document.owner.display_name

    @admin.display(description=_("size"), ordering="size")
    def size_in_words(self, document: Document) -> str:
        """Return the size as people write it."""
        return filesizeformat(document.size)
