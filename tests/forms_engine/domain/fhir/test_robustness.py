"""Whatever JSON is given, reading it ends in a definition that compiles or in a sentence."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_engine.domain.codec import from_json, to_json
from forms_engine.domain.fhir import read_questionnaire
from forms_engine.domain.form import compile_form

NAMES = st.sampled_from(
    [
        "item",
        "linkId",
        "type",
        "text",
        "extension",
        "url",
        "valueExpression",
        "expression",
        "name",
        "enableWhen",
        "question",
        "operator",
        "answerString",
        "answerCoding",
        "answerOption",
        "valueCoding",
        "code",
        "display",
        "initial",
        "valueString",
        "repeats",
        "required",
        "prefix",
        "contained",
        "answerValueSet",
        "compose",
        "include",
        "concept",
        "id",
        "title",
        "language",
        "_text",
        "maxLength",
        "valueInteger",
        "version",
        "x",
    ]
)
WORDS = [
    *[
        "a",
        "b",
        "group",
        "choice",
        "boolean",
        "decimal",
        "#v",
        "v",
        "=",
        "exists",
        "it",
        "open-choice",
        "quantity",
        "variable",
        "minValue",
        "regex",
    ],
    *[
        "sdc-questionnaire-calculatedExpression",
        "questionnaire-hidden",
        "questionnaire-unitOption",
        "translation",
    ],
    "%resource.item.where(linkId='a').answer.value",
    "%x + 1",
    "1 = 1",
]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from(WORDS),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=40,
)


def links(inner):
    kinds = st.sampled_from(["group", "choice", "string", "boolean", "display"])
    trees = dict.fromkeys(["enableWhen", "answerOption", "initial"], TREES)
    leaves = dict.fromkeys(["repeats", "text", "answerValueSet"], LEAVES)
    lists = {"item": st.lists(inner, max_size=3), "extension": st.lists(TREES, max_size=3)}
    link = st.sampled_from("abcd")
    return st.fixed_dictionaries({"linkId": link, "type": kinds}, optional={**lists, **trees, **leaves})


ITEMS = st.recursive(st.dictionaries(NAMES, TREES, max_size=5), links, max_leaves=10)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NAMES, TREES, max_size=6), st.lists(ITEMS, max_size=4))
def test_reading_never_raises_and_what_it_gives_compiles(fields, items):
    reading = read_questionnaire({**fields, "resourceType": "Questionnaire", "item": items}, name="x")
    assert all(problem.sentence for problem in reading.problems)
    if reading.definition is None:
        assert reading.problems
        return
    compile_form(reading.definition)
    assert from_json(json.loads(json.dumps(to_json(reading.definition)))) == reading.definition
