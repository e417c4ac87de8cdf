"""The page from which an author takes submissions in progress to the published version."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import page, person, require
from forms_engine.admin.jobs import recent_jobs, to_job
from forms_engine.domain.jobs import JobKind
from forms_engine.models import Questionnaire
from forms_engine.permissions import check_can_author
from forms_engine.selectors import submissions_to_migrate
from forms_engine.services.bulk_migrations import start_trial
from forms_engine.services.impact import counted_by_version
from messerprise.core.exceptions import MessErpriseError


def migrate(request: HttpRequest, site: AdminSite, questionnaire: Questionnaire) -> HttpResponse:
    """Say who is under way on older versions; start a trial."""
    require(check_can_author, request)
    if request.method == "POST":
        try:
            return to_job(start_trial(actor=person(request), questionnaire=questionnaire))
        except MessErpriseError as refused:
            messages.error(request, refused.sentence)
    context = {
        "title": _("Migrate submissions"),
        "subtitle": questionnaire,
        "questionnaire": questionnaire,
        "by_version": counted_by_version(submissions_to_migrate(questionnaire)),
        "jobs": recent_jobs(request, questionnaire, JobKind.TRIAL, JobKind.MIGRATION),
    }
    return page(site, request, Questionnaire, "migrate", context)
