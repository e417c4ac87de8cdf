"""One submission's going on with another version, and the way back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messerprise.core.models import BaseModel


class MigrationQuerySet(models.QuerySet["Migration"]):
    """Reads of migrations."""

    def standing(self) -> "MigrationQuerySet":
        """Return those that were not undone."""
        return self.filter(undone_at=None)


class Migration(BaseModel):
    """``plan`` holds counts, and each answer's fate without its value.

    ``before`` holds the answers' rows and the occurrences as they were: what undoing restores. It is
    emptied when the time for that is over.
    """

    submission = models.ForeignKey(
        "forms_engine.Submission", on_delete=models.CASCADE, related_name="migrations"
    )
    from_version = models.ForeignKey("forms_engine.Version", on_delete=models.PROTECT, related_name="+")
    to_version = models.ForeignKey("forms_engine.Version", on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveIntegerField(_("revision"))
    plan = models.JSONField(_("plan"))
    before = models.JSONField(_("before"), null=True)
    undone_at = models.DateTimeField(_("undone at"), null=True)

    objects = MigrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("migration")
        verbose_name_plural = _("migrations")
        ordering = ["created_at"]
        indexes = [
            # serves: emptying what can be undone no more
            models.Index(fields=["created_at"], name="migration_age"),
        ]

    def __str__(self) -> str:
        return f"{self.from_version_id} → {self.to_version_id}"

    @property
    def undo_until(self) -> datetime:
        """The moment until which it can be undone."""
        return self.created_at + timedelta(days=settings.MIGRATION_UNDO_DAYS)

    @property
    def can_be_undone(self) -> bool:
        """Whether the way back is open, as far as time and data go."""
        return self.undone_at is None and self.before is not None and timezone.now() < self.undo_until
