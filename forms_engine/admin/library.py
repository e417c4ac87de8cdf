"""The question library: the list of its groups, one group with its revisions and where it is used."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import ReadOnly, page
from forms_engine.admin.badges import moment
from forms_engine.domain.codec import from_json
from forms_engine.domain.languages import choose_language
from forms_engine.domain.preview import preview
from forms_engine.domain.review import review
from forms_engine.models import LibraryGroup, LibraryRevision, LibraryUse
from forms_engine.selectors import library_uses_of


@admin.register(LibraryGroup)
class LibraryGroupAdmin(ReadOnly, admin.ModelAdmin):
    """A group changes only by a new revision, saved from a version's preview."""

    list_display = ("title", "key", "number", "question_count", "use_count", "changed")
    search_fields = ("title", "key")
    search_help_text = _("Title or short name")
    actions = None

    class Media:
        css = {"all": ["forms_engine/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[LibraryGroup]:
        """Count the questionnaires that use a group in the same query."""
        used = LibraryUse.objects.filter(group=OuterRef("pk"), version__status__in=["draft", "published"])
        total = used.order_by().values("group").annotate(total=Count("version__questionnaire", distinct=True))
        count = Subquery(total.values("total"), output_field=IntegerField())
        groups: QuerySet[LibraryGroup] = super().get_queryset(request)
        return groups.annotate(use_total=Coalesce(count, 0))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a group: its questions, where it is used, its revisions, and what one of them changed."""
        group = self.get_object(request, object_id)
        if group is None or not self.has_view_permission(request, group):
            raise Http404
        revisions = group.revisions.select_related("created_by").defer("definition")
        number = _number(request.GET.get("revision"), group.number)
        context = {
            "title": group.title,
            "group": group,
            "uses": library_uses_of(group),
            "revisions": revisions,
            "number": number,
            **_shown(group, number),
        }
        return page(self.admin_site, request, LibraryGroup, "library_group", context)

    @admin.display(description=_("used by"), ordering="use_total")
    def use_count(self, group: LibraryGroup) -> int:
        """Return how many questionnaires use it."""
        return int(group.use_total)  # type: ignore[attr-defined]

    @admin.display(description=_("changed at"), ordering="updated_at")
    def changed(self, group: LibraryGroup) -> SafeString:
        """Return when it changed last."""
        return moment(group.updated_at)


def _number(text: str | None, newest: int) -> int:
    return int(text) if text and text.isdecimal() and 0 < int(text[:7]) <= newest else newest


def _shown(group: LibraryGroup, number: int) -> dict[str, Any]:
    """Return the questions of a revision, and what it changed."""
    found: dict[int, LibraryRevision] = {
        each.number: each for each in group.revisions.filter(number__in=[number, number - 1])
    }
    definition = from_json(found[number].definition)
    language = choose_language(definition, get_language() or "")
    before = found.get(number - 1)
    return {
        "lines": preview(definition, language),
        "languages": [each for each in definition.languages if each],
        "parts": review(from_json(before.definition), definition, language) if before else (),
    }
