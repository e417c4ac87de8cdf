"""Answers that come in beside the messages: edited in the panel, uploaded as files."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation

from chat.domain.agenda import is_open
from chat.domain.commands import Outcome, SetAnswer
from chat.domain.memory import Change
from chat.services import transcript, turns, wording
from chat.services.scene import set_scene
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.services.answers import AnswerOutcome, set_answer

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User


@transaction.atomic
def set_answer_from_chat(
    *, actor: "User", conversation_id: "UUID", client_id: "UUID", path: str, value: str
) -> AnswerOutcome:
    """Set an answer in the panel; if it was the question that stands open, the talk goes on from there.

    Raises:
        Conversation.DoesNotExist: there is no such conversation.
        PermissionRefused, AlreadySubmitted, NoSuchQuestion: as ``set_answer``.
    """
    scene = set_scene(actor, conversation_id)
    with translation.override(scene.conversation.language):
        outcome = set_answer(
            actor=actor,
            submission_id=scene.filling.submission.pk,
            path=path,
            value=value,
            origin=Origin(OriginKind.TYPED, {"door": "chat"}),
            client_id=client_id,
        )
    was_open = is_open(scene.view(), scene.conversation.asked_path)
    scene.filling = outcome.filling
    stays_open = is_open(scene.view(), scene.conversation.asked_path)
    if was_open and not stays_open:
        turns.greet(scene)
    return outcome


@transaction.atomic
def note_upload(*, actor: "User", conversation_id: "UUID", document_id: str) -> None:
    """Say that a file arrived as an answer, and go on; a reply under way goes on by itself."""
    scene = set_scene(actor, conversation_id)
    if scene.conversation.replies.unfinished().exists():
        return
    stored = ((path, row.value) for path, row in scene.filling.answers.items() if isinstance(row.value, dict))
    for path in [path for path, value in stored if value["document"] == document_id]:
        value = scene.filling.instance.node(path).value
        change = Change(f"{scene.filling.submission.revision}", path, value, "")
        scene.memory = scene.memory.changed(change).resume(path)
        noted = Outcome(SetAnswer(path, value, clicked=True), done=True, path=path, undo=change.token)
        with translation.override(scene.conversation.language):
            step = scene.advance()
            transcript.say(scene.conversation, wording.answer(scene.view(), (noted,), step))
