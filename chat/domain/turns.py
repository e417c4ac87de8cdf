"""One turn, as both interviewers see it.

The way of a turn: ``dialogue.decide(view, said)`` turns a message into commands (economical; the natural
interviewer asks a model for them), ``services.commands.execute`` lets the engine judge each of them,
``agenda.next_step`` says what stands open now, ``services.wording`` puts outcomes and step into words::

    dialogue.decide(view, said) -> Decision                        pure
    commands.execute(…, commands) -> (view, outcomes)              the engine judges
    agenda.next_step(view) -> Step                                 pure; its path is stored as asked
    wording.greet(view, step) -> Wording                           the first message, or on coming back
    wording.answer(view, outcomes, step) -> Wording                after a turn; ``view.asked`` is the new one
    wording.accompany(view, outcomes, step, text) -> Wording       a model's text with the parts of the turn
    wording.excuse(view, outcomes, step) -> Wording                like answer, and says that the model failed
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chat.domain.commands import Command
from chat.domain.memory import Memory
from forms_engine.domain.form import Form
from forms_engine.domain.instance import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that may be known when a turn is decided or worded.

    ``form_language`` is the language as the definition names it, ``language`` the code of the
    interface ("it", "en"); ``asked`` is the path that stands open, ``""`` for the review; ``presumed``
    are the paths whose value is a default that nobody has confirmed; ``addresses`` tell where the
    questionnaire's pictures and sounds lie, by name.
    """

    form: Form
    instance: Instance
    form_language: str
    language: str
    now: datetime
    asked: str
    memory: Memory
    presumed: frozenset[str] = frozenset()
    in_progress: bool = True
    addresses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the person.

    ``question`` is the path that the person was looking at (it may be older than ``view.asked``);
    ``value`` is what a button or picker gave, in XForms text, None where the person wrote;
    ``undo`` names the change that an undo button takes back.
    """

    text: str
    question: str = ""
    value: str | None = None
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The commands of a message.

    ``certain`` tells that no model could understand it better: a click, a choice, a command word, or a
    text that parses in full as the asked type (never free text). The natural interviewer then needs no model.
    """

    commands: tuple[Command, ...]
    certain: bool = True


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """Ask this question."""

    path: str


@dataclass(frozen=True, slots=True)
class AskMore:
    """Ask whether the repeat has one (more) occurrence."""

    path: str


@dataclass(frozen=True, slots=True)
class Review:
    """Nothing is open: show the summary and offer to submit; ``missing`` must be answered first."""

    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """The submission was submitted."""


Step = AskQuestion | AskMore | Review | Finished
