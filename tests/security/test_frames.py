"""What no page would send through the socket, sent to the live server."""

import json
import re
import urllib.request
from pathlib import Path
from uuid import uuid4

import pytest

from chat.models import Message
from tests.security.raw_socket import BINARY, CONTINUATION, TEXT

SEND = {"type": "send", "client_id": str(uuid4()), "text": "hi"}
MALFORMED = {
    "no json": b"{",
    "a list": b"[]",
    "a number": b"1",
    "nothing": b"",
    "not a number": b'{"type":"ack","event_seq":NaN}',
    "no type": b"{}",
    "a type of another kind": b'{"type":{"type":"send"}}',
    "a type of channels' own": b'{"type":"websocket.disconnect","code":1000}',
    "a frame of the server's": b'{"type":"welcome","epoch":"x","head_seq":1,"recovered":true}',
    "nested deeply": b'{"type":"send","text":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "nested deeply, objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "a huge number": b'{"type":"ack","event_seq":1' + b"0" * 5_000 + b"}",
    "a negative number": b'{"type":"ack","event_seq":-1}',
    "true for a number": b'{"type":"ack","event_seq":true}',
    "a number for a text": json.dumps(SEND | {"text": 7}).encode(),
    "an unknown field": json.dumps(SEND | {"author": "assistant"}).encode(),
    "no uuid": json.dumps(SEND | {"client_id": "1; drop table"}).encode(),
    "half a character": b'{"type":"send","client_id":"%s","text":"\\ud800"}' % str(uuid4()).encode(),
    "an undo of another kind": json.dumps(SEND | {"undo": ["x"]}).encode(),
}


@pytest.fixture
def greeted(knock, hello):
    """Return an open socket past its hello."""
    with knock() as socket:
        assert socket.status == 101
        socket.send(hello)
        yield socket


@pytest.fixture(autouse=True)
def unharmed(site, conversation):
    """Whatever was sent: nothing was said, the server lives and logs no failure of its own."""
    told = len(site.log.read_text())
    yield
    assert Message.objects.filter(author="user").count() == 0
    with urllib.request.urlopen(f"{site.url}/health/ready/", timeout=10) as answer:
        assert answer.status == 200
    assert "Traceback" not in site.log.read_text()[told:]


@pytest.mark.parametrize("frame", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_frame_ends_the_socket(greeted, frame):
    greeted.send(frame)

    assert greeted.close_code() == 4400


def test_bytes_that_are_no_text_end_the_socket(greeted):
    greeted.send(b'{"type":"send","text":"\xff\xfe"}')

    assert greeted.close_code() in {0, 1007}  # by the server's library, before anybody reads it


def test_a_binary_frame_ends_the_socket(greeted):
    greeted.send(json.dumps(SEND).encode(), BINARY)

    assert greeted.close_code() == 4400


@pytest.mark.parametrize("size", [65_537, 2**20])
def test_a_frame_that_is_too_big_ends_the_socket(greeted, size):
    greeted.send(json.dumps(SEND | {"text": "x" * size}).encode())

    assert greeted.close_code() in {0, 1009, 4413}


def test_a_message_in_fragments_that_is_too_big_ends_the_socket(greeted):
    greeted.send(b"{", last=False)
    for _ in range(63):
        greeted.send(b"x" * 16_384, CONTINUATION, last=False)
    greeted.send(b"}", CONTINUATION)

    assert greeted.close_code() in {0, 1009, 4413}


def test_big_frames_and_messages_leave_nothing_in_memory(site, knock, hello):
    def attack():
        for fragments in (False, True):
            with knock() as socket:
                socket.send(hello)
                for number in range(32):  # 32 MiB, did anybody keep them
                    kind = CONTINUATION if fragments and number else TEXT
                    socket.send(b"x" * 2**20 if not fragments else b"x" * 60_000, kind, last=not fragments)
                assert socket.close_code() in {0, 1009, 4413}

    attack()
    before = resident_kib(site.child("web").pid)
    for _ in range(5):
        attack()

    assert resident_kib(site.child("web").pid) - before < 16 * 1024


def resident_kib(pid: int) -> int:
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def test_a_flood_ends_the_socket(greeted):
    for _ in range(200):
        greeted.send(b'{"type":"ack","event_seq":1}')

    assert greeted.close_code() == 4429


def test_a_frame_before_hello_ends_the_socket(knock):
    with knock() as socket:
        socket.send(json.dumps(SEND).encode())

        assert socket.close_code() == 4400


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "https://127.0.0.1",
        "http://127.0.0.1:1",
        "http://127.0.0.1.evil.example",
        "file://",
    ],
)
def test_a_page_of_another_site_gets_no_socket(knock, origin):
    with knock(origin=origin) as socket:
        assert socket.status == 403


@pytest.mark.parametrize("session", ["", "forged" * 5])
def test_nobody_gets_no_socket(knock, session):
    with knock(session=session) as socket:
        assert socket.status == 403
