"""A person's submissions: list, last door, summary, hand in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forms_engine.exceptions import Incomplete, MigrationNeeded
from forms_engine.selectors import submissions_of
from forms_engine.services.submissions import submit_submission
from forms_engine.views.screen import open_screen, own_submission
from messerprise.core.requests import PersonRequest


@require_safe
@login_required
def submission_list(request: PersonRequest) -> HttpResponse:
    """Show the person's own submissions."""
    return render(request, "forms_engine/submission_list.html", {"submissions": submissions_of(request.user)})


@require_safe
@login_required
def submission_detail(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """Go on where the person left off: by the last door, or to the receipt."""
    submission = own_submission(request.user, submission_id)
    if not submission.is_in_progress:
        return redirect("forms_engine:submission_summary", submission_id)
    by_form = submission.last_door == "form"
    return redirect("forms_engine:page_detail" if by_form else "chat:conversation_detail", submission_id)


@require_safe
@login_required
def submission_summary(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """Show every answer in words, what is missing first; the receipt once submitted."""
    screen = open_screen(request.user, submission_id)
    reader = screen.reader(show_missing=screen.submission.is_in_progress)
    pages = [(line, reader.page(line.page)) for line in screen.lines]
    faulty = [each for _line, top in pages for entry in top for each in entry.questions() if each.error]
    context = {"screen": screen, "submission": screen.submission, "pages": pages, "faulty": faulty}
    return render(request, "forms_engine/submission_summary.html", context)


@require_POST
@login_required
def submission_submit(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """Hand the answers in."""
    submission = own_submission(request.user, submission_id)
    try:
        submit_submission(actor=request.user, submission_id=submission.pk)
    except MigrationNeeded:
        return redirect("forms_engine:migration_detail", submission_id)
    except Incomplete as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("Submitted. Thank you: there is nothing more to do."))
    return redirect("forms_engine:submission_summary", submission_id)
