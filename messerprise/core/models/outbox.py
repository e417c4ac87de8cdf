"""Tasks that were promised in a transaction and must reach the broker."""

from django.db import models
from django.utils import timezone


class OutboxTaskQuerySet(models.QuerySet["OutboxTask"]):
    """Reads of the outbox."""

    def unpublished(self) -> "OutboxTaskQuerySet":
        """Return the tasks that the broker has not taken yet, oldest first."""
        return self.filter(published_at=None).order_by("id")


class OutboxTask(models.Model):
    """One task to publish, written in the same transaction as the rows it is about."""

    name = models.CharField(max_length=100)
    kwargs = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)

    objects = OutboxTaskQuerySet.as_manager()

    class Meta:
        # serves: the relay's read of what is unpublished, oldest first
        indexes = [models.Index(fields=["published_at", "id"], name="outbox_unpublished")]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
