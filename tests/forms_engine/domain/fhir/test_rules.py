"""Conditions and expressions of FHIR mean the same here: they are tried with answers."""

import pytest

from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance
from tests.forms_engine.domain.builders import NOW
from tests.forms_engine.domain.fhir.questionnaires import (
    codes,
    expression,
    extension,
    item,
    nodes,
    option,
    read,
    variable,
)

ASKED = (
    item("text"),
    item("number", "integer"),
    item("day", "date"),
    item("truth", "boolean"),
    item("one", "choice", answerOption=[option("a", "Apple", 1), option("b", "Berry", 2)]),
    item("many", "choice", repeats=True, answerOption=[option("a", score=1), option("b", score=2)]),
)


def state(questions, answers, path="target", **fields):
    reading = read(*questions, **fields)
    assert reading.problems == ()
    instance = Instance.new(compile_form(reading.definition), now=NOW)
    for key, value in answers.items():
        instance.set_value(key, value)
    return instance.node(path)


def when(link, operator, **answer):
    return {"question": link, "operator": operator, **answer}


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        (when("text", "exists", answerBoolean=True), {}, False),
        (when("text", "exists", answerBoolean=True), {"text": "x"}, True),
        (when("text", "exists", answerBoolean=False), {}, True),
        (when("text", "=", answerString="it's"), {"text": "it's"}, True),
        (when("text", "!=", answerString="x"), {"text": "y"}, True),
        (when("number", ">", answerInteger=17), {"number": "18"}, True),
        (when("number", ">=", answerInteger=18), {"number": "17"}, False),
        (when("number", "<", answerDecimal=2.5), {"number": "2"}, True),
        (when("number", "<=", answerQuantity={"value": 2}), {"number": "2"}, True),
        (when("number", ">", answerInteger=-1), {}, False),
        (when("day", ">=", answerDate="2026-03"), {"day": "2026-03-01"}, True),
        (when("day", "<", answerDate="2026"), {"day": "2026-01-01"}, False),
        (when("truth", "=", answerBoolean=True), {"truth": "yes"}, True),
        (when("truth", "=", answerBoolean=False), {"truth": "yes"}, False),
        (when("truth", "=", answerBoolean=False), {}, False),
        (when("one", "=", answerCoding={"code": "b"}), {"one": "b"}, True),
        (when("one", "=", answerCoding={"display": "Berry"}), {"one": "b"}, True),
        (when("many", "=", answerCoding={"code": "a"}), {"many": "a b"}, True),
        (when("many", "!=", answerCoding={"code": "a"}), {"many": "a b"}, False),
    ],
)
def test_enable_when_holds_as_in_fhir(condition, answers, expected):
    assert state([*ASKED, item("target", enableWhen=[condition])], answers).relevant is expected


@pytest.mark.parametrize(("behaviour", "expected"), [("all", False), ("any", True)])
def test_conditions_are_joined_as_said(behaviour, expected):
    conditions = [when("text", "=", answerString="x"), when("number", "=", answerInteger=1)]
    target = item("target", enableWhen=conditions, enableBehavior=behaviour)
    assert state([*ASKED, target], {"text": "x"}).relevant is expected


def test_missing_behaviour_is_remarked():
    conditions = [when("text", "=", answerString="x"), when("number", "=", answerInteger=1)]
    assert codes(read(*ASKED, item("target", enableWhen=conditions))) == [("target", "behaviour_missing")]


@pytest.mark.parametrize(
    "condition",
    [when("nobody", "=", answerString="x"), when("text", "like", answerString="x"), when("text", "="), {}],
)
def test_condition_that_cannot_be_met_is_remarked_and_left_out_whole(condition):
    conditions = [when("text", "=", answerString="x"), condition]
    reading = read(*ASKED, item("target", enableWhen=conditions, enableBehavior="all"))
    assert codes(reading) == [("target", "condition_lost")]
    assert dict(reading.definition.walk())["target"].relevant == ""


def path(link, tail=".answer.value"):
    return f"%resource.item.where(linkId='{link}'){tail}"


@pytest.mark.parametrize(
    ("source", "answers", "expected"),
    [
        (f"{path('number')} > 3", {"number": "4"}, True),
        (f"3 < {path('number')}", {"number": "4"}, True),
        (f"{path('number', '.answer.valueInteger')} + 1 = 5", {"number": "4"}, True),
        (f"{path('number')} > 3 and {path('text')}.exists()", {"number": "4"}, False),
        (f"{path('number')} > 3 or {path('text', '.answer')}.empty()", {}, True),
        (f"({path('number')} > 3).not()", {"number": "4"}, False),
        (f"{path('text')} = 'a\\'b'", {"text": "a'b"}, True),
        (f"{path('text')} != 'a'", {}, False),
        (f"{path('text')} != 'a'", {"text": "b"}, True),
        (f"{path('text')}.contains('ell') and {path('text')}.length() = 5", {"text": "hello"}, True),
        (f"{path('text')}.matches('^h.*o$')", {"text": "hello"}, True),
        (f"{path('text')} in ('a' | 'b')", {"text": "b"}, True),
        (path("truth"), {"truth": "yes"}, True),
        (path("truth"), {"truth": "no"}, False),
        (f"{path('truth')} = false", {"truth": "no"}, True),
        (f"{path('one', '.answer.value.code')} = 'b'", {"one": "b"}, True),
        (f"{path('one', '.answer.valueCoding.display')} = 'Berry'", {"one": "b"}, True),
        (f"{path('many')}.count() >= 2", {"many": "a b"}, True),
        (f"{path('many', '.answer.value.code')} = 'a'", {"many": "a b"}, True),
        (f"{path('day')} <= today()", {"day": "2026-03-15"}, True),
        (f"{path('day')} >= @2026-03-16", {"day": "2026-03-15"}, False),
        ("%resource.descendants().where(linkId='number').answer.value = 1", {"number": "1"}, True),
        ("item.where(linkId='number').answer.value = 1", {"number": "1"}, True),
        (f"{path('text')}.exists() implies {path('number')}.exists()", {"text": "x"}, False),
        (f"{path('text')}.exists() xor {path('number')}.exists()", {"text": "x"}, True),
    ],
)
def test_enable_when_expression_holds_as_in_fhir(source, answers, expected):
    target = item("target", "string", expression("enableWhenExpression", source))
    assert state([*ASKED, target], answers).relevant is expected


CODE = path("one", ".answer.valueCoding.code")


@pytest.mark.parametrize(
    ("source", "answers", "expected"),
    [
        (f"{path('number')} * 2", {"number": "4"}, "8"),
        (f"{path('number')} * 2", {}, ""),
        (f"({path('number')} / 3).round(2)", {"number": "4"}, "1.33"),
        (f"{path('number')} div 3", {"number": "7"}, "2"),
        (f"{path('number')} mod 3", {"number": "7"}, "1"),
        (f"-{path('number')} - 1", {"number": "4"}, "-5"),
        (f"10 - ({path('number')} - 1)", {"number": "4"}, "7"),
        (f"iif({path('number')} > 3, 'many', 'few')", {"number": "4"}, "many"),
        (f"iif({path('number')}.exists(), {path('number')}, 0) + 1", {}, "1"),
        (f"iif({path('number')} > 3, 1)", {"number": "1"}, ""),
        (f"'a' & {path('text')}", {}, "a"),
        (f"'a' + {path('text')}", {"text": "b"}, "ab"),
        (f"{path('text')}.upper().substring(1, 2)", {"text": "hello"}, "EL"),
        (path("one", ".answer.value.ordinal()"), {"one": "b"}, "2"),
        (path("one", ".answer.value.ordinal()"), {}, ""),
        (
            f"{path('one', '.answer.weight()')} + {path('many', '.answer.weight().sum()')}",
            {"one": "b", "many": "a b"}, "5",
        ),
        ("%resource.repeat(item).answer.weight().sum()", {"one": "a", "many": "b"}, "3"),
        ("%resource.item.where(linkId!='many').answer.weight().sum()", {"one": "a", "many": "b"}, "1"),
        (
            (
                f"%questionnaire.item.where(linkId = 'one').answerOption.where(valueCoding.code={CODE})"
                ".extension.where(url='x').valueDecimal"
            ),
            {"one": "b"}, "2",
        ),
        ("%twice + 1", {"number": "4"}, "9"),
        ("%resource.item.where(linkId='number' or linkId='one').answer.count()", {"number": "4"}, "1"),
    ],
)  # fmt: skip
def test_calculated_expression_gives_what_fhir_does(source, answers, expected):
    target = item("target", "string", expression("calculatedExpression", source))
    variables = [variable("n", path("number")), variable("twice", "%n * 2")]
    assert state([*ASKED, target], answers, extension=variables).value == expected


def test_sum_over_a_repeat():
    group = item("g", "group", repeats=True, item=[item("n", "integer")])
    source = "%resource.item.where(linkId='g').item.where(linkId='n').answer.value.sum()"
    reading = read(group, item("total", "integer", expression("calculatedExpression", source)))
    instance = Instance.new(compile_form(reading.definition), now=NOW)
    instance.add_occurrence("g")
    instance.set_value("g[1]/n", "2")
    instance.set_value("g[2]/n", "3")
    assert instance.node("total").value == "5"


def test_calculated_question_is_read_only_and_hidden_one_a_calculation():
    hidden = extension("questionnaire-hidden", valueBoolean=True)
    found = nodes(
        item("a", "integer", expression("calculatedExpression", "1 + 1")),
        item("b", "integer", expression("calculatedExpression", "1 + 1"), hidden),
    )
    assert (found["a"].type, found["a"].read_only, found["b"].type) == ("integer", "true()", "calculate")


def test_initial_expression_is_worked_out_once():
    assert (
        state([item("target", "date", expression("initialExpression", "today()"))], {}).value == "2026-03-15"
    )


def test_constraint_in_fhirpath_is_about_the_answer():
    parts = [
        {"url": "severity", "valueCode": "error"},
        {"url": "expression", "valueString": "answer.value < 10"},
        {"url": "human", "valueString": "Less than ten, please."},
    ]
    question = nodes(item("a", "integer", extension("questionnaire-constraint", extension=parts)))["a"]
    assert (question.constraint, question.constraint_message) == (". < 10", {"": "Less than ten, please."})


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("calculatedExpression", "calculation"),
        ("initialExpression", "default"),
        ("enableWhenExpression", "relevant"),
    ],
)
@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("%patient.birthDate", "%patient"),
        ("%resource.item.where(linkId='nobody').answer.value = 1", "linkId"),
        ("today() - 18 years", "years"),
        ("1 +", "…"),
        ("frobnicate(3)", "frobnicate"),
        ("'a'.frobnicate()", "frobnicate()"),
        ("'open", "'open"),
        ("", "…"),
        ("(" * 100 + "1" + ")" * 100, "((((…"),
    ],
)
def test_what_does_not_translate_is_reported(name, column, source, part):
    reading = read(item("a", "string", expression(name, source)))
    (problem,) = reading.problems
    assert (problem.code, problem.place, problem.column) == ("expression_lost", "a", column)
    assert problem.params == {"expression": source, "part": part}


def test_other_languages_are_reported():
    reading = read(item("a", "string", expression("calculatedExpression", "X", "text/cql")))
    assert reading.problems[0].params["part"] == "text/cql"


def test_bound_that_is_calculated_is_reported():
    bound = {**extension("minValue"), "_valueInteger": {"extension": [expression("x", "1")]}}
    assert codes(read(item("a", "integer", bound))) == [("a", "expression_lost")]


def test_circle_of_conditions_is_broken_with_a_remark():
    found = read(
        item("a", enableWhen=[when("b", "exists", answerBoolean=True)]),
        item("b", enableWhen=[when("a", "exists", answerBoolean=True)]),
    )
    assert "rule_left_out" in {problem.code for problem in found.problems}
    compile_form(found.definition)


@pytest.mark.parametrize("names", [[("a", "%a + 1")], [("a", "%b + %b"), ("b", "%a + %a")]])
def test_variables_in_a_circle_are_reported(names):
    target = item("t", "integer", expression("calculatedExpression", "%a"))
    reading = read(target, extension=[variable(*each) for each in names])
    assert codes(reading) == [("t", "expression_lost")]


def test_variables_that_double_are_refused_before_they_grow():
    doubling = [variable(f"v{number}", f"%v{number + 1} + %v{number + 1}") for number in range(60)]
    target = item("t", "integer", expression("calculatedExpression", "%v0"))
    reading = read(target, extension=[*doubling, variable("v60", "1")])
    assert codes(reading) == [("t", "expression_lost")]
