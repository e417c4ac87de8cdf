"""Whatever is done to a questionnaire can be undone, and done again."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_engine.domain.codec import from_json, to_json
from forms_engine.domain.definition import Group, QuestionType, content_hash
from forms_engine.domain.editing.applying import apply
from forms_engine.domain.editing.errors import EditRefused
from forms_engine.domain.editing.operations import read_operation
from forms_engine.domain.editing.patch import difference, patched, reverse
from tests.forms_engine.domain.definitions import EXPRESSIONS, KEYS, TEXTS, definitions

PLACES = st.integers(0, 4)


def paths_of(definition):
    return [path for path, _node in definition.walk()] or ["nowhere"]


def sections_of(definition):
    return ["", *(path for path, node in definition.walk() if isinstance(node, Group))]


def texts_in(definition):
    return st.dictionaries(st.sampled_from(definition.languages), st.sampled_from(["", "<b>Neu</b>", "${a}"]))


def choice_rows(definition):
    values = st.sampled_from(["", "red", "blue", "green"])
    row = st.fixed_dictionaries({"value": values, "label": texts_in(definition)}, optional={"was": KEYS})
    return st.lists(row, max_size=3)


@st.composite
def operations(draw, definition):
    path, section = st.sampled_from(paths_of(definition)), st.sampled_from(sections_of(definition))
    kinds = st.sampled_from([*(each.value for each in QuestionType), "group", "repeat"])
    change = st.fixed_dictionaries(
        {},
        optional={
            "key": KEYS,
            "type": kinds,
            "label": texts_in(definition),
            "hint": texts_in(definition),
            "relevant": EXPRESSIONS,
            "constraint": st.sampled_from(["", "not (", "${gone} > 1"]),
            "parameters": st.fixed_dictionaries({}, optional={"start": st.sampled_from(["", "1"])}),
        },
    )
    languages = st.lists(st.sampled_from(["", "English (en)", "Italiano (it)"]), min_size=1, max_size=3)
    names = st.sampled_from([*definition.choice_lists, "new"])
    insert = {"kind": st.just("insert"), "node": st.fixed_dictionaries({"type": kinds})}
    return draw(
        st.one_of(
            st.fixed_dictionaries({**insert, "parent": section, "at": PLACES}),
            st.fixed_dictionaries({"kind": st.just("change"), "path": path, "fields": change}),
            st.fixed_dictionaries({"kind": st.just("move"), "path": path, "parent": section, "at": PLACES}),
            st.fixed_dictionaries({"kind": st.sampled_from(["duplicate", "delete"]), "path": path}),
            st.fixed_dictionaries(
                {"kind": st.just("choices"), "name": names, "rows": choice_rows(definition)}
            ),
            st.fixed_dictionaries({"kind": st.just("settings"), "title": TEXTS}),
            st.builds(
                lambda them: {"kind": "languages", "languages": them, "renamed": {"": them[0]}}, languages
            ),
        )
    )


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@given(st.data())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_any_edits_undone_give_the_identical_definition(data):
    first = now = to_json(data.draw(definitions()))
    done = []
    for _time in range(data.draw(st.integers(1, 6))):
        definition = from_json(now)
        operation = data.draw(operations(definition))
        try:
            after = to_json(apply(definition, read_operation(operation)).definition)
        except EditRefused:
            continue
        assert to_json(from_json(after)) == after
        paths = paths_of(from_json(after))
        assert len(paths) == len(set(paths))
        patch = difference(now, after)
        assert patched(now, patch) == after
        done.append((now, patch, after))
        now = after
    last = now
    for before, patch, _after in reversed(done):
        now = patched(now, reverse(patch))
        assert content_hash(now) == content_hash(before)
    assert now == first
    for _before, patch, _after in done:
        now = patched(now, patch)
    assert now == last
