"""The questionnaires that a person may fill."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from forms_engine.selectors import questionnaires_open_to
from forms_engine.services.submissions import start_submission
from messerprise.core.requests import PersonRequest


@require_safe
@login_required
def questionnaire_list(request: PersonRequest) -> HttpResponse:
    """Show what is open to the person."""
    return render(
        request,
        "forms_engine/questionnaire_list.html",
        {"questionnaires": questionnaires_open_to(request.user)},
    )


@require_POST
@login_required
def submission_start(request: PersonRequest, slug: str) -> HttpResponse:
    """Start filling one of them, by chat unless the person chose the pages."""
    questionnaire = get_object_or_404(questionnaires_open_to(request.user), slug=slug)
    submission = start_submission(
        actor=request.user, questionnaire_id=questionnaire.pk, language=(get_language() or "")[:2]
    )
    by_form = request.POST.get("door") == "form"
    return redirect("forms_engine:page_detail" if by_form else "chat:conversation_detail", submission.pk)
