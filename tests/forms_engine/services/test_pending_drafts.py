import datetime as dt

import pytest
from django.utils import timezone

from forms_engine.exceptions import DraftChanged, UploadGone, WorkbookRefused, WorkbookUnchanged
from forms_engine.models import PendingDraft, Questionnaire, Version
from forms_engine.services.drafts import hash_replaced, upload_workbook
from forms_engine.services.pending_drafts import accept_upload, discard_upload, open_upload
from messerprise.accounts.domain.roles import Role
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.people import make_person
from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.django_db


def keep(actor, *rows, **fields):
    return open_upload(actor=actor, content=make_workbook(*rows, **fields), file_name="colours.xlsx")


def replaced():
    return hash_replaced(Questionnaire.objects.first())


def age(pending, **passed):
    then = timezone.now() - dt.timedelta(**passed)
    PendingDraft.objects.filter(pk=pending.pk).update(created_at=then)


def test_open_upload_keeps_the_file_and_stores_no_draft(author):
    pending = keep(author)
    assert (pending.owner, pending.format, pending.file_name) == (author, "xlsform", "colours.xlsx")
    assert pending.definition["form_id"] == "colours"
    assert not Version.objects.exists()
    assert AuditEvent.objects.filter(action="upload.kept", actor_id=author.pk).count() == 1


def test_open_upload_replaces_what_the_person_had_and_nobody_elses(author):
    other = keep(make_person(Role.AUTHOR))
    keep(author)
    second = keep(author)
    assert set(PendingDraft.objects.values_list("pk", flat=True)) == {other.pk, second.pk}


def test_open_upload_sweeps_what_nobody_came_back_for(author):
    old = keep(make_person(Role.AUTHOR))
    age(old, hours=25)
    pending = keep(author)
    assert PendingDraft.objects.get() == pending


def test_open_upload_keeps_nothing_that_is_refused(author):
    with pytest.raises(WorkbookRefused):
        keep(author, ("txet", "a", "A", ""))
    upload_workbook(actor=author, content=make_workbook(), file_name="colours.xlsx")
    with pytest.raises(WorkbookUnchanged):
        keep(author)
    assert not PendingDraft.objects.exists()


def test_open_upload_is_for_authors(respondent):
    with pytest.raises(PermissionRefused):
        keep(respondent)


def test_accept_upload_stores_what_was_uploaded(author):
    direct = upload_workbook(actor=author, content=make_workbook(form_id="other"), file_name="x.xlsx")
    version = accept_upload(actor=author, pending_id=keep(author).pk, replacing="")
    assert version.definition | {"form_id": "other"} == direct.definition
    assert version.uploaded_by == author
    assert AuditEvent.objects.filter(action="version.uploaded", subject_id=str(version.pk)).exists()


def test_accept_upload_refuses_when_another_draft_came_in_between(author):
    pending = keep(author)
    seen = replaced()
    upload_workbook(actor=author, content=make_workbook(("text", "x", "X?", "")), file_name="x.xlsx")
    with pytest.raises(DraftChanged):
        accept_upload(actor=author, pending_id=pending.pk, replacing=seen)
    assert PendingDraft.objects.get() == pending
    accept_upload(actor=author, pending_id=pending.pk, replacing=replaced())
    assert Version.objects.get().question_count == 3


def test_accept_upload_makes_one_draft_only(author):
    pending = keep(author)
    accept_upload(actor=author, pending_id=pending.pk, replacing="")
    with pytest.raises(UploadGone):
        accept_upload(actor=author, pending_id=pending.pk, replacing="")


@pytest.mark.parametrize("move", [accept_upload, discard_upload])
def test_move_of_a_file_of_another_or_of_yesterday_is_refused(author, move):
    arguments = {"replacing": ""} if move is accept_upload else {}
    pending = keep(author)
    with pytest.raises(UploadGone):
        move(actor=make_person(Role.AUTHOR), pending_id=pending.pk, **arguments)
    age(pending, hours=25)
    with pytest.raises(UploadGone):
        move(actor=author, pending_id=pending.pk, **arguments)
    assert not Version.objects.exists()


def test_discard_upload_forgets_the_file(author):
    discard_upload(actor=author, pending_id=keep(author).pk)
    assert not PendingDraft.objects.exists()
    assert AuditEvent.objects.filter(action="upload.discarded", actor_id=author.pk).exists()
