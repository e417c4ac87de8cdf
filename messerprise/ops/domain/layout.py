"""How many processes of which kind a machine runs, and what they ask of the database and of Valkey."""

from dataclasses import dataclass
from typing import Final

WEB_THREADS: Final = 8
LLM_THREADS: Final = 50
SOCKET_THREADS: Final = 4
"""What a web process keeps connected to the database for its sockets, see ``SOCKET_DATABASE_THREADS``."""

WORKER_CONN_MAX_AGE: Final = 60
"""Seconds: a worker's threads live long, they may keep their connection. Under ASGI it must be 0."""

WEB_STOP_SECONDS: Final = 30
WORKER_STOP_SECONDS: Final = 150
"""More than a reply may take (100 s) and than the soft shutdown waits (20 s): SIGKILL is for what hangs."""

BEAT_STOP_SECONDS: Final = 5
WATCH_STOP_SECONDS: Final = 30
"""A round of questions to servers that do not answer takes seconds."""

OPEN_FILES: Final = 65_536
"""What a process of many sockets may open; systemd's usual 1,024 are used up by a thousand people."""

MIB_A_PROCESS: Final = 160
MIB_FOR_OTHERS: Final = 1024
"""What the system, database and Valkey keep on the same machine."""

SHARE_OF_CONNECTIONS: Final = 0.7
"""The budget stays below this part of ``max_connections``: people and backups want some, too."""

CONNECTIONS_OF_PEOPLE: Final = 5
FIRST_PORT: Final = 8001


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The processes of one machine."""

    web: int
    """Daphne processes, each on a port of its own behind the proxy."""
    llm: int
    """Workers of queue ``llm``; each has ``llm_threads`` threads, one for each reply being written."""
    documents: int
    """Prefork processes for files."""
    default: int
    """Prefork processes for jobs, the outbox and what beat wants. Two at least: a job takes one for hours."""
    web_threads: int = WEB_THREADS
    llm_threads: int = LLM_THREADS

    @property
    def ports(self) -> range:
        """Where the web processes listen."""
        return range(FIRST_PORT, FIRST_PORT + self.web)

    @property
    def mebibytes(self) -> int:
        """The memory of all processes, in MiB, about."""
        masters = 2  # of the prefork workers
        alone = 2  # beat and watch
        return MIB_A_PROCESS * (self.web + self.llm + self.documents + self.default + masters + alone)

    @property
    def database_connections(self) -> int:
        """The most connections to the database at one time: one for each thread that may ask it."""
        # Beside its threads a worker has the keeper of replies and its own first thread.
        workers = self.llm * (self.llm_threads + 2) + self.documents + self.default
        watch = 1
        return self.web * (self.web_threads + SOCKET_THREADS) + workers + watch + CONNECTIONS_OF_PEOPLE

    @property
    def max_connections(self) -> int:
        """What to set the database's ``max_connections`` to, in round numbers."""
        return -(-int(self.database_connections / SHARE_OF_CONNECTIONS) // 50) * 50

    @property
    def valkey_connections(self) -> int:
        """The most connections to Valkey, about: each thread's, and the ones each process keeps to listen."""
        listening = 10
        workers = self.llm * self.llm_threads + self.documents + self.default
        return self.web * (self.web_threads + listening) + workers + listening * (self.llm + 3)


def layout_for(cores: int, gibibytes: int | None = None) -> Layout:
    """Return the layout for a machine that is ours alone.

    Web and model share the cores evenly, for a turn costs both about the same; each process uses one.

    Args:
        cores: 1 or more.
        gibibytes: the machine's memory; web and llm become fewer until they fit.

    Raises:
        ValueError: there is no core, or not the memory for one process of each kind.
    """
    if cores < 1:
        raise ValueError("A machine has at least one core.")
    pairs = -(-cores // 2)
    layout = _layout(pairs, cores)
    if gibibytes is None:
        return layout
    while layout.mebibytes + MIB_FOR_OTHERS > gibibytes * 1024:
        pairs -= 1
        if not pairs:
            raise ValueError(f"One process of each kind needs 3 GiB; the machine has {gibibytes}.")
        layout = _layout(pairs, pairs * 2)
    return layout


def _layout(pairs: int, cores: int) -> Layout:
    return Layout(web=pairs, llm=pairs, documents=max(1, cores // 4), default=max(2, cores // 4))


EMBEDDED: Final = Layout(web=1, llm=1, documents=0, default=2, llm_threads=8)
"""A laptop's: small, whatever the machine; the processes of ``default`` take the files, too."""
