"""Begin to design: a new questionnaire by its title, or the next draft of an old one."""

from django import forms
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import page, person, require
from forms_engine.exceptions import TitleUnfit
from forms_engine.models import Questionnaire, Version
from forms_engine.permissions import check_can_author
from forms_engine.services.designing import create_questionnaire, start_draft

LANGUAGES = [("Italiano (it)", "Italiano"), ("English (en)", "English"), ("", _("without a name"))]
UNPROCESSABLE, NOT_ALLOWED = 422, 405


class TitleForm(forms.Form):
    """What a new questionnaire is called, and the language that it is written in first."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("What people read in the list."))
    language = forms.ChoiceField(
        label=_("Language of the questions"),
        choices=LANGUAGES,
        required=False,
        help_text=_("Others can be added at any time."),
    )


def begin(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Ask for a title; make an empty questionnaire and open it in the designer."""
    require(check_can_author, request)
    language = next((name for name, _own in LANGUAGES if f"({get_language()}" in name), "English (en)")
    form = TitleForm(request.POST or None, initial={"language": language})
    if form.is_valid():
        given = form.cleaned_data
        try:
            draft = create_questionnaire(
                actor=person(request), title=given["title"], language=given["language"]
            )
            return _designed(draft)
        except TitleUnfit as unfit:
            form.add_error("title", unfit.sentence)
    response = page(site, request, Questionnaire, "begin", {"title": _("New questionnaire"), "form": form})
    response.status_code = UNPROCESSABLE if form.errors else 200
    return response


def go_on(request: HttpRequest, _site: AdminSite, questionnaire: Questionnaire) -> HttpResponse:
    """Open the draft of a questionnaire in the designer; make it first where there is none."""
    require(check_can_author, request)
    if request.method != "POST":
        return HttpResponse(status=NOT_ALLOWED, headers={"Allow": "POST"})
    return _designed(start_draft(actor=person(request), questionnaire_id=questionnaire.pk))


def _designed(draft: Version) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:forms_engine_version_design", args=[draft.pk]))
