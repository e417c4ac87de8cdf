"""The page of a job: how far it is, a way to stop it, and what came of it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import page, person, require
from forms_engine.admin.impacts import drawn
from forms_engine.domain.jobs import JobKind, Unmoved
from forms_engine.models import Job, Questionnaire
from forms_engine.permissions import check_can_author, check_can_review
from forms_engine.selectors import jobs_of
from forms_engine.services.bulk_migrations import start_migration
from forms_engine.services.exports import open_export
from forms_engine.services.impact import Impact
from forms_engine.services.jobs import cancel_job
from messerprise.core.exceptions import MessErpriseError
from messerprise.core.responses import Download

RECENT = 10
UNMOVED = {
    Unmoved.SUBMITTED.value: _("submitted in the meantime"),
    Unmoved.ELSEWHERE.value: _("already on the new version, by their owners"),
    Unmoved.ERROR.value: _("could not be worked out: tell an operator"),
}


def to_job(job: Job) -> HttpResponse:
    """Lead to the page of a job."""
    return HttpResponseRedirect(reverse("admin:forms_engine_questionnaire_job", args=[job.pk]))


def recent_jobs(request: HttpRequest, questionnaire: Questionnaire, *kinds: JobKind) -> list[Job]:
    """Return the person's latest jobs of these kinds."""
    return list(jobs_of(person(request)).filter(questionnaire=questionnaire, kind__in=kinds)[:RECENT])


def job(request: HttpRequest, site: AdminSite, pk: Any) -> HttpResponse:
    """Show a job; to the script that asks while it runs, only how far it is."""
    found = _found(request, pk)
    if request.headers.get("HX-Request") == "true":
        response = render(request, "admin/forms_engine/_progress.html", {"job": found})
        if found.is_finished:
            response["HX-Refresh"] = "true"
        return response
    context = {
        "title": found.get_kind_display(),
        "subtitle": found.questionnaire,
        "questionnaire": found.questionnaire,
        "job": found,
        "unmoved": [(UNMOVED[name], count) for name, count in found.result.get("unmoved", {}).items()],
        **_impact(found),
    }
    return page(site, request, Questionnaire, "job", context)


def cancel(request: HttpRequest, _site: AdminSite, pk: Any) -> HttpResponse:
    """Stop a job."""
    found = _found(request, pk)
    if request.method == "POST":
        cancel_job(actor=person(request), job_id=found.pk)
    return to_job(found)


def download(request: HttpRequest, _site: AdminSite, pk: Any) -> HttpResponseBase:
    """Hand out the file of an export."""
    found = _found(request, pk)
    try:
        file = open_export(actor=person(request), job=found)
    except MessErpriseError as gone:
        messages.error(request, gone.sentence)
        return to_job(found)
    slug = found.questionnaire.slug if found.questionnaire else "export"
    return Download(file, as_attachment=True, filename=f"{slug}.{found.parameters['format']}")


def migrate(request: HttpRequest, _site: AdminSite, pk: Any) -> HttpResponse:
    """Do in earnest what a trial has shown."""
    found = _found(request, pk)
    if request.method != "POST" or found.kind != JobKind.TRIAL:
        return to_job(found)
    try:
        return to_job(start_migration(actor=person(request), trial_id=found.pk))
    except MessErpriseError as refused:
        messages.error(request, refused.sentence)
        return to_job(found)


def _found(request: HttpRequest, pk: Any) -> Job:
    """Return a job of the person's, who may still do such work."""
    found: Job | None = jobs_of(person(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    require(check_can_review if found.kind == JobKind.EXPORT else check_can_author, request)
    return found


def _impact(found: Job) -> dict[str, Any]:
    result = found.result
    if not result.get("counts"):
        return {}
    impact = Impact(
        by_version=tuple((number, count) for number, count in result.get("by_version", ())),
        total=found.total,
        looked_at=found.done,
        counts=result["counts"],
        keys={},
    )
    return {"impact": impact, **drawn(result["counts"], result.get("keys"))}
