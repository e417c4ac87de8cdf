"""The start page: a landing page for strangers, one's own work for people signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forms_engine.selectors import questionnaires_open_to, unfinished_submissions_of

RECENT = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what one can do here, or where one left off."""
    if not request.user.is_authenticated:
        return render(request, "landing.html")
    context = {
        "questionnaires": questionnaires_open_to(request.user),
        "submissions": unfinished_submissions_of(request.user)[:RECENT],
    }
    return render(request, "home.html", context)
