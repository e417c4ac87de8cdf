"""A version as its author reads it through."""

from typing import TYPE_CHECKING

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from forms_engine.admin.access import page, person
from forms_engine.admin.media import missing_media
from forms_engine.domain import preview as domain
from forms_engine.domain.codec import from_json
from forms_engine.domain.languages import choose_language
from forms_engine.domain.states import VersionStatus
from forms_engine.models import Version
from forms_engine.selectors import library_updates_of
from messerprise.accounts.domain.roles import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forms_engine.domain.definition import Definition
    from forms_engine.models import LibraryUse


def preview(request: HttpRequest, version: Version, site: AdminSite) -> HttpResponse:
    """Show every section, question, rule and choice of a version, in one of its languages."""
    definition = from_json(version.definition)
    may_author = person(request).has_role(Role.AUTHOR)
    language = _language(request, definition)
    return page(
        site,
        request,
        Version,
        "preview",
        {
            "title": definition.title,
            "subtitle": version,
            "version": version,
            "may_author": may_author,
            "updates": _updates(version) if may_author else (),
            "missing_media": missing_media(version) if version.status == VersionStatus.DRAFT else (),
            "lines": domain.preview(definition, language),
            "language": language,
            "languages": definition.languages if len(definition.languages) > 1 else (),
        },
    )


def _updates(version: Version) -> "QuerySet[LibraryUse]":
    return library_updates_of(version.questionnaire_id).filter(version=version)


def _language(request: HttpRequest, definition: "Definition") -> str:
    wanted = request.GET.get("language")
    if wanted is not None and wanted in definition.languages:  # it may be the untagged one, ""
        return wanted
    return choose_language(definition, get_language() or "")
