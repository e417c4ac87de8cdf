"""Pages of other sites get no socket, and that they tried is on record."""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import ParseResult, urlparse

from channels.security.websocket import OriginValidator

from messerprise.accounts.network import socket_address
from messerprise.audit.services import REFUSED, record
from messerprise.realtime.database import in_database
from messerprise.realtime.limits import Act, TokenBucket, take

_recorded = TokenBucket(rate=1, burst=60, now=time.monotonic())


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
    """Record that a socket was refused; of many only the first, so that nobody fills the record.

    Those of one person and of one address are limited by the minute (``limits.REFUSALS``). Whoever comes from
    ever new addresses, or knocks while the broker that counts is away, is held to what a process records.
    """
    if take(Act.REFUSAL, user_id=user.pk if user else "", address=address) and _recorded.take(
        time.monotonic()
    ):
        record(actor=user, action="socket.refused", outcome=REFUSED, address=address, reason=reason)
