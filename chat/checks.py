"""Settings that do not go together."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def check_transcripts(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse an expiry that drops events no later than they are moved."""
    kept, moved_after = settings.TRANSCRIPT_TTL_DAYS, settings.TRANSCRIPT_MOVE_AFTER_DAYS
    if settings.TRANSCRIPT_STORE != "dynamodb" or not kept or kept > moved_after:
        return []
    cure = "TRANSCRIPT_TTL_DAYS: set it to more than TRANSCRIPT_MOVE_AFTER_DAYS, or to 0 (for ever)."
    return [Error(cure, id="chat.E001")]
