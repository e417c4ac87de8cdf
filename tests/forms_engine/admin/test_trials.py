"""A draft answered in the designer leaves no trace."""

import pytest
from django.urls import reverse

from forms_engine.domain.definition import Question, QuestionType, Repeat
from forms_engine.models import Answer, AnswerEvent, Submission
from forms_engine.services.designing import start_draft
from forms_engine.services.drafts import upload_workbook, write_definition
from forms_engine.services.versions import publish_version
from tests.factories.questionnaires import begin_draft, make_definition
from tests.factories.workbooks import make_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


def address(draft, **query):
    return reverse("admin:forms_engine_version_trial", args=[draft.pk], query=query)


def answer(client, draft, path, value, **query):
    return client.post(address(draft, **query), {"path": path, path: value}, headers={"HX-Request": "true"})


def entry(page, path):
    return next(each for each in page.context["entries"] if each.path == path)


def test_answer_shows_what_follows_from_it(signed_in, author):
    draft = begin_draft(author)
    assert not entry(signed_in.get(address(draft)), "born").relevant
    response = answer(signed_in, draft, "colour", "red")
    assert response.status_code == 200
    assert [each.path for each in response.context["changed"]] == ["born"]
    page = signed_in.get(address(draft))
    assert entry(page, "colour").value == "red"
    assert entry(page, "born").relevant


def test_answer_that_breaks_a_rule_is_refused_in_the_same_words(signed_in, author):
    age = Question(
        key="age",
        type=QuestionType.INTEGER,
        label={"": "Age?"},
        constraint=". > 17",
        constraint_message={"": "Adults only."},
    )
    draft = begin_draft(author, age)
    assert "Adults only." in answer(signed_in, draft, "age", "12").text
    assert entry(signed_in.get(address(draft)), "age").value == ""


def test_answers_leave_no_rows(signed_in, author):
    draft = begin_draft(author)
    answer(signed_in, draft, "name", "Ada")
    assert not Submission.objects.exists()
    assert not Answer.objects.exists()
    assert not AnswerEvent.objects.exists()


def test_answers_stay_while_the_draft_is_edited(signed_in, author):
    draft = begin_draft(author)
    answer(signed_in, draft, "name", "Ada")
    write_definition(
        draft, make_definition(Question(key="name", type=QuestionType.TEXT, label={"": "${gone}"}))
    )
    draft.save()
    assert entry(signed_in.get(address(draft)), "name").value == "Ada"


def test_answers_vanish_with_the_draft(signed_in, author):
    draft = begin_draft(author)
    answer(signed_in, draft, "name", "Ada")
    publish_version(actor=author, version_id=draft.pk)
    following = start_draft(actor=author, questionnaire_id=draft.questionnaire_id)
    assert entry(signed_in.get(address(following)), "name").value == ""
    assert signed_in.get(address(draft)).status_code == 409


def test_answers_vanish_when_a_file_replaces_the_draft(signed_in, author):
    draft = upload_workbook(actor=author, content=make_workbook(), file_name="colours.xlsx")
    answer(signed_in, draft, "name", "Ada")
    content = make_workbook(("text", "town", "Where?", ""))
    following = upload_workbook(actor=author, content=content, file_name="colours.xlsx")
    assert entry(signed_in.get(address(following)), "name").value == ""
    assert signed_in.get(address(draft)).status_code == 404


def test_answers_are_their_authors_own(signed_in, author, administrator):
    draft = begin_draft(author)
    answer(signed_in, draft, "name", "Ada")
    signed_in.force_login(administrator)
    assert entry(signed_in.get(address(draft)), "name").value == ""


def test_trial_can_be_begun_again(signed_in, author):
    draft = begin_draft(author)
    answer(signed_in, draft, "name", "Ada")
    signed_in.post(address(draft), {"again": "1"})
    assert entry(signed_in.get(address(draft)), "name").value == ""


def test_occurrences_come_and_go(signed_in, author):
    guests = Repeat(
        key="guest",
        label={"": "Guest"},
        children=(Question(key="who", type=QuestionType.TEXT, label={"": "Who?"}),),
    )
    draft = begin_draft(author, guests)
    first = signed_in.post(address(draft, do="add"), {"path": "guest"}, headers={"HX-Request": "true"})
    assert "Who?" in first.text
    occurrences = entry(signed_in.get(address(draft)), "guest").children
    answer(signed_in, draft, f"{occurrences[0].path}/who", "Ada")
    assert entry(signed_in.get(address(draft)), "guest").children[0].children[0].value == "Ada"
    for each in occurrences:
        signed_in.post(address(draft, do="remove"), {"path": each.path})
    assert entry(signed_in.get(address(draft)), "guest").children == ()


def test_page_with_the_question_sought_is_shown(signed_in, author):
    questions = [
        Question(key=f"q{number}", type=QuestionType.TEXT, label={"": f"Question {number}?"})
        for number in range(20)
    ]
    draft = begin_draft(author, *questions, Question(key="no", type=QuestionType.TEXT, relevant="1 = 2"))
    page = signed_in.get(address(draft, question="q15"))
    assert "Question 15?" in page.text
    assert "Question 3?" not in page.text


def test_question_that_is_hidden_is_said_to_be(signed_in, author):
    hidden = Repeat(key="never", relevant="1 = 2", children=(Question(key="no", type=QuestionType.TEXT),))
    draft = begin_draft(author, Question(key="a", type=QuestionType.TEXT), hidden)
    assert "this question is not shown" in signed_in.get(address(draft, question="never/no")).text


def test_faulty_draft_is_tried_without_its_faults(signed_in, author):
    draft = begin_draft(author, Question(key="a", type=QuestionType.TEXT, relevant="${gone} = ("))
    assert answer(signed_in, draft, "a", "x").status_code == 200


def test_empty_draft_says_so(signed_in, author):
    draft = begin_draft(author, Question(key="a", type=QuestionType.CALCULATE, calculation="1"))
    assert "There is nothing to answer yet." in signed_in.get(address(draft)).text


@pytest.mark.parametrize(("path", "status"), [("gone", 404), ("", 404), ("../x", 404)])
def test_answer_to_nothing_is_not_found(signed_in, author, path, status):
    assert answer(signed_in, begin_draft(author), path, "x").status_code == status


def test_page_may_stand_in_a_frame_of_our_own_only(signed_in, author):
    page = signed_in.get(address(begin_draft(author)))
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
