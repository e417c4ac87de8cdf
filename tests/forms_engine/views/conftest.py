import pytest

from forms_engine.domain.definition import Group, Question, QuestionType, Repeat
from forms_engine.services.submissions import start_submission
from tests.factories.questionnaires import COLOURS, make_questionnaire

T = QuestionType


def ask(key, kind=T.TEXT, label="", **fields):
    return Question(key=key, type=kind, label={"": label or f"Label of {key}"}, **fields)


PERSON = Group(
    key="person",
    label={"": "About you"},
    children=(
        ask("name", label="Your name", required="true()"),
        ask("age", T.INTEGER, constraint=". >= 18", constraint_message={"": "You must be of age."}),
        ask("guardian", relevant="${age} >= 80", label="Guardian of ${name}"),
        ask("colour", T.SELECT_ONE, choice_list="colours"),
        ask("photo", T.IMAGE),
    ),
)
PETS = Repeat(key="pet", label={"": "Pet"}, children=(ask("called", required="true()"),))


@pytest.fixture
def questionnaire(db):
    """Return an open questionnaire of two pages: a person, their pets."""
    return make_questionnaire(PERSON, PETS, choice_lists={"colours": COLOURS}, title="Household")


@pytest.fixture
def submission(questionnaire, respondent):
    """Return the respondent's own, just started."""
    return start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")


@pytest.fixture
def address(submission):
    """Return how to name the pages of the submission."""
    return lambda tail="": f"/submissions/{submission.pk}/{tail}"


@pytest.fixture
def client(client, respondent):
    """Return a browser in which the respondent is signed in."""
    client.force_login(respondent)
    return client
