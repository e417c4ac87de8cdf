"""What a connection tells, on real sockets, in the clear and encrypted."""

import contextlib
import socket
import ssl
import threading
import time
from types import SimpleNamespace

import pytest
import urllib3

from messerprise.llm.clients.line import Line
from tests.servers.nginx import certificate_for

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LONG_AGO = 10.0  # seconds, for what takes milliseconds


@pytest.fixture(params=["in the clear", "encrypted"])
def stage(request, tmp_path):
    """Return a response that has just begun: ``chunk`` sends what it is given as one more piece of it."""
    listener = socket.create_server(("127.0.0.1", 0))
    pool = urllib3.HTTPConnectionPool("127.0.0.1", listener.getsockname()[1], timeout=30)
    if request.param == "encrypted":
        trusting = certificate_for("127.0.0.1", tmp_path)
        pool = urllib3.HTTPSConnectionPool("127.0.0.1", pool.port, timeout=30, ssl_context=trusting)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(tmp_path / "fullchain.pem", tmp_path / "privkey.pem")
        listener = context.wrap_socket(listener, server_side=True)
    served = []

    def serve():
        peer, _address = listener.accept()
        peer.recv(65_536)
        peer.sendall(HEAD)
        served.append(peer)

    thread = threading.Thread(target=serve)
    thread.start()
    raw = pool.urlopen("GET", "/", preload_content=False)
    thread.join()
    (peer,) = served

    def chunk(text):
        peer.sendall(b"%x\r\n%s\r\n" % (len(text), text))

    yield SimpleNamespace(raw=raw, line=Line(raw), peer=peer, chunk=chunk)
    for each in (raw, peer, pool, listener):
        with contextlib.suppress(OSError):
            each.close()


def until(condition):
    deadline = time.monotonic() + LONG_AGO
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


def test_line_tells_whether_more_has_come(stage):
    pieces = stage.raw.stream()
    stage.chunk(b"one")
    assert next(pieces) == b"one"
    assert not stage.line.has_more()

    stage.chunk(b"two")
    until(stage.line.has_more)
    assert next(pieces) == b"two"
    assert not stage.line.has_more()


def test_line_knows_what_was_read_ahead(stage):
    pieces = stage.raw.stream()
    stage.peer.sendall(b"3\r\none\r\n3\r\ntwo\r\n")
    assert next(pieces) == b"one"

    assert stage.line.has_more()
    assert next(pieces) == b"two"


def test_asking_changes_nothing_for_the_next_who_reads(stage):
    pieces = stage.raw.stream()
    assert not stage.line.has_more()
    threading.Timer(0.2, stage.chunk, [b"late"]).start()

    assert next(pieces) == b"late"


def test_cutting_ends_a_read_that_waits(stage):
    pieces = stage.raw.stream()
    began = time.monotonic()
    threading.Timer(0.2, stage.line.cut).start()

    with pytest.raises(urllib3.exceptions.HTTPError):
        next(pieces)
    assert time.monotonic() - began < LONG_AGO  # it would have waited for thirty


def test_a_line_that_was_left_is_not_cut(stage):
    pieces = stage.raw.stream()
    stage.line.leave()
    stage.line.cut()
    stage.chunk(b"whole")

    assert next(pieces) == b"whole"
