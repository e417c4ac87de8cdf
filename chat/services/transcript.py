"""The durable record of a conversation: every line of it is written here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import IntegerField, QuerySet, UUIDField

from chat.domain.parts import Wording
from chat.domain.states import Author
from chat.events import MessagePosted, MessageSaid, payload
from chat.models import Conversation, ConversationEvent, Message, Reply
from messerprise.core.prepared import Given, PreparedInsert, PreparedSave, PreparedUpdate
from messerprise.realtime.announcements import Told, announce_on_commit
from messerprise.realtime.envelopes import Frame
from messerprise.realtime.frames import Done, Event

if TYPE_CHECKING:
    from uuid import UUID

    from chat.domain.turns import Said


def _row() -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk=Given("pk", UUIDField()))


REMEMBERED = ("state", "asked_path", "language", "updated_at")
"""What the interviewer changes of a conversation."""

_GO_ON = PreparedUpdate(_row, head_seq=Given("head_seq", IntegerField()))
_REMEMBER = PreparedSave(Conversation, *REMEMBERED)
_REMEMBER_ALL = PreparedSave(Conversation, "head_seq", *REMEMBERED)
_ADD_EVENTS, _ADD_MESSAGE = PreparedInsert(ConversationEvent), PreparedInsert(Message)


def remember(conversation: Conversation) -> None:
    """Store what the interviewer changes of a conversation, under its row lock."""
    _REMEMBER(conversation)


@dataclass(slots=True)
class Ledger:
    """What one transaction adds to a conversation: numbered at once, stored and announced at its end."""

    conversation_id: "UUID"
    submission_id: "UUID"
    head_seq: int
    told: list[Told] = field(default_factory=list)
    saved_later: Conversation | None = None

    def add(self, event: Frame, opens: "UUID | None" = None) -> int:
        """Take the next number for an event."""
        self.head_seq += 1
        self.told.append(Told(Event(self.head_seq, event.TYPE, payload(event)), self.head_seq, opens))
        return self.head_seq

    def store(self) -> None:
        """Write it all down; everybody is told on commit."""
        events = [each.frame for each in self.told if isinstance(each.frame, Event)]
        if self.saved_later is not None:
            self.saved_later.head_seq = self.head_seq
            _REMEMBER_ALL(self.saved_later)
        elif events:
            _GO_ON(pk=self.conversation_id, head_seq=self.head_seq)
        if events:
            rows = (
                ConversationEvent(
                    conversation_id=self.conversation_id, seq=each.seq, type=each.event, data=each.data
                )
                for each in events
            )
            _ADD_EVENTS(*rows)
        if self.told:
            announce_on_commit(self.conversation_id, self.told)


_ledger: ContextVar[Ledger | None] = ContextVar("ledger", default=None)


@contextmanager
def gathered(conversation: Conversation, *, save: bool = False) -> Iterator[Ledger]:
    """Gather what is recorded until the block ends; the conversation was read under its row lock.

    With ``save`` what the interviewer remembers is stored then too: nobody else may read it in the block.
    """
    known = _ledger.get()
    if known and known.conversation_id == conversation.pk:
        yield known
        return
    ledger = Ledger(conversation.pk, conversation.submission_id, conversation.head_seq)
    ledger.saved_later = conversation if save else None
    token = _ledger.set(ledger)
    try:
        yield ledger
        ledger.store()
    finally:
        _ledger.reset(token)


@contextmanager
def recording(conversation_id: "UUID") -> Iterator[Ledger]:
    """Lock the conversation's row and gather what is recorded until the block ends; inside a transaction."""
    rows = Conversation.objects.select_for_update().only("pk", "submission_id", "head_seq")
    with gathered(rows.get(pk=conversation_id)) as ledger:
        yield ledger


@contextmanager
def provisional() -> Iterator[None]:
    """Forget what the block recorded where it fails, as its savepoint forgets what it wrote."""
    ledger = _ledger.get()
    before = (ledger.head_seq, len(ledger.told)) if ledger else (0, 0)
    try:
        yield
    except BaseException:
        if ledger:
            ledger.head_seq, kept = before
            del ledger.told[kept:]
        raise


def is_saved_later(conversation: Conversation) -> bool:
    """Tell whether the end of the block stores what the interviewer remembers."""
    ledger = _ledger.get()
    return ledger is not None and ledger.saved_later is conversation


def conversation_of(submission_id: "UUID") -> "UUID | None":
    """Return the conversation about a submission, if there is one."""
    ledger = _ledger.get()
    if ledger and ledger.submission_id == submission_id:
        return ledger.conversation_id
    return Conversation.objects.filter(submission=submission_id).values_list("pk", flat=True).first()


def record_event(conversation_id: "UUID", event: Frame, *, opens: "UUID | None" = None) -> int:
    """Append an event under the conversation's row lock; return its number.

    Args:
        conversation_id: which conversation.
        event: one of ``chat.events``.
        opens: the reply that is to be written from now on.
    """
    ledger = _ledger.get()
    if ledger and ledger.conversation_id == conversation_id:
        return ledger.add(event, opens)
    with transaction.atomic(savepoint=False), recording(conversation_id) as ledger:
        return ledger.add(event, opens)


def record_end(reply: Reply, message: Message | None) -> None:
    """Tell everybody that a reply ended, after its last message."""
    seq = message.seq if message else 0
    told = Told(Done(reply.pk, reply.attempt, reply.checkpoint_seq, seq), seq, ends=reply.pk)
    ledger = _ledger.get()
    if ledger and ledger.conversation_id == reply.conversation_id:
        ledger.told.append(told)
    else:
        announce_on_commit(reply.conversation_id, [told])


def post(conversation: Conversation, said: "Said", client_id: "UUID") -> Message:
    """Write what the person said."""
    message = Message(
        conversation=conversation,
        client_id=client_id,
        author=Author.USER.value,
        text=said.text,
        asked_path=said.question,
    )
    event = MessagePosted(message.pk, message.author, message.text, client_id)
    message.seq = record_event(conversation.pk, event)
    _ADD_MESSAGE(message)
    return message


def say(conversation: Conversation, wording: Wording, reply: Reply | None = None) -> Message:
    """Write what the assistant says; ``reply`` is the model run that it ends."""
    message = Message(
        conversation=conversation,
        author=Author.ASSISTANT.value,
        text=wording.text,
        parts=wording.parts.dump(),
        asked_path=conversation.asked_path,
    )
    event = MessageSaid(message.pk, message.author, message.text, message.parts, reply.pk if reply else None)
    message.seq = record_event(conversation.pk, event)
    _ADD_MESSAGE(message)
    return message
