"""A draft to be answered, in a frame of the designer: as people will see it, and leaving no trace."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_sameorigin

from forms_engine.admin.access import person
from forms_engine.domain.entries import Entry, Reader, Refused, changed_entries
from forms_engine.domain.languages import choose_language, language_code
from forms_engine.domain.outline import OutlineLine, current_line, outline
from forms_engine.domain.pages import pages_of
from forms_engine.domain.states import VersionStatus
from forms_engine.exceptions import VersionFixed
from forms_engine.forms import is_halfway, posted_text
from forms_engine.models import Version
from forms_engine.services.filling import Filling
from forms_engine.services.trials import (
    KEPT,
    kept_for,
    kept_of,
    open_trial,
    trial_of,
    try_answer,
    try_occurrence,
)

NOTHING_TO_SAVE = 204


@dataclass(frozen=True, slots=True)
class Stage:
    """A trial under way, one of its pages in view; ``question`` is what the author wants to see."""

    version: Version
    filling: Filling
    question: str
    lines: tuple[OutlineLine, ...] = field(init=False)

    def __post_init__(self) -> None:
        pages = pages_of(self.filling.form.definition)
        lines = outline(self.filling.instance, pages, self.filling.language)
        object.__setattr__(self, "lines", lines)

    @property
    def line(self) -> OutlineLine | None:
        """The page in view; None where nothing is shown."""
        at = current_line(self.lines, question=self.question) if self.question else None
        return at or (self.lines[0] if self.lines else None)

    def entries(self, refused: dict[str, Refused] | None = None) -> tuple[Entry, ...]:
        """Return what the page in view shows."""
        reader = Reader(instance=self.filling.instance, language=self.filling.language, refused=refused or {})
        return reader.page(self.line.page) if self.line else ()


_framed: Any = csp_replace({"frame-ancestors": ["'self'"]})


def trial(request: HttpRequest, version: Version, _site: AdminSite) -> HttpResponse:
    """Show the page with the question wanted; take an answer to it."""
    response: HttpResponse = xframe_options_sameorigin(_framed(_trial))(request, version)
    return response


def _trial(request: HttpRequest, version: Version) -> HttpResponse:
    if version.status != VersionStatus.DRAFT:
        raise VersionFixed
    stage = _opened(request, version)
    if stage is None:
        return render(request, "admin/forms_engine/trial.html", {"version": version})
    if request.method != "POST":
        return render(request, "admin/forms_engine/trial.html", _context(stage))
    if "again" in request.POST:
        request.session.pop(KEPT, None)
        return HttpResponseRedirect(_address(stage))
    if "path" not in request.POST:  # a key that submits the form asks nothing
        return HttpResponseRedirect(_address(stage))
    act = request.GET.get("do", "")
    return _occurrence(request, stage, act) if act in {"add", "remove"} else _answer(request, stage)


def _opened(request: HttpRequest, version: Version) -> Stage | None:
    found = trial_of(version)
    if found.form is None:
        return None
    mine = kept_for(version, request.session.get(KEPT))
    language = choose_language(found.form.definition, get_language() or "")
    wanted = request.GET.get("language", "")
    if wanted in found.form.definition.languages:
        language = wanted
    filling = open_trial(version, found.form, mine, language, person(request).get_username())
    return Stage(version, filling, request.GET.get("question", ""))


def _keep(request: HttpRequest, stage: Stage) -> None:
    mine = kept_for(stage.version, request.session.get(KEPT))
    request.session[KEPT] = {**mine, "version": str(stage.version.pk), **kept_of(stage.filling)}


def _answer(request: HttpRequest, stage: Stage) -> HttpResponse:
    path = request.POST.get("path", "")
    before = stage.entries()
    entry = _entry(before, path)
    values = request.POST.getlist(path)
    if is_halfway(entry, values):
        return HttpResponse(status=NOTHING_TO_SAVE)
    text = posted_text(entry, values)
    sentence = try_answer(stage.filling, path, text)
    _keep(request, stage)
    after = Stage(stage.version, stage.filling, stage.question)
    entries = after.entries({path: Refused(text, sentence)} if sentence else {})
    context = _context(after) | {
        "own": _entry(entries, path),
        "changed": [each for each in changed_entries(before, entries) if each.path != path],
        "steps_changed": stage.lines != after.lines,
    }
    return render(request, "admin/forms_engine/_trial_answered.html", context)


def _occurrence(request: HttpRequest, stage: Stage, act: str) -> HttpResponse:
    sought = try_occurrence(stage.filling, request.POST.get("path", ""), add=act == "add")
    _keep(request, stage)
    after = Stage(stage.version, stage.filling, stage.question)
    return render(request, "admin/forms_engine/_trial.html", _context(after) | {"sought": sought})


def _entry(entries: tuple[Entry, ...], path: str) -> Entry:
    for entry in entries:
        for each in entry.questions():
            if each.path == path:
                return each
    raise Http404


def _context(stage: Stage) -> dict[str, Any]:
    place = stage.lines.index(stage.line) if stage.line else 0
    return {
        "version": stage.version,
        "form": stage.filling.form,
        "spoken": stage.filling.language,
        "spoken_code": language_code(stage.filling.language),
        "lines": stage.lines,
        "line": stage.line,
        "entries": stage.entries(),
        "highlighted": stage.question,  # not sought: that would take the focus from the designer
        "is_hidden": bool(stage.question) and not current_line(stage.lines, question=stage.question),
        "trial_address": _address(stage),
        "previous": stage.lines[place - 1] if place else None,
        "next": stage.lines[place + 1] if place + 1 < len(stage.lines) else None,
    }


def _address(stage: Stage) -> str:
    """Return where answers to this page go; the question in view stays the same."""
    address = reverse("admin:forms_engine_version_trial", args=[stage.version.pk])
    return f"{address}?{urlencode({'language': stage.filling.language, 'question': stage.question})}"
