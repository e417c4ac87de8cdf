import pytest

from forms_engine.domain.definition import Group, Question, QuestionType
from forms_engine.exceptions import LibraryChanged, LibraryKeyTaken, LibraryRefused, LibraryUnchanged
from forms_engine.models import LibraryGroup, LibraryRevision, LibraryUse, Version
from forms_engine.services.library import revise_group, save_group
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused
from tests.factories.library import YES_NO, make_abroad, make_address, make_library_group, make_source, revise
from tests.factories.questionnaires import make_draft, make_questionnaire

pytestmark = pytest.mark.django_db


def save(actor, version, path="address", key="address"):
    return save_group(actor=actor, version_id=version.pk, path=path, key=key, title="Postal address")


def test_save_group_keeps_a_section_with_its_lists(author):
    version = make_source(make_abroad()).published_version
    revision = save(author, version)
    group = revision.group
    assert (group.key, group.title, group.number, group.question_count) == ("address", "Postal address", 1, 3)
    assert list(revision.definition["choice_lists"]) == ["yes_no"]
    assert [each["key"] for each in revision.definition["children"]] == ["address"]
    event = AuditEvent.objects.get(action="library.saved")
    assert (event.actor_id, event.detail) == (author.pk, {"number": 1})


def test_save_group_leaves_a_published_version_as_it_is(author):
    version = make_source().published_version
    before = version.content_hash
    save(author, version)
    version.refresh_from_db()
    assert version.content_hash == before
    assert not Version.objects.filter(status="draft").exists()


def test_save_group_marks_the_draft_as_a_user(author):
    questionnaire = make_source()
    save(author, make_draft(questionnaire, make_address(make_abroad()), choice_lists={"yes_no": YES_NO}))
    draft = Version.objects.get(status="draft")
    assert draft.definition["children"][0]["extra"] == {"library": "address@1"}
    [use] = draft.library_uses.all()
    assert (use.group.key, use.path, use.number, use.is_outdated) == ("address", "address", 1, False)


def test_save_group_names_what_holds_the_section(author):
    outside = Question(key="name", type=QuestionType.TEXT)
    inside = Question(
        key="nick", type=QuestionType.TEXT, label={"": "Short for ${name}?"}, relevant="../name = 'x'"
    )
    version = make_questionnaire(outside, Group(key="g", children=(inside,))).published_version
    with pytest.raises(LibraryRefused) as refused:
        save(author, version, "g")
    assert [(each.sheet, each.column) for each in refused.value.problems] == [
        ("g/nick", ""),
        ("g/nick", "relevant"),
    ]
    assert "“name”, which is outside" in refused.value.problems[0].sentence
    assert not LibraryGroup.objects.exists()


def test_save_group_refuses_what_is_no_section(author):
    version = make_source().published_version
    with pytest.raises(LibraryRefused, match="no such section"):
        save(author, version, "address/street")


def test_save_group_refuses_a_key_that_is_taken(author):
    make_library_group(author)
    with pytest.raises(LibraryKeyTaken):
        save(author, make_source().published_version)
    assert LibraryRevision.objects.count() == 1


def test_revise_group_adds_the_next_revision(author):
    group = revise(make_library_group(author), actor=author, note="Asks whether it is abroad")
    assert (group.number, group.question_count) == (2, 3)
    newest = group.revisions.get(number=2)
    assert (newest.note, newest.created_by) == ("Asks whether it is abroad", author)
    assert len(newest.definition["children"][0]["children"]) == 3
    assert len(group.revisions.get(number=1).definition["children"][0]["children"]) == 2


def test_revise_group_refuses_what_says_the_same(author):
    group = make_library_group(author)
    version = make_source().published_version
    with pytest.raises(LibraryUnchanged):
        revise_group(actor=author, group_id=group.pk, version_id=version.pk, path="address")


def test_revise_group_refuses_when_somebody_was_faster(author):
    group = revise(make_library_group(author))
    version = make_source().published_version
    with pytest.raises(LibraryChanged):
        revise_group(actor=author, group_id=group.pk, version_id=version.pk, path="address", replacing=1)


def test_revise_group_from_a_draft_makes_the_draft_use_it(author):
    group = make_library_group(author)
    draft = make_draft(make_source(), make_address(make_abroad()), choice_lists={"yes_no": YES_NO})
    revise_group(actor=author, group_id=group.pk, version_id=draft.pk, path="address", replacing=1)
    use = LibraryUse.objects.get(version__status="draft")
    assert (use.group, use.number, use.is_outdated) == (group, 2, False)


@pytest.mark.parametrize("role", ["respondent", "reviewer"])
def test_library_is_for_authors(request, role):
    person = request.getfixturevalue(role)
    group = make_library_group()
    version = make_source().published_version
    with pytest.raises(PermissionRefused):
        save(person, version, key="other")
    with pytest.raises(PermissionRefused):
        revise_group(actor=person, group_id=group.pk, version_id=version.pk, path="address")
    assert LibraryRevision.objects.count() == 1
