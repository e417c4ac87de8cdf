"""Reads of conversations, always scoped by the user who asks or by a conversation already checked."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from chat.clients.moved import moved_transcripts
from chat.domain.states import UNFINISHED, ReplyState
from chat.models import Conversation, ConversationEvent, Message, Reply
from messerprise.core.models import least_key_at
from messerprise.realtime.delivery import News
from messerprise.realtime.frames import Done, Event, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from messerprise.accounts.models import User

MOST_EVENTS = 300


def conversations_of(user: "User") -> QuerySet[Conversation]:
    """Return the conversations about the user's own submissions."""
    return Conversation.objects.filter(submission__owner=user).select_related("submission")


def messages_of(conversation: Conversation) -> QuerySet[Message]:
    """Return the messages up to the conversation's ``head_seq`` as read before: what comes later is news."""
    return conversation.messages.filter(seq__lte=conversation.head_seq)


def events_after(conversation_id: "UUID", seq: int, most: int = MOST_EVENTS) -> tuple[Event, ...]:
    """Return the durable events right after a number, at most so many.

    They are without holes: none where the next was moved out of the database, see ``moved_after``.
    """
    rows = ConversationEvent.objects.filter(conversation=conversation_id, seq__gt=seq)[:most]
    return _without_holes(seq, (Event(row.seq, row.type, row.data) for row in rows))


def moved_after(conversation_id: "UUID", seq: int) -> tuple[Event, ...]:
    """Return the events right after a number that were moved out of the database, at most ``MOST_EVENTS``.

    None where the store cannot be read now, or they expired there.
    """
    store = moved_transcripts()
    moved = store.after(conversation_id, seq, MOST_EVENTS) if store else []
    return _without_holes(seq, (Event(each.seq, each.type, each.data) for each in moved))


def position_of(conversation: Conversation) -> dict[str, Any]:
    """Return where a page drawn from ``messages_of`` stands, for its first ``hello``."""
    reply = conversation.replies.unfinished().first()
    return {
        "conversation": str(conversation.pk),
        "epoch": str(conversation.epoch),
        "seq": conversation.head_seq,
        "reply": reply and {
            "id": str(reply.pk),
            "attempt": reply.attempt,
            "seq": reply.checkpoint_seq,
            "text": reply.checkpoint_text,
        },
    }  # fmt: skip


def news_of(
    conversation_id: "UUID",
    after: int,
    following: "UUID | None" = None,
    moved: tuple[Event, ...] = (),
    most: int = MOST_EVENTS,
) -> News:
    """Return the events after a number, and what became of the replies; reads the database only.

    Events are those ``moved``, if any, and at most so many from here.
    A reply has ended for a reader once its last message is told: those that end with these events, and
    ``following`` if it ended before. Where the news are not whole, ask again with ``moved_after``.

    Each query sees a moment of its own, and what happened between two would be told by neither: a reply
    that ended, for instance. So all is read anew until nothing happened meanwhile.
    """
    places = Conversation.objects.filter(pk=conversation_id).values_list("epoch", "head_seq")
    place, news = places.get(), None
    while news is None or place != (news.epoch, news.head_seq):
        epoch, head = place
        moved = tuple(event for event in moved if event.seq <= head)
        told = moved[-1].seq if moved else after
        events = (*moved, *events_after(conversation_id, told, most)) if head > told else moved
        replies = _replies_at(conversation_id, after, events, following)
        news = News(epoch, head, events, *replies, is_whole=bool(events) or head <= after)
        place = places.get()
    return news


def _replies_at(
    conversation_id: "UUID", after: int, events: tuple[Event, ...], following: "UUID | None"
) -> tuple[tuple[Done, ...], tuple["UUID", ...]]:
    """Return the ends of replies that these events tell of, and the replies yet to be written."""
    told = events[-1].seq if events else after
    replies = Reply.objects.filter(conversation=conversation_id)
    ended = _ended(replies, after, told, following) if events or following else ()
    return ended, tuple(replies.unfinished().values_list("pk", flat=True))


def whole_news_of(conversation_id: "UUID", after: int, following: "UUID | None" = None) -> News:
    """Return the same, with what was moved out of the database; not for sockets, for it may take seconds."""
    news = news_of(conversation_id, after, following)
    if news.is_whole:
        return news
    return news_of(conversation_id, after, following, moved_after(conversation_id, after))


def heads_of(conversation_ids: "list[UUID]") -> "dict[UUID, int]":
    """Return the number of the newest event of each conversation."""
    return dict(Conversation.objects.filter(pk__in=conversation_ids).values_list("pk", "head_seq"))


def owners_of(conversation_ids: "list[UUID]") -> "dict[UUID, UUID]":
    """Return the key of the user whose answers each conversation is about."""
    rows = Conversation.objects.filter(pk__in=conversation_ids)
    return dict(rows.values_list("pk", "submission__owner"))


def checkpoint_of(reply_id: "UUID") -> Snapshot:
    """Return a reply's text as far as the database knows it."""
    reply = Reply.objects.get(pk=reply_id)
    return Snapshot(reply.pk, reply.attempt, reply.checkpoint_seq, reply.checkpoint_text)


def oldest_waiting_reply() -> "datetime | None":
    """Return when the reply was asked for that has waited longest, of those that a worker might take now."""
    earlier = Reply.objects.unfinished().filter(
        conversation=OuterRef("conversation"), message__seq__lt=OuterRef("message__seq")
    )
    waiting = Reply.objects.filter(~Exists(earlier), state=ReplyState.QUEUED, attempt=0)
    oldest: datetime | None = waiting.aggregate(oldest=Min("created_at"))["oldest"]
    return oldest


def most_replies_since(moment: "datetime") -> "tuple[int, UUID | None]":
    """Return the most replies made for one person since then, and that person's newest submission."""
    made = Reply.objects.filter(pk__gte=least_key_at(moment), created_at__gte=moment)
    by_person = made.values("conversation__submission__owner").order_by()
    counted = by_person.annotate(made=Count("pk"), newest=Max("conversation__submission"))
    most = counted.order_by("-made").values_list("made", "newest").first()
    return most or (0, None)


def _without_holes(seq: int, events: "Iterable[Event]") -> tuple[Event, ...]:
    return tuple(event for number, event in enumerate(events, seq + 1) if event.seq == number)


def _ended(replies: QuerySet[Reply], after: int, told: int, following: "UUID | None") -> tuple[Done, ...]:
    with_these = Q(answer_message__seq__gt=after, answer_message__seq__lte=told)
    silent = Q(pk=following) & (Q(answer_message__seq__lte=told) | Q(answer_message=None))
    rows = replies.filter(with_these | silent).exclude(state__in=UNFINISHED).select_related("answer_message")
    return tuple(
        Done(row.pk, row.attempt, row.checkpoint_seq, row.answer_message.seq if row.answer_message else 0)
        for row in rows
    )
