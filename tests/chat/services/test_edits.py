"""What the chat says to files that arrive beside the messages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chat.models import Message
from documents.services.documents import store_document
from forms_engine.domain.definition import Question, QuestionType
from tests.documents.files import PNG
from tests.factories.conversations import make_conversation, tell
from tests.faults.invariants import check_invariants

ASKED = (
    Question(key="photo", type=QuestionType.IMAGE, label={"": "A photo?"}),
    Question(key="name", type=QuestionType.TEXT, label={"": "Your name?"}),
)


@pytest.fixture
def upload(respondent):
    conversation = make_conversation(respondent, *ASKED)

    def upload(door="chat"):
        submission = conversation.submission_id
        file = SimpleUploadedFile("rack.png", PNG)
        store_document(actor=respondent, submission_id=submission, path="photo", upload=file, door=door)
        conversation.refresh_from_db()
        return conversation

    return upload


def test_an_upload_in_the_chat_is_noted_and_the_talk_goes_on(upload):
    conversation = upload()

    parts = Message.objects.last().parts
    assert parts["understood"][0]["value"] == "rack.png"
    assert parts["ask"]["path"] == conversation.asked_path == "name"
    check_invariants(conversation)


def test_an_upload_in_the_chat_can_be_undone(upload):
    conversation = upload()

    tell(conversation, "undo", undo=Message.objects.last().parts["understood"][0]["undo"])

    assert Message.objects.last().parts["ask"] | {"value": ""} == Message.objects.first().parts["ask"] | {
        "value": ""
    }


def test_an_upload_on_a_form_page_says_nothing_in_the_chat(upload):
    upload("form")

    assert Message.objects.count() == 1
