"""What the designer posts: an edit, or a step back or forth; what must be drawn anew comes back."""

import json
from dataclasses import replace
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from forms_engine.admin.access import person
from forms_engine.admin.designer import designer_context, editor_context, outline_of
from forms_engine.domain.codec import from_json
from forms_engine.exceptions import DraftChanged
from forms_engine.models import Version
from forms_engine.services.editing import Edited, edit_draft, redo_edit, undo_edit
from messerprise.core.exceptions import MessErpriseError

CONFLICT, UNPROCESSABLE, GONE = 409, 422, 410
_REDRAWN_BY = frozenset({"key", "type", "choice_list"})
_STEPS = {"undo": undo_edit, "redo": redo_edit}


def edit(request: HttpRequest, version: Version, _site: AdminSite) -> HttpResponse:
    """Make an edit, or take one back; return the parts of the page that changed."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    operation = _operation(request)
    try:
        edited = _edited(request, version, operation)
    except DraftChanged as changed:
        return _present(request, version, changed.sentence)
    except Version.DoesNotExist:
        return _said(_("This draft was replaced by another one: look at that first."), GONE)
    except MessErpriseError as refused:
        return _said(refused.sentence, UNPROCESSABLE)
    path = edited.path or request.POST.get("drawn", "")  # some edits are about no node in particular
    news = _news(replace(edited, path=path), operation)
    return render(request, "admin/forms_engine/_designer_edited.html", news)


def _operation(request: HttpRequest) -> Any:
    try:
        return json.loads(request.POST.get("operation", "null"))
    except (ValueError, RecursionError):
        return None


def _edited(request: HttpRequest, version: Version, operation: Any) -> Edited:
    seen: dict[str, Any] = {
        "actor": person(request),
        "version_id": version.pk,
        "expected_hash": request.POST.get("seen", ""),
    }
    if step := _STEPS.get(request.POST.get("act", "")):
        return step(**seen)
    return edit_draft(**seen, operation=operation)


def _news(edited: Edited, operation: Any) -> dict[str, Any]:
    """Return what must be drawn anew after an edit."""
    context = designer_context(edited.version, edited.definition)
    old, rows = outline_of(edited.before), context["rows"]
    same_places = [(row.path, row.level) for row in old] == [(row.path, row.level) for row in rows]
    changed = [row for row, was in zip(rows, old, strict=False) if row != was]
    context |= {
        "rows_changed": changed if same_places else (),
        "outline_changed": not same_places,
        "editor_changed": _is_redrawn(operation),
    }
    return context | (editor_context(edited.definition, edited.path) if context["editor_changed"] else {})


def _is_redrawn(operation: Any) -> bool:
    """Tell whether the editor shows something else than before, apart from what was just typed there."""
    match operation:
        case {"kind": "change", "fields": {**fields}}:
            return bool(_REDRAWN_BY & fields.keys())
        case {"kind": "choices", "rows": [*rows]}:
            return any(not row.get("value") for row in rows)
        case {"kind": "settings"}:
            return False
    return True


def _present(request: HttpRequest, version: Version, sentence: str) -> HttpResponse:
    """Return the outline as somebody else left it; what was being typed stays in the editor."""
    version.refresh_from_db()
    context = designer_context(version, from_json(version.definition))
    context |= {"outline_changed": True, "sentence": sentence}
    return render(request, "admin/forms_engine/_designer_edited.html", context, status=CONFLICT)


def _said(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
