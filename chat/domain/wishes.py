"""From what a model writes to commands: a closed list, and no value without the words that say it."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from chat.domain.commands import (
    AddOccurrence,
    Cancel,
    Command,
    Confirm,
    GoBack,
    GoTo,
    NoMore,
    Propose,
    SetAnswer,
    Skip,
    Submit,
    Tell,
    Topic,
    Undo,
)  # fmt: skip
from chat.domain.quotes import span_of

MOST_COMMANDS = 20

_WITH_PATH: Mapping[str, Callable[[str], Command]] = {
    "skip": Skip,
    "go_to": GoTo,
    "add": AddOccurrence,
    "no_more": NoMore,
    "ask_help": lambda path: Tell(Topic.HELP, path),
    "ask_why": lambda path: Tell(Topic.WHY, path),
}
_ALONE: Mapping[str, Command] = {
    "undo": Undo(),
    "back": GoBack(),
    "confirm": Confirm(),
    "cancel": Cancel(),
    "summary": Tell(Topic.SUMMARY),
    "pause": Tell(Topic.PAUSE),
    "hand_off": Tell(Topic.HAND_OFF),
    "submit": Submit(),
}
WORDS = ("set", *_WITH_PATH, *_ALONE)


def commands_of(wishes: list[Any], message: str, shown: Collection[str]) -> tuple[Command, ...]:
    """Return the commands that a model's wishes amount to.

    Args:
        wishes: as the model wrote them; what is not of the asked shape is dropped.
        message: the person's words; a value whose quote is not in them becomes a question.
        shown: the paths that the model was shown; wishes about any other are dropped.
    """
    found = (_command_of(wish, message, shown) for wish in wishes[:MOST_COMMANDS])
    return tuple(command for command in found if command is not None)


def _command_of(wish: Any, message: str, shown: Collection[str]) -> Command | None:
    if not isinstance(wish, dict):
        return None
    word, path = str(wish.get("do")), str(wish.get("path", ""))
    if word in _ALONE:
        return _ALONE[word]
    if path not in shown:
        return None
    if word == "set":
        return _set_answer(path, wish.get("value"), str(wish.get("quote", "")), message)
    return _WITH_PATH[word](path) if word in _WITH_PATH else None


def _set_answer(path: str, value: Any, quote: str, message: str) -> Command | None:
    if isinstance(value, list):
        value = " ".join(map(str, value))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if span_of(quote, message):
        return SetAnswer(path, str(value), quote)
    return Propose(path, str(value), quote) if str(value) else None
