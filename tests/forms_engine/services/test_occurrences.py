"""Adding and removing occurrences of repeated sections."""

import pytest

from forms_engine.domain.definition import Question, QuestionType, Repeat
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.exceptions import NoSuchQuestion, OccurrencesFixed
from forms_engine.services.answers import set_answer
from forms_engine.services.occurrences import add_occurrence, remove_occurrence
from forms_engine.services.submissions import start_submission
from messerprise.core.exceptions import PermissionRefused
from tests.factories.questionnaires import make_questionnaire

TYPED = Origin(OriginKind.TYPED, {"door": "form"})
NAME = Question(key="name", type=QuestionType.TEXT)


@pytest.fixture
def submission(respondent):
    questionnaire = make_questionnaire(
        Repeat(key="member", label={"": "Member"}, children=(NAME,)),
        Question(key="how_many", type=QuestionType.INTEGER),
        Repeat(key="child", count="${how_many}", children=(NAME,)),
    )
    return start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")


@pytest.fixture
def act(respondent, submission):
    def call(service, **fields):
        return service(**{"actor": respondent, "submission_id": submission.pk, "origin": TYPED} | fields)

    return call


def test_add_occurrence_appends_an_empty_one(act, submission):
    outcome = act(add_occurrence, repeat_path="member")

    assert outcome.path == "member[2]"
    submission.refresh_from_db()
    assert submission.occurrences["member"] == [1, 2]
    assert submission.events.get().kind == "occurrence_added"


def test_remove_occurrence_keeps_the_others_and_the_history(act, submission):
    act(add_occurrence, repeat_path="member")
    act(set_answer, path="member[1]/name", value="Ada")
    act(set_answer, path="member[2]/name", value="Bob")

    act(remove_occurrence, occurrence_path="member[1]")

    submission.refresh_from_db()
    assert submission.occurrences["member"] == [2]
    accepted = submission.answers.filter(status="accepted")
    assert dict(accepted.values_list("path", "value")) == {"member[2]/name": "Bob"}
    gone = submission.events.filter(path="member[1]/name").last()
    assert (gone.kind, gone.previous) == ("cleared", "Ada")


def test_a_number_is_never_given_twice(act, submission):
    act(add_occurrence, repeat_path="member")
    act(set_answer, path="member[2]/name", value="Bob")
    act(remove_occurrence, occurrence_path="member[2]")

    outcome = act(add_occurrence, repeat_path="member")

    assert outcome.path == "member[3]"
    assert outcome.filling.instance.node("member[3]/name").value == ""


def test_occurrences_that_follow_from_an_answer_are_not_added_by_hand(act):
    with pytest.raises(OccurrencesFixed):
        act(add_occurrence, repeat_path="child")


def test_occurrences_follow_from_an_answer(act, submission):
    act(set_answer, path="how_many", value="2")

    submission.refresh_from_db()
    assert submission.occurrences["child"] == [1, 2]


@pytest.mark.parametrize("path", ["how_many", "nothing", "member[1]/name"])
def test_add_occurrence_to_what_is_no_repeat_is_refused(act, path):
    with pytest.raises(NoSuchQuestion):
        act(add_occurrence, repeat_path=path)


def test_remove_occurrence_of_somebody_else_is_refused(act, stranger):
    with pytest.raises(PermissionRefused):
        act(remove_occurrence, occurrence_path="member[1]", actor=stranger)
