"""A draft tried in the chat leaves no trace."""

import pytest
from django.urls import reverse

from chat.models import Conversation, Message
from forms_engine.domain.definition import Question, QuestionType, Repeat
from forms_engine.models import Submission
from forms_engine.services.editing import edit_draft
from forms_engine.services.versions import publish_version
from tests.factories.questionnaires import begin_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


def address(draft):
    return reverse("chat:trial_detail", args=[draft.pk])


def talk(client, draft, *said, **fields):
    """Say one thing after the other; return the page as it stands then."""
    page = client.get(address(draft))
    for text in said:
        client.post(address(draft), {"text": text, "question": page.context["asked_path"]} | fields)
        page = client.get(address(draft))
    return page


def test_interviewer_asks_understands_and_goes_on(signed_in, author):
    page = talk(signed_in, begin_draft(author))
    assert "What is your name?" in page.text
    page = talk(signed_in, begin_draft(author), "Ada", "red")
    assert page.context["asked_path"] == "born"
    assert "When were you born?" in page.context["messages_so_far"][-1]["text"]


def test_choice_is_pressed_and_shown_in_its_words(signed_in, author):
    draft = begin_draft(author)
    talk(signed_in, draft, "Ada")
    signed_in.post(address(draft), {"value": "blue", "question": "colour"})
    messages = signed_in.get(address(draft)).context["messages_so_far"]
    assert [each["text"] for each in messages if each["author"] == "user"] == ["Ada", "Blue"]


def test_answers_are_those_of_the_pages(signed_in, author):
    draft = begin_draft(author)
    talk(signed_in, draft, "Ada", "red")
    page = signed_in.get(reverse("admin:forms_engine_version_trial", args=[draft.pk]))
    values = {each.path: each.value for each in page.context["entries"]}
    assert (values["name"], values["colour"]) == ("Ada", "red")
    signed_in.post(page.context["trial_address"], {"path": "name", "name": "Eve"})
    assert signed_in.get(address(draft)).context["asked_path"] == "born"


def test_talk_leaves_no_rows_and_is_handed_in_nowhere(signed_in, author):
    draft = begin_draft(author, Question(key="name", type=QuestionType.TEXT, label={"": "Name?"}))
    page = talk(signed_in, draft, "Ada", "submit")
    assert "a trial ends here, and nothing is kept" in page.text
    assert not Submission.objects.exists()
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()


def test_occurrences_are_added_and_what_was_said_is_undone(signed_in, author):
    who = Question(key="who", type=QuestionType.TEXT, label={"": "Who comes?"})
    draft = begin_draft(author, Repeat(key="guest", label={"": "Guest"}, children=(who,)))
    page = talk(signed_in, draft, "yes", "Ada")
    assert "Ada" in page.text
    page = talk(signed_in, draft, "undo")
    assert "Taken back." in page.text


def test_refusal_is_that_of_the_real_chat(signed_in, author):
    age = Question(
        key="age",
        type=QuestionType.INTEGER,
        label={"": "Age?"},
        constraint=". > 17",
        constraint_message={"": "Adults only."},
    )
    assert "Adults only." in talk(signed_in, begin_draft(author, age), "12").text


def test_edit_of_the_draft_is_asked_anew(signed_in, author):
    draft = begin_draft(author)
    talk(signed_in, draft)
    operation = {"kind": "change", "path": "name", "fields": {"label": {"": "Who are you?"}}}
    edit_draft(actor=author, version_id=draft.pk, expected_hash=draft.content_hash, operation=operation)
    messages = signed_in.get(address(draft)).context["messages_so_far"]
    assert len(messages) == 1
    assert "Who are you?" in messages[0]["text"]


def test_talk_begins_again_with_the_pages(signed_in, author):
    draft = begin_draft(author)
    talk(signed_in, draft, "Ada")
    signed_in.post(reverse("admin:forms_engine_version_trial", args=[draft.pk]), {"again": "1"})
    page = signed_in.get(address(draft))
    assert len(page.context["messages_so_far"]) == 1
    assert page.context["asked_path"] == "name"


def test_published_draft_is_tried_no_more(signed_in, author):
    draft = begin_draft(author)
    publish_version(actor=author, version_id=draft.pk)
    assert signed_in.get(address(draft)).status_code == 404


def test_hostile_messages_are_answered(signed_in, author):
    draft = begin_draft(author)
    page = talk(signed_in, draft, "<script>alert(1)</script>", "x" * 100_000, "\0", "")
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.text
    signed_in.post(address(draft), {"value": "x", "question": "../../gone"})
    assert signed_in.get(address(draft)).status_code == 200


def test_talk_is_for_authors(client, reviewer, author):
    draft = begin_draft(author)
    client.force_login(reviewer)
    assert client.get(address(draft)).status_code == 404
    assert client.post(address(draft), {"text": "x"}).status_code == 404


def test_page_may_stand_in_a_frame_of_our_own_only(signed_in, author):
    page = signed_in.get(address(begin_draft(author)))
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
