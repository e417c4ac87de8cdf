"""The page on which an author uploads a questionnaire, in any format that is understood."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import page, person, require
from forms_engine.exceptions import WorkbookRefused, WorkbookUnchanged
from forms_engine.models import PendingDraft, Questionnaire
from forms_engine.permissions import check_can_author
from forms_engine.services.pending_drafts import open_upload
from forms_engine.services.workbooks import read_uploads

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

UNDERSTOOD = (
    ".xlsx,.xls,.lss,.json,application/json,application/fhir+json,"
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)


TABLES = ".csv,text/csv"


class SeveralFiles(forms.FileInput):
    """An input that takes more than one file."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, none included."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile"]:
        """Return the files; none where none are required."""
        if not data and self.required:
            super().clean(None, initial)
        return [super(FilesField, self).clean(each, initial) for each in data or ()]


class WorkbookForm(forms.Form):
    """A workbook and the tables that it names."""

    workbook = forms.FileField(
        label=_("File"),
        help_text=_(
            "An XLSForm workbook (.xlsx), a LimeSurvey survey (.lss), a FHIR Questionnaire (.json) or a "
            "definition downloaded from here (.json). You see what it changes before anything is stored."
        ),
        widget=forms.FileInput(attrs={"accept": UNDERSTOOD}),
    )
    attachments = FilesField(
        label=_("Attached tables"),
        required=False,
        help_text=_("The .csv files that the workbook names, if any; several can be chosen at once."),
        widget=SeveralFiles(attrs={"accept": TABLES}),
    )


def upload(request: HttpRequest, site: AdminSite, questionnaire: Questionnaire | None) -> HttpResponse:
    """Show the form; from a good file go on to what it changes, of a bad one say what to correct."""
    require(check_can_author, request)
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    found: dict[str, Any] = {}
    if form.is_valid():
        try:
            pending = _opened(request, form.cleaned_data, questionnaire)
            return HttpResponseRedirect(reverse("admin:forms_engine_questionnaire_review", args=[pending.pk]))
        except WorkbookRefused as refused:
            found = {"problems": refused.problems, "sentence": refused.sentence}
        except WorkbookUnchanged as unchanged:
            found = {"unchanged": unchanged.version, "sentence": unchanged.sentence}
    context = {
        "title": _("Upload a file"),
        "subtitle": questionnaire,
        "questionnaire": questionnaire,
        "form": form,
        "media": form.media,
        **found,
    }
    response = page(site, request, Questionnaire, "upload", context)
    response.status_code = 422 if found else 200
    return response


def _opened(
    request: HttpRequest, given: Mapping[str, Any], questionnaire: Questionnaire | None
) -> PendingDraft:
    file: UploadedFile = given["workbook"]
    return open_upload(
        actor=person(request),
        content=file.read(settings.WORKBOOK_MAX_BYTES + 1),  # one more is refused unread
        file_name=file.name or "",
        attachments=read_uploads(given["attachments"]),
        questionnaire=questionnaire,
    )
