import pytest

from forms_engine.domain.reading.affirmations import read_yes_or_no
from forms_engine.domain.reading.outcomes import Understood

CASES = [
    ("it", "sì", "yes"),
    ("it", "Certo!", "yes"),
    ("it", "d'accordo, è ok", "yes"),
    ("it", "Penso dovrebbe funzionare. Si lo farò.", "yes"),
    ("it", "sì... ho detto niente cipolle", "yes"),
    ("it", "👌🏿 è ok", "yes"),
    ("it", "no", "no"),
    ("it", "Si. Ho detto no", "no"),
    ("it", "sono d'accordo, non va bene", "no"),
    ("it", "non sono d'accordo", "no"),
    ("it", "non credo", "no"),
    ("it", "non va bene", "no"),
    ("it", "certo che no", "no"),
    ("it", "Ho detto NO non si!", "no"),
    ("it", "credo di sì", "yes"),
    ("it", "boh", None),
    ("it", "non lo so", None),
    ("it", "forse sì", None),
    ("it", "il gatto", None),
    ("en", "Yup that's fine", "yes"),
    ("en", "yes I can", "yes"),
    ("en", "it's not ok", "no"),
    ("en", "I don't think so", "no"),
    ("en", "I don’t agree", "no"),
    ("en", "I said NO not yes!", "no"),
    ("en", "yes... I said no onions", "yes"),
    ("en", "I don't", "no"),
    ("en", "not sure", None),
    ("en", "maybe", None),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_yes_or_no_is_heard(language, text, expected):
    read = read_yes_or_no(text, language)
    assert (read.value if isinstance(read, Understood) else None) == expected


def test_yes_or_no_is_unsure_where_both_are_said():
    read = read_yes_or_no("sono d'accordo, non va bene", "it")
    assert isinstance(read, Understood)
    assert read.certainty == 0.5


@pytest.mark.parametrize(
    "labels",
    [{"yes": "Sì", "no": "No"}, {"true": "Vero", "false": "Falso"}, {"1": "Si, certo", "0": "No"}],
)
def test_choice_of_yes_and_no_takes_any_wording(value_of, offer, labels):
    choices = offer(**labels)
    assert value_of("select_one", "certamente", choices=choices) == choices[0].value
    assert value_of("select_one", "non direi", choices=choices) == choices[1].value
    assert value_of("select_one", "boh", choices=choices) == "no_choice"


def test_acknowledgement_is_given_or_withheld(value_of):
    assert value_of("acknowledge", "va bene") == "OK"
    assert value_of("acknowledge", "no") == ""
    assert value_of("acknowledge", "vediamo") == "not_yes_or_no"
