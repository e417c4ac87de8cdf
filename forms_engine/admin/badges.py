"""States as coloured words, times in short."""

from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    import datetime as dt

_TONES = {
    "draft": "warn",
    "published": "good",
    "superseded": "quiet",
    "closed": "quiet",
    "in_progress": "warn",
    "submitted": "good",
    "queued": "quiet",
    "running": "warn",
    "done": "good",
    "failed": "bad",
    "cancelled": "quiet",
}


def badge(text: object, tone: str) -> SafeString:
    """Return a word on a coloured ground; the colour only repeats what the word says."""
    return format_html('<span class="me-badge me-badge--{}">{}</span>', tone, text)


def status_badge(row: Model) -> SafeString:
    """Return the status of a version or submission."""
    status = str(getattr(row, "status"))  # noqa: B009 - several models have one
    return badge(row.get_status_display(), _TONES[status])  # type: ignore[attr-defined]


def state_badge(row: Model) -> SafeString:
    """Return the state of a job."""
    state = str(getattr(row, "state"))  # noqa: B009 - as above
    return badge(row.get_state_display(), _TONES[state])  # type: ignore[attr-defined]


def moment(at: "dt.datetime | None") -> SafeString:
    """Return a time briefly, on one line."""
    if at is None:
        return SafeString("–")
    brief = formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
    return format_html('<span class="me-nowrap">{}</span>', brief)
