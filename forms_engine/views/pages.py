"""The form pages of a submission."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from forms_engine.domain.outline import OutlineLine, current_line
from forms_engine.domain.pages import pages_of
from forms_engine.exceptions import PageOutdated
from forms_engine.forms import origin_of, posted_answers
from forms_engine.services.doors import enter_submission
from forms_engine.services.pages import save_page
from forms_engine.views.screen import Screen, open_screen
from forms_engine.views.ways import way_onward
from messerprise.core.requests import PersonRequest

UNPROCESSABLE = 422


@require_safe
@login_required
def page_first(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """Go to the page of the question named, or to the first that is not complete."""
    screen = open_screen(request.user, submission_id)
    question = request.GET.get("question", "")
    line = current_line(screen.lines, question=question) or current_line(screen.lines)
    if line is None or not screen.submission.is_in_progress:
        return redirect("forms_engine:submission_summary", submission_id)
    address = reverse("forms_engine:page_detail", args=[submission_id, line.page.key])
    return redirect(f"{address}?{request.GET.urlencode()}" if question else address)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page_detail(request: PersonRequest, submission_id: UUID, page: str) -> HttpResponse:
    """Show one page; a post saves all of it and goes on."""
    screen = open_screen(request.user, submission_id)
    line = current_line(screen.lines, key=page)
    if line is None or not screen.submission.is_in_progress:
        return _elsewhere(screen, page)
    enter_submission(actor=request.user, submission=screen.submission, door="form", language=screen.language)
    if request.method == "POST":
        return _save(request, screen, line)
    return render(request, "forms_engine/page_detail.html", page_context(request, screen, line))


def page_context(request: PersonRequest, screen: Screen, line: OutlineLine) -> dict[str, object]:
    """Return what the templates of a page need."""
    place = screen.lines.index(line)
    return {
        "screen": screen,
        "submission": screen.submission,
        "line": line,
        "entries": screen.entries(line.page),
        "sought": request.GET.get("question", ""),
        "previous": screen.lines[place - 1] if place else None,
        "is_last": place == len(screen.lines) - 1,
    }


def _save(request: PersonRequest, screen: Screen, line: OutlineLine) -> HttpResponse:
    entries = screen.entries(line.page)
    texts = posted_answers(entries, request.POST)
    origins = {each.path: origin_of(each) for entry in entries for each in entry.questions()}
    refused = save_page(
        actor=request.user,
        submission_id=screen.submission.pk,
        answers={path: (text, origins[path]) for path, text in texts.items()},
    )
    go = request.POST.get("go", "next")
    screen = open_screen(request.user, screen.submission.pk)
    entries = screen.reader(refused=refused, show_missing=go == "next").page(line.page)
    faulty = [each for entry in entries for each in entry.questions() if each.error]
    if faulty and go not in {"skip", "stay"}:
        context = page_context(request, screen, current_line(screen.lines, key=line.page.key) or line)
        context |= {"entries": entries, "faulty": faulty}
        return render(request, "forms_engine/page_detail.html", context, status=UNPROCESSABLE)
    return redirect(way_onward(request.user, screen, line, go))


def _elsewhere(screen: Screen, page: str) -> HttpResponse:
    """Lead on from a page that does not apply; refuse one that does not exist."""
    if page not in {each.key for each in pages_of(screen.filling.form.definition)}:
        raise PageOutdated if screen.submission.migrations.exists() else Http404
    return redirect("forms_engine:page_detail", screen.submission.pk)
