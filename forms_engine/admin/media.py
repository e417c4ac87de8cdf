"""The page on which an author adds the pictures, sounds and films that a questionnaire names."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from forms_engine.admin.access import page, person, require
from forms_engine.admin.uploads import FilesField, SeveralFiles
from forms_engine.domain.codec import from_json
from forms_engine.domain.media import TYPES, names_in, places_of
from forms_engine.exceptions import MediaRefused
from forms_engine.models import Questionnaire, Version
from forms_engine.permissions import check_can_author
from forms_engine.selectors import media_of
from forms_engine.services.media import media_addresses, store_media

ENDINGS = ",".join(f".{ending}" for each in TYPES for ending in each.extensions)


class MediaForm(forms.Form):
    """Any number of files."""

    uploads = FilesField(
        label=_("Files"),
        help_text=_("Called as the questionnaire calls them; several can be chosen at once."),
        widget=SeveralFiles(attrs={"accept": ENDINGS}),
    )


def media(request: HttpRequest, site: AdminSite, questionnaire: Questionnaire) -> HttpResponse:
    """Show which files the questionnaire names and which are there; take more."""
    require(check_can_author, request)
    form = MediaForm(request.POST, request.FILES) if request.method == "POST" else MediaForm()
    sentence = ""
    if form.is_valid():
        try:
            uploads = form.cleaned_data["uploads"]
            kept = store_media(actor=person(request), questionnaire=questionnaire, uploads=uploads)
        except MediaRefused as refused:
            sentence = refused.sentence
        else:
            told = ngettext("%(count)d file is kept.", "%(count)d files are kept.", len(kept))
            messages.success(request, told % {"count": len(kept)})
            return HttpResponseRedirect(
                reverse("admin:forms_engine_questionnaire_media", args=[questionnaire.pk])
            )
    context = {
        "title": _("Pictures and sounds"),
        "subtitle": questionnaire,
        "questionnaire": questionnaire,
        "form": form,
        "media": form.media,
        "sentence": sentence,
        **_shown(questionnaire.draft_version or questionnaire.published_version),
    }
    response = page(site, request, Questionnaire, "media", context)
    response.status_code = 422 if sentence or form.errors else 200
    return response


def missing_media(version: Version) -> tuple[str, ...]:
    """Return the names of files that a version would show and that are not there."""
    if not (names := names_in(from_json(version.definition))):
        return ()
    there = media_of(version)
    return tuple(name for name in names if name not in there)


def _shown(version: Version | None) -> dict[str, Any]:
    if version is None:
        return {"rows": []}
    places: dict[str, list[str]] = {}
    for place, name in places_of(from_json(version.definition)):
        places.setdefault(name, []).append(place)
    there, addresses = media_of(version), media_addresses(version)
    rows = [
        {"name": name, "places": found, "file": there.get(name), "address": addresses.get(name, "")}
        for name, found in places.items()
    ]
    return {"rows": rows, "missing": sum(1 for row in rows if row["file"] is None)}
