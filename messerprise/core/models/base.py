"""The base of every row that a person or an address can name."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class BaseModel(models.Model):
    """A row with an unguessable, time-ordered key (UUIDv7, RFC 9562) and its times."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(_("creation"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        abstract = True


def least_key_at(moment: datetime) -> UUID:
    """Return the key below which no row lies that was made at a moment or later: keys are ordered by time."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62)
