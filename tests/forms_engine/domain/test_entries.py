import datetime as dt

import pytest

from forms_engine.domain.controls import Control
from forms_engine.domain.definition import Choice, Group, Question, QuestionType, Repeat
from forms_engine.domain.entries import Entry, Reader, Refused, changed_entries, key_path, parent_of
from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance
from forms_engine.domain.pages import pages_of
from tests.factories.questionnaires import make_definition

NOW = dt.datetime(2026, 3, 15, 12, tzinfo=dt.UTC)
T = QuestionType


def ask(key, kind=T.TEXT, **fields):
    return Question(key=key, type=kind, label={"": key.title()}, **fields)


def instance_of(*children, **fields):
    return Instance.new(compile_form(make_definition(*children, **fields)), now=NOW)


def page_of(instance, number=0, **reading):
    page = pages_of(instance.form.definition)[number]
    return Reader(instance=instance, language="", **reading).page(page)


def test_reader_nests_repeats_and_numbers_their_occurrences_by_place():
    instance = instance_of(Repeat(key="pet", label={"": "Pet"}, children=(ask("name"),)))
    instance.add_occurrence("pet")
    instance.remove_occurrence("pet[1]")
    instance.add_occurrence("pet")
    (repeat,) = page_of(instance)
    assert [(each.path, each.label, each.number) for each in repeat.children] == [
        ("pet[2]", "Pet", 1),
        ("pet[3]", "Pet", 2),
    ]
    assert [each.within for each in repeat.questions()] == ["Pet 1", "Pet 2"]


def test_reader_leaves_out_what_nobody_answers():
    (group,) = page_of(
        instance_of(Group(key="g", children=(ask("a"), ask("sum", T.CALCULATE, calculation="1"))))
    )
    assert [each.path for each in group.children] == ["g/a"]


def test_reader_keeps_a_place_for_what_is_hidden():
    (group,) = page_of(instance_of(Group(key="g", children=(ask("a"), ask("b", relevant="${a} = '1'")))))
    assert group.children[1] == Entry(path="g/b", kind="question", relevant=False)
    assert [each.path for each in group.questions()] == ["g/a"]


def test_reader_calls_a_missing_answer_an_error_only_when_asked():
    instance = instance_of(ask("a", required="true()"))
    assert [entry.error for entry in page_of(instance)] == [""]
    assert [entry.error for entry in page_of(instance, show_missing=True)] == ["required"]


def test_reader_shows_what_was_refused_as_it_was_written():
    (entry,) = page_of(instance_of(ask("a", T.INTEGER)), refused={"a": Refused("many", "A number, please.")})
    assert (entry.value, entry.error, entry.state) == ("many", "A number, please.", "invalid")


def test_reader_shows_a_constraint_that_another_answer_broke():
    broken = ask("low", T.INTEGER, constraint=". < ${high}", constraint_message={"": "Too high."})
    instance = instance_of(ask("high", T.INTEGER), broken)
    instance.set_value("high", "9")
    instance.set_value("low", "5")
    instance.set_value("high", "2")
    assert page_of(instance)[1].error == "Too high."


def test_entry_ids_do_not_collide_between_occurrences_and_keys():
    paths = ["a/b", "a-b", "a_b", "a.b", "a[1]/b", "a/b[1]"]
    assert len({Entry(path=path, kind="question", relevant=True).id for path in paths}) == len(paths)


@pytest.mark.parametrize(
    ("question", "offers", "control"),
    [
        (ask("q", T.SELECT_ONE), 7, Control.RADIOS),
        (ask("q", T.SELECT_ONE), 8, Control.DROPDOWN),
        (ask("q", T.SELECT_ONE, appearance="minimal"), 2, Control.DROPDOWN),
        (ask("q", T.TEXT, appearance="w2 multiline"), 0, Control.MULTILINE),
        (ask("q", T.BARCODE), 0, Control.TEXT),
        (ask("q", T.VIDEO), 0, Control.FILE),
    ],
)
def test_reader_chooses_the_control(question, offers, control):
    choices = tuple(Choice(value=f"c{number}", label={"": "C"}) for number in range(offers))
    listed = {"list": choices} if offers else {}
    fields = {field: getattr(question, field) for field in ("key", "type", "label", "appearance")}
    instance = instance_of(Question(**fields, choice_list="list" if offers else ""), choice_lists=listed)
    assert page_of(instance)[0].control == control


def changed(instance, change):
    before = page_of(instance)
    change(instance)
    return [entry.path for entry in changed_entries(before, page_of(instance))]


def test_changed_entries_are_the_questions_that_look_different():
    instance = instance_of(
        Group(
            key="g",
            children=(
                ask("a"),
                Question(key="b", type=T.TEXT, label={"": "After ${a}"}),
                ask("c", relevant="${a} = 'x'"),
                ask("d"),
            ),
        )
    )
    assert changed(instance, lambda it: it.set_value("g/a", "x")) == ["g/a", "g/b", "g/c"]


def test_changed_entries_take_a_section_as_a_whole_when_it_appears():
    inner = Group(key="inner", relevant="${a} = 'x'", children=(ask("b"), ask("c")))
    instance = instance_of(Group(key="g", children=(ask("a"), inner)))
    assert changed(instance, lambda it: it.set_value("g/a", "x")) == ["g/a", "g/inner"]


def test_changed_entries_take_a_repeat_as_a_whole_when_its_number_changes():
    pets = Repeat(key="pet", count="${how_many}", children=(ask("name"),))
    instance = instance_of(Group(key="g", children=(ask("how_many", T.INTEGER), pets)))
    assert changed(instance, lambda it: it.set_value("g/how_many", "2")) == ["g/how_many", "g/pet"]


def test_key_path_and_parent_follow_occurrences():
    assert key_path("a/b[2]/c[10]") == "a/b/c"
    assert [parent_of(path) for path in ("a/b[2]/c", "a/b[2]", "a/b", "a")] == ["a/b[2]", "a/b", "a", ""]
