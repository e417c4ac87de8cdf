import pytest

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.services.submissions import start_submission
from tests.factories.questionnaires import make_questionnaire

CHILDREN = (
    Question(key="paper", type=QuestionType.FILE, label={"": "The **contract**"}),
    Question(key="photo", type=QuestionType.IMAGE, relevant="${name} = 'x'"),
    Question(key="name", type=QuestionType.TEXT),
)


@pytest.fixture
def submission(respondent):
    """Return the respondent's own, with questions for files."""
    questionnaire = make_questionnaire(*CHILDREN)
    return start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")
