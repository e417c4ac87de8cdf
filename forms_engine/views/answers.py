"""Answers one by one, as they are given: only what changed is drawn anew."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from forms_engine.domain.entries import Entry, Refused, changed_entries
from forms_engine.domain.outline import current_line
from forms_engine.domain.pages import Page
from forms_engine.forms import is_halfway, origin_of, posted_text
from forms_engine.services.answers import set_answer
from forms_engine.services.occurrences import add_occurrence, remove_occurrence
from forms_engine.views.pages import page_context
from forms_engine.views.screen import Screen, open_screen, page_showing, screen_of
from forms_engine.views.ways import FORM, page_address
from messerprise.core.requests import PersonRequest

NOTHING_TO_SAVE = 204


@require_POST
@login_required
def answer_set(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """Set one answer and say what became of the page."""
    path = request.POST.get("path", "")
    before = open_screen(request.user, submission_id)
    page = page_showing(before, path)
    entry = _question(before.entries(page), path)
    values = request.POST.getlist(path)
    if is_halfway(entry, values):
        return HttpResponse(status=NOTHING_TO_SAVE)
    text = posted_text(entry, values)
    outcome = set_answer(
        actor=request.user, submission_id=submission_id, path=path, value=text, origin=origin_of(entry)
    )
    refused = {} if outcome.accepted else {path: Refused(text, outcome.sentence)}
    return render(
        request,
        "forms_engine/_answer_set.html",
        _news(before, screen_of(outcome.filling), page, path, refused),
    )


@require_POST
@login_required
def occurrence_add(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """Add one more of a repeated section."""
    open_screen(request.user, submission_id)
    outcome = add_occurrence(
        actor=request.user, submission_id=submission_id, repeat_path=request.POST.get("path", ""), origin=FORM
    )
    return _page_again(request, submission_id, outcome.path)


@require_POST
@login_required
def occurrence_remove(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """Take one of a repeated section away."""
    open_screen(request.user, submission_id)
    outcome = remove_occurrence(
        actor=request.user,
        submission_id=submission_id,
        occurrence_path=request.POST.get("path", ""),
        origin=FORM,
    )
    return _page_again(request, submission_id, outcome.path.rpartition("[")[0])


def _news(
    before: Screen, now: Screen, page: Page, path: str, refused: dict[str, Refused]
) -> dict[str, object]:
    """Return what a page must redraw after an answer at ``path``."""
    after = now.reader(refused=refused).page(page)
    changed = changed_entries(before.entries(page), after)
    return {
        "screen": now,
        "submission": now.submission,
        "line": current_line(now.lines, key=page.key),
        "own": _question(after, path),
        "changed": [entry for entry in changed if entry.path != path],
        "outline_changed": before.lines != now.lines,
    }


def _page_again(request: PersonRequest, submission_id: UUID, sought: str) -> HttpResponse:
    screen = open_screen(request.user, submission_id)
    line = current_line(screen.lines, key=page_showing(screen, sought).key)
    if line is None:
        return redirect("forms_engine:page_detail", submission_id)
    if not request.htmx:
        return redirect(page_address(screen, line, sought))
    context = page_context(request, screen, line) | {"sought": sought}
    return render(request, "forms_engine/_page_again.html", context)


def _question(entries: tuple[Entry, ...], path: str) -> Entry:
    for entry in entries:
        for each in entry.questions():
            if each.path == path:
                return each
    raise Http404
