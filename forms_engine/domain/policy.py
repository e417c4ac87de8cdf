"""What publishing a version means for the submissions in progress on older ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PublishPolicy(StrEnum):
    """From the mildest to the strictest."""

    KEEP = "keep"
    OFFER = "offer"
    CLOSE = "close"
    MUST = "must"


def strictest(policies: Iterable[str]) -> PublishPolicy:
    """Return the policy that holds where several versions were published since; KEEP where none was."""
    order = list(PublishPolicy)
    return max((PublishPolicy(each) for each in policies), key=order.index, default=PublishPolicy.KEEP)


@dataclass(frozen=True, slots=True)
class Window:
    """When a version can be filled; None where nothing bounds it."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Tell whether ``now`` is inside."""
        return (self.opens_at is None or self.opens_at <= now) and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Tell whether it closed before ``now``."""
        return self.closes_at is not None and self.closes_at <= now
