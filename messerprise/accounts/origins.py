"""Pages of other sites get no socket, and that they tried is on record."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import ParseResult, urlparse

from channels.security.websocket import OriginValidator

from messerprise.accounts.network import socket_address
from messerprise.audit.services import REFUSED, record
from messerprise.realtime.database import in_database
from messerprise.realtime.limits import Act, take


class OriginGate(OriginValidator):  # type: ignore[misc]
    """Lets sockets through whose page has an allowed origin: scheme, host and port."""

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        """Record a refusal; the answer to it, and everything else, is Channels'."""
        origin = dict(scope["headers"]).get(b"origin", b"").decode("latin1")
        if not self.valid_origin(urlparse(origin)):
            await in_database(record_refused_socket, None, socket_address(scope), "origin")
        await super().__call__(scope, receive, send)

    def valid_origin(self, parsed_origin: ParseResult | None) -> bool:
        """Tell whether a page of this origin may open a socket."""
        try:
            return bool(super().valid_origin(parsed_origin))
        except ValueError:  # a port that is none
            return False


def record_refused_socket(user: Any, address: str, reason: str) -> None:
    """Record that a socket was refused; of many from one address only the first of each minute."""
    if take(Act.REFUSAL, address=address):
        record(actor=user, action="socket.refused", outcome=REFUSED, address=address, reason=reason)
