from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from forms_engine.domain.jobs import ExportFormat
from forms_engine.domain.policy import PublishPolicy
from forms_engine.models import Job, Migration, PendingDraft
from forms_engine.services.exports import file_of
from forms_engine.services.imports import open_questionnaire
from forms_engine.services.migrations import migrate_submission
from forms_engine.services.pending_drafts import keep_upload
from forms_engine.services.sweeping import sweep
from messerprise.accounts.domain.roles import Role
from messerprise.audit.models import AuditEvent
from tests.factories.jobs import make_export
from tests.factories.people import make_person
from tests.factories.questionnaires import SMALL, make_questionnaire, publish_next
from tests.factories.submissions import make_submission
from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.django_db
MOMENT = timedelta(seconds=1)


def acts(action):
    return AuditEvent.objects.filter(action=action).count()


def test_sweep_deletes_files_once_their_time_is_over(reviewer):
    job = make_export(reviewer, make_questionnaire(), ExportFormat.CSV)
    sweep()
    assert default_storage.exists(job.file_name)
    Job.objects.update(expires_at=timezone.now() - MOMENT)
    sweep()
    sweep()
    assert not default_storage.exists(job.file_name)
    job.refresh_from_db()
    assert (job.state, job.has_file, acts("export.deleted")) == ("done", False, 1)


def test_sweep_deletes_what_a_killed_attempt_left_behind(reviewer):
    job = make_export(reviewer, make_questionnaire(), ExportFormat.CSV)
    job.attempt = 2
    lost = default_storage.save(file_of(job, 2), ContentFile(b"lost"))
    job.expires_at = timezone.now() - MOMENT
    job.save()
    sweep()
    assert not default_storage.exists(lost)
    assert not default_storage.exists(file_of(job, 1))


def test_sweep_forgets_uploads_that_nobody_came_back_for(author):
    for person in (author, make_person(Role.AUTHOR)):
        opened = open_questionnaire(make_workbook(), "x.xlsx", {})
        keep_upload(actor=person, opened=opened, file_name="x.xlsx", questionnaire=None)
    old = PendingDraft.objects.filter(owner=author)
    old.update(created_at=timezone.now() - timedelta(hours=25))
    sweep()
    assert (old.count(), PendingDraft.objects.count(), acts("upload.expired")) == (0, 1, 1)


def test_sweep_empties_what_only_undoing_needs(respondent, settings):
    questionnaire = make_questionnaire()
    submission = make_submission(respondent, questionnaire, {"name": "Ada"})
    target = publish_next(questionnaire, *SMALL[:1], policy=PublishPolicy.OFFER)
    migration = migrate_submission(actor=respondent, submission_id=submission.pk, version_id=target.pk)
    sweep()
    migration.refresh_from_db()
    assert migration.can_be_undone
    late = timezone.now() - timedelta(days=settings.MIGRATION_UNDO_DAYS, seconds=1)
    Migration.objects.update(created_at=late)
    sweep()
    sweep()
    migration.refresh_from_db()
    assert (migration.before, acts("migration.snapshots_emptied")) == (None, 1)
    assert migration.plan["counts"]["kept"] == 1
