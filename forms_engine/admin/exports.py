"""The page from which a reviewer exports all submissions of a questionnaire."""

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import page, person, require
from forms_engine.admin.jobs import recent_jobs, to_job
from forms_engine.domain.jobs import ExportFormat, JobKind
from forms_engine.models import Questionnaire
from forms_engine.permissions import check_can_review
from forms_engine.services.exports import start_export


class ExportForm(forms.Form):
    """What to export, and as what."""

    kind = forms.ChoiceField(
        label=_("File"),
        choices=[
            (ExportFormat.XLSX.value, _("Excel workbook (.xlsx): a sheet of its own for every repeat")),
            (ExportFormat.CSV.value, _("CSV: one row a submission")),
            (ExportFormat.JSON_LINES.value, _("JSON Lines: for programs, with the origin of every answer")),
        ],
        initial=ExportFormat.XLSX.value,
        widget=forms.RadioSelect,
    )
    scope = forms.ChoiceField(
        label=_("Submissions"),
        choices=[("submitted", _("Only submitted ones")), ("all", _("Those in progress too"))],
        initial="submitted",
        widget=forms.RadioSelect,
    )
    choices = forms.ChoiceField(
        label=_("Choices"),
        choices=[("labels", _("As people read them")), ("values", _("As short values, for other programs"))],
        initial="labels",
        widget=forms.RadioSelect,
    )


def export(request: HttpRequest, site: AdminSite, questionnaire: Questionnaire) -> HttpResponse:
    """Offer the ways to export, with what the person exported lately; start a job."""
    require(check_can_review, request)
    form = ExportForm(request.POST) if request.method == "POST" else ExportForm()
    if form.is_valid():
        chosen = form.cleaned_data
        job = start_export(
            actor=person(request),
            questionnaire=questionnaire,
            kind=ExportFormat(chosen["kind"]),
            submitted_only=chosen["scope"] == "submitted",
            labels=(get_language() or "en") if chosen["choices"] == "labels" else "",
        )
        return to_job(job)
    context = {
        "title": _("Export submissions"),
        "subtitle": questionnaire,
        "questionnaire": questionnaire,
        "form": form,
        "kept_hours": settings.EXPORT_KEPT_HOURS,
        "jobs": recent_jobs(request, questionnaire, JobKind.EXPORT),
    }
    return page(site, request, Questionnaire, "export", context)
