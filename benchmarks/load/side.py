"""Who is measured: ours and the peers, each with the tab that speaks its language."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from benchmarks.load.chainlit_tab import ChainlitTab
from benchmarks.load.relay_tab import RelayTab
from benchmarks.load.score import Score, Turn
from benchmarks.load.tab import Tab


class AnyTab(Protocol):
    """What a crowd asks of a tab."""

    turn: Turn | None

    def send(self, text: str, **fields: str) -> None:
        """Send a message."""

    def leave(self) -> None:
        """Close the tab."""


@dataclass(frozen=True, slots=True)
class Side:
    """One server under load."""

    name: str
    open: Callable[[int, dict[str, str], Score], Awaitable[AnyTab]]
    serving: tuple[str, ...]
    """The roles whose time and memory it is; people connect to the first."""
    beside: tuple[str, ...] = ()
    """The roles that serve it, told apart."""


OURS = Side("Mess-Erprise", Tab.open, ("web", "worker"), ("beat", "database", "broker"))
RELAY = Side("bare relay", RelayTab.open, ("relay",))
CHAINLIT = Side("Chainlit", ChainlitTab.open, ("chainlit",))
