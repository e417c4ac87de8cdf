"""A draft tried in the chat: the economical interviewer over answers that are nowhere.

What was said is kept beside the answers by whoever asks, as JSON (``talk``), and goes with them.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils import translation

from chat.domain import dialogue
from chat.domain.turns import Said
from chat.exceptions import TrialNotSubmitted
from chat.models import Conversation, Message
from chat.services import wording
from chat.services.commands import Context, execute
from chat.services.scene import Scene
from forms_engine.services.answers import AnswerOutcome
from forms_engine.services.trials import kept_of, open_trial, trial_of, try_answer, try_occurrence

if TYPE_CHECKING:
    from chat.domain.parts import Wording
    from forms_engine.domain.origin import Origin
    from forms_engine.models import Version
    from messerprise.accounts.models import User

MESSAGES_KEPT = 40

Kept = Mapping[str, Any]


class TrialScene(Scene):
    """A scene that stores nothing."""

    def set_answer(self, path: str, value: Any, origin: "Origin") -> AnswerOutcome:  # noqa: ARG002
        """Set an answer that belongs to nobody."""
        previous, instance = self.filling.instance.values().get(path, ""), self.filling.instance
        instance.mark()
        sentence = try_answer(self.filling, path, str(value))
        return AnswerOutcome(
            filling=self.filling,
            accepted=not sentence,
            sentence=sentence,
            changed=instance.changed(),
            previous=previous,
        )

    def add_occurrence(self, repeat_path: str, origin: "Origin") -> tuple[str, frozenset[str]]:  # noqa: ARG002
        """Add an occurrence that belongs to nobody."""
        self.filling.instance.mark()
        path = try_occurrence(self.filling, repeat_path, add=True)
        return path, self.filling.instance.changed()

    def remove_occurrence(self, occurrence_path: str, origin: "Origin") -> frozenset[str]:  # noqa: ARG002
        """Remove an occurrence that belongs to nobody."""
        self.filling.instance.mark()
        try_occurrence(self.filling, occurrence_path, add=False)
        return self.filling.instance.changed()

    def submit(self) -> None:
        """Refuse: there is nothing to hand in."""
        raise TrialNotSubmitted

    def save(self) -> None:
        """Store nothing."""


def talk_about(
    actor: "User", version: "Version", kept: Kept, language: str, said: Said | None = None
) -> Kept | None:
    """Return the talk after a message, or after the greeting that is due; None where nothing can be tried.

    Args:
        actor: the author who tries the draft out.
        version: the draft.
        kept: what their session keeps of this trial.
        language: the code of the language to talk in.
        said: the message, None on coming back.
    """
    form = trial_of(version).form
    if form is None:
        return None
    talk = kept.get("talk", {})
    if said is None and talk.get("hash") == version.content_hash:
        return kept
    spoken = next((each for each in form.definition.languages if f"({language}" in each), form.language)
    filling = open_trial(version, form, kept, spoken, actor.get_username())
    conversation = Conversation(
        submission=filling.submission,
        language=language,
        state=talk.get("state", {}),
        asked_path=talk.get("asked", ""),
    )
    scene = TrialScene(actor, conversation, filling)
    messages = list(talk.get("messages", ()))
    with translation.override(language):
        messages = _greeted(scene, messages) if said is None else _answered(scene, said, messages)
    talk = {
        "hash": version.content_hash,
        "state": conversation.state | scene.memory.dump(),
        "asked": conversation.asked_path,
        "messages": messages[-MESSAGES_KEPT:],
    }
    return {"version": str(version.pk), **kept_of(scene.filling), "talk": talk}


def _greeted(scene: Scene, messages: list[Any]) -> list[Any]:
    """Ask anew: the draft changed. What stood there unanswered is asked no more."""
    if messages and messages[-1]["author"] == "assistant":
        messages = messages[:-1]
    step = scene.advance()
    return [*messages, _message(wording.greet(scene.view(), step))]


def _answered(scene: Scene, said: Said, messages: list[Any]) -> list[Any]:
    decision = dialogue.decide(scene.view(), said)
    shown = said.text or _label_of(messages, said.value or "")
    message = Message(conversation=scene.conversation, text=said.text)
    outcomes = execute(Context(scene, message), decision.commands)
    step = scene.advance()
    mine = {"pk": str(uuid4()), "author": "user", "text": shown, "parts": {}}
    return [*messages, mine, _message(wording.answer(scene.view(), outcomes, step))]


def _label_of(messages: list[Any], value: str) -> str:
    """Return what stood on the button that was pressed."""
    choices = (messages[-1]["parts"].get("ask") or {}).get("choices", ()) if messages else ()
    return next((str(each["label"]) for each in choices if each["value"] == value), value)


def _message(said: "Wording") -> dict[str, Any]:
    return {"pk": str(uuid4()), "author": "assistant", "text": said.text, "parts": said.parts.dump()}
