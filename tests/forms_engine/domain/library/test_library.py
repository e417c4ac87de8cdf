from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_engine.domain.codec import to_json
from forms_engine.domain.definition import Group, Question
from forms_engine.domain.differences import differences
from forms_engine.domain.form import compile_form
from forms_engine.domain.library import Hindrance, TakingRefused, insert, take_out, update, uses
from forms_engine.domain.library.insertion import PlaceUnknown
from forms_engine.domain.xlsform import read_workbook, write_workbook
from tests.forms_engine.domain.builders import choice, definition, group, question, repeat
from tests.forms_engine.domain.definitions import definitions

YES_NO = (choice("yes", "Yes"), choice("no", "No"))
ADDRESS = group(
    "address",
    question("street", label={"": "Street"}),
    question("city", label={"": "City in ${street}?"}, relevant="${street} != ''"),
    question("abroad", "select_one", label={"": "Abroad?"}, choice_list="yes_no"),
    question("said", "calculate", calculation="jr:choice-name(${abroad}, '${abroad}')"),
    label={"": "Address"},
)
SOURCE = definition(question("city", label={"": "City"}), group("home", ADDRESS), yes_no=YES_NO)
TARGET = definition(
    question("Street", label={"": "Favourite street"}),
    repeat("person", question("name", label={"": "Name"}), label={"": "Person"}),
    question("sure", "select_one", label={"": "Sure?"}, choice_list="yes_no"),
    yes_no=(choice("yes", "Of course"), choice("no", "By no means")),
)


def kept_of(*children, source=SOURCE, path="home/address"):
    """Take the address out, with ``children`` in place of its own."""
    kept = take_out(source, path, key="address", title="Address")
    return replace(kept, children=(replace(kept.children[0], children=children),)) if children else kept


def node_at(found, path):
    return dict(found.walk())[path]


def test_take_out_keeps_a_group_with_its_lists_only():
    source = replace(SOURCE, choice_lists={"yes_no": YES_NO, "unused": YES_NO})
    kept = kept_of(source=source)
    assert [path for path, _node in kept.walk()] == [
        "address",
        *(f"address/{key}" for key in ("street", "city", "abroad", "said")),
    ]
    assert kept.choice_lists == {"yes_no": YES_NO}
    assert kept.form_id == "address"
    compile_form(kept)


def test_take_out_leaves_relevance_and_count_where_they_are():
    source = definition(
        question("n", "integer"), repeat("r", question("q"), relevant="${n} > 1", count="${n}")
    )
    [taken] = take_out(source, "r", key="k", title="K").children
    assert (taken.relevant, taken.count) == ("", "")


@pytest.mark.parametrize(
    ("rules", "hindrance"),
    [
        ({"relevant": "${outside} = 'x'"}, Hindrance("g/q", key="outside")),
        ({"label": {"": "Hello ${outside}"}}, Hindrance("g/q", key="outside")),
        ({"relevant": "/data/outside = 'x'"}, Hindrance("g/q", column="relevant")),
        ({"constraint": ". != ../p"}, Hindrance("g/q", column="constraint")),
        ({"calculation": "position(../..)"}, Hindrance("g/q", column="calculation")),
        ({"calculation": "jr:choice-name('x', '/data/outside')"}, Hindrance("g/q", column="calculation")),
        ({"default": "concat(../p, 'x')"}, Hindrance("g/q", column="default")),
        ({"choice_filter": "area = current()/../p"}, Hindrance("g/q", column="choice_filter")),
    ],
)
def test_take_out_names_what_holds_a_group(rules, hindrance):
    source = definition(question("outside"), group("g", question("p"), question("q", **rules)))
    with pytest.raises(TakingRefused) as refused:
        take_out(source, "g", key="k", title="K")
    assert refused.value.hindrances == (hindrance,)


@pytest.mark.parametrize(
    "rules",
    [
        {"constraint": ". > 3 and . != ${p}"},
        {"calculation": "position(..)"},
        {"calculation": "instance('areas')/root/item[name = ${p}]/label"},
        {"choice_filter": "area = ${p} or name = 'x'"},
        {"default": "a/b"},
        {"relevant": "this is (no expression"},
    ],
)
def test_take_out_allows_what_stays_in_the_group(rules):
    source = definition(group("g", question("p"), question("q", **rules)), areas=(choice("x", "X"),))
    assert take_out(source, "g", key="k", title="K").children


@pytest.mark.parametrize("path", ["nowhere", "city"])
def test_take_out_refuses_what_is_no_group(path):
    with pytest.raises(TakingRefused):
        take_out(SOURCE, path, key="k", title="K")


def test_insert_renames_what_clashes_wherever_it_is_named():
    found, path = insert(TARGET, kept_of(), 3, "person/name")
    assert path == "person/address"
    assert [node.key for node in node_at(found, path).children] == [
        "address_street",
        "city",
        "abroad",
        "said",
    ]
    city = node_at(found, "person/address/city")
    assert (city.label, city.relevant) == ({"": "City in ${address_street}?"}, "${address_street} != ''")
    assert node_at(found, "person/address/abroad").choice_list == "address_yes_no"
    assert found.choice_lists["yes_no"] == TARGET.choice_lists["yes_no"]
    assert found.choice_lists["address_yes_no"] == YES_NO
    [(where, use)] = uses(found)
    assert where == path
    assert str(use) == "address@3 street=address_street choices:yes_no=address_yes_no"
    compile_form(found)


def test_insert_twice_gives_every_key_another_name():
    once, _path = insert(TARGET, kept_of(), 1, "Street")
    twice, path = insert(once, kept_of(), 1, "Street")
    assert path == "address_2"
    assert [each.key for each in node_at(twice, path).children] == [
        f"address_2_{key}" for key in ("street", "city", "abroad", "said")
    ]
    assert twice.choice_lists == once.choice_lists
    compile_form(twice)


@pytest.mark.parametrize(
    ("place", "order"),
    [
        ("/", ["address", "Street", "person", "sure"]),
        ("Street", ["Street", "address", "person", "sure"]),
        ("sure", ["Street", "person", "sure", "address"]),
    ],
)
def test_insert_puts_the_group_where_it_is_told(place, order):
    assert [node.key for node in insert(TARGET, kept_of(), 1, place)[0].children] == order


def test_insert_puts_the_group_first_in_a_section():
    found, _path = insert(TARGET, kept_of(), 1, "person/")
    assert [node.key for node in node_at(found, "person").children] == ["address", "name"]


@pytest.mark.parametrize("place", ["", "nowhere", "person/nowhere", "sure/", "sure/name"])
def test_insert_refuses_a_place_that_is_not_there(place):
    with pytest.raises(PlaceUnknown):
        insert(TARGET, kept_of(), 1, place)


def test_insert_speaks_the_languages_of_the_questionnaire():
    label = {"English (en)": "Street", "Italiano (it)": "Via", "Deutsch (de)": "Straße"}
    languages = ("Italiano (it)", "English (en)", "Deutsch (de)")
    source = definition(group("g", question("q", label=label)), languages=languages)
    kept = take_out(source, "g", key="k", title="K")
    both, path = insert(definition(languages=("French (fr)", "en", "it")), kept, 1, "/")
    assert node_at(both, f"{path}/q").label == {"en": "Street", "it": "Via"}
    other, path = insert(definition(languages=("French (fr)",)), kept, 1, "/")
    assert node_at(other, f"{path}/q").label == {"French (fr)": "Via"}


def test_update_keeps_names_place_and_relevance():
    kept = kept_of()
    found, path = insert(TARGET, kept, 1, "person/name")
    placed = replace(node_at(found, path), relevant="${name} != ''")
    person = replace(found.children[1], children=(found.children[1].children[0], placed))
    found = replace(found, children=(found.children[0], person, found.children[2]))
    newer = kept_of(
        question("street", label={"": "Street and number"}),
        question("sure", label={"": "Sure?"}),
        question("abroad", "select_one", choice_list="yes_no", label={"": "Abroad?"}),
    )
    newer = replace(newer, choice_lists={"yes_no": (*YES_NO, choice("maybe", "Maybe"))})
    after = update(found, path, newer, 2)
    group_now = node_at(after, path)
    assert group_now.relevant == "${name} != ''"
    assert [node.key for node in group_now.children] == ["address_street", "address_sure", "abroad"]
    assert [each.value for each in after.choice_lists["address_yes_no"]] == ["yes", "no", "maybe"]
    changes = differences(found, after)
    assert changes.added == (f"{path}/address_sure",)
    assert set(changes.removed) == {f"{path}/city", f"{path}/said"}
    assert [change.path for change in changes.relabelled] == [f"{path}/address_street"]
    assert [change.added for change in changes.choices] == [("maybe",)]
    compile_form(after)


def test_update_leaves_a_list_alone_that_others_use():
    target = definition(question("sure", "select_one", choice_list="yes_no"), yes_no=YES_NO)
    found, path = insert(target, kept_of(), 1, "sure")
    assert found.choice_lists == {"yes_no": YES_NO}
    newer = replace(kept_of(), choice_lists={"yes_no": YES_NO[:1]})
    after = update(found, path, newer, 2)
    assert after.choice_lists == {"yes_no": YES_NO, "address_yes_no": YES_NO[:1]}
    assert update(after, path, kept_of(), 3).choice_lists == {"yes_no": YES_NO, "address_yes_no": YES_NO}


def test_update_refuses_a_group_of_another_origin():
    found, path = insert(TARGET, kept_of(), 1, "/")
    with pytest.raises(PlaceUnknown):
        update(found, path, replace(kept_of(), form_id="other"), 2)
    with pytest.raises(PlaceUnknown):
        update(TARGET, "person", kept_of(), 2)


@pytest.mark.parametrize("mark", ["", "address", "address@0", "address@x", "a b@1", "address@1 street"])
def test_marks_that_say_nothing_are_none(mark):
    assert list(uses(definition(group("g", question("q"), extra={"library": mark})))) == []


def test_mark_survives_the_workbook():
    found, _path = insert(TARGET, kept_of(), 3, "person/name")
    again = read_workbook(write_workbook(found), name="x.xlsx").definition
    assert again == found


def groups_of(found):
    return [path for path, node in found.walk() if isinstance(node, Group)]


@st.composite
def kept_and_target(draw):
    source, target = draw(definitions()), draw(definitions())
    source = replace(source, children=(group("kept", *source.children),))
    kept = take_out(source, draw(st.sampled_from(groups_of(source))), key="kept", title="Kept")
    places = ["/", *(path for path, _node in target.walk()), *(f"{path}/" for path in groups_of(target))]
    return kept, target, draw(st.sampled_from(places))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kept_and_target())
def test_what_is_inserted_comes_out_again_the_same(found):
    kept, target, place = found
    target = replace(target, languages=kept.languages)
    inserted, path = insert(target, kept, 1, place)
    again = take_out(inserted, path, key="kept", title="Kept")
    assert to_json(again) == to_json(kept)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kept_and_target())
def test_update_to_an_unchanged_group_changes_nothing(found):
    kept, target, place = found
    inserted, path = insert(target, kept, 1, place)
    assert to_json(update(inserted, path, kept, 1)) == to_json(inserted)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kept_and_target())
def test_insert_leaves_all_else_as_it_was(found):
    kept, target, place = found
    inserted, path = insert(target, kept, 1, place)
    changes = differences(target, inserted)
    inside = {each for each, _node in inserted.walk() if each == path or each.startswith(f"{path}/")}
    assert set(changes.added) == inside
    assert not replace_added(changes)
    questions = [node for each, node in inserted.walk() if isinstance(node, Question) and each in inside]
    assert all(node.choice_list in inserted.choice_lists for node in questions if node.type.is_select)


def replace_added(changes):
    return replace(changes, added=(), renamed=())
