import pytest

from forms_engine.domain.codec import from_json
from forms_engine.domain.definition import Group, Question, QuestionType
from forms_engine.exceptions import DraftChanged, InsertionRefused
from forms_engine.models import LibraryUse, Questionnaire, Version
from forms_engine.services.drafts import hash_replaced, store_draft, upload_workbook
from forms_engine.services.imports import workbook_of
from forms_engine.services.insertions import insert_group, update_group
from forms_engine.services.versions import discard_draft, publish_version
from forms_engine.services.workbooks import version_as_workbook
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.library import make_address, make_library_group, revise
from tests.factories.questionnaires import make_draft, make_questionnaire

pytestmark = pytest.mark.django_db


def put(actor, questionnaire, group, place="colour"):
    questionnaire.refresh_from_db()
    return insert_group(
        actor=actor,
        questionnaire_id=questionnaire.pk,
        group_id=group.pk,
        place=place,
        replacing=hash_replaced(questionnaire),
    )


def renew(actor, questionnaire, path="address"):
    questionnaire.refresh_from_db()
    return update_group(
        actor=actor, questionnaire_id=questionnaire.pk, path=path, replacing=hash_replaced(questionnaire)
    )


def keys(version):
    return [path for path, _node in from_json(version.definition).walk()]


def test_insert_group_makes_a_draft_of_what_is_published(author):
    questionnaire, group = make_questionnaire(), make_library_group(author)
    use = put(author, questionnaire, group)
    assert (use.group, use.path, use.number, use.version.status) == (group, "address", 1, "draft")
    assert keys(use.version) == ["name", "colour", "address", "address/street", "address/city", "born"]
    assert keys(questionnaire.published_version) == ["name", "colour", "born"]
    event = AuditEvent.objects.get(action="library.inserted")
    assert event.detail == {"group": "address", "number": 1}


def test_insert_group_goes_into_the_draft_that_is_there(author):
    questionnaire, group = make_questionnaire(), make_library_group(author)
    make_draft(questionnaire, Question(key="town", type=QuestionType.TEXT, label={"": "Town?"}))
    use = put(author, questionnaire, group, "town")
    assert keys(use.version)[:2] == ["town", "address"]
    assert Version.objects.filter(questionnaire=questionnaire, status="draft").count() == 1


def test_inserted_group_can_be_published(author):
    questionnaire = make_questionnaire()
    use = put(author, questionnaire, make_library_group(author))
    assert publish_version(actor=author, version_id=use.version.pk).status == "published"


@pytest.mark.parametrize("place", ["", "nowhere", "name/"])
def test_insert_group_refuses_a_place_that_is_not_there(author, place):
    questionnaire, group = make_questionnaire(), make_library_group(author)
    with pytest.raises(DraftChanged):
        put(author, questionnaire, group, place)
    assert not Version.objects.filter(status="draft").exists()


def test_insert_group_refuses_when_the_draft_changed(author):
    questionnaire, group = make_questionnaire(), make_library_group(author)
    seen = hash_replaced(questionnaire)
    draft = make_draft(questionnaire, make_address())
    with pytest.raises(DraftChanged):
        insert_group(
            actor=author,
            questionnaire_id=questionnaire.pk,
            group_id=group.pk,
            place="address",
            replacing=seen,
        )
    assert Version.objects.get(status="draft") == draft


def test_insert_group_refuses_what_would_be_too_deep(author):
    deep = Group(key="a" * 250, children=(Question(key="q", type=QuestionType.TEXT),))
    questionnaire, group = make_questionnaire(deep), make_library_group(author)
    with pytest.raises(InsertionRefused) as refused:
        put(author, questionnaire, group, f"{'a' * 250}/q")
    assert "choose a place higher up" in refused.value.problems[0].sentence


def test_update_group_takes_the_newest_revision(author):
    questionnaire, group = make_questionnaire(), make_library_group(author)
    put(author, questionnaire, group)
    revise(group)
    assert LibraryUse.objects.get().is_outdated
    use = renew(author, questionnaire)
    assert (use.number, use.is_outdated) == (2, False)
    assert keys(use.version)[2:6] == ["address", "address/street", "address/city", "address/abroad"]
    event = AuditEvent.objects.get(action="library.updated")
    assert event.detail == {"group": "address", "number": 2}


def test_update_group_makes_a_draft_of_what_is_published(author):
    questionnaire, group = make_questionnaire(), make_library_group(author)
    publish_version(actor=author, version_id=put(author, questionnaire, group).version.pk)
    revise(group)
    renew(author, questionnaire)
    published, draft = (questionnaire.versions.get(status=status) for status in ("published", "draft"))
    assert [published.library_uses.get().number, draft.library_uses.get().number] == [1, 2]


def test_update_group_refuses_a_type_that_is_published(author):
    questionnaire, group = make_questionnaire(), make_library_group(author)
    publish_version(actor=author, version_id=put(author, questionnaire, group).version.pk)
    revise(group)
    publish_version(actor=author, version_id=renew(author, questionnaire).version.pk)
    revise(group, Question(key="abroad", type=QuestionType.TEXT, label={"": "Where abroad?"}))
    with pytest.raises(InsertionRefused) as refused:
        renew(author, questionnaire)
    assert refused.value.problems[0].sheet == "address/abroad"


def test_update_group_names_what_would_miss_a_question(author):
    questionnaire, group = make_questionnaire(), revise(make_library_group(author))
    use = put(author, questionnaire, group)
    definition = from_json(use.version.definition)
    told = Question(key="told", type=QuestionType.TEXT, label={"": "Told?"}, relevant="${abroad} = 'yes'")
    draft = make_draft(questionnaire, *definition.children, told, choice_lists=dict(definition.choice_lists))
    LibraryUse.objects.create(version=draft, group=group, path="address", number=2)
    revise(group, Question(key="floor", type=QuestionType.TEXT, label={"": "Floor?"}))
    with pytest.raises(InsertionRefused) as refused:
        renew(author, questionnaire)
    assert [(each.sheet, each.column) for each in refused.value.problems] == [("told", "relevant")]


def test_update_group_refuses_where_no_library_group_is(author):
    questionnaire = make_questionnaire()
    with pytest.raises(DraftChanged):
        renew(author, questionnaire, "name")


def test_workbook_that_comes_back_still_uses_the_library(author):
    questionnaire, group = make_questionnaire(), make_library_group(author)
    use = put(author, questionnaire, group)
    content = version_as_workbook(use.version)
    discard_draft(actor=author, version_id=use.version.pk)
    draft = upload_workbook(actor=author, content=content, file_name="back.xlsx")
    assert [(each.group, each.path, each.number) for each in draft.library_uses.all()] == [
        (group, "address", 1)
    ]
    assert draft.definition == use.version.definition


def test_marks_of_groups_that_the_library_lacks_say_nothing(author):
    questionnaire = make_questionnaire()
    definition = from_json(questionnaire.published_version.definition)
    strange = make_address(extra={"library": "unheard@7"})
    draft = store_draft(
        actor=author,
        workbook=workbook_of(
            definition.__class__(form_id=questionnaire.slug, title="T", children=(strange,))
        ),
    )
    assert not draft.library_uses.exists()


def test_insertions_are_for_authors(reviewer):
    questionnaire, group = make_questionnaire(), make_library_group()
    with pytest.raises(PermissionRefused):
        put(reviewer, questionnaire, group)
    with pytest.raises(PermissionRefused):
        renew(reviewer, questionnaire)
    assert not Questionnaire.objects.exclude(draft_version=None).exists()
