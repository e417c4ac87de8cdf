"""A submission went on with another version: the talk follows."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation

from chat.services import transcript, wording
from chat.services.scene import set_scene
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User


@transaction.atomic
def take_up_migration(*, actor: "User", conversation_id: "UUID", counts: dict[str, int], first: str) -> None:
    """Say what is new and ask it first; what was remembered of questions that are gone is forgotten.

    Args:
        actor: whose conversation it is.
        conversation_id: which conversation.
        counts: what the migration brought, as ``Plan.counts``; empty where it was taken back.
        first: the path of the question to ask first, ``""`` to go on in order.
    """
    scene = set_scene(actor, conversation_id)
    memory = scene.memory.within({node.path for node in scene.filling.instance.nodes()})
    if counts:  # whoever comes back from it has decided: it is not offered again
        memory = memory.tell_of(str(scene.filling.submission.version_id))
    scene.memory = memory.settle_offer()
    scene.conversation.asked_path = ""
    scene.save()
    scene = set_scene(actor, conversation_id)  # one in which nothing stands open
    with translation.override(scene.conversation.language):
        step = scene.advance(wanted=first)
        message = transcript.say(scene.conversation, wording.migrated(scene.view(), step, counts))
    record(actor=actor, action="conversation.migrated", subject=message)
