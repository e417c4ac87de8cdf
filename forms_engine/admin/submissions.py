"""Submissions: the list, and one with every answer, its origin and history."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin import DateFieldListFilter
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import ReadOnly, page, person
from forms_engine.admin.autocomplete import AutocompleteFilter, AutocompleteMedia
from forms_engine.admin.badges import moment, status_badge
from forms_engine.admin.dossier import dossier_of
from forms_engine.models import Submission
from forms_engine.selectors import submissions_visible_to
from forms_engine.services.filling import open_filling
from messerprise.audit.services import record


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, AutocompleteMedia, admin.ModelAdmin):
    """Submissions are read by reviewers, and every reading is recorded."""

    list_display = (
        "respondent",
        "questionnaire",
        "number",
        "state",
        "progress_bar",
        "started",
        "submitted",
        "short_id",
    )
    list_filter = (
        "status",
        ("questionnaire", AutocompleteFilter),
        ("created_at", DateFieldListFilter),
        ("submitted_at", DateFieldListFilter),
    )
    search_fields = (
        "owner__username",
        "owner__first_name",
        "owner__last_name",
        "owner__email",
        "id__endswith",
    )
    search_help_text = _("Respondent’s name, user name or e-mail address, or the end of the id")
    actions = None

    class Media:
        css = {"all": ["forms_engine/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        """Return what the person may read, with the rows that the list names."""
        return submissions_visible_to(person(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Submission], search_term: str
    ) -> tuple[QuerySet[Submission], bool]:
        """Find a whole id in any spelling; anything else as the fields say."""
        with suppress(ValueError):
            return queryset.filter(pk=UUID(search_term.strip())), False
        return super().get_search_results(request, queryset, search_term.lstrip("…"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one submission, and record that it was seen."""
        submission = self.get_object(request, object_id)
        if submission is None or not self.has_view_permission(request):
            raise Http404
        record(actor=person(request), action="submission.viewed", subject=submission)
        context = {
            "title": submission.questionnaire.title,
            "subtitle": submission.owner.display_name,
            "submission": submission,
            "dossier": dossier_of(open_filling(submission), get_language() or ""),
            "media": self.media,
        }
        return page(self.admin_site, request, Submission, "submission", context)

    @admin.display(description=_("id"), ordering="id")
    def short_id(self, submission: Submission) -> str:
        """Return the end of the id: the beginning is the time, much the same for all."""
        return f"…{submission.pk.hex[-6:]}"

    @admin.display(description=_("respondent"), ordering="owner__username")
    def respondent(self, submission: Submission) -> str:
        """Return the respondent's name."""
        return submission.owner.display_name

    @admin.display(description=_("status"), ordering="status")
    def state(self, submission: Submission) -> SafeString:
        """Return the status as a badge."""
        return status_badge(submission)

    @admin.display(description=_("progress"))
    def progress_bar(self, submission: Submission) -> SafeString:
        """Return how much is answered, as a bar with its number."""
        share = submission.progress
        bar = '<span class="me-progress"><progress max="100" value="{}"></progress> {} %</span>'
        return format_html(bar, share, share)

    @admin.display(description=_("version"), ordering="version__number")
    def number(self, submission: Submission) -> int:
        """Return the version's number."""
        return submission.version.number

    @admin.display(description=_("started"), ordering="created_at")
    def started(self, submission: Submission) -> str:
        """Return when it was started."""
        return moment(submission.created_at)

    @admin.display(description=_("submitted"), ordering="submitted_at")
    def submitted(self, submission: Submission) -> str:
        """Return when it was submitted."""
        return moment(submission.submitted_at)
