"""What a model is shown: what matters, in a size that does not grow with the questionnaire."""

from datetime import UTC, datetime

import pytest

from chat.domain.agenda import next_step, notes_before, open_steps
from chat.domain.memory import Change, Memory, Pending
from chat.domain.prompt import request_of
from chat.domain.turns import AskMore, AskQuestion, Finished, Review, View
from chat.domain.window import window_of
from forms_engine.domain.definition import Choice, Definition, Question, QuestionType, Repeat
from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
COLOURS = {"colours": tuple(Choice(value=f"c{n}", label={"": f"Colour {n}"}) for n in range(3))}


def text(key, label="", **fields):
    return Question(key=key, type=QuestionType.TEXT, label={"": label or f"What about {key}?"}, **fields)


def view_of(*children, asked="", memory=None, values=(), **fields):
    form = compile_form(Definition(form_id="f", title="A form", children=children, choice_lists=COLOURS))
    instance = Instance.new(form, now=NOW)
    for path, value in dict(values).items():
        instance.set_value(path, value)
    return View(
        form=form, instance=instance, form_language="", language="en", now=NOW, asked=asked,
        memory=memory or Memory(), **fields,
    )  # fmt: skip


def request(view, message="My name is Ada"):
    return request_of(
        title="A form", language="it", window=window_of(view, message), history=[], message=message
    )


def size(questions, answered=0):
    children = [text(f"q{n}", "How would you describe it, in a few words?") for n in range(questions)]
    view = view_of(*children, asked=f"q{answered}", values={f"q{n}": "well" for n in range(answered)})
    made = request(view)
    return len(made.system[0].text) + len(made.messages[0].passages[0].text)


def test_the_prompt_does_not_grow_with_the_questionnaire():
    assert size(500) <= 1.2 * size(20)
    assert size(500, answered=400) <= 1.2 * size(20, answered=16)


def test_the_beginning_of_the_prompt_stays_the_same():
    one, other = view_of(text("a"), asked="a"), view_of(text("b"), asked="b")

    assert request(one).system == request(other, "Something else").system
    assert request(one).system[0].cached


def test_the_window_shows_the_question_asked_first():
    colour = Question(
        key="colour", type=QuestionType.SELECT_ONE, label={"": "Which?"}, hint={"": "Any."},
        choice_list="colours", required="true()",
    )  # fmt: skip
    window = window_of(view_of(text("name"), colour, asked="colour"), "hm")

    assert window.text.index("path: colour") < window.text.index("path: name")
    assert "c1 = Colour 1" in window.text
    assert "select_one, required" in window.text
    assert "hint: Any." in window.text
    assert window.paths == {"colour", "name"}


def test_the_window_shows_what_the_message_may_correct():
    children = [text(f"q{n}", f"Number {n}?") for n in range(30)] + [
        text("garden", "How big is your garden?")
    ]
    values = {f"q{n}": "x" for n in range(30)} | {"garden": "small"}

    window = window_of(view_of(*children, values=values), "No wait, my garden is large")

    assert "garden" in window.paths
    assert "small" in window.text


def test_the_window_shows_the_latest_answers():
    memory = Memory(changes=(Change("1", "q20", "x", ""),))
    children = [text(f"q{n}") for n in range(30)]

    window = window_of(view_of(*children, memory=memory, values={f"q{n}": "x" for n in range(25)}), "no")

    assert "q20" in window.paths


def test_the_window_tells_of_a_pending_value():
    window = window_of(view_of(text("a"), asked="a", memory=Memory(pending=Pending("a", "42"))), "yes")

    assert "confirm" in window.text
    assert "a = 42" in window.text


def test_long_texts_are_cut():
    view = view_of(text("a", "word " * 1000), asked="a")

    assert len(window_of(view, "x").text) < 1000


PEOPLE = Repeat(key="people", children=(text("first"),))


@pytest.mark.parametrize(
    ("asked", "values", "memory", "step"),
    [
        ("", {}, Memory(), AskQuestion("a")),
        ("a", {"a": "x"}, Memory(), AskMore("people")),  # an empty occurrence is asked for first
        ("people[1]/first", {"people[1]/first": "x"}, Memory(), AskMore("people")),
        ("people", {"people[1]/first": "x"}, Memory(), AskMore("people")),
        ("people", {"people[1]/first": "x"}, Memory(closed=("people",)), AskQuestion("z")),
        ("z", {"z": "x"}, Memory(skipped=("people[1]/first",), closed=("people",)), AskQuestion("a")),
        ("z", {"z": "x", "a": "x"}, Memory(skipped=("people[1]/first",), closed=("people",)), Review()),
    ],
)
def test_the_next_step_follows_the_document_and_then_goes_round(asked, values, memory, step):
    assert next_step(view_of(text("a"), PEOPLE, text("z"), asked=asked, values=values, memory=memory)) == step


def test_there_is_no_step_after_submitting():
    assert next_step(view_of(text("a"), in_progress=False)) == Finished()


def test_hidden_questions_are_not_asked():
    view = view_of(text("a"), text("b", relevant="${a} = 'yes'"))

    assert open_steps(view) == [AskQuestion("a")]


def test_notes_before_a_question():
    note = Question(key="note", type=QuestionType.NOTE, label={"": "Mind this."})
    view = view_of(text("a"), note, text("b"), text("c"))

    assert [notes_before(view, path) for path in ("a", "b", "c")] == [[], ["note"], []]


def test_personal_answer_is_shown_masked_and_its_kind_named():
    account = text("account", appearance="iban")
    shown = window_of(view_of(account, values={"account": "IT60X0542811101000000123456"}), "change it").text
    assert "account (text iban): What about account? → …3456" in shown
    assert "0542811101" not in shown
    assert "type: text iban" in window_of(view_of(account, asked="account"), "hello").text
