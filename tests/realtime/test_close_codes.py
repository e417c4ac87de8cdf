"""Close codes: only those that the server can send."""

import pytest
from autobahn.websocket.protocol import WebSocketProtocol

from messerprise.realtime.close_codes import CloseCode


@pytest.mark.parametrize("code", CloseCode)
def test_close_code_is_one_that_the_servers_library_sends(code):
    sent = []
    server = WebSocketProtocol()
    server.state = WebSocketProtocol.STATE_OPEN
    server.sendCloseFrame = lambda **fields: sent.append(fields["code"])

    server.sendClose(int(code))

    assert sent == [code]
