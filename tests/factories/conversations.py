"""Conversations for tests."""

from uuid import uuid4

from django.utils import translation

from chat.domain.turns import Said
from chat.models import Conversation, Message
from chat.services.conversations import open_conversation
from chat.services.messages import post_message
from forms_engine.services.submissions import start_submission
from tests.factories.questionnaires import make_questionnaire


def make_conversation(actor, *children, interviewer: str = "economical", **fields) -> Conversation:
    """Return the freshly opened conversation about a new submission of a new questionnaire."""
    questionnaire = make_questionnaire(*children, **fields)
    submission = start_submission(actor=actor, questionnaire_id=questionnaire.pk, language="en")
    with translation.override("en"):
        conversation = open_conversation(actor=actor, submission_id=submission.pk, language="en")
    Conversation.objects.filter(pk=conversation.pk).update(interviewer=interviewer)
    conversation.refresh_from_db()
    return conversation


def tell(conversation: Conversation, text: str = "", **fields) -> Message:
    """Post a message as the person whose conversation it is."""
    client_id = fields.pop("client_id", None) or uuid4()
    return post_message(
        actor=conversation.submission.owner,
        conversation_id=conversation.pk,
        client_id=client_id,
        said=Said(text, **fields),
    )
