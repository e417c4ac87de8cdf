"""The durable record of a conversation: what every browser replays."""

from django.db import models
from django.utils import timezone


class ConversationEvent(models.Model):
    """Numbered without holes within its conversation, under the conversation's row lock."""

    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="conversation_event_seq_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.type} #{self.seq}"
