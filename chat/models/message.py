"""Either side's text in a conversation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.domain.states import Author
from messerprise.core.models import BaseModel


class Message(BaseModel):
    """``client_id`` is made by the browser: the same message sent again is the same row.

    ``parts`` is what besides text a message shows: choices offered, what was understood, a date picker …
    """

    AUTHORS = [(Author.USER.value, _("respondent")), (Author.ASSISTANT.value, _("assistant"))]

    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    client_id = models.UUIDField(null=True, blank=True)
    author = models.CharField(max_length=10, choices=AUTHORS)
    text = models.TextField(blank=True)
    parts = models.JSONField(default=dict, blank=True)
    asked_path = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["seq"]
        constraints = [
            # NULLs (the assistant's messages) do not collide on any of the supported databases
            models.UniqueConstraint(fields=["conversation", "client_id"], name="message_once"),
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_seq_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.author} #{self.seq}"
