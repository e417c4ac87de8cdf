"""What staff design; it lives on while its versions change."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messerprise.core.models import BaseModel


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    """Reads of questionnaires."""

    def open(self) -> "QuestionnaireQuerySet":
        """Return those that people can start now."""
        now = timezone.now()
        return self.filter(
            models.Q(published_version__opens_at=None) | models.Q(published_version__opens_at__lte=now),
            models.Q(published_version__closes_at=None) | models.Q(published_version__closes_at__gt=now),
            published_version__isnull=False,
            published_version__status="published",
        )


class Questionnaire(BaseModel):
    """A questionnaire; pointers name its one draft and its one published version.

    Pointers rather than conditional unique constraints, which MySQL and MariaDB do not create.
    """

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    created_by = models.ForeignKey(
        "accounts.User", verbose_name=_("created by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    draft_version = models.OneToOneField(
        "forms_engine.Version",
        verbose_name=_("draft"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_version = models.OneToOneField(
        "forms_engine.Version",
        verbose_name=_("published version"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
