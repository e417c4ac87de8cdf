"""One edit of a draft, with the way back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from messerprise.core.models import BaseModel


class DraftEditQuerySet(models.QuerySet["DraftEdit"]):
    """Reads of edits."""

    def standing(self) -> "DraftEditQuerySet":
        """Return those that count, the newest first."""
        return self.filter(is_undone=False).order_by("-sequence")

    def undone(self) -> "DraftEditQuerySet":
        """Return those that were taken back and can be made again, the next first."""
        return self.filter(is_undone=True).order_by("sequence")


class DraftEdit(BaseModel):
    """``operation`` is what the author did; ``patch`` what it changed in the definition's JSON.

    ``path`` is the node that the author went on with. The rows of a version go when it is published.
    """

    version = models.ForeignKey("forms_engine.Version", on_delete=models.CASCADE, related_name="edits")
    sequence = models.PositiveIntegerField(_("number"))
    operation = models.JSONField(_("edit"))
    patch = models.JSONField(_("change"))
    path = models.CharField(_("question"), max_length=255, blank=True)
    is_undone = models.BooleanField(_("undone"), default=False)
    author = models.ForeignKey(
        "accounts.User", verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DraftEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("edit of a draft")
        verbose_name_plural = _("edits of drafts")
        constraints = [
            models.UniqueConstraint(fields=["version", "sequence"], name="draft_edit_sequence_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}"
