"""Commands: each judged by the engine, each taken back."""

import pytest
from django.db import transaction

from chat.domain.commands import (
    AddOccurrence,
    Cancel,
    Confirm,
    GoBack,
    GoTo,
    NoMore,
    NotUnderstood,
    Propose,
    RemoveOccurrence,
    SetAnswer,
    Skip,
    Submit,
    Tell,
    Topic,
    Undo,
)  # fmt: skip
from chat.domain.turns import AskMore, AskQuestion, Finished, Review
from chat.services.commands import Context, execute
from chat.services.scene import set_scene
from forms_engine.domain.definition import Question, QuestionType, Repeat
from forms_engine.models import Answer
from tests.factories.conversations import make_conversation, tell

AGE = Question(
    key="age", type=QuestionType.INTEGER, label={"": "How old?"}, constraint=". < 150",
    constraint_message={"": "Nobody is that old."},
)  # fmt: skip
NAME = Question(key="name", type=QuestionType.TEXT, label={"": "Your name?"}, required="true()")
MEMBER = Repeat(
    key="member", label={"": "Member"},
    children=(Question(key="first", type=QuestionType.TEXT, label={"": "First name?"}),),
)  # fmt: skip


@pytest.fixture
def conversation(respondent):
    return make_conversation(respondent, NAME, AGE, MEMBER)


@pytest.fixture
def run(conversation, respondent):
    message = tell(conversation, "Ada, 36 years", question="name")

    def run(*commands):
        with transaction.atomic():
            scene = set_scene(respondent, conversation.pk)
            outcomes = execute(Context(scene, message), commands)
            return (*outcomes, scene.advance())

    return run


def value_of(path):
    return Answer.objects.filter(path=path, status="accepted").values_list("value", flat=True).first()


def test_set_answer_keeps_where_it_was_said(run):
    outcome, step = run(SetAnswer("age", "36", quote="36 YEARS"))

    assert outcome.done
    assert (outcome.value, outcome.previous) == ("36", "")
    assert "age" in outcome.changed
    detail = Answer.objects.get(path="age").origin_detail
    assert (detail["start"], detail["end"]) == (5, 13)
    assert step == AskMore("member")


def test_set_answer_refused_says_why_and_stays(run):
    outcome, step = run(SetAnswer("age", "200"))

    assert not outcome.done
    assert outcome.sentence == "Nobody is that old."
    assert value_of("age") is None
    assert step == AskQuestion("age")


def test_one_refused_command_does_not_stop_the_others(run):
    refused, unknown, done, _step = run(
        SetAnswer("age", "200"), SetAnswer("nowhere", "1"), SetAnswer("name", "Grace")
    )

    assert [refused.done, unknown.done, done.done] == [False, False, True]
    assert unknown.sentence
    assert value_of("name") == "Grace"


def test_undo_takes_the_last_change_back(run):
    first, _ = run(SetAnswer("age", "36"))
    second, _ = run(SetAnswer("age", "37"))

    undone, step = run(Undo())

    assert (undone.done, value_of("age")) == (True, "36")
    assert step == AskMore("member")
    again, step = run(Undo(first.undo))
    assert (again.done, value_of("age")) == (True, None)
    assert step == AskQuestion("age")
    assert first.undo != second.undo


def test_undo_spares_what_was_changed_since(run):
    first, _ = run(SetAnswer("age", "36"))
    run(SetAnswer("age", "37"))

    refused, _step = run(Undo(first.undo))

    assert not refused.done
    assert value_of("age") == "37"


def test_undo_without_a_change_says_so(run):
    run(Undo())

    outcome, _step = run(Undo())

    assert not outcome.done
    assert outcome.sentence


def test_a_proposal_waits_for_a_yes(run):
    run(Propose("age", "36"))
    assert value_of("age") is None

    run(Confirm())

    assert value_of("age") == "36"
    assert not run(Confirm())[0].done


def test_a_proposal_is_dropped_by_a_no(run):
    run(Propose("age", "36"))

    run(Cancel())

    assert not run(Confirm())[0].done
    assert value_of("age") is None


def test_skip_puts_a_question_off(run):
    assert run(Skip("age"))[-1] == AskMore("member")
    assert run(AddOccurrence("member"))[-1] == AskQuestion("member[1]/first")
    assert run(Skip("member[1]/first"))[-1] == AskMore("member")
    assert run(NoMore("member"))[-1] == Review()
    assert run(GoTo("age"))[-1] == AskQuestion("age")
    assert run(SetAnswer("age", "36"))[-1] == Review()


def test_review_names_what_bars_submitting(run):
    run(SetAnswer("name", ""), Skip("name"), Skip("age"), Skip("member[1]/first"), Skip("member"))

    assert run()[-1] == Review(("name",))
    refused, _step = run(Submit())
    assert not refused.done
    assert refused.sentence


def test_submit_ends_it(run):
    outcome, step = run(Submit())

    assert outcome.done
    assert step == Finished()
    assert not run(SetAnswer("age", "1"))[0].done


def test_go_back_follows_the_trail(run):
    run(SetAnswer("age", "36"))
    run(AddOccurrence("member"))
    run(SetAnswer("member[1]/first", "Bo"))

    assert run(GoBack())[-1] == AskQuestion("member[1]/first")
    assert run(GoBack())[-1] == AskQuestion("age")
    assert run(GoBack())[-1] == AskQuestion("name")
    outcome, step = run(GoBack())
    assert not outcome.done
    assert step == AskMore("member")


def test_go_to_refuses_what_is_not_asked(run):
    outcome, step = run(GoTo("member[1]"))

    assert not outcome.done
    assert step == AskQuestion("age")
    assert not run(GoTo("nowhere"))[0].done


def test_occurrences_come_and_go(run):
    run(SetAnswer("age", "36"), SetAnswer("member[1]/first", "Bo"))

    added, step = run(AddOccurrence("member"))
    assert added.path == "member[2]"
    assert step == AskQuestion("member[2]/first")

    removed, step = run(RemoveOccurrence("member[2]"))
    assert removed.done
    assert step == AskMore("member")
    assert not run(AddOccurrence("age"))[0].done


def test_talk_changes_nothing(run):
    told, missed, step = run(Tell(Topic.WHY, "age"), NotUnderstood("age", "no_number"))

    assert (told.done, missed.done) == (True, False)
    assert step == AskQuestion("age")
