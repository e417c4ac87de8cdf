"""A group of questions that authors keep for use in many questionnaires."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from messerprise.core.models import BaseModel


class LibraryGroup(BaseModel):
    """A group in the library; ``number`` is its newest revision, ``key`` what marks name it by."""

    key = models.SlugField(_("short name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    number = models.PositiveIntegerField(_("revision"), default=0)
    question_count = models.PositiveIntegerField(_("questions"), default=0)
    created_by = models.ForeignKey(
        "accounts.User", verbose_name=_("created by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("library group")
        verbose_name_plural = _("question library")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
