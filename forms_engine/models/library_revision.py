"""One immutable state of a library group."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from messerprise.core.models import BaseModel


class LibraryRevision(BaseModel):
    """The group alone, as the definition of a questionnaire (docs/definition.schema.json)."""

    group = models.ForeignKey(
        "forms_engine.LibraryGroup",
        verbose_name=_("library group"),
        on_delete=models.CASCADE,
        related_name="revisions",
    )
    number = models.PositiveIntegerField(_("number"))
    definition = models.JSONField(_("definition"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        "accounts.User", verbose_name=_("created by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="library_revision_unique"),
        ]

    def __str__(self) -> str:
        return _("revision %(number)d") % {"number": self.number}
