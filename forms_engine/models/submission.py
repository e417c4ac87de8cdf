"""One person's filling of a questionnaire, pinned to one version."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_engine.domain.states import SubmissionStatus
from messerprise.core.models import BaseModel

if TYPE_CHECKING:
    from messerprise.accounts.models import User


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Reads of submissions."""

    def unfinished(self) -> "SubmissionQuerySet":
        """Return those not submitted yet."""
        return self.filter(status=SubmissionStatus.IN_PROGRESS)

    def owned_by(self, user: "User") -> "SubmissionQuerySet":
        """Return those the user fills."""
        return self.filter(owner=user)


class Submission(BaseModel):
    """The answers are rows of their own; here is what belongs to all of them.

    ``occurrences`` maps a repeat's path to the numbers of its occurrences in order,
    ``revision`` grows by one with every change, under this row's lock.
    """

    STATUSES = [
        (SubmissionStatus.IN_PROGRESS.value, _("in progress")),
        (SubmissionStatus.SUBMITTED.value, _("submitted")),
    ]

    questionnaire = models.ForeignKey(
        "forms_engine.Questionnaire",
        verbose_name=_("questionnaire"),
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    version = models.ForeignKey(
        "forms_engine.Version",
        verbose_name=_("version"),
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    owner = models.ForeignKey(
        "accounts.User", verbose_name=_("respondent"), on_delete=models.PROTECT, related_name="submissions"
    )
    status = models.CharField(
        _("status"), max_length=12, choices=STATUSES, default=SubmissionStatus.IN_PROGRESS.value
    )
    language = models.CharField(_("language"), max_length=60, blank=True)
    occurrences = models.JSONField(_("occurrences"), default=dict, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    answered_count = models.PositiveIntegerField(_("answered"), default=0)
    askable_count = models.PositiveIntegerField(_("questions"), default=0)
    last_door = models.CharField(_("last door"), max_length=8, default="chat")
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-created_at"]
        indexes = [
            # serves: "my submissions", newest first
            models.Index(fields=["owner", "-created_at"], name="submission_owner_recent"),
            # serves: the back office's list by questionnaire and status, newest first
            models.Index(
                fields=["questionnaire", "status", "-created_at"], name="submission_by_questionnaire"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_in_progress(self) -> bool:
        """Whether answers can still change."""
        return self.status == SubmissionStatus.IN_PROGRESS

    @property
    def progress(self) -> int:
        """Return the share of answered questions, in whole percent."""
        return round(100 * self.answered_count / self.askable_count) if self.askable_count else 0
