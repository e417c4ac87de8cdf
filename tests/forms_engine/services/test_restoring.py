import pytest

from forms_engine.exceptions import DraftChanged, VersionCurrent, VersionDamaged, VersionFixed
from forms_engine.models import Questionnaire, Version
from forms_engine.services.drafts import hash_replaced, upload_workbook
from forms_engine.services.restoring import restore_version
from forms_engine.services.versions import close_version, publish_version
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.django_db

TOWN = ("text", "town", "Where do you live?", "")
STREET = ("text", "street", "Which street?", "")


def upload(actor, *rows):
    return upload_workbook(actor=actor, content=make_workbook(*rows), file_name="colours.xlsx")


@pytest.fixture
def old(author):
    """Return a version that another one superseded."""
    first = publish_version(actor=author, version_id=upload(author).pk)
    publish_version(actor=author, version_id=upload(author, TOWN).pk)
    first.refresh_from_db()
    assert first.status == "superseded"
    return first


def test_restore_version_copies_it_as_the_next_draft(author, old):
    draft = restore_version(actor=author, version_id=old.pk)

    assert (draft.status, draft.number, draft.uploaded_by) == ("draft", 3, author)
    assert (draft.definition, draft.content_hash) == (old.definition, old.content_hash)
    questionnaire = Questionnaire.objects.get()
    assert (questionnaire.draft_version, questionnaire.published_version.number) == (draft, 2)
    old.refresh_from_db()
    assert old.status == "superseded"
    event = AuditEvent.objects.get(action="version.restored")
    assert (event.actor_id, event.detail) == (author.pk, {"number": 3, "restored": 1})


def test_restored_version_can_be_published(author, old):
    draft = restore_version(actor=author, version_id=old.pk)
    assert publish_version(actor=author, version_id=draft.pk).status == "published"


def test_restore_version_takes_a_closed_one(author):
    version = publish_version(actor=author, version_id=upload(author).pk)
    close_version(actor=author, version_id=version.pk)
    assert restore_version(actor=author, version_id=version.pk).number == 2


def test_restore_version_replaces_the_draft_that_was_seen_only(author, old):
    seen = hash_replaced(Questionnaire.objects.get())
    draft = upload(author, TOWN, STREET)
    with pytest.raises(DraftChanged):
        restore_version(actor=author, version_id=old.pk, replacing=seen)
    assert Questionnaire.objects.get().draft_version == draft
    seen = hash_replaced(Questionnaire.objects.get())
    restored = restore_version(actor=author, version_id=old.pk, replacing=seen)
    assert list(Version.objects.filter(status="draft")) == [restored]


def test_restore_version_refuses_what_is_the_draft_already(author, old):
    upload(author)
    with pytest.raises(VersionCurrent, match="identical to the current draft"):
        restore_version(actor=author, version_id=old.pk)


def test_restore_version_refuses_what_is_published_again(author, old):
    publish_version(actor=author, version_id=restore_version(actor=author, version_id=old.pk).pk)
    with pytest.raises(VersionCurrent, match="identical to the published version 3"):
        restore_version(actor=author, version_id=old.pk)


@pytest.mark.parametrize("name", ["draft_version", "published_version"])
def test_restore_version_refuses_what_is_not_old(author, old, name):
    upload(author, STREET)
    with pytest.raises(VersionFixed):
        restore_version(actor=author, version_id=getattr(Questionnaire.objects.get(), name).pk)


def test_restore_version_refuses_a_damaged_one(author, old):
    Version.objects.filter(pk=old.pk).update(content_hash="0" * 64)
    with pytest.raises(VersionDamaged):
        restore_version(actor=author, version_id=old.pk)
    assert Questionnaire.objects.get().draft_version is None


def test_restore_version_is_for_authors(reviewer, old):
    with pytest.raises(PermissionRefused):
        restore_version(actor=reviewer, version_id=old.pk)
