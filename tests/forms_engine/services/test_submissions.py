"""Starting and submitting."""

from datetime import datetime, timedelta

import pytest

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.exceptions import AlreadySubmitted, Incomplete, QuestionnaireClosed, VersionClosed
from forms_engine.services.answers import set_answer
from forms_engine.services.submissions import start_submission, submit_submission
from messerprise.core.exceptions import PermissionRefused
from tests.factories.questionnaires import make_questionnaire

TYPED = Origin(OriginKind.TYPED, {"door": "form"})


@pytest.fixture
def questionnaire(db):
    return make_questionnaire(
        Question(key="name", type=QuestionType.TEXT, required="true()"),
        Question(key="colour", type=QuestionType.TEXT, default="red"),
        Question(key="why", type=QuestionType.TEXT, required="true()", relevant="${colour} = 'blue'"),
    )


@pytest.fixture
def submission(respondent, questionnaire):
    return start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")


def test_start_submission_stores_the_defaults(submission):
    answer = submission.answers.get()

    assert (answer.path, answer.value, answer.origin) == ("colour", "red", "calculated")
    assert (submission.answered_count, submission.askable_count) == (1, 2)


def test_start_submission_takes_an_untouched_start_up_again(respondent, questionnaire, submission):
    again = start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")
    assert again == submission

    set_answer(actor=respondent, submission_id=submission.pk, path="name", value="Ada", origin=TYPED)
    another = start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")

    assert another != submission


def test_start_submission_refuses_a_questionnaire_without_a_published_version(respondent, questionnaire):
    questionnaire.published_version = None
    questionnaire.save()

    with pytest.raises(QuestionnaireClosed):
        start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")


def test_start_submission_refuses_people_who_are_no_respondents(author, questionnaire):
    with pytest.raises(PermissionRefused):
        start_submission(actor=author, questionnaire_id=questionnaire.pk, language="en")


def test_submit_submission_names_what_is_missing_and_changes_nothing(respondent, submission):
    with pytest.raises(Incomplete) as refused:
        submit_submission(actor=respondent, submission_id=submission.pk)

    assert refused.value.paths == ("name",)
    assert "One answer" in refused.value.sentence
    submission.refresh_from_db()
    assert submission.is_in_progress


def test_submit_submission_hands_in_once(respondent, submission):
    set_answer(actor=respondent, submission_id=submission.pk, path="name", value="Ada", origin=TYPED)

    submitted = submit_submission(actor=respondent, submission_id=submission.pk)

    assert submitted.status == "submitted"
    assert submitted.submitted_at is not None
    with pytest.raises(AlreadySubmitted):
        submit_submission(actor=respondent, submission_id=submission.pk)


def test_submit_submission_asks_only_what_applies(respondent, submission):
    set_answer(actor=respondent, submission_id=submission.pk, path="name", value="Ada", origin=TYPED)
    set_answer(actor=respondent, submission_id=submission.pk, path="colour", value="blue", origin=TYPED)

    with pytest.raises(Incomplete) as refused:
        submit_submission(actor=respondent, submission_id=submission.pk)

    assert refused.value.paths == ("why",)


def test_submit_submission_to_a_closed_version_keeps_the_answers(respondent, questionnaire, submission):
    set_answer(actor=respondent, submission_id=submission.pk, path="name", value="Ada", origin=TYPED)
    questionnaire.versions.update(status="closed")

    with pytest.raises(VersionClosed):
        submit_submission(actor=respondent, submission_id=submission.pk)

    assert submission.answers.get(path="name").value == "Ada"


def test_submit_submission_to_a_superseded_version_is_taken(respondent, questionnaire, submission):
    set_answer(actor=respondent, submission_id=submission.pk, path="name", value="Ada", origin=TYPED)
    questionnaire.versions.update(status="superseded")

    assert submit_submission(actor=respondent, submission_id=submission.pk).status == "submitted"


def test_submit_submission_stores_the_time_of_the_end_and_what_follows_from_it(respondent):
    questionnaire = make_questionnaire(
        Question(key="finished", type=QuestionType.END),
        Question(key="day", type=QuestionType.CALCULATE, calculation="substr(${finished}, 0, 10)"),
    )
    submission = start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")
    assert not submission.answers.exists()

    submitted = submit_submission(actor=respondent, submission_id=submission.pk)

    answers = {answer.path: answer.value for answer in submission.answers.all()}
    finished = datetime.fromisoformat(answers["finished"])
    assert abs(submitted.submitted_at - finished) < timedelta(seconds=30)
    assert answers["day"] == finished.date().isoformat()
    assert {event.origin for event in submission.events.all()} == {"calculated"}


def test_submit_submission_that_is_incomplete_at_the_end_stores_no_end(respondent):
    questionnaire = make_questionnaire(
        Question(key="finished", type=QuestionType.END),
        Question(key="late", type=QuestionType.TEXT, relevant="${finished} != ''", required="true()"),
    )
    submission = start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")

    with pytest.raises(Incomplete):
        submit_submission(actor=respondent, submission_id=submission.pk)

    assert not submission.answers.exists()


def test_submit_submission_of_somebody_else_is_refused(stranger, submission):
    with pytest.raises(PermissionRefused):
        submit_submission(actor=stranger, submission_id=submission.pk)
