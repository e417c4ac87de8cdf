"""One state of a questionnaire; immutable once published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_engine.domain.policy import PublishPolicy, Window
from forms_engine.domain.states import VersionStatus
from messerprise.core.models import BaseModel


class Version(BaseModel):
    """The definition as JSON (docs/definition.schema.json) with the hash of its content.

    ``media`` are the keys of the files that it shows, by name, from its publication on.
    """

    STATUSES = [
        (VersionStatus.DRAFT.value, _("draft")),
        (VersionStatus.PUBLISHED.value, _("published")),
        (VersionStatus.SUPERSEDED.value, _("superseded")),
        (VersionStatus.CLOSED.value, _("closed")),
    ]

    POLICIES = [
        (PublishPolicy.KEEP.value, _("they stay on their version")),
        (PublishPolicy.OFFER.value, _("their owners may go on with the new version")),
        (PublishPolicy.CLOSE.value, _("they can be submitted until a date, then only on the new version")),
        (PublishPolicy.MUST.value, _("they must go on with the new version before they submit")),
    ]

    questionnaire = models.ForeignKey(
        "forms_engine.Questionnaire",
        verbose_name=_("questionnaire"),
        on_delete=models.CASCADE,
        related_name="versions",
    )
    number = models.PositiveIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=12, choices=STATUSES, default=VersionStatus.DRAFT.value)
    definition = models.JSONField(_("definition"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    question_count = models.PositiveIntegerField(_("questions"), default=0)
    media = models.JSONField(_("pictures and sounds"), default=dict, blank=True)
    publish_note = models.TextField(_("publish note"), blank=True)
    publish_policy = models.CharField(
        _("submissions in progress"), max_length=8, choices=POLICIES, default=PublishPolicy.KEEP.value
    )
    opens_at = models.DateTimeField(_("opens on"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes on"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        "accounts.User", verbose_name=_("uploaded by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("published by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="version_number_unique"),
        ]

    def __str__(self) -> str:
        return _("version %(number)d") % {"number": self.number}

    @property
    def window(self) -> Window:
        """When it can be filled."""
        return Window(self.opens_at, self.closes_at)
