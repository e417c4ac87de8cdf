"""The durable record of a conversation: every line of it is written here."""

from typing import TYPE_CHECKING

from django.db.models import F

from chat.domain.parts import Wording
from chat.domain.states import Author
from chat.events import MessagePosted, MessageSaid, payload
from chat.models import Conversation, ConversationEvent, Message, Reply
from messerprise.realtime.envelopes import Frame
from messerprise.realtime.groups import conversation_group, ring_on_commit

if TYPE_CHECKING:
    from uuid import UUID

    from chat.domain.turns import Said


def record_event(conversation_id: "UUID", event: Frame) -> int:
    """Append an event under the conversation's row lock and ring on commit; return its number."""
    seq = next_seq(conversation_id)
    write_event(conversation_id, seq, event)
    return seq


def next_seq(conversation_id: "UUID") -> int:
    """Take the next number; the row stays locked until the end of the transaction."""
    Conversation.objects.filter(pk=conversation_id).update(head_seq=F("head_seq") + 1)
    return Conversation.objects.values_list("head_seq", flat=True).get(pk=conversation_id)


def write_event(conversation_id: "UUID", seq: int, event: Frame) -> None:
    """Write the event that ``next_seq`` made room for."""
    ConversationEvent.objects.create(
        conversation_id=conversation_id, seq=seq, type=event.TYPE, data=payload(event)
    )
    ring_on_commit(conversation_group(conversation_id))


def post(conversation: Conversation, said: "Said", client_id: "UUID") -> Message:
    """Write what the person said."""
    message = Message.objects.create(
        conversation=conversation,
        seq=next_seq(conversation.pk),
        client_id=client_id,
        author=Author.USER.value,
        text=said.text,
        asked_path=said.question,
    )
    event = MessagePosted(message.pk, message.author, message.text, client_id)
    write_event(conversation.pk, message.seq, event)
    return message


def say(conversation: Conversation, wording: Wording, reply: Reply | None = None) -> Message:
    """Write what the assistant says; ``reply`` is the model run that it ends."""
    message = Message.objects.create(
        conversation=conversation,
        seq=next_seq(conversation.pk),
        author=Author.ASSISTANT.value,
        text=wording.text,
        parts=wording.parts.dump(),
        asked_path=conversation.asked_path,
    )
    event = MessageSaid(message.pk, message.author, message.text, message.parts, reply.pk if reply else None)
    write_event(conversation.pk, message.seq, event)
    return message
