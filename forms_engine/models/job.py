"""Work in the background that a person started and waits for."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms_engine.domain.jobs import UNFINISHED, JobFailure, JobKind
from forms_engine.domain.states import JobState
from messerprise.core.models import BaseModel


class JobQuerySet(models.QuerySet["Job"]):
    """Reads of jobs."""

    def unfinished(self) -> "JobQuerySet":
        """Return those that somebody works on, or will."""
        return self.filter(state__in=UNFINISHED)

    def expired(self) -> "JobQuerySet":
        """Return those whose file is kept no longer."""
        return self.filter(expires_at__lte=timezone.now())


class Job(BaseModel):
    """A worker holds the lease; ``attempt`` is the fence: every write of its says ``WHERE attempt = mine``.

    ``due_at`` is when somebody must look again: the end of a running job's lease, the time at which a
    queued one counts as forgotten. ``result`` grows while the job runs, so that another worker can go on
    from there. ``file_name`` is the name in the default storage, until ``expires_at``.
    """

    KINDS = [
        (JobKind.EXPORT.value, pgettext_lazy("job", "Export")),
        (JobKind.TRIAL.value, _("Trial of a migration")),
        (JobKind.MIGRATION.value, _("Migration")),
    ]
    STATES = [
        (JobState.QUEUED.value, pgettext_lazy("job", "waiting")),
        (JobState.RUNNING.value, pgettext_lazy("job", "running")),
        (JobState.DONE.value, pgettext_lazy("job", "done")),
        (JobState.FAILED.value, pgettext_lazy("job", "failed")),
        (JobState.CANCELLED.value, pgettext_lazy("job", "cancelled")),
    ]
    FAILURES = [
        (
            JobFailure.STOPPED.value,
            _("This work was interrupted several times: start it again, and tell an operator if it goes on."),
        ),
        (JobFailure.REFUSED.value, _("Your account may not do this any more: ask an administrator.")),
        (
            JobFailure.OUTDATED.value,
            _("Another version was published or this one was closed meanwhile: start again with a trial."),
        ),
        (
            JobFailure.TOO_BIG.value,
            _("There is more than a sheet of Excel can hold: choose CSV or JSON Lines."),
        ),
        (
            JobFailure.ERROR.value,
            _("Something went wrong on our side: start it again, and tell an operator if it goes on."),
        ),
    ]

    kind = models.CharField(_("kind"), max_length=12, choices=KINDS)
    owner = models.ForeignKey(
        "accounts.User", verbose_name=_("owner"), on_delete=models.CASCADE, related_name="+"
    )
    questionnaire = models.ForeignKey(
        "forms_engine.Questionnaire",
        verbose_name=_("questionnaire"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    parameters = models.JSONField(_("parameters"), default=dict)
    state = models.CharField(_("status"), max_length=10, choices=STATES, default=JobState.QUEUED.value)
    attempt = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    result = models.JSONField(_("result"), default=dict)
    failure = models.CharField(_("failure"), max_length=12, choices=FAILURES, blank=True)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            # serves: the search for jobs that nobody works on, and for the one that runs
            models.Index(fields=["state", "due_at"], name="job_due"),
            # serves: a person's recent jobs
            models.Index(fields=["owner", "-created_at"], name="job_owner_recent"),
            # serves: the sweep of files that are kept no longer
            models.Index(fields=["expires_at"], name="job_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state not in UNFINISHED

    @property
    def has_file(self) -> bool:
        """Whether there is something to download."""
        return bool(self.file_name) and self.expires_at is not None and timezone.now() < self.expires_at
