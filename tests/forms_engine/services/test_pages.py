import pytest

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.exceptions import NoSuchQuestion
from forms_engine.models import Answer
from forms_engine.services.pages import save_page
from forms_engine.services.submissions import start_submission
from tests.factories.questionnaires import make_questionnaire

pytestmark = pytest.mark.django_db
TYPED = Origin(OriginKind.TYPED)
CHILDREN = (
    Question(key="age", type=QuestionType.INTEGER),
    Question(key="guardian", type=QuestionType.TEXT, relevant="${age} < 18"),
)


@pytest.fixture
def save(respondent):
    submission = start_submission(
        actor=respondent, questionnaire_id=make_questionnaire(*CHILDREN).pk, language="en"
    )

    def run(**texts):
        answers = {path: (text, TYPED) for path, text in texts.items()}
        return save_page(actor=respondent, submission_id=submission.pk, answers=answers)

    return run


def test_save_page_sets_in_order_so_that_later_answers_may_need_earlier_ones(save):
    assert save(age="12", guardian="Bob") == {}
    assert dict(Answer.objects.values_list("path", "value")) == {"age": "12", "guardian": "Bob"}


def test_save_page_returns_what_was_refused_and_keeps_the_rest(save):
    refused = save(age="many", guardian="")
    assert list(refused) == ["age"]
    assert refused["age"].text == "many"
    assert "whole number" in refused["age"].sentence


def test_save_page_passes_over_what_no_longer_applies(save):
    assert save(age="40", guardian="Bob") == {}
    assert [answer.path for answer in Answer.objects.all()] == ["age"]


def test_save_page_changes_nothing_at_all_when_a_path_is_wrong(save):
    with pytest.raises(NoSuchQuestion):
        save(age="40", nowhere="x")
    assert not Answer.objects.exists()


def test_save_page_of_nothing_does_nothing(save):
    assert save() == {}
