"""The designer: the outline of a draft beside the editor of one question, and a trial of it."""

from typing import TYPE_CHECKING, Any

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forms_engine.admin.access import page
from forms_engine.admin.node_editor import check_of, node_context
from forms_engine.domain.codec import from_json
from forms_engine.domain.editing.expressions import EXPRESSIONS
from forms_engine.domain.editing.rows import Row, rows_of
from forms_engine.domain.languages import choose_language, pick
from forms_engine.domain.states import VersionStatus
from forms_engine.models import Version
from forms_engine.services.trials import faults_of, sentence_of

if TYPE_CHECKING:
    from forms_engine.domain.definition import Definition

LONGEST_EXPRESSION = 20_000
_framing: Any = csp_update({"frame-src": ["'self'"]})
"""Lets a page of ours show another one of ours inside."""


def design(request: HttpRequest, version: Version, site: AdminSite) -> HttpResponse:
    """Show the designer at the question named in the address, or at the beginning."""
    if version.status != VersionStatus.DRAFT:
        messages.error(request, _("This version is no draft: start the next draft from its questionnaire."))
        return HttpResponseRedirect(reverse("admin:forms_engine_version_preview", args=[version.pk]))
    definition = from_json(version.definition)
    context = designer_context(version, definition) | editor_context(
        definition, request.GET.get("question", "")
    )
    context |= {"title": definition.title, "is_nav_sidebar_enabled": False}
    response: HttpResponse = _framing(page)(site, request, Version, "designer", context)
    return response


def node(request: HttpRequest, version: Version, _site: AdminSite) -> HttpResponse:
    """Return the editor of one node."""
    definition = from_json(version.definition)
    path = request.GET.get("question", "")
    if path and path not in dict(definition.walk()):
        raise Http404
    context = {"version": version} | editor_context(definition, path)
    return render(request, "admin/forms_engine/_designer_editor.html", context)


def expression(request: HttpRequest, version: Version, _site: AdminSite) -> HttpResponse:
    """Return what there is to say about an expression that is being written."""
    definition = from_json(version.definition)
    asked = request.POST
    path, field, text = asked.get("path", ""), asked.get("field", ""), asked.get("text", "")
    if field not in EXPRESSIONS or path not in dict(definition.walk()):
        raise Http404
    check = check_of(definition, path, field, text[: LONGEST_EXPRESSION + 1], _language(definition))
    context = {"check": check, "version": version}
    return render(request, "admin/forms_engine/_designer_check.html", context)


def faults(request: HttpRequest, version: Version, _site: AdminSite) -> HttpResponse:
    """Return what keeps the draft from being published, and what deserves a look."""
    definition = from_json(version.definition)
    nodes, language = dict(definition.walk()), _language(definition)
    found = faults_of(version)

    def shown(each: Any) -> dict[str, Any]:
        at = nodes.get(each.path)
        label = pick(at.label, language, definition.languages[0]) if at else definition.title
        return {"path": each.path, "label": label, "column": each.column, "sentence": sentence_of(each)}

    context = {
        "version": version,
        "problems": [shown(each) for each in found.problems],
        "remarks": [shown(each) for each in found.remarks],
    }
    return render(request, "admin/forms_engine/_designer_faults.html", context)


def designer_context(version: Version, definition: "Definition") -> dict[str, Any]:
    """Return what the outline and the buttons show."""
    return {
        "version": version,
        "rows": outline_of(definition),
        "can_undo": version.edits.standing().exists(),
        "can_redo": version.edits.undone().exists(),
    }


def outline_of(definition: "Definition") -> tuple[Row, ...]:
    """Return the rows of the outline, in the language of whoever asks."""
    return rows_of(definition, _language(definition))


def editor_context(definition: "Definition", path: str) -> dict[str, Any]:
    """Return what the editor shows: the node at ``path``, or what holds for the whole questionnaire."""
    context = {"definition": definition, "languages": definition.languages, "path": ""}
    if path in dict(definition.walk()):
        return context | node_context(definition, path, _language(definition))
    return context


def _language(definition: "Definition") -> str:
    return choose_language(definition, get_language() or "")
