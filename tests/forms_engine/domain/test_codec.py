"""A definition and its JSON: one form, strict reading, the documented schema."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from forms_engine.domain.codec import DefinitionMalformed, from_json, to_json
from forms_engine.domain.definition import (
    Choice,
    Definition,
    Group,
    Question,
    QuestionType,
    Repeat,
    content_hash,
)
from tests.forms_engine.domain.definitions import definitions

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs" / "definition.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
SMALL = Definition(
    form_id="small",
    title="Small",
    children=(
        Question(key="name", type=QuestionType.TEXT, label={"": "Name"}),
        Repeat(key="child", count="2", children=(Question(key="age", type=QuestionType.INTEGER),)),
    ),
    choice_lists={"yn": (Choice(value="y", label={"": "Yes"}), Choice(value="n"))},
)


def test_to_json_leaves_out_what_is_empty():
    assert to_json(SMALL) == {
        "form_id": "small",
        "title": "Small",
        "root": "data",
        "languages": [""],
        "children": [
            {"type": "text", "key": "name", "label": {"": "Name"}},
            {"type": "repeat", "key": "child", "count": "2", "children": [{"type": "integer", "key": "age"}]},
        ],
        "choice_lists": {"yn": [{"value": "y", "label": {"": "Yes"}}, {"value": "n"}]},
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(definitions())
def test_json_reads_back_as_the_same_definition(definition):
    payload = json.loads(json.dumps(to_json(definition)))
    assert from_json(payload) == definition
    assert content_hash(to_json(from_json(payload))) == content_hash(payload)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(definitions())
def test_json_fits_the_documented_schema(definition):
    VALIDATOR.validate(to_json(definition))


def test_schema_documents_every_field_and_type():
    VALIDATOR.check_schema(SCHEMA)
    shapes = SCHEMA["$defs"]
    documented = {name: set(shape["properties"]) for name, shape in shapes.items() if "properties" in shape}
    assert documented == {
        "question": set(Question.__dataclass_fields__),
        "group": {*Group.__dataclass_fields__, "type"},
        "repeat": {*Repeat.__dataclass_fields__, "type"},
        "choice": set(Choice.__dataclass_fields__),
    }
    assert set(SCHEMA["properties"]) == set(Definition.__dataclass_fields__)
    assert set(shapes["question"]["properties"]["type"]["enum"]) == {each.value for each in QuestionType}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"form_id": None}, "the definition, form_id must be a text, not None."),
        ({"colour": "red"}, "the definition has an unknown entry “colour”: remove it."),
        ({"languages": "it"}, "the definition, languages must be a list, not 'it'."),
        ({"languages": []}, "the definition needs at least one language."),
        ({"children": [{"type": "text"}]}, "text “” lacks “key”: add it."),
        (
            {"children": [{"type": "essay", "key": "a"}]},
            "essay “a”, type: “essay” is not a type of question.",
        ),
        ({"children": [{"type": "text", "key": "a", "children": []}]}, "unknown entry “children”"),
        ({"children": [{"type": "text", "key": "a", "label": "Name"}]}, "text “a”, label must be an object"),
        ({"children": ["a"]}, "the definition, children 1 must be an object, not 'a'."),
        ({"choice_lists": {"yn": [{"label": {}}]}}, "lacks “value”"),
    ],
)
def test_from_json_says_what_is_malformed(change, sentence):
    with pytest.raises(DefinitionMalformed) as refused:
        from_json(to_json(SMALL) | change)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("payload", [None, [], "text", 3, {}])
def test_from_json_refuses_what_is_no_definition(payload):
    with pytest.raises(DefinitionMalformed):
        from_json(payload)
