"""The economical interviewer, talked to as people talk: what it notes, what it says, what it asks next."""

import datetime as dt

import pytest
from django.utils import timezone

from forms_engine.domain.definition import Choice, Group, Question, QuestionType, Repeat
from forms_engine.models import Answer
from tests.factories.conversations import make_conversation, tell

T = QuestionType
KINDS = (
    Choice(value="fall", label={"": "Caduta dall'alto"}),
    Choice(value="cut", label={"": "Taglio"}),
    Choice(value="burn", label={"": "Ustione"}),
)


def label(text):
    return {"": text}


QUESTIONS = (
    Group(
        key="event",
        label=label("L'accaduto"),
        children=(
            Question(
                key="kind",
                type=T.SELECT_ONE,
                label=label("Che tipo?"),
                choice_list="kinds",
                required="true()",
            ),
            Question(key="day", type=T.DATE, label=label("Che giorno?"), hint=label("Anche **circa**.")),
            Question(
                key="hurt",
                type=T.INTEGER,
                label=label("Quanti feriti?"),
                constraint=". <= 50",
                constraint_message=label("Non più di 50."),
            ),
        ),
    ),
    Repeat(
        key="witness",
        label=label("Testimoni"),
        children=(Question(key="name", type=T.TEXT, label=label("Come si chiama?")),),
    ),
    Question(key="sure", type=T.ACKNOWLEDGE, label=label("Conferma?"), required="true()"),
)


@pytest.fixture
def conversation(respondent):
    made = make_conversation(respondent, *QUESTIONS, choice_lists={"kinds": KINDS})
    made.language = "it"
    made.save()
    return made


@pytest.fixture
def last(conversation):
    return lambda: conversation.messages.filter(author="assistant").last()


def value_of(path):
    return Answer.objects.values_list("value", flat=True).get(path=path, status="accepted")


def has_answer(path):
    return Answer.objects.filter(path=path, status="accepted").exists()


def asked(conversation):
    conversation.refresh_from_db()
    return conversation.asked_path


def test_greeting_asks_the_first_question_with_its_choices(last):
    parts = last().parts

    assert parts["section"] == "L'accaduto"
    assert parts["ask"]["kind"] == "choice"
    assert [option["label"] for option in parts["ask"]["choices"]] == [
        "Caduta dall'alto",
        "Taglio",
        "Ustione",
    ]
    assert last().text.endswith("Che tipo?")


@pytest.mark.parametrize("said", ["taglio", "Tagglio", "2", "la seconda", "credo un taglio"])
def test_a_choice_is_understood_by_label_number_and_near_spelling(conversation, last, said):
    tell(conversation, said)

    assert value_of("event/kind") == "cut"
    assert last().parts["understood"][0]["value"] == "Taglio"
    assert asked(conversation) == "event/day"


def test_an_unknown_choice_is_asked_again_and_says_what_to_do(conversation, last):
    tell(conversation, "un elefante")

    assert not has_answer("event/kind")
    assert asked(conversation) == "event/kind"
    assert last().text.count("Che tipo?") == 1
    assert not last().text.startswith("Che tipo?")


def test_a_broken_rule_is_said_in_the_authors_words(conversation, last):
    tell(conversation, "200", question="event/hurt")

    assert last().text.startswith("Non più di 50.")
    assert not has_answer("event/hurt")


def test_numbers_and_dates_are_read_as_people_write_them(conversation):
    tell(conversation, "taglio")
    tell(conversation, "15 marzo 2026")
    tell(conversation, "due")

    assert value_of("event/day") == "2026-03-15"
    assert value_of("event/hurt") == "2"


def test_yesterday_counts_from_today(conversation):
    tell(conversation, "ieri", question="event/day")

    assert dt.date.fromisoformat(value_of("event/day")) == timezone.localdate() - dt.timedelta(days=1)


def test_skip_goes_on_and_the_review_comes_back_to_what_is_required(conversation, last):
    while asked(conversation):
        tell(conversation, "salta")

    assert [line["path"] for line in last().parts["summary"]] == ["event/kind", "sure"]


def test_back_returns_to_the_question_before(conversation):
    tell(conversation, "taglio")
    tell(conversation, "indietro")

    assert asked(conversation) == "event/kind"


def test_undo_takes_the_last_answer_back_and_asks_again(conversation, last):
    tell(conversation, "taglio")
    token = last().parts["understood"][0]["undo"]
    tell(conversation, "annulla", undo=token)

    assert not has_answer("event/kind")
    assert asked(conversation) == "event/kind"


def test_change_corrects_an_earlier_answer_and_stays_where_it_was(conversation, last):
    tell(conversation, "taglio")
    tell(conversation, "15/3/2026")
    tell(conversation, "cambia la data in 16 marzo 2026")

    assert value_of("event/day") == "2026-03-16"
    assert last().parts["understood"][0]["path"] == "event/day"
    assert asked(conversation) == "event/hurt"


def test_no_i_meant_corrects_the_last_answer(conversation):
    tell(conversation, "taglio")
    tell(conversation, "15/3/2026")
    tell(conversation, "2")
    tell(conversation, "no, volevo dire 3")

    assert value_of("event/hurt") == "3"


def test_why_tells_the_authors_hint_without_its_markup(conversation, last):
    tell(conversation, "taglio")
    tell(conversation, "perché?")

    assert last().text.startswith("Anche circa.")
    assert asked(conversation) == "event/day"


def test_a_repeat_is_offered_before_it_is_asked_and_until_no(conversation, last):
    for said in ("taglio", "ieri", "0"):
        tell(conversation, said)
    assert asked(conversation) == "witness"
    assert last().parts["ask"]["kind"] == "more"

    tell(conversation, "sì")
    assert asked(conversation) == "witness[1]/name"
    tell(conversation, "Ada")
    tell(conversation, "sì")
    assert asked(conversation) == "witness[2]/name"
    tell(conversation, "Bob")
    tell(conversation, "no")

    assert asked(conversation) == "sure"
    assert value_of("witness[1]/name") == "Ada"
    assert value_of("witness[2]/name") == "Bob"


def test_no_to_a_repeat_takes_its_empty_occurrence_away(conversation):
    for said in ("taglio", "ieri", "0", "no"):
        tell(conversation, said)

    conversation.submission.refresh_from_db()
    assert conversation.submission.occurrences["witness"] == []
    assert asked(conversation) == "sure"


def test_the_summary_lists_the_answers_in_words(conversation, last):
    tell(conversation, "taglio")
    tell(conversation, "riepilogo")

    assert last().parts["summary"] == [{"path": "event/kind", "label": "Che tipo?", "value": "Taglio"}]


def test_pause_promises_that_all_is_kept_and_keeps_the_question(conversation, last):
    before = asked(conversation)
    tell(conversation, "pausa")

    assert asked(conversation) == before


def test_an_empty_message_changes_nothing(conversation):
    tell(conversation, "   ")

    assert asked(conversation) == "event/kind"
    assert not Answer.objects.filter(status="accepted").exists()


def test_markup_stays_text(conversation, last):
    tell(conversation, "<script>alert(1)</script>")

    assert not has_answer("event/kind")
    assert conversation.messages.filter(author="user").last().text == "<script>alert(1)</script>"


def test_yes_at_the_review_submits(conversation, last):
    tell(conversation, "taglio")
    tell(conversation, "confermo", question="sure")
    while asked(conversation):
        tell(conversation, "salta")
    tell(conversation, "sì")

    conversation.submission.refresh_from_db()
    assert conversation.submission.status == "submitted"


def test_a_label_said_in_full_is_a_choice_even_if_it_is_an_order(respondent):
    choices = (Choice(value="a", label=label("Avanti")), Choice(value="b", label=label("Indietro")))
    question = Question(key="way", type=T.SELECT_ONE, label=label("Verso?"), choice_list="ways")
    conversation = make_conversation(respondent, question, choice_lists={"ways": choices})

    tell(conversation, "avanti")

    assert value_of("way") == "a"


@pytest.mark.parametrize(
    ("kind", "picked", "stored"),
    [
        (T.DATE, "2026-03-15", "2026-03-15"),
        (T.TIME, "08:30", "08:30:00.000"),
        (T.DATETIME, "2026-03-15T08:30", "2026-03-15T08:30:00.000"),
    ],
)
def test_what_a_picker_gives_is_taken(respondent, kind, picked, stored):
    conversation = make_conversation(respondent, Question(key="when", type=kind, label=label("When?")))

    tell(conversation, "shown", question="when", value=picked)

    assert value_of("when").startswith(stored)


def test_a_near_spelling_is_taken_and_can_be_undone(conversation, last):
    tell(conversation, "ustine")

    assert value_of("event/kind") == "burn"
    assert last().parts["understood"][0]["undo"]


@pytest.fixture
def presuming(respondent):
    day = Question(key="day", type=T.TEXT, label=label("Quale?"), default="oggi")
    made = make_conversation(respondent, day, Question(key="next", type=T.TEXT, label=label("E poi?")))
    made.language = "it"
    made.save()
    return made


def test_a_default_is_asked_and_a_yes_makes_it_the_persons_own(presuming):
    assert asked(presuming) == "day"
    assert "“oggi”" in presuming.messages.last().text

    tell(presuming, "sì")

    answer = Answer.objects.get(path="day")
    assert (answer.value, answer.origin) == ("oggi", "said")
    assert asked(presuming) == "next"


def test_a_default_can_be_said_otherwise_or_left(presuming):
    tell(presuming, "domani")
    assert value_of("day") == "domani"


def test_a_default_that_is_skipped_stays_and_is_not_asked_again(presuming):
    tell(presuming, "salta")
    tell(presuming, "niente")

    assert value_of("day") == "oggi"
    assert asked(presuming) == ""


def test_what_is_missing_at_the_review_is_taken_or_asked(conversation):
    while asked(conversation):
        tell(conversation, "salta")

    tell(conversation, "come?")
    assert asked(conversation) == "event/kind"
    tell(conversation, "salta")
    tell(conversation, "taglio")

    assert value_of("event/kind") == "cut"


def test_a_choice_without_options_is_not_asked(respondent):
    towns = (Choice(value="rome", label=label("Rome"), columns={"area": "centre"}),)
    area = Question(key="area", type=T.TEXT, label=label("Area?"))
    town = Question(
        key="town",
        type=T.SELECT_ONE,
        label=label("Town?"),
        choice_list="towns",
        choice_filter="area = ${area}",
    )
    conversation = make_conversation(respondent, area, town, choice_lists={"towns": towns})

    tell(conversation, "skip")
    assert asked(conversation) == ""
    tell(conversation, "centre", question="area")

    assert asked(conversation) == "town"
