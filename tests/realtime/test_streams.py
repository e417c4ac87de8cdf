"""A worker writes, a web process follows, with a real Valkey between them."""

import asyncio
from uuid import uuid4

import pytest
import redis
from asgiref.sync import sync_to_async
from django.conf import settings

from messerprise.realtime import keys
from messerprise.realtime.hearing import hearing
from messerprise.realtime.streams import StreamWriter, Written, request_stop, stopped_among
from messerprise.realtime.tails import Tail

pytestmark = pytest.mark.usefixtures("valkey")


@pytest.fixture
def server():
    client = redis.Redis.from_url(settings.REDIS_URL)
    yield client
    client.close()


def test_writer_is_fenced_by_a_newer_attempt():
    reply = uuid4()
    old, new = StreamWriter(uuid4(), reply, 1), StreamWriter(uuid4(), reply, 2)
    assert old.open() is Written.YES
    assert old.append(0, "one") is Written.YES

    assert new.open() is Written.YES

    assert old.append(3, "late") is Written.FENCED
    assert new.append(0, "two") is Written.YES


def test_writer_keeps_the_stream_short_lived(server):
    reply = uuid4()
    StreamWriter(uuid4(), reply, 1).open()

    assert 0 < server.ttl(keys.stream_key(reply)) <= 900
    assert 0 < server.ttl(keys.fence_key(reply)) <= 900


def test_writer_learns_of_a_stop():
    reply, other = uuid4(), uuid4()
    assert not stopped_among([reply, other])

    request_stop(reply)

    assert stopped_among([reply, other]) == {reply}


def test_writer_does_not_wait_for_a_dead_server(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    writer = StreamWriter(uuid4(), uuid4(), 1)

    assert writer.open() is Written.LOST
    assert writer.append(0, "text") is Written.LOST
    assert writer.seq == 1
    assert not stopped_among([uuid4()])


class Reader:
    """Keeps what it hears of one reply."""

    def __init__(self) -> None:
        self.tail, self.grown, self.rung = Tail(), asyncio.Event(), 0

    def hear(self, frame, seq, opens, ends):
        raise AssertionError("no event was announced")

    def read(self, reply, attempt, piece):
        self.tail.add(attempt, piece)
        self.grown.set()

    def ring(self):
        self.rung += 1

    async def until(self, seq):
        async with asyncio.timeout(5):
            while self.tail.seq < seq:
                await self.grown.wait()
                self.grown.clear()


async def test_hearing_brings_what_was_and_what_comes():
    log, reply, reader = uuid4(), uuid4(), Reader()
    writer = StreamWriter(log, reply, 1)
    await sync_to_async(writer.open)()
    await sync_to_async(writer.append)(0, "be")

    await hearing().listen(log, reader)
    await hearing().read_stream(reply, reader.tail)
    assert [piece.text for piece in reader.tail.after(0, 0)] == ["be"]
    await sync_to_async(writer.append)(2, "fore")
    await reader.until(2)

    assert [piece.text for piece in reader.tail.after(1, 1)] == ["fore"]
    await hearing().leave(log, reader)


async def test_hearing_serves_many_logs_over_one_subscription(server):
    before = server.info("clients")["pubsub_clients"]
    readers = {uuid4(): Reader() for _ in range(3)}
    for log, reader in readers.items():
        await hearing().listen(log, reader)

    for log, reader in readers.items():
        await sync_to_async(StreamWriter(log, uuid4(), 1).open)()
        await reader.until(0)

    assert server.info("clients")["pubsub_clients"] == before + 1
    for log, reader in readers.items():
        await hearing().leave(log, reader)
    async with asyncio.timeout(5):
        while server.info("clients")["pubsub_clients"] > before:  # noqa: ASYNC110 - the server is outside
            await asyncio.sleep(0.05)


async def test_hearing_without_a_server_waits_for_it(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    log, reader = uuid4(), Reader()

    async with asyncio.timeout(3):
        await hearing().listen(log, reader)
        await hearing().read_stream(uuid4(), reader.tail)
        await hearing().leave(log, reader)

    assert reader.tail.after(0, 0) == []


async def test_hearing_asks_all_to_look_once_the_server_is_back(server):
    log, reader = uuid4(), Reader()
    await hearing().listen(log, reader)
    async with asyncio.timeout(8):
        while not reader.rung:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        server.client_kill_filter(_type="pubsub")
        while reader.rung < 2:
            await asyncio.sleep(0.02)
            server.client_kill_filter(_type="pubsub")
    await hearing().leave(log, reader)
