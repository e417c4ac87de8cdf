"""The page on which an author saves a section to the library: as a new group, or as the next revision."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import page, person
from forms_engine.domain.codec import from_json
from forms_engine.domain.definition import Definition, Group
from forms_engine.domain.languages import choose_language, pick
from forms_engine.domain.library import use_of
from forms_engine.domain.markdown import to_text
from forms_engine.domain.review import review, summarize
from forms_engine.exceptions import LibraryRefused
from forms_engine.models import LibraryGroup, LibraryRevision, Version
from forms_engine.selectors import library_groups
from forms_engine.services.library import newest_revision, revise_group, save_group, section_alone
from messerprise.core.exceptions import MessErpriseError


class GroupForm(forms.Form):
    """What a new group of the library is called."""

    title = forms.CharField(label=_("Title"), max_length=200)
    key = forms.SlugField(
        label=_("Short name"),
        max_length=60,
        help_text=_("Letters, digits, hyphens, underscores. Questionnaires name the group by it; it stays."),
    )


class RevisionForm(forms.Form):
    """What is new in the next revision of a group, and which one the author compared it with."""

    group = forms.ModelChoiceField(library_groups())
    replacing = forms.IntegerField()
    note = forms.CharField(label=_("What is new"), max_length=200, required=False)


def keep(request: HttpRequest, version: Version, site: AdminSite) -> HttpResponse:
    """Show what the library would keep, and what a new revision changes; keep it."""
    definition, path = from_json(version.definition), request.GET.get("path", "")
    section = dict(definition.walk()).get(path)
    if not isinstance(section, Group):
        raise Http404
    group = _group(request, section)
    form, sentence = GroupForm(initial=_named(definition, section)), ""
    if request.method == "POST":
        form = GroupForm(request.POST) if "title" in request.POST else form
        try:
            if revision := _kept(request, version, path, form):
                return _told(request, revision)
        except MessErpriseError as refused:
            sentence = refused.sentence
    context = {
        "title": _("Save to the library"),
        "subtitle": version,
        "version": version,
        "path": path,
        "name": form.initial.get("title") or section.key,
        "form": form,
        "sentence": sentence,
        **_shown(version, path, group),
    }
    response = page(site, request, Version, "keep", context)
    response.status_code = 422 if request.method == "POST" or context["problems"] else 200
    return response


def _kept(request: HttpRequest, version: Version, path: str, form: GroupForm) -> LibraryRevision | None:
    where: dict[str, Any] = {"actor": person(request), "version_id": version.pk, "path": path}
    if form.is_bound:
        return save_group(**where, **form.cleaned_data) if form.is_valid() else None
    revised = RevisionForm(request.POST)
    if not revised.is_valid():
        return None
    given = revised.cleaned_data
    return revise_group(**where, group_id=given["group"].pk, note=given["note"], replacing=given["replacing"])


def _told(request: HttpRequest, revision: LibraryRevision) -> HttpResponse:
    sentence = gettext("The library has “%(group)s”, %(revision)s.")
    messages.success(request, sentence % {"group": revision.group, "revision": revision})
    address = reverse("admin:forms_engine_librarygroup_change", args=[revision.group_id])
    return HttpResponseRedirect(address)


def _group(request: HttpRequest, section: Group) -> LibraryGroup | None:
    """Return the group that the section would revise: the chosen one, else the one that it came from."""
    if "group" in request.GET:
        chosen = forms.ModelChoiceField(library_groups(), required=False)
        try:
            group: LibraryGroup | None = chosen.clean(request.GET["group"])
        except forms.ValidationError:
            return None
        return group
    use = use_of(section)
    return library_groups().filter(key=use.key if use else section.key).first()


def _named(definition: Definition, section: Group) -> dict[str, str]:
    """Return what the section is called here, as the start of what the library calls it."""
    language = choose_language(definition, get_language() or "")
    return {"title": to_text(pick(section.label, language, definition.languages[0])), "key": section.key}


def _shown(version: Version, path: str, group: LibraryGroup | None) -> dict[str, Any]:
    found: dict[str, Any] = {"group": group, "groups": library_groups(), "problems": (), "parts": ()}
    key, title = (group.key, group.title) if group else ("new", "")
    try:
        kept = section_alone(version, path, key=key, title=title)
    except LibraryRefused as refused:
        return found | {"problems": refused.problems}
    newest = newest_revision(group) if group else None
    if newest is not None:
        language = choose_language(kept, get_language() or "")
        found["parts"] = review(from_json(newest.definition), kept, language)
    return found | {"summary": summarize(kept), "newest": newest}
