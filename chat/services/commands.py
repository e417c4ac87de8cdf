"""Execute an interviewer's commands through the services that every door uses.

Each command is judged on its own: one that is refused changes nothing and does not stop the others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chat.domain.agenda import is_blank, is_for_people
from chat.domain.commands import (
    AddOccurrence,
    Cancel,
    Command,
    Confirm,
    GoBack,
    GoTo,
    NoMore,
    NotUnderstood,
    Outcome,
    Propose,
    RemoveOccurrence,
    SetAnswer,
    Skip,
    Submit,
    Undo,
)  # fmt: skip
from chat.domain.memory import Change, Pending
from chat.domain.quotes import span_of
from chat.services.transcript import provisional
from forms_engine.domain.exceptions import UnknownPath
from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.domain.states import AnswerStatus
from forms_engine.exceptions import NoSuchQuestion
from messerprise.core.exceptions import MessErpriseError

if TYPE_CHECKING:
    from chat.models import Message
    from chat.services.scene import Scene


@dataclass(slots=True)
class Context:
    """What commands need besides the scene: the message that said them, and what made them."""

    scene: "Scene"
    message: "Message"
    made_by: Mapping[str, str] = field(default_factory=dict)

    def origin(self, quote: str = "", *, clicked: bool = False) -> Origin:
        """Return the origin of a value: chosen by a click, or said at these characters."""
        detail: dict[str, str | int] = {"door": "chat", "message": str(self.message.pk), **self.made_by}
        if clicked:
            return Origin(OriginKind.CHOSEN, detail)
        start, end = span_of(quote, self.message.text) or (0, len(self.message.text))
        return Origin(OriginKind.SAID, detail | {"start": start, "end": end})


def execute(context: Context, commands: Iterable[Command]) -> tuple[Outcome, ...]:
    """Execute commands in order; call inside the transaction that locked the scene."""
    return tuple(_judged(context, command) for command in commands)


def _judged(context: Context, command: Command) -> Outcome:
    try:
        with provisional():
            return _do(command, context)
    except MessErpriseError as refused:
        return Outcome(command, done=False, sentence=refused.sentence, path=getattr(command, "path", ""))


@singledispatch
def _do(command: Any, context: Context) -> Outcome:  # noqa: ARG001 - the signature of all commands
    """Tell: nothing to execute."""
    return Outcome(command, done=True, path=getattr(command, "path", ""))


@_do.register
def _not_understood(command: NotUnderstood, context: Context) -> Outcome:  # noqa: ARG001
    return Outcome(command, done=False, path=command.path)


@_do.register
def _set(command: SetAnswer, context: Context) -> Outcome:
    origin = context.origin(command.quote, clicked=command.clicked)
    return _store(context, command, command.path, command.value, origin)


def _store(context: Context, command: Command, path: str, value: Any, origin: Origin) -> Outcome:
    scene = context.scene
    before = scene.filling.answers.get(path)
    stored = before.value if before and before.status == AnswerStatus.ACCEPTED else ""
    answer = scene.set_answer(path, value, origin)
    if not answer.accepted:
        return Outcome(command, done=False, sentence=answer.sentence, path=path, previous=answer.previous)
    change = Change(f"{answer.revision}", path, answer.filling.instance.node(path).value, stored)
    if not isinstance(command, Undo):
        scene.memory = scene.memory.changed(change)
    scene.memory = scene.memory.resume(path).hold(None)
    return Outcome(
        command, done=True, path=path, value=change.value, previous=answer.previous, undo=change.token,
        changed=answer.changed,
    )  # fmt: skip


@_do.register
def _propose(command: Propose, context: Context) -> Outcome:
    context.scene.memory = context.scene.memory.hold(Pending(command.path, command.value, command.quote))
    return Outcome(command, done=True, path=command.path, value=command.value)


@_do.register
def _confirm(command: Confirm, context: Context) -> Outcome:
    pending = context.scene.memory.pending
    if pending is None:
        return Outcome(command, done=False, sentence=_("There is nothing to confirm."))
    return _store(context, command, pending.path, pending.value, context.origin())


@_do.register
def _cancel(command: Cancel, context: Context) -> Outcome:
    pending = context.scene.memory.pending
    context.scene.memory = context.scene.memory.hold(None)
    return Outcome(command, done=True, path=pending.path if pending else "")


@_do.register
def _skip(command: Skip, context: Context) -> Outcome:
    scene = context.scene
    if _node_of(context, command.path).kind == "repeat":
        scene.memory = scene.memory.close(command.path)
    else:
        scene.memory = scene.memory.skip(command.path)
    return Outcome(command, done=True, path=command.path)


@_do.register
def _undo(command: Undo, context: Context) -> Outcome:
    scene = context.scene
    change = scene.memory.change(command.token)
    if change is None:
        return Outcome(command, done=False, sentence=_("There is nothing to undo."))
    if _node_of(context, change.path).value != change.value:
        sentence = _("This answer was changed again since: correct it directly.")
        return Outcome(command, done=False, sentence=sentence, path=change.path)
    outcome = _store(context, command, change.path, change.previous, context.origin())
    if outcome.done:
        scene.memory = scene.memory.without(change)
        scene.conversation.asked_path = change.path  # if it is empty again, it is the next to be asked
    return outcome


@_do.register
def _go_to(command: GoTo, context: Context) -> Outcome:
    scene = context.scene
    if command.path:
        node = _node_of(context, command.path)
        if not (is_for_people(node) or (node.kind == "repeat" and node.relevant)):
            sentence = _("This question is not asked at the moment.")
            return Outcome(command, done=False, sentence=sentence, path=command.path)
        scene.memory = scene.memory.resume(command.path)
    scene.go_to(command.path)
    return Outcome(command, done=True, path=command.path)


@_do.register
def _go_back(command: GoBack, context: Context) -> Outcome:
    scene = context.scene
    trail = list(scene.memory.trail)
    while trail:
        path = trail.pop()
        if path != scene.conversation.asked_path and _can_ask(context, path):
            scene.memory = scene.memory.back_to(path)
            scene.go_to(path)
            return Outcome(command, done=True, path=path)
    return Outcome(command, done=False, sentence=_("There is no earlier question."))


@_do.register
def _add_occurrence(command: AddOccurrence, context: Context) -> Outcome:
    scene = context.scene
    path, changed = _blank_occurrence(context, command.path), frozenset[str]()
    if not path:
        path, changed = scene.add_occurrence(command.path, context.origin())
    scene.memory = scene.memory.enter(command.path)
    scene.conversation.asked_path = path  # its first open question is the next to be asked
    return Outcome(command, done=True, path=path, changed=changed)


@_do.register
def _remove_occurrence(command: RemoveOccurrence, context: Context) -> Outcome:
    return Outcome(command, done=True, path=command.path, changed=_removed(context, command.path))


@_do.register
def _no_more(command: NoMore, context: Context) -> Outcome:
    """An empty occurrence goes with it: its required questions would bar submitting."""
    blank = _blank_occurrence(context, command.path)
    changed = _removed(context, blank) if blank else frozenset[str]()
    context.scene.memory = context.scene.memory.close(command.path)
    return Outcome(command, done=True, path=command.path, changed=changed)


def _removed(context: Context, occurrence_path: str) -> frozenset[str]:
    return context.scene.remove_occurrence(occurrence_path, context.origin())


def _blank_occurrence(context: Context, repeat_path: str) -> str:
    """Return the one occurrence of a repeat that nobody has filled, or ""."""
    numbers = context.scene.filling.instance.occurrences().get(repeat_path, ())
    blank = numbers and is_blank(context.scene.view(), repeat_path)
    return f"{repeat_path}[{numbers[0]}]" if blank else ""


@_do.register
def _submit(command: Submit, context: Context) -> Outcome:
    context.scene.submit()
    return Outcome(command, done=True)


def _node_of(context: Context, path: str) -> Any:
    try:
        return context.scene.filling.instance.node(path)
    except UnknownPath:
        raise NoSuchQuestion from None


def _can_ask(context: Context, path: str) -> bool:
    try:
        node = context.scene.filling.instance.node(path)
    except UnknownPath:
        return False
    return is_for_people(node)
