"""The making of one assistant's reply by a language model."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.domain.states import UNFINISHED, ReplyState
from messerprise.core.models import BaseModel


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Reads of replies."""

    def unfinished(self) -> "ReplyQuerySet":
        """Return those that will still say something, in the order of their messages."""
        return self.filter(state__in=UNFINISHED).order_by("message__seq")


class Reply(BaseModel):
    """A worker holds the lease; ``attempt`` is the fence: every write says ``WHERE attempt = mine``.

    ``due_at`` is when somebody must look again: the end of a running reply's lease, the time at which a
    queued one counts as forgotten. ``executed`` is what the engine did with the model's commands, so that a
    further attempt does not do it again. ``checkpoint_text`` is what was said
    so far, written every second or so.
    """

    STATES = [
        (ReplyState.QUEUED.value, _("waiting")),
        (ReplyState.RUNNING.value, _("being written")),
        (ReplyState.COMPLETE.value, _("complete")),
        (ReplyState.STOPPED.value, _("stopped")),
        (ReplyState.FAILED.value, _("failed")),
    ]

    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="replies")
    message = models.OneToOneField("chat.Message", on_delete=models.CASCADE, related_name="reply")
    answer_message = models.OneToOneField(
        "chat.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="made_by"
    )
    state = models.CharField(max_length=10, choices=STATES, default=ReplyState.QUEUED.value)
    attempt = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=80, blank=True)
    due_at = models.DateTimeField()
    stop_requested = models.BooleanField(default=False)
    executed = models.JSONField(default=list, blank=True)
    checkpoint_text = models.TextField(blank=True)
    checkpoint_seq = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=40, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        indexes = [
            # serves: the reconciler's search for replies that nobody writes
            models.Index(fields=["state", "due_at"], name="reply_due"),
            # serves: the reply to follow, the oldest unfinished one of a conversation. With the conversation
            # first it would serve the foreign key too: InnoDB would lock the conversation, after the reply,
            # at each change of state, and deadlock with all who lock them in their order
            models.Index(fields=["state", "conversation"], name="reply_following"),
        ]

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will be said."""
        return self.state not in UNFINISHED

    def __str__(self) -> str:
        return f"{self.state} #{self.attempt}"
