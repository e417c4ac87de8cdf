"""The versions of a questionnaire, on its page."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import ReadOnly
from forms_engine.admin.badges import moment, status_badge
from forms_engine.models import Version


class VersionInline(ReadOnly, admin.TabularInline):
    """Newest first, read only."""

    model = Version
    extra = 0
    can_delete = False
    fields = readonly_fields = (
        "version",
        "state",
        "question_count",
        "submission_count",
        "published",
        "publisher",
        "publish_note",
    )
    template = "admin/forms_engine/versions_inline.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        """Count submissions in the same query; leave the definitions out."""
        versions: QuerySet[Version] = super().get_queryset(request)
        versions = versions.select_related("published_by").defer("definition")
        return versions.annotate(submission_total=Count("submissions")).order_by("-number")

    @admin.display(description=_("version"))
    def version(self, version: Version) -> SafeString:
        """Return the version's name, as a link to its preview."""
        address = reverse("admin:forms_engine_version_preview", args=[version.pk])
        return format_html('<a href="{}">{}</a>', address, version)

    @admin.display(description=_("status"))
    def state(self, version: Version) -> SafeString:
        """Return the status as a badge."""
        return status_badge(version)

    @admin.display(description=_("published at"))
    def published(self, version: Version) -> str:
        """Return when it was published."""
        return moment(version.published_at)

    @admin.display(description=_("published by"))
    def publisher(self, version: Version) -> str:
        """Return who published it."""
        return version.published_by.display_name if version.published_by else "–"

    @admin.display(description=_("submissions"))
    def submission_count(self, version: Version) -> int:
        """Return how many submissions are on this version."""
        return int(version.submission_total)  # type: ignore[attr-defined]
