"""Daphne that takes its leave: before it ends it tells every socket so, and lets what runs come to its end.

``python -m messerprise.ops.web_server`` takes the options of ``daphne``. On SIGTERM it listens no more,
closes its sockets with 1012 (pages come back within ten seconds, each at a moment of its own), waits for
what is being answered, and stops.
"""

import asyncio
from typing import Any

from daphne.cli import CommandLineInterface
from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.defer import Deferred

from messerprise.core.garbage import settle

RESTART = 1012  # for a single socket Daphne has no way to say it, see realtime.close_codes
LISTENING = (WebSocketProtocol.STATE_CONNECTING, WebSocketProtocol.STATE_OPEN)
GRACE = 5.0  # seconds for what runs, and as long again for what has to be cut short
FLUSHED = 0.2  # seconds for the last of what was written to leave


class WebServer(Server):  # type: ignore[misc]
    """Daphne's server with another end."""

    def run(self) -> None:
        """Serve until told to end."""
        self._ports: list[Any] = []
        settle()
        super().run()

    def listen_success(self, port: Any) -> None:
        """Remember where it listens."""
        self._ports.append(port)
        super().listen_success(port)

    async def handle_reply(self, protocol: Any, message: Any) -> None:
        """Pass on what an application says, unless its socket is closing, of which it has yet to hear."""
        if not isinstance(protocol, WebSocketProtocol) or protocol.state in LISTENING:
            await super().handle_reply(protocol, message)

    def kill_all_applications(self) -> Any:
        """End everything; called by Twisted, which waits for what is returned."""
        return Deferred.fromFuture(asyncio.ensure_future(self._take_leave()))

    async def _take_leave(self) -> None:
        for port in self._ports:
            port.stopListening()
        for connection in list(self.connections):
            if isinstance(connection, WebSocketProtocol) and connection.state == WebSocketProtocol.STATE_OPEN:
                connection.sendCloseFrame(code=RESTART)
        late = await _ended(self._running())
        for application in late:
            application.cancel()
        await _ended(late)
        await asyncio.sleep(FLUSHED)

    def _running(self) -> set[Any]:
        applications = (details.get("application_instance") for details in self.connections.values())
        return {each for each in applications if each and not each.done()}


async def _ended(applications: set[Any]) -> set[Any]:
    """Wait for applications to end; return those that do not."""
    return (await asyncio.wait(applications, timeout=GRACE))[1] if applications else set()


class CommandLine(CommandLineInterface):  # type: ignore[misc]
    """Daphne's command line."""

    server_class = WebServer


if __name__ == "__main__":
    CommandLine.entrypoint()
