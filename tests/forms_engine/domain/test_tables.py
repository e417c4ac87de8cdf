import pytest

from forms_engine.domain.definition import Definition, Group, Question, QuestionType, Repeat
from forms_engine.domain.tables import key_path, layout_of, natural, positions, with_strays


def definition(*children):
    return Definition(form_id="f", title="F", children=children)


def question(key, kind=QuestionType.TEXT):
    return Question(key=key, type=kind)


def test_tables_follow_the_newest_and_add_what_was_removed_at_the_end():
    new = definition(question("b"), Group(key="g", children=(question("c"),)))
    old = definition(question("a"), question("b"))
    (table,) = layout_of([new, old]).tables
    assert [table.heading(column) for column in table.columns] == ["b", "g/c", "a (removed)"]


def test_tables_give_every_repeat_its_own():
    inner = Repeat(key="inner", children=(Group(key="g", children=(question("deep"),)),))
    whole, outer_table, inner_table = layout_of(
        [definition(question("a"), Repeat(key="outer", children=(question("b"), inner)))]
    ).tables
    assert (whole.repeat, whole.columns) == ("", ["a"])
    assert (outer_table.repeat, outer_table.columns) == ("outer", ["outer/b"])
    assert (inner_table.repeat, inner_table.columns) == ("outer/inner", ["outer/inner/g/deep"])


def test_tables_leave_notes_out():
    (table,) = layout_of([definition(question("n", QuestionType.NOTE), question("a"))]).tables
    assert table.columns == ["a"]


def test_positions_count_from_one_whatever_the_numbers():
    assert positions({"m": [2, 5], "m[5]/p": [3], "m[5]/g/q": [1, 4]}) == {
        "m[2]": "m[1]",
        "m[5]": "m[2]",
        "m[5]/p[3]": "m[2]/p[1]",
        "m[5]/g/q[1]": "m[2]/g/q[1]",
        "m[5]/g/q[4]": "m[2]/g/q[2]",
    }


def test_positions_forget_what_lay_in_a_removed_occurrence():
    assert positions({"m": [2], "m[1]/p": [1]}) == {"m[2]": "m[1]"}


def test_layout_knows_every_question_by_its_newest_definition():
    new, old = definition(question("a")), definition(question("a"), question("b"))
    places = layout_of([new, old]).places
    assert {path: place[0] for path, place in places.items()} == {"a": new, "b": old}


def test_a_question_that_left_its_repeat_has_a_column_in_both_tables():
    new = definition(Group(key="g", children=(question("a"),)))
    old = definition(Repeat(key="g", children=(question("a"),)))
    whole, repeat = layout_of([new, old]).tables
    assert (whole.columns, whole.removed) == (["g/a"], set())
    assert (repeat.columns, repeat.removed) == (["g/a"], {"g/a"})


def test_strays_come_after_the_occurrences_that_are_there():
    assert with_strays({"m": [3], "m[3]/p": [1]}, ["m[1]/a", "m[1]/p[2]/b", "m[3]/a", "x"]) == {
        "m": [3, 1],
        "m[3]/p": [1],
        "m[1]/p": [2],
    }


@pytest.mark.parametrize(
    ("path", "expected"), [("a", "a"), ("a[1]/b", "a/b"), ("a[12]/b[3]/c", "a/b/c"), ("g/a[2]", "g/a")]
)
def test_key_path_drops_the_numbers(path, expected):
    assert key_path(path) == expected


def test_natural_sorts_ten_after_two():
    assert sorted(["m[10]", "m[2]", "m[2]/p[1]", "m[1]"], key=natural) == [
        "m[1]",
        "m[2]",
        "m[2]/p[1]",
        "m[10]",
    ]
