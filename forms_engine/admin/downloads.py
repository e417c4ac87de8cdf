"""A version as a file that can be uploaded again: a workbook, or the definition as JSON."""

import json

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

from forms_engine.models import Version
from forms_engine.services.workbooks import version_as_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(_request: HttpRequest, version: Version, _site: AdminSite) -> HttpResponse:
    """Return the version as an XLSForm."""
    return _attached(version, "xlsx", version_as_workbook(version), XLSX)


def definition(_request: HttpRequest, version: Version, _site: AdminSite) -> HttpResponse:
    """Return the version as it is stored."""
    text = json.dumps(version.definition, ensure_ascii=False, indent=2)
    return _attached(version, "json", f"{text}\n".encode(), "application/json")


def _attached(version: Version, ending: str, content: bytes, kind: str) -> HttpResponse:
    name = f"{version.questionnaire.slug}-{version.number}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
