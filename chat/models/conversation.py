"""The chat about one submission."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.domain.states import InterviewerKind
from messerprise.core.models import BaseModel


class Conversation(BaseModel):
    """``head_seq`` is the number of the newest event; ``epoch`` changes only on restore from a backup.

    ``asked_path`` is the question that stands open, ``state`` small JSON of the interviewer
    (skipped paths, last change …); both change under this row's lock.
    """

    INTERVIEWERS = [
        (InterviewerKind.ECONOMICAL.value, _("economical")),
        (InterviewerKind.NATURAL.value, _("natural")),
    ]

    submission = models.OneToOneField(
        "forms_engine.Submission", on_delete=models.CASCADE, related_name="conversation"
    )
    interviewer = models.CharField(_("interviewer"), max_length=12, choices=INTERVIEWERS)
    language = models.CharField(_("language"), max_length=10)
    epoch = models.UUIDField(default=uuid.uuid4)
    head_seq = models.PositiveIntegerField(default=0)
    asked_path = models.CharField(max_length=255, blank=True)
    state = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")

    def __str__(self) -> str:
        return f"{self.pk}"
