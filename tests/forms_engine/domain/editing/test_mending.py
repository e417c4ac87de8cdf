from datetime import UTC, datetime

from forms_engine.domain.definition import Choice, Definition, Question, QuestionType
from forms_engine.domain.editing.mending import try_form
from forms_engine.domain.instance import Instance

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def definition(*children, **fields):
    return Definition(form_id="x", title="X", children=children, **fields)


def test_good_form_is_itself():
    form = definition(Question(key="a", type=QuestionType.TEXT))
    trial = try_form(form)
    assert (trial.form.definition, trial.problems) == (form, ())


def test_faulty_rules_and_texts_are_left_out():
    trial = try_form(
        definition(
            Question(key="a", type=QuestionType.TEXT, relevant="${gone}", label={"": "Hello ${nobody}"}),
            Question(key="b", type=QuestionType.TEXT, constraint="shout(", required="true()"),
            Question(key="c", type=QuestionType.SELECT_ONE, choice_list="absent"),
            Question(key="d", type=QuestionType.SELECT_ONE, choice_list="list"),
            choice_lists={"list": (Choice(value="x", label={"": "${who}"}),)},
            settings={"instance_name": "${gone}"},
        )
    )
    assert {(problem.path, problem.column) for problem in trial.problems} == {
        ("a", "relevant"), ("a", "label"), ("b", "constraint"), ("c", "type"), ("d", "label"),
        ("", "instance_name"),
    }  # fmt: skip
    instance = Instance.new(trial.form, now=NOW)
    assert instance.label("a", "") == "Hello $ {nobody}"
    assert instance.node("b").required


def test_circles_are_cut():
    trial = try_form(
        definition(
            Question(key="a", type=QuestionType.TEXT, relevant="${b} = 1"),
            Question(key="b", type=QuestionType.TEXT, relevant="${a} = 1"),
        )
    )
    assert trial.form is not None
    assert [problem.code for problem in trial.problems] == ["circle"]


def test_what_cannot_be_mended_is_said():
    twins = [Question(key="a", type=QuestionType.TEXT)] * 2
    trial = try_form(definition(*twins))
    assert trial.form is None
    assert {problem.code for problem in trial.problems} == {"key_twice"}
