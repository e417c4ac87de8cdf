"""Names in Redis. The braces keep one reply's keys on one node of a cluster."""

from uuid import UUID


def stream_key(reply_id: UUID) -> str:
    """Return the key of the reply's stream; entry ids are ``<attempt>-<tok_seq>``."""
    return f"me:reply:{{{reply_id}}}:stream"


def fence_key(reply_id: UUID) -> str:
    """Return the key that holds the newest attempt."""
    return f"me:reply:{{{reply_id}}}:fence"


def stop_key(reply_id: UUID) -> str:
    """Return the key that exists while the reply is asked to stop."""
    return f"me:reply:{{{reply_id}}}:stop"


def log_channel(log_id: UUID) -> str:
    """Return the pub/sub channel on which a log is announced, and the text of its replies as it grows."""
    return f"me:log:{log_id.hex}"


def ticket_key(name: str) -> str:
    """Return the key that exists once a ticket was used."""
    return f"me:ticket:{name}"


def sockets_key(owner: str) -> str:
    """Return the sorted set of the open sockets of a person or an address, by when they are forgotten."""
    return f"me:sockets:{owner}"


def rate_key(act: str, owner: str, minute: int) -> str:
    """Return the count of what a person or an address did in a minute."""
    return f"me:rate:{act}:{owner}:{minute}"


def tally_key(what: str, minute: int) -> str:
    """Return the count of what happened in a minute on the whole site."""
    return f"me:tally:{what}:{minute}"


def beat_key() -> str:
    """Return the key that holds when the clock was heard last."""
    return "me:beat"


def watch_key() -> str:
    """Return the key that is written to see whether anything can be."""
    return "me:watch"
