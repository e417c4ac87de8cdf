"""Open the conversation about a submission."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from chat.domain.agenda import current_step, next_step
from chat.domain.commands import GoTo
from chat.domain.states import InterviewerKind
from chat.domain.turns import Decision
from chat.models import Conversation
from chat.permissions import check_can_converse
from chat.services import turns
from chat.services.offers import offer_newer
from chat.services.scene import Scene, set_scene
from forms_engine.services.filling import lock_filling
from messerprise.audit.services import record

if TYPE_CHECKING:
    from uuid import UUID

    from messerprise.accounts.models import User


@transaction.atomic
def open_conversation(
    *, actor: "User", submission_id: "UUID | str", language: str, question: str = ""
) -> Conversation:
    """Return the conversation about a submission, greeted and with a question that stands open.

    Args:
        actor: the person whose submission it is.
        submission_id: which submission.
        language: the code of the language to talk in from now on.
        question: the path to ask next, ``""`` to go on.

    Raises:
        Submission.DoesNotExist: there is no such submission.
        PermissionRefused: it is somebody else's.
    """
    check_can_converse(actor, lock_filling(submission_id).submission)
    conversation, is_new = Conversation.objects.get_or_create(
        submission_id=submission_id,
        defaults={"interviewer": InterviewerKind(settings.INTERVIEWER), "language": language},
    )
    scene = set_scene(actor, conversation.pk)
    before, scene.conversation.language = scene.conversation.language, language
    was_open = bool(scene.memory.offer and scene.memory.offer.is_open)
    if is_new:
        record(actor=actor, action="conversation.opened", subject=conversation)
        turns.greet(scene)
    else:
        _take_up(scene, question, anew=before != language)
    if scene.view().in_progress and not question and not scene.conversation.replies.unfinished().exists():
        offer_newer(scene, again=was_open and before != language)
    scene.conversation.refresh_from_db()
    return scene.conversation


def _take_up(scene: Scene, question: str, *, anew: bool) -> None:
    """Say something only if there is something new to say, or if it has to be said in another language."""
    view = scene.view()
    if not view.in_progress or scene.conversation.replies.unfinished().exists():
        return
    if question and question == scene.conversation.asked_path and not anew:  # the page was reloaded
        return
    last = scene.conversation.messages.last()
    if question and last:
        turns.answer(scene, last, Decision((GoTo(question),)))
    elif anew or current_step(view) != next_step(view):
        turns.greet(scene)
