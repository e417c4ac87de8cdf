"""The record of who did and saw what."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from messerprise.audit.exceptions import AppendOnly


class Outcome(models.TextChoices):
    """How the recorded act ended."""

    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Reads and appends, nothing else."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refuse: what happened has happened."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse: what happened has happened."""
        raise AppendOnly

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: what happened has happened."""
        raise AppendOnly


class AuditEvent(models.Model):
    """One act; a row is only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    # The record outlives the person: no constraint, so erasing a user neither fails nor changes it.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    action = models.CharField(_("action"), max_length=60)
    subject_type = models.CharField(_("kind of thing"), max_length=60, blank=True)
    subject_id = models.CharField(_("thing"), max_length=40, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.DONE)
    detail = models.JSONField(_("detail"), default=dict, blank=True)
    address_digest = models.CharField(_("address digest"), max_length=16, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-id"]
        indexes = [
            # The history of one thing, newest last.
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_subject"),
            # The admin's filter by action, and its day hierarchy.
            models.Index(fields=["action", "created_at"], name="audit_action"),
            models.Index(fields=["created_at"], name="audit_created"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append the row; refuse to change one."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: what happened has happened."""
        raise AppendOnly
