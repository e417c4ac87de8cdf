"""The promise to erase a conversation where the database cannot."""

from django.db import models
from django.utils import timezone


class ForgottenTranscript(models.Model):
    """Written with the erasure, deleted once the copies are surely gone; ``due_at`` is the next attempt."""

    conversation_id = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)

    class Meta:
        # serves: the search for what is to be erased now
        indexes = [models.Index(fields=["due_at"], name="forgotten_transcript_due")]

    def __str__(self) -> str:
        return f"{self.conversation_id}"
