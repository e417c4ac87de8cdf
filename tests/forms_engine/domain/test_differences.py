from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from forms_engine.domain.differences import Change, ChoicesChange, Move, differences
from forms_engine.domain.likeness import Guess
from tests.forms_engine.domain.builders import choice, definition, group, question, repeat
from tests.forms_engine.domain.definitions import definitions


def asked(key, label="", kind="text", **rules):
    return question(key, kind, label={"": label or f"What is your {key}?"}, **rules)


A, B, C, D = (asked(key) for key in "abcd")


def compared(old, new):
    return differences(definition(*old), definition(*new))


def test_equal_definitions_do_not_differ():
    found = compared([A, group("g", B)], [A, group("g", B)])
    assert not found


def test_added_and_removed_are_by_path():
    found = compared([A, B], [A, asked("street", "Where do you live, in which street?"), group("g")])
    assert (found.added, found.removed, found.renamed) == (("street", "g"), ("b",), ())


def test_question_in_another_section_has_moved():
    found = compared([group("g", A), B], [group("g"), B, group("h", A)])
    assert (found.moved, found.added, found.removed) == ((Move("g/a", "h/a"),), ("h",), ())


def test_children_of_a_moved_section_have_not_moved():
    found = compared([group("g", group("i", A, B))], [group("g"), group("i", A, B)])
    assert found.moved == (Move("g/i", "i"),)


@pytest.mark.parametrize(
    ("order", "moved"),
    [((B, C, D, A), ["a"]), ((D, A, B, C), ["d"]), ((B, A, C, D), ["b"]), ((A, B, C, D), [])],
)
def test_as_few_as_possible_have_moved(order, moved):
    assert [move.after for move in compared([A, B, C, D], order).moved] in (
        moved,
        ["a"] if moved == ["b"] else moved,
    )


def test_same_key_in_two_places_is_no_move():
    found = compared([group("g", A), group("h", A)], [group("i", A)])
    assert (found.moved, "i/a" in found.added, "g/a" in found.removed) == ((), True, True)


def test_texts_are_compared_by_language():
    found = compared([A], [replace(A, label={"": "Your a?"}, hint={"it": "Qui"})])
    assert found.relabelled == (
        Change("a", "label", "What is your a?", "Your a?"),
        Change("a", "hint", "", "Qui", "it"),
    )
    assert not found.logic


@pytest.mark.parametrize(
    "column", ["relevant", "required", "constraint", "calculation", "default", "trigger", "choice_filter"]
)
def test_logic_names_the_column(column):
    found = compared([A], [replace(A, **{column: "1 = 1"})])
    assert found.logic == (Change("a", column, "", "1 = 1"),)
    assert not found.relabelled


def test_logic_of_sections_is_compared():
    found = compared([repeat("r", A, count="1")], [repeat("r", A, count="2", relevant="1 = 1")])
    assert [(change.path, change.column) for change in found.logic] == [("r", "relevant"), ("r", "count")]


def test_type_changes_are_told_of_questions_and_sections():
    found = compared([A, group("g", B)], [asked("a", kind="integer"), repeat("g", B)])
    assert found.retyped == (Change("a", "type", "text", "integer"), Change("g", "type", "group", "repeat"))


def test_choices_are_compared_by_value():
    one = question("c", "select_one", choice_list="l")
    old = definition(one, l=(choice("r", "Red"), choice("g", "Green"), choice("b", "Blue")))
    new = definition(one, l=(choice("g", "Verde"), choice("r", "Red"), choice("y", "Yellow")))
    assert differences(old, new).choices == (ChoicesChange("c", ("y",), ("b",), ("g",), reordered=True),)


def test_appearance_and_settings_are_told_apart():
    found = differences(definition(A), replace(definition(replace(A, appearance="multiline")), title="New"))
    assert found.appearance == (Change("a", "appearance", "", "multiline"),)
    assert found.settings == (Change("", "title", "F", "New"),)


def test_rename_is_guessed_from_type_and_label():
    old = asked("surname", "What is your family name?", required="true()")
    found = compared([A, old], [A, replace(old, key="family_name")])
    assert found.renamed == (Guess("surname", "family_name", found.renamed[0].certainty),)
    assert 0.9 < found.renamed[0].certainty < 1
    assert (found.added, found.removed) == (("family_name",), ("surname",))


def test_rename_is_not_guessed_across_types_or_unlike_labels():
    old = asked("surname", "What is your family name?")
    assert (
        compared([old], [replace(asked("family_name", "What is your family name?", "integer"))]).renamed == ()
    )
    assert compared([old], [asked("iban", "Which bank account shall we pay to?")]).renamed == ()


def test_each_node_is_in_one_guess_at_most():
    old = [asked("name1", "Name of the first child?"), asked("name2", "Name of the second child?")]
    new = [asked("child_1", "Name of the first child"), asked("child_2", "Name of the second child")]
    found = compared(old, new).renamed
    assert [(guess.before, guess.after) for guess in found] == [("name1", "child_1"), ("name2", "child_2")]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(definitions(), definitions())
def test_differences_account_for_every_path(old, new):
    found = differences(old, new)
    before, after = {path for path, _node in old.walk()}, {path for path, _node in new.walk()}
    kept = after - set(found.added)
    assert len(kept) == len(before - set(found.removed))
    assert set(found.added) <= after
    assert set(found.removed) <= before
    assert not differences(old, old)


def test_mark_of_the_library_is_told_apart_from_other_columns():
    before = definition(group("g", question("q"), extra={"library": "a@1", "remark": "x"}))
    after = definition(group("g", question("q"), extra={"library": "a@2", "remark": "y"}))
    assert [(each.column, each.before, each.after) for each in differences(before, after).appearance] == [
        ("extra", "remark=x", "remark=y"),
        ("library", "a@1", "a@2"),
    ]
