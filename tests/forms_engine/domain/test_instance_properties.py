"""Working out only what follows from a change gives what working out everything gives."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forms_engine.domain.exceptions import ChangeRefused
from tests.forms_engine.domain.builders import choice, group, question, reloaded, repeat, start

KEYS = [f"q{at}" for at in range(9)]
VALUES = ["", "1", "2", "x", "x y", "17"]
LIST = (choice("1", k="x"), choice("2", k="1"), choice("x", k="2"), choice("y", k="x"))


def rules(at):
    """Return expressions that read only questions of lower number: no cycles."""
    if not at:
        return st.sampled_from(["", "true()", "1 = 2"])
    one = st.sampled_from(KEYS[:at]).map(lambda key: f"${{{key}}}")
    return st.one_of(
        st.just(""),
        one.map(lambda ref: f"{ref} = 'x'"),
        one.map(lambda ref: f"{ref} != ''"),
        one.map(lambda ref: f"selected({ref}, 'y') or {ref} > 1"),
        st.tuples(one, one).map(lambda refs: f"count-selected({refs[0]}) < string-length({refs[1]})"),
        one.map(lambda ref: f"sum({ref}) > 1"),
    )


@st.composite
def questions(draw, at):
    kind = draw(st.sampled_from(["text", "integer", "select_one", "select_multiple", "calculate"]))
    is_select = kind.startswith("select")
    one = draw(st.sampled_from(KEYS[:at])) if at else None
    calculations = ["'2'", "once('x')"] + ([f"concat(${{{one}}}, 'x')", f"${{{one}}} + 1"] if one else [])
    return question(
        KEYS[at],
        kind,
        relevant=draw(rules(at)),
        required=draw(rules(at)),
        constraint=draw(st.sampled_from(["", ". != '1'", "string-length(.) < 3"])),
        calculation=draw(st.sampled_from(calculations)) if kind == "calculate" else "",
        choice_list="list" if is_select else "",
        choice_filter=f"k = ${{{one}}} or name = ${{{one}}}"
        if is_select and one and draw(st.booleans())
        else "",
    )


@st.composite
def questionnaires(draw):
    made = draw(st.permutations([draw(questions(at)) for at in range(len(KEYS))]))
    inner = repeat("inner", made[0], made[1], question("pos", "calculate", calculation="position(..)"))
    outer = repeat(
        "outer", made[2], inner, made[3], question("n_inner", "calculate", calculation="count(${inner})")
    )
    return [*made[4:7], group("g", outer, made[7]), made[8]]


moves = st.lists(st.tuples(st.integers(0, 50), st.sampled_from([*VALUES, "+", "-"])), max_size=14)


def take(instance, number, move):
    nodes = list(instance.nodes())
    kind = {"+": "repeat", "-": "occurrence"}.get(move, "question")
    paths = [node.path for node in nodes if node.kind == kind]
    if not paths:
        return
    path = paths[number % len(paths)]
    try:
        if move == "+":
            instance.add_occurrence(path)
        elif move == "-":
            instance.remove_occurrence(path)
        else:
            instance.set_value(path, move)
    except ChangeRefused:
        assert list(instance.nodes()) == nodes


@settings(max_examples=150, deadline=None)
@given(questionnaires(), moves)
def test_following_changes_gives_what_working_out_everything_gives(children, walk):
    instance = start(*children, list=LIST)
    for number, move in walk:
        before = {node.path: (node, instance.choices(node.path, "")) for node in instance.nodes()}
        instance.mark()
        take(instance, number, move)
        after = {node.path: (node, instance.choices(node.path, "")) for node in instance.nodes()}
        different = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        assert instance.changed() == different
        assert list(reloaded(instance).nodes()) == list(instance.nodes())
