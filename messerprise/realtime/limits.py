"""How fast one user may send."""

from weakref import WeakValueDictionary


class TokenBucket:
    """Allows ``rate`` frames a second with bursts of ``burst``; times are given by the caller."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._level, self._at = burst, now

    def take(self, now: float) -> bool:
        """Take one frame's worth; return whether there was any left."""
        self._level = min(self._burst, self._level + (now - self._at) * self._rate)
        self._at = now
        if self._level < 1:
            return False
        self._level -= 1
        return True


_buckets: WeakValueDictionary[str, TokenBucket] = WeakValueDictionary()


def bucket_of(user_id: str, now: float, *, rate: float = 20, burst: float = 100) -> TokenBucket:
    """Return the bucket that all sockets of a user in this process share; it lives while one holds it."""
    return _buckets.setdefault(user_id, TokenBucket(rate, burst, now))
