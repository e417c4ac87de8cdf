import datetime as dt

from forms_engine.domain.definition import Group, Question, QuestionType, Repeat
from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance
from forms_engine.domain.outline import current_line, outline
from forms_engine.domain.pages import pages_of
from tests.factories.questionnaires import make_definition

NOW = dt.datetime(2026, 3, 15, 12, tzinfo=dt.UTC)


def ask(key, **fields):
    return Question(key=key, type=fields.pop("kind", QuestionType.TEXT), label={"": key}, **fields)


NUMBER = ask("c", kind=QuestionType.INTEGER, constraint=". > 2")
CHILDREN = (
    Group(key="first", label={"": "The first"}, children=(ask("a", required="true()"), ask("b"))),
    Group(
        key="second",
        relevant="${a} = 'x'",
        children=(ask("c", kind=QuestionType.INTEGER, constraint=". > 2"),),
    ),
    Repeat(key="third", children=(ask("d"),)),
)


def start():
    return Instance.new(compile_form(make_definition(*CHILDREN)), now=NOW)


def lines_of(instance):
    return outline(instance, pages_of(instance.form.definition), "")


def test_outline_leaves_out_pages_that_do_not_apply():
    instance = start()
    assert [(line.page.key, line.number, line.title) for line in lines_of(instance)] == [
        ("first", 1, "The first"),
        ("third", 2, ""),
    ]
    instance.set_value("first/a", "x")
    assert [line.page.key for line in lines_of(instance)] == ["first", "second", "third"]


def test_outline_keeps_a_repeat_that_has_no_occurrence():
    instance = start()
    instance.remove_occurrence("third[1]")
    assert lines_of(instance)[-1].page.key == "third"


def test_outline_line_tells_how_a_page_stands():
    instance = start()
    assert (lines_of(instance)[0].state, lines_of(instance)[0].missing) == ("open", 1)
    instance.set_value("first/a", "x")
    line = lines_of(instance)[0]
    assert (line.state, line.answered, line.asked) == ("complete", 1, 2)
    instance.set_value("second/c", "1")
    assert lines_of(instance)[1].state == "invalid"


def test_current_line_is_the_one_named_the_one_asked_for_or_the_first_open():
    instance = start()
    instance.set_value("first/a", "y")
    lines = lines_of(instance)
    assert current_line(lines, key="first") == lines[0]
    assert current_line(lines, question="third[1]/d") == lines[1]
    assert current_line(lines) == lines[1]
    assert current_line(lines, key="second") is None
    assert current_line(()) is None
