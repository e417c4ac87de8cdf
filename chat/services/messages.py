"""Take what a person says."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import UUIDField

from chat.domain.states import InterviewerKind
from chat.models import Message
from chat.permissions import check_can_post
from chat.services import replies, transcript, turns
from chat.services.scene import set_scene
from messerprise.audit.services import record
from messerprise.core.prepared import Given, Prepared

if TYPE_CHECKING:
    from uuid import UUID

    from chat.domain.turns import Said
    from messerprise.accounts.models import User

_KNOWN = Prepared(
    lambda: Message.objects.filter(
        conversation=Given("conversation", UUIDField()), client_id=Given("client_id", UUIDField())
    ).order_by()
)


@transaction.atomic
def post_message(
    *,
    actor: "User",
    conversation_id: "UUID",
    client_id: "UUID",
    said: "Said",
    submission_id: "UUID | None" = None,
) -> Message:
    """Write a message and answer it: at once where rules suffice, else by a model in a worker.

    The same ``client_id`` again returns the message that is there and does nothing else.

    Raises:
        Conversation.DoesNotExist: there is no such conversation.
        PermissionRefused, AlreadySubmitted: the actor may not answer, or not any more.
    """
    scene = set_scene(actor, conversation_id, submission_id)
    if known := _KNOWN.first(conversation=conversation_id, client_id=client_id):
        return known
    check_can_post(actor, scene.filling.submission)
    decision = turns.decide(scene, said)
    with transcript.gathered(scene.conversation):
        message = transcript.post(scene.conversation, said, client_id)
        record(actor=actor, action="message.posted", subject=message)
        if decision.certain or scene.conversation.interviewer == InterviewerKind.ECONOMICAL:
            turns.answer(scene, message, decision)
        else:
            replies.queue_reply(message)
    return message
