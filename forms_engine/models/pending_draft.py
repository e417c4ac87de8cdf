"""A file that was opened and waits for its author to look at what it changes."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messerprise.core.models import BaseModel

KEPT = dt.timedelta(hours=24)


class PendingDraftQuerySet(models.QuerySet["PendingDraft"]):
    """Reads of what waits."""

    def fresh(self) -> "PendingDraftQuerySet":
        """Return what has not waited too long."""
        return self.filter(created_at__gt=timezone.now() - KEPT)

    def stale(self) -> "PendingDraftQuerySet":
        """Return what nobody came back for."""
        return self.filter(created_at__lte=timezone.now() - KEPT)


class PendingDraft(BaseModel):
    """What a file says, between its upload and its author's yes or no; its owner's alone.

    ``questionnaire`` is the one that it was uploaded for, None where its form id decides;
    ``remarks`` are what its author should know, as sentences with their places.
    """

    owner = models.ForeignKey(
        "accounts.User", verbose_name=_("owner"), on_delete=models.CASCADE, related_name="+"
    )
    questionnaire = models.ForeignKey(
        "forms_engine.Questionnaire",
        verbose_name=_("questionnaire"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    format = models.CharField(_("format"), max_length=20)
    file_name = models.CharField(_("file name"), max_length=150)
    definition = models.JSONField(_("definition"))
    remarks = models.JSONField(_("remarks"), default=list)

    objects = PendingDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        # serves: the sweep of what nobody came back for
        indexes = [models.Index(fields=["created_at"], name="pending_draft_age")]

    def __str__(self) -> str:
        return self.file_name
