"""Items of FHIR become questions of ours, or a remark says why not."""

import pytest

from forms_engine.domain.definition import Group, QuestionType, Repeat
from forms_engine.domain.form import compile_form
from tests.forms_engine.domain.fhir.questionnaires import (
    codes,
    control,
    extension,
    item,
    nodes,
    option,
    read,
)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("string", "text"), ("text", "text"), ("url", "text"), ("integer", "integer"), ("decimal", "decimal"),
        ("quantity", "decimal"), ("date", "date"), ("dateTime", "dateTime"), ("time", "time"),
        ("attachment", "file"), ("display", "note"), ("boolean", "select_one"),
    ],
)  # fmt: skip
def test_item_has_the_type_of_its_kind(kind, expected):
    reading = read(item("a", kind))
    assert dict(reading.definition.walk())["a"].type == expected
    assert reading.problems == ()


def test_text_is_multiline():
    assert nodes(item("a", "text"))["a"].appearance == "multiline"


@pytest.mark.parametrize("kind", ["reference", "question", "unheard-of"])
def test_unknown_kind_becomes_text_with_a_remark(kind):
    reading = read(item("a", kind))
    assert codes(reading) == [("a", "type_as")]
    assert "became “text”" in reading.problems[0].sentence


def test_attachment_of_pictures_is_an_image():
    assert nodes(item("a", "attachment", extension("mimeType", valueCode="image/png")))["a"].type == "image"


def test_boolean_offers_yes_and_no_in_the_language():
    definition = read(item("a", "boolean"), language="it").definition
    assert definition.languages == ("Italiano (it)",)
    labels = [(choice.value, *choice.label.values()) for choice in definition.choice_lists["yes_no"]]
    assert labels == [("yes", "Sì"), ("no", "No")]


def test_boolean_check_box_is_an_acknowledgement():
    assert nodes(item("a", "boolean", control("check-box")))["a"].type is QuestionType.ACKNOWLEDGE


def test_groups_nest_and_repeat():
    found = nodes(item("g", "group", item=[item("r", "group", repeats=True, item=[item("a")])]))
    assert type(found["g"]) is Group
    assert type(found["g/r"]) is Repeat
    assert found["g/r/a"].label == {"": "Text of a"}


def test_repeating_question_becomes_a_section_with_a_remark():
    reading = read(item("a", "string", repeats=True, readOnly=True))
    assert isinstance(dict(reading.definition.walk())["a_list"], Repeat)
    assert codes(reading) == [("a", "repeated_as_section")]


def test_question_with_items_inside_keeps_them_under_its_condition():
    when = [{"question": "x", "operator": "exists", "answerBoolean": True}]
    found = nodes(item("x"), item("a", "string", enableWhen=when, item=[item("b")]))
    assert found["a_group"].relevant == "${x} != ''"
    assert (found["a_group/a"].relevant, found["a_group/b"].relevant) == ("", "")


@pytest.mark.parametrize("kind", ["choice", "coding"])
def test_choice_offers_its_options(kind):
    reading = read(
        item("a", kind, answerOption=[option("m s", "Multiple"), option("b"), {"valueString": "c"}])
    )
    question = dict(reading.definition.walk())["a"]
    choices = reading.definition.choice_lists[question.choice_list]
    assert [choice.value for choice in choices] == ["m_s", "b", "c"]
    assert [choice.label[""] for choice in choices] == ["Multiple", "B", "c"]
    assert question.type is QuestionType.SELECT_ONE


def test_repeating_choice_takes_several_answers():
    assert nodes(item("a", "choice", repeats=True, answerOption=[option("x")]))["a"].type == "select_multiple"


@pytest.mark.parametrize(
    "fields", [{"type": "open-choice"}, {"type": "coding", "answerConstraint": "optionsOrString"}]
)
def test_open_choice_asks_what_else(fields):
    reading = read({**item("a", answerOption=[option("x")]), **fields})
    found = dict(reading.definition.walk())
    assert found["a_other"].relevant == "selected(${a}, 'other')"
    assert [each.value for each in reading.definition.choice_lists[found["a"].choice_list]] == ["x", "other"]


def test_options_of_a_contained_value_set():
    compose = {"include": [{"concept": [{"code": "1", "display": "One"}, {"code": "2", "display": "Two"}]}]}
    contained = [{"resourceType": "ValueSet", "id": "v", "compose": compose}]
    reading = read(
        item("a", "choice", answerValueSet="#v"),
        item("b", "choice", answerValueSet="#v"),
        contained=contained,
    )
    assert [choice.value for choice in reading.definition.choice_lists["v"]] == ["1", "2"]
    assert list(reading.definition.choice_lists) == ["v"]
    assert reading.problems == ()


def test_expansion_of_a_value_set_is_taken():
    contained = [{"id": "v", "expansion": {"contains": [{"code": "1", "display": "One"}]}}]
    assert nodes(item("a", "choice", answerValueSet="#v"), contained=contained)["a"].type == "select_one"


def test_value_set_elsewhere_is_missed_with_a_remark():
    reading = read(item("a", "choice", answerValueSet="http://example.org/vs"))
    assert codes(reading) == [("a", "value_set_missing"), ("a", "type_as")]
    assert dict(reading.definition.walk())["a"].type is QuestionType.TEXT


def test_value_set_of_others_is_partial_with_a_remark():
    contained = [{"id": "v", "compose": {"include": [{"concept": [{"code": "1"}]}, {"valueSet": ["x"]}]}}]
    assert codes(read(item("a", "choice", answerValueSet="#v"), contained=contained)) == [
        ("a", "value_set_partial")
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"type": "string", "initial": [{"valueString": "Rome"}]}, "Rome"),
        ({"type": "string", "initial": [{"valueString": "a - b"}]}, "'a - b'"),
        ({"type": "boolean", "initial": [{"valueBoolean": False}]}, "no"),
        ({"type": "quantity", "initial": [{"valueQuantity": {"value": 7, "unit": "kg"}}]}, "7"),
        ({"type": "date", "initial": [{"valueDate": "2026-03-15"}]}, "2026-03-15"),
        (
            {
                "type": "choice", "answerOption": [option("x y")],
                "initial": [{"valueCoding": {"code": "x y"}}],
            },
            "x_y",
        ),
        ({"type": "choice", "answerOption": [option("x", initialSelected=True)]}, "x"),
        (
            {
                "type": "choice", "repeats": True, "answerOption": [option("x"), option("y")],
                "initial": [{"valueCoding": {"code": "x"}}, {"valueCoding": {"code": "y"}}],
            },
            "x y",
        ),
    ],
)  # fmt: skip
def test_initial_becomes_the_default(fields, expected):
    assert nodes({**item("a"), **fields})["a"].default == expected


def test_flags_and_lengths():
    question = nodes(
        item("a", "string", extension("minLength", valueInteger=2), required=True, readOnly=True, maxLength=5)
    )["a"]
    assert (question.required, question.read_only) == ("true()", "true()")
    assert question.constraint == "(string-length(.) <= 5) and (string-length(.) >= 2)"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("integer", {"valueInteger": 3}, ". >= 3"),
        ("decimal", {"valueDecimal": 0.5}, ". >= 0.5"),
        ("date", {"valueDate": "2026-01-01"}, ". >= date('2026-01-01')"),
        ("quantity", {"valueQuantity": {"value": 3}}, ". >= 3"),
    ],
)
def test_smallest_value_becomes_a_constraint(kind, value, expected):
    assert nodes(item("a", kind, extension("minValue", **value)))["a"].constraint == expected


def test_pattern_must_match_the_whole_answer():
    assert nodes(item("a", "string", extension("regex", valueString="[0-9]{5}")))["a"].constraint == (
        "regex(., '^(?:[0-9]{5})$')"
    )


def test_slider_with_bounds_is_a_range():
    bounds = (extension("minValue", valueInteger=0), extension("maxValue", valueInteger=10))
    step = extension("questionnaire-sliderStepValue", valueInteger=2)
    question = nodes(item("a", "integer", control("slider"), step, *bounds))["a"]
    assert (question.type, question.parameters) == ("range", {"start": "0", "end": "10", "step": "2"})
    assert codes(read(item("a", "integer", control("slider")))) == [("a", "slider_unbounded")]


@pytest.mark.parametrize(
    ("code", "look"),
    [("drop-down", "minimal"), ("radio-button", ""), ("autocomplete", "minimal autocomplete")],
)
def test_control_becomes_the_appearance(code, look):
    assert nodes(item("a", "choice", control(code), answerOption=[option("x")]))["a"].appearance == look


def test_unknown_control_is_remarked():
    assert codes(read(item("a", "string", control("wheel")))) == [("a", "control_ignored")]


def test_help_unit_and_format_become_the_hint():
    unit = extension("questionnaire-unit", valueCoding={"code": "kg", "display": "kilograms"})
    inside = [item("a.h", "display", control("help"))]
    question = nodes(item("a", "decimal", unit, extension("entryFormat", valueString="00.0"), item=inside))[
        "a"
    ]
    assert question.hint == {"": "Text of a.h · kilograms · 00.0"}


def test_quantity_in_several_units_asks_which():
    units = [extension("questionnaire-unitOption", valueCoding={"code": code}) for code in ("kg", "lb")]
    found = nodes(item("a", "quantity", *units))
    assert found["a_unit"].choice_list == "a_unit"


def test_prefix_precedes_the_label():
    assert nodes(item("a", prefix="1."))["a"].label == {"": "1. Text of a"}


def test_translations_become_languages():
    parts = [{"url": "lang", "valueCode": "it"}, {"url": "content", "valueString": "Nome"}]
    translated = {"extension": [extension("translation", extension=parts)]}
    reading = read({**item("a"), "_text": translated}, language="en")
    assert reading.definition.languages == ("English (en)", "Italiano (it)")
    assert dict(reading.definition.walk())["a"].label == {
        "English (en)": "Text of a",
        "Italiano (it)": "Nome",
    }


def test_markup_and_references_in_a_text_are_harmless():
    shown = {"extension": [extension("rendering-xhtml", valueString="<b>Bold</b> ${x}<script>x</script>")]}
    reading = read({"linkId": "a", "type": "string", "_text": shown})
    assert dict(reading.definition.walk())["a"].label == {"": "**Bold** $ {x}"}
    compile_form(reading.definition)


def test_hidden_items_are_hidden():
    hidden = extension("questionnaire-hidden", valueBoolean=True)
    found = nodes(item("g", "group", hidden, item=[item("a", "string", required=True)]), item("b"))
    assert (found["g/a"].type, found["g/a"].required, found["b"].type) == ("hidden", "", "text")


def test_keys_are_made_of_link_ids_and_keep_them():
    reading = read(item("1.1"), item("1_1"), item("Città"), item("META"), item(""))
    found = dict(reading.definition.walk())
    assert list(found) == ["q_1_1", "q_1_1_2", "Citta", "META_2", "q"]
    assert found["q_1_1"].extra == {"instance::linkId": "1.1"}
    assert codes(reading) == [("5", "link_missing")]


def test_link_id_used_twice_is_remarked():
    assert codes(read(item("a"), item("a"))) == [("a", "link_twice")]


def test_codes_are_kept():
    coded = item("a", code=[{"system": "http://loinc.org", "code": "8302-2"}])
    assert nodes(coded)["a"].extra == {"instance::code": "http://loinc.org|8302-2"}


def test_nothing_is_dropped_silently():
    reading = read(
        item("a", "string", extension("questionnaire-supportLink", valueUri="x"), derivation="x"),
        extension=[extension("questionnaire-signatureRequired", valueCode="x")],
    )
    assert {problem.params.get("extension") or problem.params["field"] for problem in reading.problems} == {
        "supportLink", "derivation", "signatureRequired"
    }  # fmt: skip


def test_problems_have_the_way_of_link_ids():
    assert codes(read(item("g", "group", item=[item("a", "reference")]))) == [("g/a", "type_as")]


def test_reading_knows_where_nodes_came_from():
    assert read(item("g.1", "group", item=[item("a.1")])).places == {"g_1": "g.1", "g_1/a_1": "g.1/a.1"}


@pytest.mark.parametrize(
    ("fields", "code"), [({"item": []}, "no_questions"), ({}, "no_questions"), ({"item": {}}, "no_questions")]
)
def test_questionnaire_without_items_is_refused(fields, code):
    reading = read(**fields)
    assert (reading.definition, codes(reading)) == (None, [("", code)])


def test_deep_and_huge_questionnaires_are_refused():
    deep = item("x")
    for number in range(30):
        deep = item(f"g{number}", "group", item=[deep])
    assert [problem.code for problem in read(deep).problems] == ["too_deep"]
    assert codes(read(*(item(f"a{number}") for number in range(5001)))) == [("", "too_many")]
