"""How a reply ends: said, stopped, or given up – always with words, so that nobody is ever stuck."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation

from chat.domain.agenda import current_step
from chat.domain.outcomes import load_outcomes
from chat.domain.states import ReplyState
from chat.domain.turns import Said
from chat.models import Message, Reply
from chat.services import replies, transcript, turns, wording
from chat.services.commands import Context, execute
from chat.services.scene import Scene, set_scene
from messerprise.audit.services import record
from messerprise.realtime.streams import request_stop

if TYPE_CHECKING:
    from uuid import UUID

    from forms_engine.services.filling import Filling
    from messerprise.accounts.models import User


@transaction.atomic
def finish_reply(
    claim: replies.Claim,
    text: str,
    seq: int,
    *,
    stopped: bool = False,
    asks: str = "",
    known: "Filling | None" = None,
) -> Message:
    """Turn what was said into a message.

    Args:
        claim: the right to do so.
        text: what was said, ``""`` where the engine speaks in its own words.
        seq: the number of the last delta.
        stopped: whether the person had enough.
        asks: the question that the words ask, where the scene goes on to it only now.
        known: the answers as they were a moment ago.

    Raises:
        ReplyLost: the claim is void.
    """
    scene = scene_of(claim.reply, known)
    outcomes = load_outcomes(claim.reply.executed)
    gathered = transcript.gathered(scene.conversation, save=bool(asks))
    with translation.override(scene.conversation.language), gathered:
        step = scene.advance(wanted=asks) if asks else current_step(scene.view())
        view = scene.view()
        if text:
            words = wording.accompany(view, outcomes, step, text)
        else:
            words = wording.answer(view, outcomes, step)
        message = transcript.say(scene.conversation, words, claim.reply)
        state = ReplyState.STOPPED if stopped else ReplyState.COMPLETE
        replies.end_claimed(claim, state, message, text=text or words.text, seq=seq)
    return message


@transaction.atomic
def stop_reply(*, actor: "User", reply_id: "UUID") -> None:
    """Stop a reply: at once where it waits, within a blink where a worker writes it.

    Raises:
        Reply.DoesNotExist: the actor has no such reply.
    """
    reply = Reply.objects.get(pk=reply_id, conversation__submission__owner=actor)
    scene = set_scene(actor, reply.conversation_id)
    reply = Reply.objects.select_for_update().get(pk=reply_id)
    if reply.is_finished:
        return
    record(actor=actor, action="reply.stopped", subject=reply)
    if reply.state == ReplyState.QUEUED:
        _end_in_own_words(scene, reply, ReplyState.STOPPED)
        return
    reply.stop_requested = True
    reply.save(update_fields=["stop_requested", "updated_at"])
    transaction.on_commit(lambda: request_stop(reply_id), robust=True)


@transaction.atomic
def give_up(reply_id: "UUID", attempt: int, error_code: str) -> None:
    """Let the rules answer what the model could not; the message is not lost."""
    known = Reply.objects.select_related("conversation__submission__owner").get(pk=reply_id)
    scene = scene_of(known)
    reply = Reply.objects.select_for_update().get(pk=reply_id)
    if not reply.is_finished and reply.attempt == attempt:
        _end_in_own_words(scene, reply, ReplyState.FAILED, error_code)


def scene_of(reply: Reply, known: "Filling | None" = None) -> Scene:
    """Lock the scene of a reply, with the person whose conversation it is as the actor."""
    submission = reply.conversation.submission
    return set_scene(submission.owner, reply.conversation_id, submission.pk, known)


def _end_in_own_words(scene: Scene, reply: Reply, state: ReplyState, error_code: str = "") -> None:
    message = reply.message
    with translation.override(scene.conversation.language):
        outcomes = load_outcomes(reply.executed)
        if not outcomes:
            said = Said(message.text, message.asked_path)
            outcomes = execute(Context(scene, message), turns.decide(scene, said).commands)
        step = scene.advance()
        say = wording.excuse if state is ReplyState.FAILED else wording.answer
        words = say(scene.view(), outcomes, step)
    replies.end_reply(reply, state, transcript.say(scene.conversation, words, reply), error_code)
