from dataclasses import replace

from forms_engine.domain.comparison import content_of, kinds, retyped
from forms_engine.domain.definition import Choice, Definition, Group, Question, QuestionType, Repeat

NAME = Question(key="name", type=QuestionType.TEXT, label={"": "Name"})
COLOUR = Question(key="colour", type=QuestionType.SELECT_ONE, choice_list="colours")
BOX = Group(key="box", children=(NAME,))
LISTS = {"colours": (Choice(value="red"),)}


def definition(*children, **fields):
    return Definition(form_id="f", title="F", children=children, **({"choice_lists": LISTS} | fields))


def test_content_of_a_question_holds_its_choices():
    longer = {"colours": (Choice(value="red"), Choice(value="blue"))}
    old, new = definition(COLOUR), definition(COLOUR, choice_lists=longer)
    assert content_of(old, COLOUR) == content_of(old, COLOUR) != content_of(new, COLOUR)


def test_content_of_a_group_leaves_out_its_questions():
    inner = replace(BOX, children=(replace(NAME, hint={"": "Please"}),))
    assert content_of(definition(BOX), BOX) == content_of(definition(inner), inner)


def test_kinds_tell_groups_from_repeats():
    found = kinds(definition(BOX, Repeat(key="many"), COLOUR))
    assert found == {"box": "group", "box/name": "text", "many": "repeat", "colour": "select_one"}


def test_retyped_names_what_has_another_kind_than_any_published_one():
    published = [{"a": "text", "b": "integer"}, {"a": "text", "c": "date"}]
    assert retyped(published, {"a": "text", "b": "decimal", "c": "time", "d": "text"}) == ("b", "c")
