"""Start a submission; hand it in."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from forms_engine.domain.instance import Instance
from forms_engine.domain.languages import choose_language
from forms_engine.domain.origin import OriginKind
from forms_engine.domain.states import SubmissionStatus, VersionStatus
from forms_engine.exceptions import Incomplete, MigrationNeeded, QuestionnaireClosed, VersionClosed
from forms_engine.models import Answer, Questionnaire, Submission, Version
from forms_engine.permissions import check_can_answer, check_can_edit_submission
from forms_engine.selectors import standing_of
from forms_engine.services.changes import CALCULATED, Cause, record_changes, save_counts
from forms_engine.services.filling import Filling, form_of, lock_filling
from forms_engine.signals import submission_started, submission_submitted
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User


@transaction.atomic
def start_submission(*, actor: "User", questionnaire_id: "UUID | str", language: str) -> Submission:
    """Start filling the published version; an untouched start of the same version is taken up again.

    Args:
        actor: who fills it.
        questionnaire_id: which questionnaire.
        language: two-letter code of the language wanted; the questionnaire's default where it lacks it.

    Raises:
        PermissionRefused: the actor is no respondent.
        Questionnaire.DoesNotExist: there is no such questionnaire.
        QuestionnaireClosed: it has no published version, or not at this time.
    """
    check_can_answer(actor)
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire_id)
    version = questionnaire.published_version
    is_open = version is not None and version.status == VersionStatus.PUBLISHED
    if version is None or not is_open or not version.window.is_open(timezone.now()):
        raise QuestionnaireClosed
    untouched = Submission.objects.unfinished().owned_by(actor).filter(version=version, revision=0).first()
    if untouched is not None:
        return untouched
    submission = _create(actor, questionnaire, version, language)
    record(actor=actor, action="submission.started", subject=submission)
    submission_started.send(sender=Submission, submission_id=submission.pk, actor_id=actor.pk)
    return submission


def _create(actor: "User", questionnaire: Questionnaire, version: Version, language: str) -> Submission:
    form = form_of(version)
    chosen = choose_language(form.definition, language)
    submission = Submission.objects.create(
        questionnaire=questionnaire, version=version, owner=actor, language=chosen
    )
    instance = Instance.new(form, now=timezone.localtime(), username=actor.get_username())
    defaults = [
        Answer(submission=submission, path=path, value=text, origin=OriginKind.CALCULATED)
        for path, text in instance.values().items()
    ]
    Answer.objects.bulk_create(defaults)
    save_counts(Filling(submission, form, instance, {}, chosen))
    return submission


@transaction.atomic
def submit_submission(*, actor: "User", submission_id: "UUID | str") -> Submission:
    """Hand the answers in, once everything required is there and valid and the version is still open.

    Raises:
        Submission.DoesNotExist: there is no such submission.
        PermissionRefused, AlreadySubmitted: the actor may not, or already did.
        MigrationNeeded: it has to go on with the version published since first.
        VersionClosed: staff closed the version, or its time is over; the answers stay as they are.
        Incomplete: names the answers to complete.
    """
    filling = lock_filling(submission_id)
    submission = filling.submission
    check_can_edit_submission(actor, submission)
    # The lock makes closing the version and submitting wait for each other.
    submission.version = Version.objects.select_for_update().defer("definition").get(pk=submission.version_id)
    standing = standing_of(submission)
    if standing.must_migrate:
        raise MigrationNeeded
    if standing.is_over:
        raise VersionClosed
    before = filling.instance.values()
    filling.instance.finish(timezone.localtime())
    if faulty := [node.path for node in filling.instance.nodes() if node.relevant and node.violation]:
        raise Incomplete(faulty)
    if filling.instance.values() != before:
        record_changes(filling, before, Cause(actor=actor, origin=CALCULATED))
    submission.status = SubmissionStatus.SUBMITTED
    submission.submitted_at = timezone.now()
    submission.save(update_fields=["status", "submitted_at", "updated_at"])
    record(actor=actor, action="submission.submitted", subject=submission)
    submission_submitted.send(sender=Submission, submission_id=submission.pk, actor_id=actor.pk)
    return submission
