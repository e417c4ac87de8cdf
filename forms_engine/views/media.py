"""The pictures, sounds and films of a questionnaire."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from forms_engine.selectors import media_of, versions_visible_to
from messerprise.core.responses import Download

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.core.requests import PersonRequest

DAY = 24 * 60 * 60


@require_safe
@login_required
def media_detail(request: "PersonRequest", version_id: "UUID", name: str) -> Download:
    """Send a file to somebody who may see the version that shows it."""
    version = get_object_or_404(versions_visible_to(request.user), pk=version_id)
    file = media_of(version).get(name)
    try:
        stream = file.file.open("rb") if file else None
    except FileNotFoundError:
        stream = None
    if file is None or stream is None:
        raise Http404
    response = Download(stream, filename=file.name, content_type=file.content_type)
    response["Cache-Control"] = f"private, max-age={DAY}" if version.media else "private, no-cache"
    return response
