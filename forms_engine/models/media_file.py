"""A picture, sound or film that a questionnaire shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from messerprise.core.models import BaseModel

NAME_LENGTH = 150


def storage_key(media: "MediaFile", _name: str) -> str:
    """Return where the file lies: by questionnaire, under a name nobody can guess or choose."""
    return f"media/{media.questionnaire_id}/{media.pk}"


class MediaFile(BaseModel):
    """One upload; the newest of a name is shown by drafts, published versions keep the one they had.

    ``content_type`` is what the bytes are, not what the browser said.
    """

    questionnaire = models.ForeignKey(
        "forms_engine.Questionnaire",
        verbose_name=_("questionnaire"),
        on_delete=models.CASCADE,
        related_name="media_files",
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    file = models.FileField(_("file"), upload_to=storage_key, max_length=255)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        "accounts.User", verbose_name=_("uploaded by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("picture or sound")
        verbose_name_plural = _("pictures and sounds")
        # serves: the newest file of each name
        indexes = [models.Index(fields=["questionnaire", "name"], name="media_name")]

    def __str__(self) -> str:
        return self.name
