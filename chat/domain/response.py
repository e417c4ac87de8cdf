"""What a model answers through the tool ``respond``, while it arrives in fragments.

The engine stands before the first token: nothing of the reply's text is given out before the commands
and the next question are known in full, in whatever order the model writes them.
"""

from typing import Any

from messerprise.llm.domain.partial_object import Member, PartialObject, Piece


class Response:
    """Feed it fragments; ``is_ready`` once the engine can act, ``text`` grows after that."""

    def __init__(self) -> None:
        self._object = PartialObject(streamed="reply")
        self._members: dict[str, Any] = {}
        self._text = ""

    def feed(self, fragment: str) -> None:
        """Take the next fragment.

        Raises:
            BrokenObject: this is not going to be a JSON object.
        """
        for found in self._object.feed(fragment):
            match found:
                case Piece(text):
                    self._text += text
                case Member(name, value):
                    self._members[name] = value

    @property
    def is_complete(self) -> bool:
        """Whether all was said."""
        return self._object.complete

    @property
    def is_ready(self) -> bool:
        """Whether commands and next question are known."""
        return self.is_complete or {"commands", "asks"} <= self._members.keys()

    @property
    def commands(self) -> list[Any]:
        """The commands as the model wrote them."""
        commands = self._members.get("commands")
        return commands if isinstance(commands, list) else []

    @property
    def asks(self) -> str:
        """The path of the question that the reply asks."""
        return str(self._members.get("asks") or "")

    @property
    def text(self) -> str:
        """The reply's text so far; empty until the engine can act."""
        return self._text if self.is_ready else ""
