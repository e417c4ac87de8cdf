"""What is asked of a language model and what comes back, whoever serves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Speaker(StrEnum):
    """Who says a message."""

    USER = "user"
    ASSISTANT = "assistant"


class StopReason(StrEnum):
    """Why a model came to an end of its own."""

    COMPLETE = "complete"
    CUT_SHORT = "cut_short"  # it reached ``max_tokens``


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text; ``cached`` sets a cache point after it, for what stays the same over many calls."""

    text: str
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message of the conversation."""

    speaker: Speaker
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    """A function the model fills in; ``schema`` is JSON Schema, ``forced`` leaves it no choice."""

    name: str
    description: str
    schema: Mapping[str, Any]
    forced: bool = True


@dataclass(frozen=True, slots=True)
class ConverseRequest:
    """One call: instructions, conversation so far, the tool if any, and how long the answer may become."""

    system: tuple[Passage, ...]
    messages: tuple[Utterance, ...]
    max_tokens: int
    tool: Tool | None = None
    temperature: float | None = None


@dataclass(frozen=True, slots=True)
class TextFragment:
    """A piece of the model's free text."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolInputFragment:
    """A piece of the tool's input: JSON cut anywhere."""

    json: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The model has said all it will say."""

    reason: StopReason


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens of one call, as the provider counts them; ``None`` is not told, never zero."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_tokens: int | None = None
    cache_write_tokens: int | None = None


StreamPart = TextFragment | ToolInputFragment | Stop | Usage
