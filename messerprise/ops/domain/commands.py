"""The command lines of our programs; nothing else knows them."""

from typing import Final

FRAME_BYTES: Final = 65_536
"""The largest web socket frame that is read; a longer one ends the socket with 1009."""

MESSAGE_BYTES: Final = 1_048_576
"""The largest message. The limit holds for what we say, too: a long answer must get out."""

HANDSHAKE_SECONDS: Final = 20
"""As long as a page waits: of a crowd that comes back at once nobody is sent away to begin anew."""

CLOSE_SECONDS: Final = 5
"""What a consumer has to finish after its person has left."""


def web(*where: str) -> tuple[str, ...]:
    """Return the arguments of ``python -m messerprise.ops.web_server``.

    ``where`` says what to listen on, and who stands before.

    Daphne's other limits stay: a ping after 20 s of silence, 30 s for its answer.
    """
    sizes = (
        "--websocket-max-message-size",
        str(MESSAGE_BYTES),
        "--websocket-max-frame-size",
        str(FRAME_BYTES),
    )
    return (
        *where,
        *("--verbosity", "0", "--no-server-name"),
        *sizes,
        *("--websocket_connect_timeout", str(HANDSHAKE_SECONDS)),
        *("--application-close-timeout", str(CLOSE_SECONDS)),
        "messerprise.asgi:application",
    )


def worker(queues: str, *options: str) -> tuple[str, ...]:
    """Return the arguments of ``python -m celery`` for a worker of the comma-separated queues."""
    return (
        *("--app", "messerprise", "worker", "--queues", queues, *options),
        *("--without-gossip", "--without-mingle"),
    )


def threads(number: int) -> tuple[str, ...]:
    """Return a worker's options for work that waits for others."""
    return ("--pool", "threads", "--concurrency", str(number))


def processes(number: int) -> tuple[str, ...]:
    """Return a worker's options for work that computes, and may leak or be killed."""
    return ("--pool", "prefork", "--concurrency", str(number), "--max-tasks-per-child", "100")


def beat(schedule: str) -> tuple[str, ...]:
    """Return the arguments of ``python -m celery`` for the clock; ``schedule`` is its file."""
    return ("--app", "messerprise", "beat", "--pidfile=", "--schedule", schedule)
