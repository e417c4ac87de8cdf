"""A ticket for one socket, asked for as a page does."""

import asyncio
import json

SUBPROTOCOL, PREFIX = "mess-erprise", "ticket."
CSRF = "load" * 8  # any will do that stands in cookie and header alike


async def ticket(port: int, person: dict[str, str]) -> str:
    """Ask for a ticket, over a connection of its own; return the subprotocols to open the socket with.

    Raises:
        ConnectionError: there was none; with the head of the answer.
    """
    lines = (
        f"POST /conversations/{person['conversation']}/ticket/ HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        f"Cookie: sid={person['session']}; csrf={CSRF}",
        f"X-CSRFToken: {CSRF}",
        "Content-Length: 0",
        "Connection: close",
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("\r\n".join([*lines, "", ""]).encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise ConnectionError(head.decode(errors="replace"))
    return f"{SUBPROTOCOL}, {PREFIX}{json.loads(body)['ticket']}"
