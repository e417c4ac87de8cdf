"""What becomes of answers when a submission goes on with another version."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from forms_engine.domain.definition import Choice, Group, Question, QuestionType, Repeat
from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance
from forms_engine.domain.migration.plan import Fate, plan_migration
from forms_engine.domain.migration.routes import Rule
from tests.factories.questionnaires import make_definition

T = QuestionType
NOW = datetime(2026, 3, 15, 10, 30, tzinfo=ZoneInfo("Europe/Rome"))
RED, BLUE, GREEN = (Choice(value=value) for value in ("red", "blue", "green"))


def ask(key, kind=T.TEXT, **fields):
    return Question(key=key, type=kind, label={"": key}, **fields)


def migrate(before, after, answers, *, occurrences=None, lists=None, orphans=None):
    """Return the plan from a questionnaire of the nodes ``before`` to one of the nodes ``after``."""
    old_lists, new_lists = lists or ({}, {})
    old = compile_form(make_definition(*before, form_id="f", choice_lists=old_lists))
    new = compile_form(make_definition(*after, form_id="f", choice_lists=new_lists))
    instance = Instance.load(old, values=answers, occurrences=occurrences or {}, now=NOW)
    return plan_migration(instance, new, values=answers, orphans=orphans or {}, now=NOW)


def fates(plan):
    return {step.before: (step.fate, step.after, step.value) for step in plan.steps}


def test_an_answer_whose_question_stays_is_kept():
    plan = migrate([ask("name")], [ask("name", hint={"": "All of it"})], {"name": "Ada"})
    assert fates(plan) == {"name": (Fate.KEPT, "name", "Ada")}
    assert plan.changed == ("name",)
    assert plan.fresh == ()


def test_a_question_that_moved_takes_its_answer_along():
    plan = migrate([ask("name")], [Group(key="you", children=(ask("name"),))], {"name": "Ada"})
    assert fates(plan) == {"name": (Fate.MOVED, "you/name", "Ada")}
    assert plan.instance.values() == {"you/name": "Ada"}


def test_a_question_that_moved_and_changed_is_told():
    plan = migrate([ask("name")], [Group(key="you", children=(ask("name", hint={"": "All"}),))], {})
    assert plan.changed == ("you/name",)


def test_an_answer_without_a_question_is_orphaned_and_comes_back_with_it():
    plan = migrate([ask("name"), ask("pet")], [ask("name")], {"name": "Ada", "pet": "Rex"})
    assert fates(plan)["pet"] == (Fate.ORPHANED, "", "")
    plan = migrate([ask("name")], [ask("name"), ask("pet")], {"name": "Ada"}, orphans={"pet": "Rex"})
    assert fates(plan)["pet"] == (Fate.REVIVED, "pet", "Rex")
    assert plan.fresh == ()


def test_new_questions_are_told_where_they_are_asked_with_their_defaults():
    after = [
        ask("name"),
        ask("city", required="true()"),
        ask("country", default="IT"),
        ask("hidden", relevant="${name} = 'Bob'"),
    ]
    plan = migrate([ask("name")], after, {"name": "Ada"})
    assert plan.fresh == ("city",)
    assert plan.required == ("city",)
    assert plan.instance.values() == {"name": "Ada", "country": "IT"}


def test_a_question_that_must_be_answered_now_is_newly_required():
    plan = migrate([ask("a"), ask("b")], [ask("a"), ask("b", required="${a} = 'x'")], {"a": "x"})
    assert plan.required == ("b",)
    assert plan.fresh == ()


def test_an_answer_that_is_not_valid_any_more_is_asked_again_and_kept_meanwhile():
    plan = migrate([ask("age", T.INTEGER)], [ask("age", T.INTEGER, constraint=". > 18")], {"age": "12"})
    assert fates(plan) == {"age": (Fate.REASKED, "age", "12")}
    assert plan.instance.values() == {"age": "12"}


def test_a_choice_that_is_offered_no_more_is_asked_again_and_kept_meanwhile():
    question = ask("colour", T.SELECT_ONE, choice_list="c")
    plan = migrate([question], [question], {"colour": "red"}, lists=({"c": (RED, BLUE)}, {"c": (BLUE,)}))
    assert fates(plan) == {"colour": (Fate.REASKED, "colour", "red")}
    assert plan.instance.values() == {"colour": "red"}
    assert plan.instance.active_values() == {}


def test_of_several_choices_those_still_offered_stay():
    question = ask("colours", T.SELECT_MULTIPLE, choice_list="c")
    lists = {"c": (RED, BLUE, GREEN)}, {"c": (BLUE, GREEN)}
    plan = migrate([question], [question], {"colours": "red blue"}, lists=lists)
    assert fates(plan) == {"colours": (Fate.CONVERTED, "colours", "blue")}
    assert plan.steps[0].rule is Rule.CHOICES


@pytest.mark.parametrize(
    ("before", "text", "after", "value"),
    [
        (T.INTEGER, "3", T.TEXT, "3"),
        (T.INTEGER, "3", T.DECIMAL, "3.0"),
        (T.DECIMAL, "3.0", T.INTEGER, "3"),
        (T.DECIMAL, "3.5", T.INTEGER, None),
        (T.TEXT, "three", T.INTEGER, None),
        (T.TEXT, "2026-03-15", T.DATE, "2026-03-15"),
        (T.DATE, "2026-03-15", T.TEXT, "2026-03-15"),
        (T.TEXT, "red", T.SELECT_ONE, "red"),
        (T.TEXT, "pink", T.SELECT_ONE, None),
        (T.SELECT_MULTIPLE, "red blue", T.SELECT_ONE, None),
        (T.SELECT_MULTIPLE, "red", T.SELECT_ONE, "red"),
        (T.FILE, "a.pdf", T.IMAGE, "a.pdf"),
        (T.FILE, "a.pdf", T.TEXT, None),
    ],
)
def test_an_answer_of_another_type_is_converted_where_nothing_is_lost(before, text, after, value):
    lists = {"c": (RED, BLUE)}
    old = Group(key="old", children=(ask("x", before, choice_list="c" if before.is_select else ""),))
    new = Group(key="new", children=(ask("x", after, choice_list="c" if after.is_select else ""),))
    (step,) = migrate([old], [new], {"old/x": text}, lists=(lists, lists)).steps
    assert (step.fate, step.value) == ((Fate.CONVERTED, value) if value else (Fate.ORPHANED, ""))


PETS = Repeat(key="pet", children=(ask("called"), ask("kind")))


def test_occurrences_keep_their_numbers():
    after = Repeat(key="pet", children=(ask("called"), ask("age")))
    answers = {"pet[2]/called": "Rex", "pet[5]/called": "Tom", "pet[5]/kind": "cat"}
    plan = migrate([PETS], [after], answers, occurrences={"pet": (2, 5)})
    assert fates(plan) == {
        "pet[2]/called": (Fate.KEPT, "pet[2]/called", "Rex"),
        "pet[5]/called": (Fate.KEPT, "pet[5]/called", "Tom"),
        "pet[5]/kind": (Fate.ORPHANED, "", ""),
    }
    assert plan.instance.occurrences() == {"pet": (2, 5)}
    assert plan.fresh == ("pet[2]/age", "pet[5]/age")


def test_what_enters_a_repeat_becomes_its_first_occurrence():
    plan = migrate([ask("called")], [PETS], {"called": "Rex"})
    assert fates(plan) == {"called": (Fate.CONVERTED, "pet[1]/called", "Rex")}
    assert plan.steps[0].rule is Rule.INTO_REPEAT


def test_what_leaves_a_repeat_is_the_first_of_it_and_the_others_are_kept_aside():
    answers = {"pet[2]/called": "Rex", "pet[5]/called": "Tom"}
    plan = migrate([PETS], [ask("called")], answers, occurrences={"pet": (2, 5)})
    assert fates(plan) == {
        "pet[2]/called": (Fate.CONVERTED, "called", "Rex"),
        "pet[5]/called": (Fate.ORPHANED, "", ""),
    }


def test_a_repeat_that_moved_takes_its_occurrences_along():
    after = Group(key="home", children=(Repeat(key="pet", children=(ask("called"),)),))
    plan = migrate([PETS], [after], {"pet[2]/called": "Rex"}, occurrences={"pet": (2,)})
    assert fates(plan) == {"pet[2]/called": (Fate.MOVED, "home/pet[2]/called", "Rex")}
    assert plan.instance.occurrences() == {"home/pet": (2,)}


def test_an_occurrence_that_is_counted_away_leaves_its_answers_aside():
    after = Repeat(key="pet", count="1", children=(ask("called"),))
    answers = {"pet[1]/called": "Rex", "pet[2]/called": "Tom"}
    plan = migrate([PETS], [after], answers, occurrences={"pet": (1, 2)})
    assert fates(plan)["pet[2]/called"] == (Fate.ORPHANED, "", "")


def test_what_the_machine_works_out_is_worked_out_anew_and_not_told():
    before = [ask("a", T.INTEGER), ask("b", T.CALCULATE, calculation="${a} + 1")]
    after = [ask("a", T.INTEGER), ask("b", T.CALCULATE, calculation="${a} + 2")]
    plan = migrate(before, after, {"a": "1", "b": "2"})
    assert plan.instance.values() == {"a": "1", "b": "3"}
    assert plan.counts()["kept"] == 1
