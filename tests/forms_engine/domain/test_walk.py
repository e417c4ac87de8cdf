import pytest

from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.walk import StepInvalid, walk
from tests.forms_engine.domain.builders import NOW, choice, definition, group, question, repeat


def steps_of(*steps):
    form = definition(
        question("town", "select_multiple", choice_list="towns", required="true()"),
        question("age", "integer"),
        question("said", "note", label={"": "Thanks"}),
        repeat("r", group("g", question("x", read_only="true()"), question("y", "image"))),
        towns=(choice("rm"), choice("mi")),
    )
    return list(walk(form, list(steps), now=NOW))


def row(state, ref):
    return next(node for node in state["nodes"] if node["ref"] == ref)


def test_walk_shows_every_node_at_the_start():
    [state] = steps_of()
    assert state["op"] is None
    assert [(node["ref"], node["type"]) for node in state["nodes"]] == [
        ("/data", "root"),
        ("/data/town", "select"),
        ("/data/age", "input"),
        ("/data/said", "note"),
        ("/data/r", "repeat-range:uncontrolled"),
        ("/data/r[1]", "repeat-instance"),
        ("/data/r[1]/g", "group"),
        ("/data/r[1]/g/x", "note"),
        ("/data/r[1]/g/y", "upload"),
        ("/data/meta", "group"),
        ("/data/meta/instanceID", "model-value"),
    ]
    assert row(state, "/data/town") == {
        "ref": "/data/town",
        "type": "select",
        "relevant": True,
        "value": "",
        "required": True,
        "readonly": False,
        "violation": "required",
        "choices": ["rm", "mi"],
    }


def test_walk_takes_steps_and_counts_positions():
    add, remove = {"ref": "/data/r", "add": 2}, {"ref": "/data/r[1]", "remove": 1}
    upload = {"ref": "/data/r[2]/g/y", "value": "a.jpg"}
    states = steps_of({"ref": "/data/town", "value": "mi rm"}, add, remove, upload)
    assert row(states[1], "/data/town")["value"] == "rm mi"
    assert [node["ref"] for node in states[2]["nodes"] if node["type"] == "repeat-instance"][
        -1
    ] == "/data/r[3]"
    assert row(states[4], "/data/r[2]/g/y")["value"] == "a.jpg"
    assert [state["op"] for state in states[1:]] == [
        {"ref": "/data/town", "value": "mi rm"},
        add,
        remove,
        upload,
    ]


def test_walk_takes_of_a_malformed_value_what_other_engines_take():
    states = steps_of({"ref": "/data/age", "value": "old"}, {"ref": "/data/town", "value": "xx mi"})
    assert row(states[1], "/data/age")["value"] == ""
    assert row(states[2], "/data/town")["value"] == "mi"


@pytest.mark.parametrize(
    "step",
    [{"ref": "/data/nowhere", "value": "1"}, {"ref": "/data/said", "value": "1"}, {"ref": "/data/age"}],
)
def test_walk_stops_at_a_step_that_cannot_be_taken(step):
    with pytest.raises(StepInvalid) as caught:
        steps_of({"ref": "/data/age", "value": "1"}, step)
    assert caught.value.number == 2


def test_walk_refuses_a_broken_questionnaire():
    with pytest.raises(DefinitionInvalid):
        next(walk(definition(question("a", relevant="${b}")), [], now=NOW))
