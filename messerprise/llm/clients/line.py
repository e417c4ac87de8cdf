"""The connection that an answer comes by: what neither boto3 nor urllib3 tell of it."""

import contextlib
import socket
from typing import Any


class Line:
    """Tells whether more has come, and can be cut; ``raw`` is urllib3's response, not yet read."""

    def __init__(self, raw: Any) -> None:
        # Standard library: HTTPResponse.fp is a buffered reader over a SocketIO over the socket.
        self._reader = raw._fp.fp  # noqa: SLF001 - there is no other way to the socket
        self._socket: socket.socket = self._reader.raw._sock  # noqa: SLF001
        self._is_in_use = True

    def has_more(self) -> bool:
        """Tell whether something can be read without waiting; asked by the reading thread only."""
        if self._reader.closed:
            return False
        patience = self._socket.gettimeout()
        self._socket.settimeout(0)
        try:
            return bool(self._reader.peek(1))
        except OSError:  # TLS has half a record; what is wrong with the line is told by reading it
            return False
        finally:
            self._socket.settimeout(patience)

    def leave(self) -> None:
        """Say that the answer is whole: the connection is others' from now on."""
        self._is_in_use = False

    def cut(self) -> None:
        """End the connection: whoever reads from it finds its end. From any thread."""
        if self._is_in_use:
            with contextlib.suppress(OSError):  # it has ended by itself
                self._socket.shutdown(socket.SHUT_RDWR)
