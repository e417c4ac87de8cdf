"""Let a submission go on with another version of its questionnaire, and take that back."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from forms_engine.domain.languages import choose_language, language_code
from forms_engine.domain.migration.plan import Fate, Plan, plan_migration
from forms_engine.domain.states import AnswerStatus
from forms_engine.exceptions import MigrationFinal, MigrationOutdated
from forms_engine.models import Migration, Submission, Version
from forms_engine.permissions import check_can_migrate
from forms_engine.selectors import last_migration_of, standing_of
from forms_engine.services.changes import save_counts
from forms_engine.services.filling import Filling, engine_text, form_of, lock_filling, open_filling
from forms_engine.services.rewriting import carry_answers, restore_answers, snapshot
from forms_engine.signals import submission_migrated
from messerprise.accounts.domain.roles import Role
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User


def plan_of(filling: Filling, version: Version) -> Plan:
    """Work out what becomes of a submission's answers under another version; nothing changes."""
    rows = filling.answers.items()
    return plan_migration(
        filling.instance,
        form_of(version),
        values=_texts(filling, AnswerStatus.ACCEPTED),
        orphans={path: engine_text(row.value) for path, row in rows if row.status == AnswerStatus.ORPHANED},
        now=timezone.localtime(),
        username=filling.submission.owner.get_username(),
    )


@transaction.atomic
def migrate_submission(
    *, actor: "User | None", submission_id: "UUID | str", version_id: "UUID | str"
) -> Migration:
    """Take a submission in progress to the published version; every answer is kept, converted or set aside.

    Args:
        actor: the owner, as far as one is offered; an author, whatever was offered; ``None`` for the machine.
        submission_id: which submission.
        version_id: the version that was shown; it must still be the published one.

    Raises:
        Submission.DoesNotExist: there is no such submission.
        PermissionRefused, AlreadySubmitted: the actor may not, or not any more.
        MigrationOutdated: another version was published meanwhile, or the submission is on it already.
    """
    filling = lock_filling(submission_id)
    submission = filling.submission
    check_can_migrate(actor, submission)
    version = _target(actor, submission)
    if version is None or str(version.pk) != str(version_id):
        raise MigrationOutdated
    plan = plan_of(filling, version)
    migration = Migration(
        submission=submission,
        from_version=submission.version,
        to_version=version,
        actor=actor,
        plan=_told(plan),
        before=snapshot(filling),
    )
    _go_on(filling, version, plan.instance.form.definition.languages)
    migration.revision = submission.revision
    carry_answers(filling, plan, migration)
    filling.form, filling.instance = plan.instance.form, plan.instance
    save_counts(filling)
    migration.save()
    _tell(migration, plan)
    return migration


@transaction.atomic
def undo_migration(*, actor: "User", migration_id: "UUID | str") -> Submission:
    """Take a submission back to the version that it came from, its answers as they were, byte for byte.

    What was answered since then is kept: where its question is there too, as its answer, else aside.

    Raises:
        Migration.DoesNotExist: there is no such migration.
        PermissionRefused, AlreadySubmitted: the actor may not, or not any more.
        MigrationFinal: the time for it is over, it was undone already, or it was not the last.
    """
    found = Migration.objects.only("submission_id").get(pk=migration_id)
    filling = lock_filling(found.submission_id)
    check_can_migrate(actor, filling.submission)
    migration = last_migration_of(filling.submission)
    if migration is None or str(migration.pk) != str(migration_id):
        raise MigrationFinal
    submission = filling.submission
    before = migration.before or {}
    submission.version, submission.language = migration.from_version, before["language"]
    submission.revision += 1
    restore_answers(filling, migration, actor)
    submission.save(update_fields=["version", "language", "revision", "occurrences", "updated_at"])
    save_counts(open_filling(submission))
    migration.undone_at = timezone.now()
    migration.save(update_fields=["undone_at", "updated_at"])
    record(
        actor=actor,
        action="submission.migration_undone",
        subject=submission,
        version=migration.from_version.number,
    )
    submission_migrated.send(
        sender=Submission, submission_id=submission.pk, actor_id=actor.pk, counts={}, first=""
    )
    return submission


def _target(actor: "User | None", submission: Submission) -> Version | None:
    if actor is None or not actor.has_role(Role.AUTHOR):
        return standing_of(submission).target
    published = submission.questionnaire.published_version_id
    if published in {None, submission.version_id}:
        return None
    return Version.objects.defer("definition").get(pk=published)


def _go_on(filling: Filling, version: Version, languages: tuple[str, ...]) -> None:
    submission = filling.submission
    if submission.language not in languages:
        code = language_code(submission.language)
        submission.language = choose_language(form_of(version).definition, code)
    submission.version = version
    submission.revision += 1
    submission.save(update_fields=["version", "language", "updated_at"])


def _texts(filling: Filling, status: AnswerStatus) -> dict[str, str]:
    return {path: engine_text(row.value) for path, row in filling.answers.items() if row.status == status}


def _told(plan: Plan) -> dict[str, object]:
    """Return the plan without values, which belong to the answers alone."""
    steps = [
        {"before": step.before, "after": step.after, "fate": step.fate.value, "rule": step.rule}
        for step in plan.steps
        if step.fate is not Fate.KEPT
    ]
    return {
        "counts": plan.counts(),
        "steps": steps,
        "fresh": list(plan.fresh),
        "required": list(plan.required),
    }


def _tell(migration: Migration, plan: Plan) -> None:
    submission, actor = migration.submission, migration.actor
    record(
        actor=actor,
        action="submission.migrated",
        subject=submission,
        replaced=migration.from_version.number,
        number=migration.to_version.number,
        orphaned=len(plan.of(Fate.ORPHANED)),
    )
    reasked = tuple(step.after for step in plan.of(Fate.REASKED))
    submission_migrated.send(
        sender=Submission,
        submission_id=submission.pk,
        actor_id=actor.pk if actor else None,
        counts=plan.counts(),
        first=next(iter((*plan.required, *plan.fresh, *reasked)), ""),
    )
