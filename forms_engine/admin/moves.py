"""Close or discard a version: what it means is shown first, then confirmed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import page, person
from forms_engine.domain.states import SubmissionStatus
from forms_engine.models import Submission, Version
from forms_engine.services.versions import close_version, discard_draft
from messerprise.core.exceptions import MessErpriseError


def close(request: HttpRequest, version: Version, site: AdminSite) -> HttpResponse:
    """Show what closing means; close."""
    if request.method == "POST":
        return moved(
            request,
            version,
            lambda: close_version(actor=person(request), version_id=version.pk),
            gettext("“%(questionnaire)s” %(version)s is closed."),
        )
    mine = [row for row in _in_progress(version) if row["version__number"] == version.number]
    return confirmation(request, version, site, "close", {"title": _("Close"), "in_progress": mine})


def discard(request: HttpRequest, version: Version, site: AdminSite) -> HttpResponse:
    """Ask once more; discard the draft."""
    if request.method == "POST":
        return moved(
            request,
            version,
            lambda: discard_draft(actor=person(request), version_id=version.pk),
            gettext("The draft %(version)s of “%(questionnaire)s” is discarded."),
        )
    return confirmation(request, version, site, "discard", {"title": _("Discard the draft")})


def moved(
    request: HttpRequest, version: Version, service: Callable[[], object], sentence: str
) -> HttpResponse:
    """Do it, say what became of it, and go back to the questionnaire."""
    try:
        service()
    except (MessErpriseError, Version.DoesNotExist) as refused:
        gone = gettext("This draft was replaced by another one: look at that first.")
        messages.error(request, getattr(refused, "sentence", gone))
    else:
        names = {"questionnaire": version.questionnaire.title, "version": version}
        messages.success(request, sentence % names)
    address = reverse("admin:forms_engine_questionnaire_change", args=[version.questionnaire_id])
    return HttpResponseRedirect(address)


def confirmation(
    request: HttpRequest, version: Version, site: AdminSite, name: str, context: dict[str, Any]
) -> HttpResponse:
    """Return the page that asks once more."""
    return page(site, request, Version, name, {"subtitle": version, "version": version, **context})


def _in_progress(version: Version) -> list[Any]:
    rows = Submission.objects.filter(
        questionnaire=version.questionnaire_id, status=SubmissionStatus.IN_PROGRESS
    )
    return list(rows.order_by("version__number").values("version__number").annotate(count=Count("pk")))
