"""The page that tells what is wrong or doubtful in a version, and every rule in words."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import page
from forms_engine.domain.checking.findings import Finding
from forms_engine.domain.codec import from_json
from forms_engine.domain.definition import Definition
from forms_engine.domain.languages import choose_language, pick
from forms_engine.domain.preview import preview
from forms_engine.exceptions import WorkbookRefused
from forms_engine.models import Version
from forms_engine.services.checking import check_definition, sentence_of


def check(request: HttpRequest, version: Version, site: AdminSite) -> HttpResponse:
    """Try a version out and show what was found."""
    definition = from_json(version.definition)
    language = choose_language(definition, get_language() or "")
    context: dict[str, Any] = {
        "title": _("Logic check"),
        "subtitle": version,
        "version": version,
        "lines": preview(definition, language),
    }
    try:
        report = check_definition(definition)
        context |= {"report": report, "findings": _shown(definition, report.findings, language)}
    except WorkbookRefused as refused:
        context |= {"problems": refused.problems}
    return page(site, request, Version, "check", context)


def _shown(definition: Definition, findings: tuple[Finding, ...], language: str) -> list[dict[str, Any]]:
    nodes = dict(definition.walk())
    return [
        {
            "path": each.path,
            "label": pick(nodes[each.path].label, language, definition.languages[0]),
            "column": each.column,
            "sentence": sentence_of(each),
            "is_proven": each.is_proven,
            "tone": "bad" if each.is_fault else "warn",
        }
        for each in findings
    ]
