"""What every client of a language model can do."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from messerprise.llm.domain.conversation import ConverseRequest, StreamPart

Rest = Callable[[], object]


def at_once() -> None:
    """Do not rest."""


class ModelAnswer(Protocol):
    """An answer that comes; read and closed in one thread."""

    def lots(self, rest: Rest = at_once) -> Iterator[Sequence[StreamPart]]:
        """Yield what has come, as it comes: fragments, one ``Stop``, ``Usage`` where it is told.

        ``rest`` is called after a lot that was waited for. It may wait a little, so that more comes at once:
        waking up for an event costs more than the event.

        Raises:
            ModelFailed: in one of its kinds, before the first lot or after any.
        """

    def cut(self) -> None:
        """Let whoever waits for the next lot wait no longer: the answer fails there. From any thread."""

    def close(self) -> None:
        """Read no more."""


class ConverseClient(Protocol):
    """A language model of one vendor."""

    @property
    def model_id(self) -> str:
        """The vendor's name of the model."""

    def ask(self, request: ConverseRequest) -> ModelAnswer:
        """Return the answer as soon as the model begins with it.

        Raises:
            ModelFailed: in one of its kinds.
        """
