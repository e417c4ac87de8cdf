"""ExpressionScript means the same here: it is tried with answers."""

import pytest

from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance
from tests.forms_engine.domain.builders import NOW
from tests.forms_engine.domain.limesurvey.surveys import nodes, question, read

PARTS = {"A1": "First", "A2": "Second"}
ASKED = (
    question("name", "S"),
    question("age", "N"),
    question("one", "L", answers={"1": "One", "2": "Two"}, other=True),
    question("many", "M", parts=PARTS),
    question("order", "R", answers={"x": "Ex", "y": "Why"}),
    question("grid", "F", parts=PARTS, answers={"x": "Ex"}),
    question("cells", ":", parts=PARTS, columns={"C": "Col"}),
    question("yes", "Y"),
)


def state(target, answers):
    reading = read(*ASKED, target)
    assert reading.problems == ()
    instance = Instance.new(compile_form(reading.definition), now=NOW)
    for key, value in answers.items():
        instance.set_value(f"Group/{key}", value)
    return instance.node("Group/target")


@pytest.mark.parametrize(
    ("relevance", "answers", "expected"),
    [
        ("1", {}, True),
        ("", {}, True),
        ("0", {}, False),
        ("age > 17", {"age": "18"}, True),
        ("age.NAOK >= 18 and name == 'Ada'", {"age": "18", "name": "Ada"}, True),
        ("age lt 18 && !is_empty(name)", {"age": "17", "name": "Ada"}, True),
        ("(age le 3 || age ge 60) AND NOT is_empty(age.NAOK)", {"age": "61"}, True),
        ("((age.NAOK > 3))", {}, False),
        ('one.NAOK == "2"', {"one": "2"}, True),
        ("one == 2", {"one": "2"}, True),
        ('one == "-oth-"', {"one": "other"}, True),
        ('many_A1 == "Y"', {"many": "A1"}, True),
        ('many_A1.NAOK != "Y"', {"many": "A2"}, True),
        ('many_A2 == ""', {"many": "A1"}, True),
        ("is_empty(many_A1)", {"many": "A1"}, False),
        ("many_A2", {"many": "A1 A2"}, True),
        ('"Y" == many_A2', {"many": "A2"}, True),
        ('order_1 == "y"', {"order": "y x"}, True),
        ('grid_A1 == "x"', {"grid/grid_A1": "x"}, True),
        ("cells_A2_C > 2", {"cells/cells_A2_C": "3"}, True),
        ('1X7X100.NAOK == "Ada"', {"name": "Ada"}, True),
        ('1X7X400A1 == "Y"', {"many": "A1"}, True),
        ('yes == "Y" or count(many_A1, many_A2) > 1', {"many": "A1 A2"}, True),
        ("sum(age, cells_A1_C) == 5", {"age": "5"}, True),
        ('countif("x", grid_A1, grid_A2) == 1', {"grid/grid_A2": "x"}, True),
        ("regexMatch('/^a.a$/i', name)", {"name": "AdA"}, True),
        ("strlen(name) == 3", {"name": "Ada"}, True),
        ("age + 1 == 19 and age * 2 / 4 - 1 < 9 and age % 2 == 0", {"age": "18"}, True),
        ("-age == -18", {"age": "18"}, True),
        ('if(age > 17, "adult", "minor") == "adult"', {"age": "18"}, True),
        ('date("Y") == "2026"', {}, True),
        ("intval(age) == floor(age) and round(age, 1) == 2.5", {"age": "2.5"}, True),
    ],
)
def test_relevance_holds_as_in_limesurvey(relevance, answers, expected):
    assert state(question("target", "S", relevance=relevance), answers).relevant is expected


@pytest.mark.parametrize(
    ("equation", "answers", "expected"),
    [
        ("{age * 2}", {"age": "4"}, "8"),
        ("Hello {name}, you are {age + 1}.", {"name": "Ada", "age": "4"}, "Hello Ada, you are 5."),
        ("{one.shown}", {"one": "2"}, "Two"),
        ("{order_1.shown}", {"order": "y x"}, "Why"),
        ('{name + "!"}', {"name": "Ada"}, "Ada!"),
        ("{implode(', ', name, one)}", {"name": "Ada", "one": "2"}, "Ada, 2"),
    ],
)
def test_equation_gives_what_limesurvey_does(equation, answers, expected):
    assert state(question("target", "*", equation), answers).value == expected


def test_texts_mention_answers():
    found = nodes(
        *ASKED, question("target", "X", "Dear {name}, {one.shown} { and } ${x} {if(age > 1, 'a', 'b')}")
    )
    assert found["target"].label == {
        "English (en)": "Dear ${name}, ${target_text} { and } $ {x} ${target_text_2}"
    }
    assert found["target_text"].calculation == "jr:choice-name(${one}, '${one}')"
    assert found["target_text_2"].calculation == "if(${age} > 1, 'a', 'b')"


@pytest.mark.parametrize(
    ("relevance", "part"),
    [
        ("nobody == 1", "nobody"),
        ("age = 5", "= 5"),
        ("age ==", "…"),
        ("frobnicate(age)", "frobnicate()"),
        ("abs()", "abs()"),
        ("round()", "round()"),
        ("age.question == 'x'", "age.question"),
        ("TOKEN:FIRSTNAME == 'x'", "TOKEN:FIRSTNAME"),
        ("regexMatch('/a/x', name)", "/x"),
        ("'open", "'open"),
        ("(" * 100 + "1" + ")" * 100, "((((…"),
    ],
)
def test_what_does_not_translate_is_reported(relevance, part):
    reading = read(*ASKED, question("target", "S", relevance=relevance))
    (problem,) = reading.problems
    assert (problem.code, problem.place, problem.column) == ("expression_lost", "target", "relevant")
    assert problem.params == {"expression": relevance, "part": part}
    assert dict(reading.definition.walk())["Group/target"].relevant == ""


def test_text_that_does_not_translate_stays_as_written():
    reading = read(question("Q", "S", "Dear {TOKEN:FIRSTNAME}"))
    assert dict(reading.definition.walk())["Group/Q"].label == {"English (en)": "Dear {TOKEN:FIRSTNAME}"}
    assert [problem.column for problem in reading.problems] == ["label"]


def test_group_relevance_and_default_expression():
    found = nodes(*ASKED, question("target", "N", defaults={"": "{age + 1}"}), group={"grelevance": "1 == 1"})
    assert (found["Group"].relevant, found["target"].default) == ("1 = 1", "${age} + 1")
