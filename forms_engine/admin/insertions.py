"""The pages on which an author inserts a group of the library, and takes its newest revision later."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import page, person, require
from forms_engine.admin.reviews import differences_shown
from forms_engine.domain.codec import from_json
from forms_engine.domain.definition import Definition, Group, Node
from forms_engine.domain.languages import choose_language, pick
from forms_engine.domain.library import COLUMN as LIBRARY
from forms_engine.domain.markdown import to_text
from forms_engine.domain.review import Part
from forms_engine.exceptions import DraftChanged
from forms_engine.models import LibraryUse, Questionnaire, Version
from forms_engine.permissions import check_can_author
from forms_engine.selectors import library_groups
from forms_engine.services.drafts import version_replaced
from forms_engine.services.insertions import insert_group, update_group, updated
from messerprise.core.exceptions import MessErpriseError

if TYPE_CHECKING:
    from forms_engine.models import LibraryGroup

LONGEST = 60


class InsertForm(forms.Form):
    """Which group goes where; ``replacing`` is what the author saw."""

    group: "forms.ModelChoiceField[LibraryGroup]" = forms.ModelChoiceField(
        library_groups(), label=_("Group"), empty_label=None
    )
    place = forms.ChoiceField(label=_("Place"))
    replacing = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        definition = from_json(version.definition)
        places = list(_places(definition))
        start = {"place": definition.children[-1].key if definition.children else "/"}
        kwargs["initial"] = {**start, "replacing": version.content_hash}
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]


def insert(request: HttpRequest, site: AdminSite, pk: Any) -> HttpResponse:
    """Show the groups of the library and the places; insert one."""
    require(check_can_author, request)
    questionnaire = _found(pk)
    current = version_replaced(questionnaire)
    if current is None:
        raise Http404
    form, refused = InsertForm(version=current), None
    if request.method == "POST":
        form = InsertForm(request.POST, version=current)
        try:
            if form.is_valid():
                return _inserted(request, questionnaire, form)
        except MessErpriseError as error:
            form, refused = InsertForm(version=current), error
    context = {
        "title": _("Insert from the library"),
        "form": form,
        "has_groups": library_groups().exists(),
    }
    return _page(request, site, "insert", questionnaire, current, context, refused)


def renew(request: HttpRequest, site: AdminSite, pk: Any) -> HttpResponse:
    """Show what the newest revision changes in a questionnaire; take it."""
    require(check_can_author, request)
    questionnaire, path = _found(pk), request.GET.get("path", "")
    refused = None
    if request.method == "POST":
        try:
            return _renewed(request, questionnaire, path)
        except MessErpriseError as error:
            refused = error
            questionnaire = _found(pk)
    current = version_replaced(questionnaire)
    try:
        definition = updated(questionnaire, path)
    except DraftChanged:
        raise Http404 from None
    use = current.library_uses.select_related("group").get(path=path) if current else None
    shown = differences_shown(current, definition)
    context = {
        "title": _("Update from the library"),
        "use": use,
        **shown,
        "parts": tuple(_without_mark(shown["parts"])),
    }
    return _page(request, site, "renew", questionnaire, current, context, refused)


def _without_mark(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield what changes but the mark: the page says in words which revision replaces which."""
    for part in parts:
        rows = tuple(row for row in part.rows if row.what != LIBRARY)
        if rows:
            yield replace(part, rows=rows)


def _found(pk: Any) -> Questionnaire:
    rows = Questionnaire.objects.select_related("draft_version", "published_version")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _inserted(request: HttpRequest, questionnaire: Questionnaire, form: InsertForm) -> HttpResponse:
    given = form.cleaned_data
    use = insert_group(
        actor=person(request),
        questionnaire_id=questionnaire.pk,
        group_id=given["group"].pk,
        place=given["place"],
        replacing=given["replacing"],
    )
    sentence = gettext("“%(group)s” is in the draft: read it through, then publish it.")
    return _told(request, use, sentence)


def _renewed(request: HttpRequest, questionnaire: Questionnaire, path: str) -> HttpResponse:
    use = update_group(
        actor=person(request),
        questionnaire_id=questionnaire.pk,
        path=path,
        replacing=request.POST.get("replacing", ""),
    )
    sentence = gettext("“%(group)s” is up to date in the draft: read it through, then publish it.")
    return _told(request, use, sentence)


def _told(request: HttpRequest, use: LibraryUse, sentence: str) -> HttpResponse:
    messages.success(request, sentence % {"group": use.group})
    address = reverse("admin:forms_engine_version_preview", args=[use.version_id])
    return HttpResponseRedirect(f"{address}#{use.path}")


def _page(
    request: HttpRequest,
    site: AdminSite,
    name: str,
    questionnaire: Questionnaire,
    current: Version | None,
    context: dict[str, Any],
    refused: MessErpriseError | None,
) -> HttpResponse:
    frame = {
        "questionnaire": questionnaire,
        "current": current,
        "sentence": refused.sentence if refused else "",
        "problems": getattr(refused, "problems", ()),
    }
    response = page(site, request, Questionnaire, name, frame | context)
    if refused is not None:
        response.status_code = 409 if isinstance(refused, DraftChanged) else 422
    return response


def _places(definition: Definition) -> Iterator[tuple[str, str]]:
    """Yield every place for a group, as ``insert_group`` takes it, with its words."""
    language = choose_language(definition, get_language() or "")

    def named(node: Node) -> str:
        label = to_text(pick(node.label, language, definition.languages[0])) or node.key
        return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"

    def below(nodes: tuple[Node, ...], prefix: str, indent: str) -> Iterator[tuple[str, str]]:
        for node in nodes:
            path = f"{prefix}{node.key}"
            if isinstance(node, Group):
                yield f"{path}/", indent + gettext("First in “%(section)s”") % {"section": named(node)}
                yield from below(node.children, f"{path}/", f"{indent}\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}")
            yield path, indent + gettext("After “%(question)s”") % {"question": named(node)}

    yield "/", gettext("At the very beginning")
    yield from below(definition.children, "", "")
