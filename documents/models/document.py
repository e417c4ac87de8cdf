"""A file somebody uploaded, with what is known of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from messerprise.core.models import BaseModel


def storage_key(document: "Document", _name: str) -> str:
    """Return where the file lies: by submission, under a name nobody can guess or choose."""
    return f"documents/{document.submission_id}/{document.pk}"


class Document(BaseModel):
    """Kept even when the answer it belonged to was replaced: nothing is ever lost.

    ``content_type`` is what the bytes are, not what the browser said.
    """

    owner = models.ForeignKey(
        "accounts.User", verbose_name=_("owner"), on_delete=models.PROTECT, related_name="documents"
    )
    submission = models.ForeignKey(
        "forms_engine.Submission",
        verbose_name=_("submission"),
        on_delete=models.PROTECT,
        related_name="documents",
    )
    path = models.CharField(_("question"), max_length=255)
    file = models.FileField(_("file"), upload_to=storage_key, max_length=255)
    name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
