"""What every client of a language model can do."""

from collections.abc import Iterator
from typing import Protocol

from messerprise.llm.domain.conversation import ConverseRequest, StreamPart


class ConverseClient(Protocol):
    """A language model of one vendor."""

    @property
    def model_id(self) -> str:
        """The vendor's name of the model."""

    def stream(self, request: ConverseRequest) -> Iterator[StreamPart]:
        """Yield the answer as it comes: fragments, one ``Stop``, then ``Usage`` where it is told.

        Raises:
            ModelFailed: in one of its kinds, before the first part or after any.
        """
