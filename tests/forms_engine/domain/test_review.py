import pytest

from forms_engine.domain.review import Kind, review, summarize
from tests.forms_engine.domain.builders import choice, definition, group, question, repeat


def part(kind, old, new, language=""):
    return next(each for each in review(old, new, language) if each.kind == kind).rows


def test_nothing_changed_has_no_parts():
    same = definition(question("a"))
    assert review(same, same, "") == ()


def test_parts_come_in_order_and_none_is_empty():
    old = definition(question("a", label={"": "A"}), question("b"))
    new = definition(question("a", label={"": "B"}, relevant="1 = 2"), question("zzz", "integer"))
    found = review(old, new, "")
    assert [each.kind for each in found] == [Kind.ADDED, Kind.REMOVED, Kind.RELABELLED, Kind.LOGIC]
    assert all(each.rows for each in found)


def test_removed_question_keeps_the_label_it_had():
    (row,) = part(Kind.REMOVED, definition(question("a", label={"": "Old?"})), definition())
    assert (row.path, row.label) == ("a", "Old?")


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        (("a", "b", "c"), ("c", "a", "b"), "b", "/"),
        (("a", "b", "c"), ("b", "c", "a"), "/", "c"),
    ],
)
def test_move_tells_what_the_question_followed_and_follows(old, new, before, after):
    (row,) = part(Kind.MOVED, definition(*map(question, old)), definition(*map(question, new)))
    assert (row.before, row.after) == (before, after)


def test_move_to_another_section_tells_both():
    old = definition(group("g", question("a"), question("b")), group("h", question("c")))
    new = definition(group("g", question("b")), group("h", question("c"), question("a")))
    (row,) = part(Kind.MOVED, old, new)
    assert (row.path, row.before, row.after) == ("h/a", "g/", "h/c")


def test_choices_are_told_one_by_one_with_their_labels():
    colour = question("colour", "select_one", choice_list="l")
    old = definition(colour, l=(choice("r", "Red"), choice("g", "Green"), choice("b", "Blue")))
    new = definition(colour, l=(choice("b", "Blue"), choice("r", "Dark red"), choice("y")))
    rows = {row.what: (row.before, row.after) for row in part(Kind.CHOICES, old, new)}
    assert rows == {
        "added": ("", "y"),
        "removed": ("Green (g)", ""),
        "relabelled": ("Red (r)", "Dark red (r)"),
        "reordered": ("r, g, b", "b, r, y"),
    }


def test_choice_that_differs_in_its_columns_only_is_told_in_full():
    town = question("town", "select_one", choice_list="l")
    old, new = (definition(town, l=(choice("x", "X", area=area),)) for area in ("north", "south"))
    (row,) = part(Kind.CHOICES, old, new)
    assert (row.before, row.after) == ("X · area: north", "X · area: south")


def test_choices_of_a_question_in_a_moved_section_are_compared():
    colour = question("colour", "select_one", choice_list="l")
    old = definition(group("g", group("i", colour)), l=(choice("r"),))
    new = definition(group("i", colour), l=(choice("r"), choice("b")))
    (row,) = part(Kind.CHOICES, old, new)
    assert (row.path, row.what, row.after) == ("i/colour", "added", "b")


def test_summary_counts_what_people_are_asked():
    found = summarize(
        definition(
            question("n", "note"),
            group("g", question("a"), repeat("r", question("b"))),
            languages=("Italiano (it)", "English (en)"),
        )
    )
    assert (found.questions, found.sections, found.languages) == (2, 2, ("Italiano (it)", "English (en)"))
