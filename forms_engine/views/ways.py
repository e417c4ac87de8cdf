"""Where the buttons of a form page lead when there is no JavaScript."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.domain.outline import OutlineLine, current_line
from forms_engine.services.answers import set_answer
from forms_engine.services.occurrences import add_occurrence, remove_occurrence
from forms_engine.views.screen import Screen

if TYPE_CHECKING:
    from messerprise.accounts.models import User

FORM = Origin(OriginKind.TYPED, {"door": "form"})


def way_onward(actor: "User", screen: Screen, line: OutlineLine, go: str) -> str:
    """Do what a page's button says beside saving, and return the address to go to.

    Args:
        actor: who pressed it.
        screen: the submission after saving.
        line: the page the button is on.
        go: ``next``, ``skip``, ``previous``, ``stay``, ``summary``, ``chat``, or one with a path after a
            colon: ``to:household``, ``add:household/member``, ``remove:household/member[2]``, ``file:photo``,
            ``clear:photo``.
    """
    verb, _, path = go.partition(":")
    key = screen.submission.pk
    address = page_address(screen, line, path)
    match verb:
        case "add":
            added = add_occurrence(actor=actor, submission_id=key, repeat_path=path, origin=FORM)
            address = page_address(screen, line, added.path)
        case "remove":
            remove_occurrence(actor=actor, submission_id=key, occurrence_path=path, origin=FORM)
            address = page_address(screen, line, path.rpartition("[")[0])
        case "clear":
            set_answer(actor=actor, submission_id=key, path=path, value="", origin=FORM)
        case "file":
            address = f"{reverse('documents:document_upload', args=[key])}?{urlencode({'question': path})}"
        case "to":
            address = page_address(screen, current_line(screen.lines, key=path) or line)
        case "summary":
            address = reverse("forms_engine:submission_summary", args=[key])
        case "chat":
            address = reverse("chat:conversation_detail", args=[key]) + "#latest"
        case "previous":
            address = _neighbour(screen, line, -1)
        case "next" | "skip":
            address = _neighbour(screen, line, 1)
    return address


def page_address(screen: Screen, line: OutlineLine, question: str = "") -> str:
    """Return the address of a page, at a question where one is named."""
    address = reverse("forms_engine:page_detail", args=[screen.submission.pk, line.page.key])
    return f"{address}?{urlencode({'question': question})}" if question else address


def _neighbour(screen: Screen, line: OutlineLine, step: int) -> str:
    """Return the page beside, among those that apply now; after the last comes the summary."""
    keys = [each.page.key for each in screen.lines]
    place = keys.index(line.page.key) + step if line.page.key in keys else 0
    if place < 0 or place >= len(keys):
        return reverse("forms_engine:submission_summary", args=[screen.submission.pk])
    return page_address(screen, screen.lines[place])
