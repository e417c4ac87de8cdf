"""Flow control of one socket: how much text may be under way."""

from collections import deque


class Pace:
    """Counts the deltas that the client has not acknowledged; times are given by the caller."""

    LIMIT = 256
    PATIENCE = 30.0

    def __init__(self) -> None:
        self._under_way: deque[tuple[int, int]] = deque()
        self._waiting_since: float | None = None

    def sent(self, attempt: int, seq: int, now: float) -> None:
        """Count a delta."""
        self._under_way.append((attempt, seq))
        if self._waiting_since is None:
            self._waiting_since = now

    def acknowledged(self, attempt: int, seq: int, now: float) -> None:
        """Forget all deltas up to this one."""
        while self._under_way and self._under_way[0] <= (attempt, seq):
            self._under_way.popleft()
        self._waiting_since = now if self._under_way else None

    def is_full(self) -> bool:
        """Tell whether to hold text back: what is held back goes out as one delta later."""
        return len(self._under_way) >= self.LIMIT

    def is_lost(self, now: float) -> bool:
        """Tell whether the client has been silent for too long."""
        return self._waiting_since is not None and now - self._waiting_since > self.PATIENCE

    def clear(self) -> None:
        """Forget everything: the reply ended."""
        self._under_way.clear()
        self._waiting_since = None
