"""One turn without a model: decide, execute, say."""

from typing import TYPE_CHECKING

from django.utils import translation

from chat.domain import dialogue
from chat.domain.commands import Migrate
from chat.domain.turns import Review
from chat.services import offers, transcript, wording
from chat.services.commands import Context, execute

if TYPE_CHECKING:
    from chat.domain.turns import Decision, Said
    from chat.models import Message
    from chat.services.scene import Scene


def decide(scene: "Scene", said: "Said") -> "Decision":
    """Return what the message asks for, as far as rules can tell."""
    with translation.override(scene.conversation.language):
        return dialogue.decide(scene.view(), said)


def answer(scene: "Scene", message: "Message", decision: "Decision") -> "Message":
    """Do what was decided and say what comes next, in the transaction that locked the scene."""
    with translation.override(scene.conversation.language):
        if decision.commands == (Migrate(),):
            return offers.accept(scene)
        outcomes = execute(Context(scene, message), decision.commands)
        step = scene.advance()
        message = transcript.say(scene.conversation, wording.answer(scene.view(), outcomes, step))
        if isinstance(step, Review):
            offers.offer_before_submitting(scene, outcomes)
        return message


def greet(scene: "Scene") -> "Message":
    """Begin, or take up again where the answers stand now."""
    with translation.override(scene.conversation.language):
        step = scene.advance()
        return transcript.say(scene.conversation, wording.greet(scene.view(), step))
