import pytest

from forms_engine.exceptions import (
    WorkbookRefused,
    WorkbookUnchanged,
)
from forms_engine.models import Questionnaire, Version
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.versions import publish_version
from tests.factories.workbooks import SURVEY, make_workbook

pytestmark = pytest.mark.django_db


def upload(actor, *rows, **fields):
    return upload_workbook(actor=actor, content=make_workbook(*rows, **fields), file_name="colours.xlsx")


def publish(actor, *rows, **fields):
    return publish_version(actor=actor, version_id=upload(actor, *rows, **fields).pk)


def test_upload_workbook_makes_a_questionnaire_with_a_draft(author):
    version = upload(author)

    questionnaire = Questionnaire.objects.get()
    assert (questionnaire.slug, questionnaire.title, questionnaire.created_by) == (
        "colours",
        "Colours",
        author,
    )
    assert (version.number, version.status, version.question_count) == (1, "draft", 3)
    assert (questionnaire.draft_version, questionnaire.published_version) == (version, None)
    assert version.uploaded_by == author


def test_upload_workbook_replaces_the_draft_by_a_new_row(author):
    first = upload(author)
    second = upload(author, ("text", "town", "Where do you live?", ""))

    assert Questionnaire.objects.get().draft_version == second
    assert list(Version.objects.values_list("pk", "number")) == [(second.pk, 1)]
    with pytest.raises(Version.DoesNotExist):
        publish_version(actor=author, version_id=first.pk)


def test_upload_workbook_leaves_the_published_version_open(author):
    published = publish(author)
    draft = upload(author, ("text", "town", "Where?", ""), title="New title")

    questionnaire = Questionnaire.objects.get()
    assert (questionnaire.published_version, questionnaire.draft_version) == (published, draft)
    assert (draft.number, questionnaire.title) == (2, "Colours")


def test_upload_workbook_names_every_problem_with_sheet_and_row_and_changes_nothing(author):
    kept = upload(author)
    with pytest.raises(WorkbookRefused) as refused:
        upload(author, ("txet", "a", "A", ""), ("text", "name", "Again", ""))

    found = {(each.sheet, each.row) for each in refused.value.problems}
    assert {("survey", 5), ("survey", 6)} <= found
    assert Questionnaire.objects.get().draft_version == kept


@pytest.mark.parametrize(
    ("column", "expression"),
    [("relevant", "${agee} = 1"), ("constraint", "frobnicate(.)"), ("relevant", "${b} = ")],
)
def test_upload_workbook_places_a_bad_expression_in_its_cell(author, column, expression):
    survey = [(*SURVEY[0], column), *SURVEY[1:], ("text", "a", "A", "", expression), ("text", "b", "B", "")]
    with pytest.raises(WorkbookRefused) as refused:
        upload(author, survey=survey)

    (problem,) = [each for each in refused.value.problems if each.is_error]
    assert (problem.sheet, problem.row, problem.column) == ("survey", 5, column)
    assert problem.sentence.endswith((".", "?"))
    assert not Questionnaire.objects.exists()


def test_upload_workbook_names_the_cycle(author):
    survey = [
        (*SURVEY[0], "relevant"),
        ("text", "egg", "Egg", "", "${hen} = 'x'"),
        ("text", "hen", "Hen", "", "${egg} = 'x'"),
    ]
    with pytest.raises(WorkbookRefused) as refused:
        upload(author, survey=survey)
    sentences = " ".join(each.sentence for each in refused.value.problems)
    assert "egg" in sentences
    assert "hen" in sentences


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 no workbook", b"PK\x03\x04 broken", b"a,b\n1,2\n"])
def test_upload_workbook_refuses_what_is_no_workbook(author, content):
    with pytest.raises(WorkbookRefused) as refused:
        upload_workbook(actor=author, content=content, file_name="colours.xlsx")
    assert refused.value.problems[0].sentence
    assert not Questionnaire.objects.exists()


def test_upload_workbook_refuses_a_huge_file_before_reading_it(author, settings):
    settings.WORKBOOK_MAX_BYTES = 1000
    with pytest.raises(WorkbookRefused, match="one problem") as refused:
        upload(author)
    assert "larger than 1000" in refused.value.problems[0].sentence


def test_upload_workbook_says_that_the_draft_is_identical(author):
    draft = upload(author)
    with pytest.raises(WorkbookUnchanged, match="identical to the current draft") as unchanged:
        upload(author)
    assert unchanged.value.version == draft


def test_upload_workbook_says_that_the_published_version_is_identical(author):
    published = publish(author)
    with pytest.raises(WorkbookUnchanged, match="published version 1") as unchanged:
        upload(author)
    assert unchanged.value.version == published


def test_upload_workbook_refuses_another_questionnaires_workbook(author):
    questionnaire = upload(author).questionnaire
    with pytest.raises(WorkbookRefused) as refused:
        upload_workbook(
            actor=author,
            content=make_workbook(form_id="shapes"),
            file_name="x.xlsx",
            questionnaire=questionnaire,
        )
    assert "“shapes”, not “colours”" in refused.value.problems[0].sentence


def test_upload_workbook_refuses_a_new_type_for_a_published_key(author):
    publish(author)
    retyped = [*SURVEY[:2], ("text", "age", "How old are you?", ""), SURVEY[3]]
    with pytest.raises(WorkbookRefused) as refused:
        upload(author, survey=retyped)

    (problem,) = refused.value.problems
    assert (problem.sheet, problem.row, problem.column) == ("survey", 3, "type")
    assert "“age”" in problem.sentence


def test_upload_workbook_remembers_the_type_of_a_question_once_removed(author):
    publish(author)
    publish(author, survey=SURVEY[:2])
    with pytest.raises(WorkbookRefused, match="one problem"):
        upload(author, survey=[*SURVEY[:2], ("date", "age", "How old are you?", "")])


def test_upload_workbook_lets_a_draft_change_types(author):
    upload(author)
    draft = upload(author, survey=[*SURVEY[:2], ("text", "age", "How old are you?", "")])
    assert draft.question_count == 2
