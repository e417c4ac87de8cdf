"""Flow control of one socket: how much may be under way, sent and not acknowledged."""

from collections import deque

from messerprise.realtime.frames import Ack, Position


class Pace:
    """Counts events and text that the client has not acknowledged; times are given by the caller.

    Nothing is sent while it is full: what waits in this process for one client stays below ``MOST_BYTES`` and
    one frame, and a frame is as long as the longest message.
    """

    MOST_FRAMES = 256
    MOST_BYTES = 131_072
    PATIENCE = 30.0

    def __init__(self) -> None:
        self._under_way: deque[tuple[int | Position, int]] = deque()
        self._bytes = 0
        self._full_since: float | None = None

    def sent(self, mark: int | Position, size: int, now: float) -> None:
        """Count a frame of ``size`` bytes; its arrival is told by an event's number or a place in a reply."""
        self._under_way.append((mark, size))
        self._bytes += size
        if self._full_since is None and self.is_full():
            self._full_since = now

    def acknowledged(self, ack: Ack, now: float) -> None:
        """Forget what has arrived: what the client names, and whatever was sent before it."""
        arrived = max(
            (at for at, (mark, _) in enumerate(self._under_way, 1) if _tells_of(ack, mark)), default=0
        )
        for _ in range(arrived):
            self._bytes -= self._under_way.popleft()[1]
        if arrived:
            self._full_since = now if self.is_full() else None

    def is_full(self) -> bool:
        """Tell whether to hold back what comes; it goes out later, text as one piece."""
        return len(self._under_way) >= self.MOST_FRAMES or self._bytes >= self.MOST_BYTES

    def patience(self, now: float) -> float | None:
        """Return for how many seconds more to wait for an acknowledgement; ``None`` while there is room."""
        return None if self._full_since is None else max(0.0, self._full_since + self.PATIENCE - now)


def _tells_of(ack: Ack, mark: int | Position) -> bool:
    """Tell whether an acknowledgement says that a frame has arrived."""
    if isinstance(mark, Position):
        return ack.reply == mark.id and (ack.attempt, ack.tok_seq) >= (mark.attempt, mark.tok_seq)
    return ack.event_seq >= mark
