"""The page on which an author sees what an uploaded file changes, and says yes or no."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import page, person, require
from forms_engine.domain import review as domain
from forms_engine.domain.codec import from_json
from forms_engine.domain.definition import Definition
from forms_engine.domain.languages import choose_language
from forms_engine.exceptions import DraftChanged, UploadGone, WorkbookUnchanged
from forms_engine.models import PendingDraft, Questionnaire, Version
from forms_engine.permissions import check_can_author
from forms_engine.services.drafts import check_draft, version_replaced
from forms_engine.services.imports import workbook_of
from forms_engine.services.pending_drafts import accept_upload, discard_upload, pending_upload
from messerprise.core.exceptions import MessErpriseError


def review(request: HttpRequest, site: AdminSite, pk: Any) -> HttpResponse:
    """Show what the file changes; make it the draft, or forget it."""
    require(check_can_author, request)
    sentence = ""
    try:
        if request.method == "POST":
            return _decided(request, pk)
    except DraftChanged as changed:
        sentence = changed.sentence
    except MessErpriseError as refused:
        return _turned_back(request, refused)
    try:
        pending = pending_upload(actor=person(request), pending_id=pk)
        return _page(request, site, pending, sentence)
    except MessErpriseError as refused:
        return _turned_back(request, refused)


def differences_shown(current: Version | None, definition: Definition) -> dict[str, Any]:
    """Return what a page says about a definition that may take the place of ``current``."""
    language = choose_language(definition, get_language() or "")
    parts = domain.review(from_json(current.definition), definition, language) if current else ()
    return {
        "current": current,
        "parts": parts,
        "summary": domain.summarize(definition),
        "replacing": current.content_hash if current else "",
    }


def _page(request: HttpRequest, site: AdminSite, pending: PendingDraft, sentence: str) -> HttpResponse:
    definition = from_json(pending.definition)
    target = check_draft(workbook_of(definition), pending.questionnaire)
    context = {
        "title": _("What this file changes"),
        "subtitle": definition.title,
        "questionnaire": target,
        "pending": pending,
        "definition": definition,
        "problems": pending.remarks,
        "sentence": sentence,
        **differences_shown(version_replaced(target), definition),
    }
    response = page(site, request, Questionnaire, "review", context)
    response.status_code = 409 if sentence else 200
    return response


def _decided(request: HttpRequest, pk: Any) -> HttpResponse:
    actor = person(request)
    if "discard" in request.POST:
        discard_upload(actor=actor, pending_id=pk)
        messages.success(request, gettext("The file is discarded; nothing was changed."))
        return HttpResponseRedirect(reverse("admin:forms_engine_questionnaire_changelist"))
    version = accept_upload(actor=actor, pending_id=pk, replacing=request.POST.get("replacing", ""))
    messages.success(request, gettext("The file is now the draft: read it through, then publish it."))
    return HttpResponseRedirect(reverse("admin:forms_engine_version_preview", args=[version.pk]))


def _turned_back(request: HttpRequest, refused: MessErpriseError) -> HttpResponse:
    """Say why the file can be no draft any more, where the next step is."""
    problems = " ".join(each.sentence for each in getattr(refused, "problems", ()))
    messages.error(request, f"{refused.sentence} {problems}".strip())
    match refused:
        case WorkbookUnchanged():
            address = reverse("admin:forms_engine_version_preview", args=[refused.version.pk])
        case UploadGone():
            address = reverse("admin:forms_engine_questionnaire_changelist")
        case _:
            address = reverse("admin:forms_engine_questionnaire_add")
    return HttpResponseRedirect(address)
