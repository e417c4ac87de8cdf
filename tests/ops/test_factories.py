"""The factories make what they promise."""

from forms_engine.models import Questionnaire
from tests.factories.questionnaires import make_questionnaire


def test_questionnaire_of_the_factory_is_open(db):
    questionnaire = make_questionnaire()
    assert list(Questionnaire.objects.open()) == [questionnaire]
