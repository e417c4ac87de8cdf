"""What must hold after every fault."""

from chat.domain.states import Author
from chat.models import Conversation, ConversationEvent, Message, Reply
from chat.selectors import messages_of, news_of
from messerprise.audit.models import AuditEvent
from messerprise.core.models import OutboxTask


def check_invariants(conversation: Conversation, acknowledged=()) -> None:
    """Check I1 to I6; ``acknowledged`` are the client ids whose events browsers have seen."""
    conversation.refresh_from_db()
    events = list(ConversationEvent.objects.filter(conversation=conversation))
    check_messages_exist_once(conversation, events, acknowledged)
    assert [event.seq for event in events] == list(range(1, conversation.head_seq + 1)), "I2"
    check_replay_shows_what_a_fresh_page_shows(conversation)
    check_every_message_is_answered(conversation)
    assert not OutboxTask.objects.unpublished().exists(), "I5"
    check_every_message_is_on_record(conversation)


def check_messages_exist_once(conversation, events, acknowledged) -> None:
    posted = [event.data["client_id"] for event in events if event.type == "message.posted"]
    stored = Message.objects.filter(conversation=conversation, author=Author.USER.value)
    stored = [str(each) for each in stored.values_list("client_id", flat=True)]
    assert sorted(posted) == sorted(stored) == sorted(set(stored)), "I1"
    assert set(map(str, acknowledged)) <= set(stored), "I1"


def check_replay_shows_what_a_fresh_page_shows(conversation) -> None:
    replayed, after = [], 0
    while events := news_of(conversation.pk, after).events:
        replayed += [event.data for event in events if event.event.startswith("message.")]
        after = events[-1].seq
    fresh = [(str(each.pk), each.author, each.text) for each in messages_of(conversation)]
    assert [(each["id"], each["author"], each["text"]) for each in replayed] == fresh, "I3"


def check_every_message_is_answered(conversation) -> None:
    for reply in Reply.objects.filter(conversation=conversation):
        assert reply.is_finished, "I4"
        assert reply.answer_message is not None, "I4: an end that nobody sees"
    said = Message.objects.filter(conversation=conversation, author=Author.ASSISTANT.value).count()
    posted = Message.objects.filter(conversation=conversation, author=Author.USER.value).count()
    assert said >= posted + 1, "I4"  # the greeting, and one answer each


def check_every_message_is_on_record(conversation) -> None:
    posted = Message.objects.filter(conversation=conversation, author=Author.USER.value)
    recorded = AuditEvent.objects.filter(action="message.posted")
    recorded = recorded.filter(subject_id__in=[str(each) for each in posted.values_list("pk", flat=True)])
    assert recorded.count() == posted.count(), "I6"


def check_shown(conversation: Conversation, told: list[dict]) -> None:
    """Check I3 of a browser that was told of everything after its page was drawn."""
    shown = [(each["id"], each["text"]) for each in told if "text" in each]
    stored = [(str(each.pk), each.text) for each in messages_of(conversation)]
    assert shown == stored[len(stored) - len(shown) :], "I3"
