"""Going on with a newer version: what it means is shown first, then done; and the way back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forms_engine.exceptions import MigrationOutdated
from forms_engine.models import Submission
from forms_engine.selectors import last_migration_of, standing_of
from forms_engine.services.filling import open_filling
from forms_engine.services.migrations import migrate_submission, plan_of, undo_migration
from forms_engine.services.stories import story_of
from forms_engine.views.screen import own_submission
from messerprise.core.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def migration_detail(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """Show what a newer version means for the answers, or the way back from it; go on with it."""
    submission = own_submission(request.user, submission_id)
    if request.method == "POST":
        return _migrate(request, submission)
    standing, last = standing_of(submission), last_migration_of(submission)
    if standing.target is None and last is None:
        raise Http404
    context = {"submission": submission, "standing": standing, "last": last}
    if standing.target is not None:
        filling = open_filling(submission)
        context["story"] = story_of(filling, plan_of(filling, standing.target))
    return render(request, "forms_engine/migration_detail.html", context)


@require_POST
@login_required
def migration_undo(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """Go back to the version before."""
    last = last_migration_of(own_submission(request.user, submission_id))
    if last is None:
        raise Http404
    undo_migration(actor=request.user, migration_id=last.pk)
    messages.success(request, _("You are back on the version before, with your answers as they were."))
    return redirect("forms_engine:submission_detail", submission_id)


def _migrate(request: PersonRequest, submission: Submission) -> HttpResponse:
    version_id = request.POST.get("version", "")
    try:
        migrate_submission(actor=request.user, submission_id=submission.pk, version_id=version_id)
    except MigrationOutdated as outdated:
        messages.warning(request, outdated.sentence)
        here = standing_of(submission).target or last_migration_of(submission)
        return redirect(
            "forms_engine:migration_detail" if here else "forms_engine:submission_detail", submission.pk
        )
    messages.success(request, _("You go on with the new version; your answers came along."))
    return redirect("forms_engine:submission_detail", submission.pk)
