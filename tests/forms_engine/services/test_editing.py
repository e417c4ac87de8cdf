import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms_engine.domain.codec import to_json
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.exceptions import (
    DraftChanged,
    DraftInvalid,
    EditImpossible,
    NothingToUndo,
    TypeChanged,
    VersionDamaged,
    VersionFixed,
)
from forms_engine.models import DraftEdit, Version
from forms_engine.services.designing import create_questionnaire, start_draft
from forms_engine.services.editing import edit_draft, redo_edit, undo_edit
from forms_engine.services.versions import publish_version
from messerprise.accounts.domain.roles import Role
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.people import make_person
from tests.factories.questionnaires import make_questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(author):
    return start_draft(actor=author, questionnaire_id=make_questionnaire().pk)


def edit(actor, draft, **operation):
    draft.refresh_from_db()
    return edit_draft(actor=actor, version_id=draft.pk, expected_hash=draft.content_hash, operation=operation)


def relabel(actor, draft, text, path="name"):
    return edit(actor, draft, kind="change", path=path, fields={"label": {"": text}})


def step(service, actor, draft):
    draft.refresh_from_db()
    return service(actor=actor, version_id=draft.pk, expected_hash=draft.content_hash)


def stored(draft):
    return Version.objects.get(pk=draft.pk)


def test_edit_draft_stores_the_edit_and_the_way_back(author, draft):
    edited = edit(author, draft, kind="insert", node={"type": "date"}, at=0)
    assert stored(draft).definition == to_json(edited.definition)
    assert stored(draft).content_hash == edited.version.content_hash
    assert stored(draft).question_count == 4
    row = DraftEdit.objects.get()
    assert (row.sequence, row.author, row.path) == (1, author, "question_1")
    assert row.operation == {"kind": "insert", "node": {"type": "date"}, "at": 0}


def test_edit_draft_leaves_a_record_without_texts(author, draft):
    relabel(author, draft, "Secret name?")
    event = AuditEvent.objects.get(action="draft.edited")
    assert event.detail == {"kind": "change", "path": "name"}
    assert event.subject_id == str(draft.pk)


def test_edit_draft_that_changes_nothing_is_no_edit(author, draft):
    relabel(author, draft, "What is your name?")
    assert not DraftEdit.objects.exists()
    assert not AuditEvent.objects.filter(action="draft.edited").exists()


def test_undo_and_redo_walk_through_the_history(author, draft):
    first = draft.content_hash
    operations = (
        {"kind": "insert", "node": {"type": "group"}, "at": 0},
        {"kind": "move", "path": "name", "parent": "section_1", "at": 0},
        {"kind": "change", "path": "section_1/name", "fields": {"key": "surname"}},
        {"kind": "delete", "path": "colour"},
    )
    hashes = [edit(author, draft, **operation).version.content_hash for operation in operations]
    states = [first, *hashes]
    for state in reversed(states[:-1]):
        assert step(undo_edit, author, draft).version.content_hash == state
    with pytest.raises(NothingToUndo):
        step(undo_edit, author, draft)
    for state in states[1:]:
        assert step(redo_edit, author, draft).version.content_hash == state
    with pytest.raises(NothingToUndo):
        step(redo_edit, author, draft)


def test_undo_leads_to_the_node_it_was_about(author, draft):
    edit(author, draft, kind="delete", path="name")
    assert step(undo_edit, author, draft).path == "colour"
    edit(author, draft, kind="change", path="name", fields={"key": "surname"})
    assert step(undo_edit, author, draft).path == "name"
    assert step(redo_edit, author, draft).path == "surname"


def test_new_edit_after_undo_forgets_what_was_undone(author, draft):
    relabel(author, draft, "A?")
    edit(author, draft, kind="delete", path="born")
    step(undo_edit, author, draft)
    edit(author, draft, kind="duplicate", path="colour")
    with pytest.raises(NothingToUndo):
        step(redo_edit, author, draft)
    assert DraftEdit.objects.count() == 2


def test_typing_on_in_one_place_is_one_edit(author, draft):
    for text in ("W", "Wh", "Who?"):
        relabel(author, draft, text)
    relabel(author, draft, "Which?", path="colour")
    assert DraftEdit.objects.count() == 2
    step(undo_edit, author, draft)
    undone = step(undo_edit, author, draft)
    assert dict(undone.definition.walk())["name"].label == {"": "What is your name?"}
    redone = step(redo_edit, author, draft)
    assert dict(redone.definition.walk())["name"].label == {"": "Who?"}


def test_typing_of_two_people_is_two_edits(author, draft):
    relabel(author, draft, "Who?")
    relabel(make_person(Role.AUTHOR), draft, "Who are you?")
    assert DraftEdit.objects.count() == 2


def test_edit_draft_refuses_who_saw_something_else(author, draft):
    seen = draft.content_hash
    relabel(author, draft, "Who?")
    now = stored(draft).definition
    for service, more in (
        (edit_draft, {"operation": {"kind": "delete", "path": "name"}}),
        (undo_edit, {}),
        (redo_edit, {}),
    ):
        with pytest.raises(DraftChanged):
            service(actor=author, version_id=draft.pk, expected_hash=seen, **more)
    assert stored(draft).definition == now


def test_edit_draft_says_what_cannot_be_done(author, draft):
    with pytest.raises(EditImpossible, match="“colour” is taken") as refused:
        edit(author, draft, kind="change", path="name", fields={"key": "Colour"})
    assert (refused.value.path, refused.value.column) == ("name", "name")
    with pytest.raises(EditImpossible, match="reload the page"):
        edit(author, draft, kind="explode")
    assert not DraftEdit.objects.exists()


def test_edit_draft_keeps_the_type_of_a_published_question(author, draft):
    with pytest.raises(TypeChanged, match="“name” was published with another type"):
        edit(author, draft, kind="change", path="name", fields={"type": "integer"})
    inserted = edit(author, draft, kind="insert", node={"type": "text"}, at=0)
    edit(author, draft, kind="change", path=inserted.path, fields={"type": "integer"})


def test_faulty_draft_is_stored_but_not_published(author, draft):
    edit(author, draft, kind="change", path="born", fields={"relevant": "${colour} = ("})
    with pytest.raises(DraftInvalid):
        publish_version(actor=author, version_id=draft.pk)
    edit(author, draft, kind="change", path="born", fields={"relevant": "${colour} = 'blue'"})
    assert publish_version(actor=author, version_id=draft.pk).status == "published"


def test_publish_version_refuses_an_edit_that_was_not_seen(author, draft):
    seen = draft.content_hash
    relabel(author, draft, "Who?")
    with pytest.raises(DraftChanged):
        publish_version(actor=author, version_id=draft.pk, expected_hash=seen)
    assert stored(draft).status == "draft"
    publish_version(actor=author, version_id=draft.pk, expected_hash=stored(draft).content_hash)
    assert not DraftEdit.objects.exists()


def test_published_version_is_not_edited(author):
    published = make_questionnaire().published_version
    before = published.definition
    with pytest.raises(VersionFixed):
        edit(author, published, kind="delete", path="name")
    with pytest.raises(VersionFixed):
        step(undo_edit, author, published)
    assert stored(published).definition == before


def test_damaged_draft_is_not_edited(author, draft):
    Version.objects.filter(pk=draft.pk).update(definition={"form_id": "x", "title": "y"})
    with pytest.raises(VersionDamaged):
        edit(author, draft, kind="delete", path="name")


@pytest.mark.parametrize("service", [edit_draft, undo_edit, redo_edit])
def test_editing_is_for_authors(respondent, draft, service):
    more = {"operation": {"kind": "delete", "path": "name"}} if service is edit_draft else {}
    with pytest.raises(PermissionRefused):
        service(actor=respondent, version_id=draft.pk, expected_hash=draft.content_hash, **more)


def test_history_has_an_end(author, draft, monkeypatch):
    monkeypatch.setattr("forms_engine.services.editing.EDITS_KEPT", 3)
    for _time in range(5):
        edit(author, draft, kind="duplicate", path="name")
    assert list(DraftEdit.objects.order_by("sequence").values_list("sequence", flat=True)) == [3, 4, 5]
    for _time in range(3):
        step(undo_edit, author, draft)
    with pytest.raises(NothingToUndo):
        step(undo_edit, author, draft)


def test_edit_costs_the_same_queries_in_a_long_questionnaire(author):
    counts = []
    for size in (3, 300):
        questions = [Question(key=f"q{number}", type=QuestionType.TEXT) for number in range(size)]
        draft = start_draft(actor=author, questionnaire_id=make_questionnaire(*questions).pk)
        relabel(author, draft, "First", path="q0")
        draft.refresh_from_db()
        with CaptureQueriesContext(connection) as captured:
            edit_draft(
                actor=author,
                version_id=draft.pk,
                expected_hash=draft.content_hash,
                operation={"kind": "change", "path": "q1", "fields": {"hint": {"": "Hint"}}},
            )
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 16


def test_title_of_an_unpublished_questionnaire_follows_its_draft(author):
    draft = create_questionnaire(actor=author, title="First")
    edit(author, draft, kind="settings", title="Second")
    assert stored(draft).questionnaire.title == "Second"
    publish_version(actor=author, version_id=draft.pk)
    following = start_draft(actor=author, questionnaire_id=draft.questionnaire_id)
    edit(author, following, kind="settings", title="Third")
    assert stored(draft).questionnaire.title == "Second"
