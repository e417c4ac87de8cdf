"""Reads, always scoped by the user who asks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from forms_engine.domain.policy import PublishPolicy, strictest
from forms_engine.domain.states import AnswerStatus, VersionStatus
from forms_engine.models import (
    Answer,
    Job,
    LibraryGroup,
    LibraryUse,
    MediaFile,
    Migration,
    Questionnaire,
    Submission,
    Version,
)
from messerprise.accounts.domain.roles import Role

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """How a submission in progress stands to what was published since it was started.

    ``target`` is the version that it can go on with; None where there is none, or none is offered.
    """

    target: Version | None
    policy: PublishPolicy
    is_over: bool

    @property
    def must_migrate(self) -> bool:
        """Whether it can be submitted on the new version only."""
        return self.target is not None and (self.policy is PublishPolicy.MUST or self.is_over)


def questionnaires_open_to(user: "User") -> QuerySet[Questionnaire]:
    """Return the questionnaires that the user may start now."""
    if not user.has_role(Role.RESPONDENT):
        return Questionnaire.objects.none()
    return (
        Questionnaire.objects.open()
        .select_related("published_version")
        .defer("published_version__definition")
    )


def submissions_of(user: "User") -> QuerySet[Submission]:
    """Return the user's own submissions, newest first, without the weight of their definitions."""
    return _light(Submission.objects.owned_by(user))


def unfinished_submissions_of(user: "User") -> QuerySet[Submission]:
    """Return what the user started and has not handed in, newest first."""
    return _light(Submission.objects.unfinished().owned_by(user))


def submissions_visible_to(user: "User") -> QuerySet[Submission]:
    """Return the submissions that the user may read: their own, or all for reviewers."""
    if user.has_role(Role.REVIEWER):
        return _light(Submission.objects.all())
    return submissions_of(user)


def versions_visible_to(user: "User") -> QuerySet[Version]:
    """Return the versions that the user may look at: those they fill or may start, all for staff."""
    if user.has_role(Role.AUTHOR) or user.has_role(Role.REVIEWER):
        return Version.objects.defer("definition")
    open_now = questionnaires_open_to(user).values("published_version")
    own = Submission.objects.owned_by(user).order_by().values("version")
    return Version.objects.defer("definition").filter(Q(pk__in=open_now) | Q(pk__in=own))


def media_of(version: Version) -> dict[str, MediaFile]:
    """Return the files that a version shows, by name: the newest ones for a draft, else those it froze."""
    if version.status == VersionStatus.DRAFT:
        return newest_media_of(version.questionnaire_id)
    files = MediaFile.objects.filter(pk__in=version.media.values())
    return {file.name: file for file in files}


def newest_media_of(questionnaire_id: "UUID") -> dict[str, MediaFile]:
    """Return the last file uploaded of each name."""
    files = MediaFile.objects.filter(questionnaire=questionnaire_id).order_by("created_at", "pk")
    return {file.name: file for file in files}


def drafts_designed_by(user: "User") -> QuerySet[Version]:
    """Return the drafts that the user may edit and try out."""
    drafts = Version.objects.filter(status=VersionStatus.DRAFT).select_related("questionnaire")
    return drafts if user.has_role(Role.AUTHOR) else drafts.none()


def standing_of(submission: Submission) -> Standing:
    """Return how a submission stands to the version published now."""
    version = submission.version
    is_over = version.status == VersionStatus.CLOSED or version.window.is_over(timezone.now())
    published = submission.questionnaire.published_version_id
    if not submission.is_in_progress or published in {None, version.pk}:
        return Standing(None, PublishPolicy.KEEP, is_over)
    later = Version.objects.filter(
        questionnaire=submission.questionnaire_id, number__gt=version.number, published_at__isnull=False
    )
    policy = strictest(later.values_list("publish_policy", flat=True))
    if policy is PublishPolicy.KEEP:
        return Standing(None, policy, is_over)
    return Standing(Version.objects.defer("definition").get(pk=published), policy, is_over)


def last_migration_of(submission: Submission) -> Migration | None:
    """Return the migration that a submission's owner may take back, if there is one."""
    last = submission.migrations.standing().select_related("from_version", "to_version").last()
    is_last = last is not None and last.to_version_id == submission.version_id
    return last if last and is_last and submission.is_in_progress and last.can_be_undone else None


def submissions_to_migrate(questionnaire: Questionnaire) -> QuerySet[Submission]:
    """Return the submissions in progress on other versions than the published one, which there must be."""
    rows = Submission.objects.unfinished().filter(questionnaire=questionnaire)
    published = questionnaire.published_version_id
    return rows.exclude(version=published) if published else rows.none()


def jobs_of(user: "User") -> QuerySet[Job]:
    """Return the jobs that the user started, newest first."""
    return Job.objects.filter(owner=user).select_related("questionnaire").order_by("-pk")


def library_groups() -> QuerySet[LibraryGroup]:
    """Return what authors can insert."""
    return LibraryGroup.objects.filter(number__gt=0)


def library_updates_of(questionnaire: "UUID | str") -> QuerySet[LibraryUse]:
    """Return where the draft, else what is published, uses what the library has a newer revision of."""
    of = "version__questionnaire"
    published = Q(**{f"{of}__draft_version": None}, version=F(f"{of}__published_version"))
    rows = LibraryUse.objects.filter(published | Q(version=F(f"{of}__draft_version")), **{of: questionnaire})
    return rows.filter(number__lt=F("group__number")).select_related("group")


def library_uses_of(group: LibraryGroup) -> QuerySet[LibraryUse]:
    """Return where drafts and published versions use a library group, by questionnaire."""
    rows = group.uses.filter(version__status__in=[VersionStatus.DRAFT, VersionStatus.PUBLISHED])
    rows = rows.select_related("group", "version__questionnaire").defer("version__definition")
    return rows.order_by("version__questionnaire__title", "-version__number", "path")


def answers_of(submission: Submission) -> dict[str, Answer]:
    """Return the answers that count, by path."""
    rows = submission.answers.filter(status=AnswerStatus.ACCEPTED)
    return {row.path: row for row in rows}


def _light(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    return submissions.select_related("questionnaire", "version", "owner").defer("version__definition")
