"""A draft tried in the chat, in a frame of the designer."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from chat.domain.turns import Said
from chat.services.trials import talk_about
from forms_engine.selectors import drafts_designed_by
from forms_engine.services.trials import KEPT, kept_for

if TYPE_CHECKING:
    from messerprise.core.requests import PersonRequest

LONGEST = 2_000
LATEST = "#latest"


View = Callable[..., HttpResponse]
_framed = cast("Callable[[View], View]", csp_replace({"frame-ancestors": ["'self'"]}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@_framed
def trial_detail(request: "PersonRequest", version_id: UUID) -> HttpResponse:
    """Show the talk about a draft; a post is a message, or a new beginning."""
    version = get_object_or_404(drafts_designed_by(request.user), pk=version_id)
    kept = kept_for(version, request.session.get(KEPT))
    language = (get_language() or "en")[:2]
    said = _said(request) if request.method == "POST" else None
    after = talk_about(request.user, version, kept, language, said)
    if after is not None and after is not kept:
        request.session[KEPT] = dict(after)
    if request.method == "POST":
        return redirect(f"{request.path}{LATEST}")
    return render(request, "chat/trial_detail.html", _page(after or {}))


def _said(request: "PersonRequest") -> Said:
    given = {name: request.POST.get(name, "")[:LONGEST] for name in ("text", "say", "question", "value")}
    return Said(given["say"] or given["text"], given["question"], given["value"] or None)


def _page(kept: Any) -> dict[str, Any]:
    talk = kept.get("talk", {})
    messages = talk.get("messages", [])
    parts = messages[-1]["parts"] if messages else {}
    return {
        "messages_so_far": messages,
        "ask": parts.get("ask"),
        "actions": parts.get("actions"),
        "asked_path": talk.get("asked", ""),
    }
