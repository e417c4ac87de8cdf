"""Versions: the list, preview, publishing, closing, discarding, download."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from forms_engine.admin import (
    checks,
    designer,
    designer_edits,
    downloads,
    keeping,
    moves,
    previews,
    publishing,
    restores,
    trials,
)
from forms_engine.admin.access import ReadOnly, person, require
from forms_engine.admin.autocomplete import AutocompleteFilter, AutocompleteMedia
from forms_engine.admin.badges import moment, status_badge
from forms_engine.models import Version
from forms_engine.permissions import check_can_author
from messerprise.accounts.domain.roles import Role

READ = frozenset({"preview", "check"})
"""Pages that whoever may see versions may open; the others are for authors."""
Page = Callable[[HttpRequest, Version, AdminSite], HttpResponse]


@admin.register(Version)
class VersionAdmin(ReadOnly, AutocompleteMedia, admin.ModelAdmin):
    """A version is read; it moves on only through its buttons."""

    list_display = (
        "__str__",
        "questionnaire",
        "state",
        "question_count",
        "submission_count",
        "published",
        "publisher",
    )
    list_filter = ("status", ("questionnaire", AutocompleteFilter), "published_at")
    list_select_related = ("questionnaire", "published_by")
    search_fields = ("questionnaire__title", "questionnaire__slug", "publish_note", "=content_hash")
    search_help_text = _("Questionnaire, publish note or content hash")
    actions = None
    fields = readonly_fields = (
        "questionnaire",
        "number",
        "state",
        "question_count",
        "submission_count",
        "publish_note",
        "publish_policy",
        "opens_at",
        "closes_at",
        "published",
        "publisher",
        "uploaded",
        "uploader",
        "content_hash",
    )
    change_form_template = "admin/forms_engine/version.html"

    class Media:
        css = {"all": ["forms_engine/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        """Count submissions in the same query; leave the definitions out."""
        versions: QuerySet[Version] = super().get_queryset(request)
        versions = versions.select_related(*self.list_select_related, "uploaded_by")
        return versions.annotate(submission_total=Count("submissions")).defer("definition")

    def get_urls(self) -> list[URLPattern]:
        """Add a page for each thing that can be done with a version."""
        pages: dict[str, Page] = {
            "preview": previews.preview,
            "check": checks.check,
            "design": designer.design,
            "node": designer.node,
            "expression": designer.expression,
            "faults": designer.faults,
            "edit": designer_edits.edit,
            "trial": trials.trial,
            "publish": publishing.publish,
            "close": moves.close,
            "discard": moves.discard,
            "restore": restores.restore,
            "workbook": downloads.workbook,
            "definition": downloads.definition,
            "keep": keeping.keep,
        }
        return [
            path(f"<uuid:pk>/{name}/", self._page(name, view), name=f"forms_engine_version_{name}")
            for name, view in pages.items()
        ] + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a version with what the person may do about it."""
        rights = {"may_author": person(request).has_role(Role.AUTHOR)}
        response: HttpResponse = super().change_view(request, object_id, form_url, rights)
        return response

    def _page(self, name: str, view: Page) -> Callable[..., HttpResponse]:
        def wrapped(request: HttpRequest, pk: Any) -> HttpResponse:
            if name not in READ:
                require(check_can_author, request)
            elif not self.has_view_permission(request):
                raise PermissionDenied
            version = self.get_queryset(request).defer(None).filter(pk=pk).first()
            if version is None:
                raise Http404
            return view(request, version, self.admin_site)

        return self.admin_site.admin_view(wrapped)

    @admin.display(description=_("status"), ordering="status")
    def state(self, version: Version) -> SafeString:
        """Return the status as a badge."""
        return status_badge(version)

    @admin.display(description=_("published at"), ordering="published_at")
    def published(self, version: Version) -> str:
        """Return when it was published."""
        return moment(version.published_at)

    @admin.display(description=_("published by"), ordering="published_by__username")
    def publisher(self, version: Version) -> str:
        """Return who published it."""
        return version.published_by.display_name if version.published_by else "–"

    @admin.display(description=_("uploaded by"))
    def uploader(self, version: Version) -> str:
        """Return who uploaded its workbook."""
        return version.uploaded_by.display_name if version.uploaded_by else "–"

    @admin.display(description=_("uploaded at"))
    def uploaded(self, version: Version) -> str:
        """Return when its workbook was uploaded."""
        return moment(version.created_at)

    @admin.display(description=_("submissions"), ordering="submission_total")
    def submission_count(self, version: Version) -> int:
        """Return how many submissions are on this version."""
        return int(version.submission_total)  # type: ignore[attr-defined]
