import pytest

from forms_engine.domain.definition import Choice, Definition, Group, Question, QuestionType
from forms_engine.domain.rules import PieceKind, RuleReader

DEFINITION = Definition(
    form_id="f",
    title="F",
    languages=("English (en)", "Italiano (it)"),
    children=(
        Question(key="age", type=QuestionType.INTEGER, label={"English (en)": "Age", "Italiano (it)": "Età"}),
        Question(
            key="colour",
            type=QuestionType.SELECT_ONE,
            choice_list="colours",
            label={"English (en)": "Colour"},
        ),
        Group(
            key="more",
            children=(Question(key="likes", type=QuestionType.SELECT_MULTIPLE, choice_list="colours"),),
        ),
    ),
    choice_lists={"colours": (Choice(value="red", label={"English (en)": "Red", "Italiano (it)": "Rosso"}),)},
)
OWN = Question(key="likes", type=QuestionType.SELECT_MULTIPLE, choice_list="colours")


def words(expression, language="English (en)", own=None):
    pieces = RuleReader(DEFINITION, language).read(expression, own)
    marks = {PieceKind.QUESTION: "[{}]", PieceKind.CHOICE: "“{}”", PieceKind.CODE: "`{}`"}
    return " ".join(marks.get(piece.kind, "{}").format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("${age} > 17", "[Age] is more than 17"),
        ("${colour} = 'red'", "[Colour] is “Red”"),
        ("${colour} != 'green'", "[Colour] is not “green”"),
        ("selected(${colour}, 'red')", "[Colour] is “Red”"),
        ("selected(${likes}, 'red')", "[likes] includes “Red”"),
        ("${age} = ''", "[Age] is empty"),
        ("${age} != ''", "[Age] is answered"),
        ("${age} >= 18 and ${age} <= 65", "[Age] is at least 18 and [Age] is at most 65"),
        (
            "(${age} < 1 or ${age} > 2) and true()",
            "( [Age] is less than 1 or [Age] is more than 2 ) and always",
        ),
        ("not(${colour} = 'red')", "not ( [Colour] is “Red” )"),
        ("${age} * 2 > -3", "[Age] × 2 is more than −3"),
        ("string-length(.) > 2", "the length of this answer is more than 2"),
        ("regex(., '[0-9]+')", "this answer matches the pattern `[0-9]+`"),
        (". <= today()", "this answer is at most today"),
        ("count-selected(${likes}) < 2", "the number of choices in [likes] is less than 2"),
    ],
)
def test_rule_is_read_in_words(expression, expected):
    assert words(expression) == expected


def test_rule_is_read_in_the_language_wanted():
    assert (
        words("${age} > 1 and ${colour} = 'red'", "Italiano (it)")
        == "[Età] is more than 1 and [Colour] is “Rosso”"
    )


def test_rule_about_its_own_question_knows_its_choices():
    assert words("selected(., 'red')", own=OWN) == "this answer includes “Red”"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("if(${age} > 1, 'a', 'b')", "`if(` [Age] ` > 1, 'a', 'b')`"),
        ("../age > 1", "`../age > 1`"),
        ("this is no ( expression", "`this is no ( expression`"),
        ("${unknown} = 1", "`${unknown}` ` = 1`"),
    ],
)
def test_rule_without_words_stays_code_that_names_its_questions(expression, expected):
    assert words(expression) == expected


def test_rule_names_the_path_of_a_question():
    (piece, *_rest) = RuleReader(DEFINITION, "").read("${likes} = 'red'")
    assert piece.path == "more/likes"
