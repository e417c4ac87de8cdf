import pytest

from forms_engine.domain.states import VersionStatus
from forms_engine.exceptions import (
    TypeChanged,
    VersionClosed,
    VersionDamaged,
    VersionFixed,
)
from forms_engine.models import Questionnaire, Version
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.submissions import start_submission, submit_submission
from forms_engine.services.versions import close_version, discard_draft, publish_version
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.workbooks import SURVEY, make_workbook

pytestmark = pytest.mark.django_db


def upload(actor, *rows, **fields):
    return upload_workbook(actor=actor, content=make_workbook(*rows, **fields), file_name="colours.xlsx")


def publish(actor, *rows, **fields):
    return publish_version(actor=actor, version_id=upload(actor, *rows, **fields).pk)


@pytest.mark.parametrize("role", ["respondent", "reviewer", "operator", "auditor"])
def test_versions_move_only_for_authors(request, author, role):
    version = upload(author)
    actor = request.getfixturevalue(role)
    with pytest.raises(PermissionRefused):
        upload(actor, ("text", "more", "More", ""))
    for service in (publish_version, close_version, discard_draft):
        with pytest.raises(PermissionRefused):
            service(actor=actor, version_id=version.pk)
    version.refresh_from_db()
    assert version.status == "draft"


def test_administrators_author_too(administrator):
    assert publish(administrator).published_by == administrator


def test_publish_version_supersedes_the_one_before(author):
    first = publish(author)
    draft = upload(author, ("text", "town", "Where?", ""), title="New title")
    second = publish_version(actor=author, version_id=draft.pk, note="  Asks for the town. ")

    first.refresh_from_db()
    questionnaire = Questionnaire.objects.get()
    assert (first.status, second.status) == ("superseded", "published")
    assert (questionnaire.published_version, questionnaire.draft_version) == (second, None)
    assert (second.publish_note, second.published_by, questionnaire.title) == (
        "Asks for the town.",
        author,
        "New title",
    )
    assert second.published_at is not None


def test_publish_version_keeps_submissions_in_progress_on_theirs(author, respondent):
    first = publish(author)
    begun = start_submission(actor=respondent, questionnaire_id=first.questionnaire_id, language="en")
    publish(author, ("text", "town", "Where?", ""))
    begun.refresh_from_db()
    assert begun.version == first


def test_publish_version_refuses_a_definition_that_was_tampered_with(author):
    draft = upload(author)
    draft.definition["title"] = "Something else"
    draft.save()
    with pytest.raises(VersionDamaged):
        publish_version(actor=author, version_id=draft.pk)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_publish_version_checks_types_against_what_was_published_meanwhile(author):
    draft = upload(author, survey=[*SURVEY[:2], ("text", "age", "How old?", "")])
    other = Version.objects.create(
        questionnaire=draft.questionnaire,
        number=7,
        status=VersionStatus.SUPERSEDED,
        definition={**draft.definition, "children": [{"type": "integer", "key": "age"}]},
        content_hash="x",
    )
    with pytest.raises(TypeChanged, match="“age”"):
        publish_version(actor=author, version_id=draft.pk)
    assert other.status == "superseded"


def test_publish_version_refuses_what_is_no_draft(author):
    version = publish(author)
    with pytest.raises(VersionFixed):
        publish_version(actor=author, version_id=version.pk)
    close_version(actor=author, version_id=version.pk)
    with pytest.raises(VersionFixed):
        publish_version(actor=author, version_id=version.pk)


def test_close_version_ends_new_starts_and_submitting(author, respondent):
    survey = [SURVEY[0], ("text", "name", "What is your name?", "")]
    version = publish(author, survey=survey)
    begun = start_submission(actor=respondent, questionnaire_id=version.questionnaire_id, language="en")
    close_version(actor=author, version_id=version.pk)

    assert not Questionnaire.objects.open().exists()
    with pytest.raises(VersionClosed):
        submit_submission(actor=respondent, submission_id=begun.pk)
    begun.refresh_from_db()
    assert begun.is_in_progress


def test_close_version_closes_a_superseded_one_and_leaves_the_published_one(author):
    first = publish(author)
    second = publish(author, ("text", "town", "Where?", ""))
    close_version(actor=author, version_id=first.pk)
    assert Questionnaire.objects.get().published_version == second


def test_close_version_refuses_a_draft_and_a_second_time(author):
    version = upload(author)
    with pytest.raises(VersionFixed):
        close_version(actor=author, version_id=version.pk)
    publish_version(actor=author, version_id=version.pk)
    close_version(actor=author, version_id=version.pk)
    with pytest.raises(VersionFixed):
        close_version(actor=author, version_id=version.pk)


def test_a_closed_questionnaire_opens_again_with_the_same_workbook(author):
    close_version(actor=author, version_id=publish(author).pk)
    assert publish(author).number == 2


def test_discard_draft_leaves_the_published_version(author):
    published = publish(author)
    draft = upload(author, ("text", "town", "Where?", ""))
    discard_draft(actor=author, version_id=draft.pk)
    questionnaire = Questionnaire.objects.get()
    assert (questionnaire.draft_version, questionnaire.published_version) == (None, published)


def test_discard_draft_refuses_a_published_version(author):
    version = publish(author)
    with pytest.raises(VersionFixed):
        discard_draft(actor=author, version_id=version.pk)
    assert Version.objects.filter(pk=version.pk).exists()


def test_every_move_of_a_version_is_recorded(author):
    first = publish(author)
    close_version(actor=author, version_id=first.pk)
    discard_draft(actor=author, version_id=upload(author, ("text", "town", "Where?", "")).pk)

    events = AuditEvent.objects.filter(action__startswith="version.").order_by("created_at", "id")
    assert list(events.values_list("action", "actor")) == [
        (f"version.{move}", author.pk)
        for move in ("uploaded", "published", "closed", "uploaded", "discarded")
    ]


def test_the_machine_itself_may_upload_and_publish():
    version = publish(None)
    assert (version.uploaded_by, version.published_by, version.status) == (None, None, "published")
