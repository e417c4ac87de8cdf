"""Questionnaires: the list, one with its versions, upload and export."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms_engine.admin import (
    beginnings,
    bulk_migrations,
    exports,
    insertions,
    jobs,
    media,
    reviews,
    uploads,
)
from forms_engine.admin.access import ReadOnly, person
from forms_engine.admin.badges import badge, moment
from forms_engine.admin.version_inline import VersionInline
from forms_engine.models import Questionnaire, Submission
from forms_engine.selectors import library_updates_of
from messerprise.accounts.domain.roles import Role

Own = Callable[[HttpRequest, AdminSite, Questionnaire], HttpResponseBase]
Other = Callable[[HttpRequest, AdminSite, Any], HttpResponseBase]

CLOSED = pgettext_lazy("questionnaire", "closed")


class StatusFilter(admin.SimpleListFilter):
    """Open, closed, or with a draft."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer what a questionnaire can be; one may be open and have a draft."""
        return [("open", _("open")), ("draft", _("with a draft")), ("closed", CLOSED)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Questionnaire]) -> QuerySet[Questionnaire]:
        """Keep the chosen ones."""
        match self.value():
            case "open":
                return queryset.filter(published_version__isnull=False)
            case "draft":
                return queryset.filter(draft_version__isnull=False)
            case "closed":
                return queryset.filter(published_version=None, draft_version=None)
        return queryset


@admin.register(Questionnaire)
class QuestionnaireAdmin(ReadOnly, admin.ModelAdmin):
    """A questionnaire changes only by a new version."""

    list_display = ("title", "slug", "state", "published", "draft", "submission_count", "changed")
    list_filter = (StatusFilter, "updated_at")
    list_select_related = ("published_version", "draft_version")
    search_fields = ("title", "slug")
    search_help_text = _("Title or short name")
    actions = None
    fields = readonly_fields = ("title", "slug", "state", "submission_count", "creator", "created")
    inlines = (VersionInline,)
    change_form_template = "admin/forms_engine/questionnaire.html"

    class Media:
        css = {"all": ["forms_engine/admin.css"]}

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Let authors add, by uploading a file."""
        return person(request).has_role(Role.AUTHOR)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of one questionnaire, of its uploads, of the library and of jobs."""
        pages = {
            "new/": self.begin,
            "<uuid:pk>/upload/": self._own(uploads.upload),
            "<uuid:pk>/design/": self._own(beginnings.go_on),
            "<uuid:pk>/media/": self._own(media.media),
            "<uuid:pk>/export/": self._own(exports.export),
            "<uuid:pk>/migrate/": self._own(bulk_migrations.migrate),
            "<uuid:pk>/insert/": self._other(insertions.insert),
            "<uuid:pk>/renew/": self._other(insertions.renew),
            "review/<uuid:pk>/": self._other(reviews.review),
            "job/<uuid:pk>/": self._other(jobs.job),
            "job/<uuid:pk>/cancel/": self._other(jobs.cancel),
            "job/<uuid:pk>/download/": self._other(jobs.download),
            "job/<uuid:pk>/migrate/": self._other(jobs.migrate),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"forms_engine_questionnaire_{_name(route)}")
            for route, view in pages.items()
        ] + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Questionnaire]:
        """Count submissions in the same query; leave the definitions out."""
        counted = Submission.objects.filter(questionnaire=OuterRef("pk")).order_by().values("questionnaire")
        count = Subquery(counted.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
        questionnaires: QuerySet[Questionnaire] = super().get_queryset(request)
        questionnaires = questionnaires.select_related(*self.list_select_related, "created_by")
        return questionnaires.annotate(submission_total=Coalesce(count, 0)).defer(
            "published_version__definition", "draft_version__definition"
        )

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Add a questionnaire by uploading its file."""
        return uploads.upload(request, self.admin_site, None)

    def _own(self, view: Own) -> Callable[..., HttpResponseBase]:
        """Return a page of one questionnaire."""
        return lambda request, pk: view(request, self.admin_site, self._found(request, pk))

    def _other(self, view: Other) -> Callable[..., HttpResponseBase]:
        """Return a page of something that belongs to one person."""
        return lambda request, pk: view(request, self.admin_site, pk)

    def begin(self, request: HttpRequest) -> HttpResponse:
        """Begin a questionnaire with nothing but a title."""
        return beginnings.begin(request, self.admin_site)

    def _found(self, request: HttpRequest, pk: Any) -> Questionnaire:
        questionnaire: Questionnaire | None = self.get_object(request, pk)
        if questionnaire is None:
            raise Http404
        return questionnaire

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a questionnaire with what the person may do about it."""
        may_author = person(request).has_role(Role.AUTHOR)
        context = {
            "may_author": may_author,
            "may_review": person(request).has_role(Role.REVIEWER),
            "updates": library_updates_of(object_id) if may_author else (),
        }
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

    @admin.display(description=_("status"))
    def state(self, questionnaire: Questionnaire) -> SafeString:
        """Return open, draft or closed."""
        if questionnaire.published_version_id:
            return badge(_("open"), "good")
        return badge(_("draft"), "warn") if questionnaire.draft_version_id else badge(CLOSED, "quiet")

    @admin.display(description=_("published"), ordering="published_version__number", empty_value="–")
    def published(self, questionnaire: Questionnaire) -> str | None:
        """Return the published version."""
        return str(questionnaire.published_version) if questionnaire.published_version else None

    @admin.display(description=_("draft"), ordering="draft_version__number", empty_value="–")
    def draft(self, questionnaire: Questionnaire) -> str | None:
        """Return the draft."""
        return str(questionnaire.draft_version) if questionnaire.draft_version else None

    @admin.display(description=_("created by"))
    def creator(self, questionnaire: Questionnaire) -> str:
        """Return who uploaded the first workbook."""
        return questionnaire.created_by.display_name if questionnaire.created_by else "–"

    @admin.display(description=_("created at"))
    def created(self, questionnaire: Questionnaire) -> str:
        """Return when it was created."""
        return moment(questionnaire.created_at)

    @admin.display(description=_("changed at"), ordering="updated_at")
    def changed(self, questionnaire: Questionnaire) -> str:
        """Return when it changed last."""
        return moment(questionnaire.updated_at)

    @admin.display(description=_("submissions"), ordering="submission_total")
    def submission_count(self, questionnaire: Questionnaire) -> int:
        """Return how many submissions there are, on all versions."""
        return int(questionnaire.submission_total)  # type: ignore[attr-defined]


def _name(route: str) -> str:
    """Return what a route is called after: its words."""
    return "_".join(word for word in route.split("/") if word and not word.startswith("<"))
