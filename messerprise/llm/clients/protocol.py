"""What every client of a language model can do."""

from collections.abc import Callable, Iterator
from typing import Protocol

from messerprise.llm.domain.conversation import ConverseRequest, StreamPart

Rest = Callable[[], object]


def at_once() -> None:
    """Do not rest."""


class ConverseClient(Protocol):
    """A language model of one vendor."""

    @property
    def model_id(self) -> str:
        """The vendor's name of the model."""

    def stream(self, request: ConverseRequest, rest: Rest = at_once) -> Iterator[StreamPart]:
        """Yield the answer as it comes: fragments, one ``Stop``, then ``Usage`` where it is told.

        ``rest`` may be called where all that has come is yielded. It may wait a little, so that more comes at
        once: waking up for an event costs more than the event.

        Raises:
            ModelFailed: in one of its kinds, before the first part or after any.
        """
