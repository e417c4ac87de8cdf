import pytest

POLICIES = {"car": "Polizza auto", "home": "Polizza casa", "life": "Vita", "none": "Nessuna di queste"}
TOWNS = {"a": "Milan", "b": "Rome", "c": "Naples"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Polizza auto", "car"),
        ("polizza AUTO, grazie", "car"),
        ("home", "home"),
        ("2", "home"),
        ("la seconda", "home"),
        ("opzione 3", "life"),
        ("B", "home"),
        ("l'ultima", "none"),
        ("auto", "car"),
        ("vitta", "life"),
        ("nessuna", "none"),
        ("polizza", {"car", "home"}),
        ("polizza auto o vita", {"car", "life"}),
        ("9", "no_choice"),
        ("bicicletta", "no_choice"),
        ("?!", "no_choice"),
    ],
)
def test_one_choice_is_found(value_of, offer, text, expected):
    assert value_of("select_one", text, choices=offer(**POLICIES)) == expected


def test_near_spelling_never_guesses_between_two(value_of, offer):
    choices = offer(a="Marina", b="Martina", c="Sofia")
    assert value_of("select_one", "Marrina", choices=choices) == {"a", "b"}
    assert value_of("select_one", "Soffia", choices=choices) == "c"


def test_bare_number_is_no_place_among_labels_with_figures(value_of, offer):
    choices = offer(few="1-5 anni", some="6-10 anni")
    assert value_of("select_one", "2", choices=choices) == "no_choice"
    assert value_of("select_one", "la seconda", choices=choices) == "some"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("auto e casa", "car home"),
        ("casa, auto", "car home"),
        ("1 e 3", "car life"),
        ("A e C", "car life"),
        ("Polizza auto e vita", "car life"),
        ("tutte", "car home life"),
        ("tutte tranne casa", "car life"),
        ("tutte tranne pippo", "no_choice"),
        ("nessuna", "none"),
        ("bicicletta", "no_choice"),
    ],
)
def test_several_choices_are_found(value_of, offer, text, expected):
    assert value_of("select_multiple", text, choices=offer(**POLICIES)) == expected


def test_several_choices_in_english(value_of, offer):
    assert value_of("select_multiple", "all except Rome", "en", choices=offer(**TOWNS)) == "a c"
    assert value_of("select_multiple", "none", "en", choices=offer(**TOWNS)) == ""
    assert value_of("select_multiple", "both", "en", choices=offer(x="Red", y="Blue")) == "x y"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("B, A, C", "b a c"), ("Naples, Rome", "c b a"), ("Rome", "incomplete"), ("hm", "no_choice")],
)
def test_ranking_keeps_the_order_said(value_of, offer, text, expected):
    assert value_of("rank", text, "en", choices=offer(**TOWNS)) == expected
