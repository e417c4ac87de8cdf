"""Where a version uses a library group."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from messerprise.core.models import BaseModel


class LibraryUse(BaseModel):
    """What a version's definition says about the library, as rows that can be asked for."""

    version = models.ForeignKey(
        "forms_engine.Version",
        verbose_name=_("version"),
        on_delete=models.CASCADE,
        related_name="library_uses",
    )
    group = models.ForeignKey(
        "forms_engine.LibraryGroup",
        verbose_name=_("library group"),
        on_delete=models.CASCADE,
        related_name="uses",
    )
    path = models.CharField(_("path"), max_length=255)
    number = models.PositiveIntegerField(_("revision"))

    class Meta:
        verbose_name = _("use of a library group")
        verbose_name_plural = _("uses of library groups")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path

    @property
    def is_outdated(self) -> bool:
        """Whether the library has a newer revision."""
        return self.number < self.group.number
