"""A worker writes, a web process follows, with a real Valkey between them."""

import asyncio
from uuid import uuid4

import pytest
import redis
from asgiref.sync import sync_to_async
from django.conf import settings

from messerprise.realtime import keys
from messerprise.realtime.follower import follower
from messerprise.realtime.streams import StreamWriter, Written, request_stop

pytestmark = pytest.mark.usefixtures("valkey")


@pytest.fixture
def server():
    client = redis.Redis.from_url(settings.REDIS_URL)
    yield client
    client.close()


def test_writer_is_fenced_by_a_newer_attempt():
    reply = uuid4()
    old, new = StreamWriter(reply, 1), StreamWriter(reply, 2)
    assert old.open() is Written.YES
    assert old.append(0, "one") is Written.YES

    assert new.open() is Written.YES

    assert old.append(3, "late") is Written.FENCED
    assert new.append(0, "two") is Written.YES


def test_writer_keeps_the_stream_short_lived(server):
    reply = uuid4()
    StreamWriter(reply, 1).open()

    assert 0 < server.ttl(keys.stream_key(reply)) <= 900
    assert 0 < server.ttl(keys.fence_key(reply)) <= 900


def test_writer_learns_of_a_stop():
    reply = uuid4()
    writer = StreamWriter(reply, 1)
    assert not writer.is_stopped()

    request_stop(reply)

    assert writer.is_stopped()


def test_writer_does_not_wait_for_a_dead_server(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    writer = StreamWriter(uuid4(), 1)

    assert writer.open() is Written.LOST
    assert writer.append(0, "text") is Written.LOST
    assert writer.seq == 1
    assert not writer.is_stopped()


async def grown(bell, tail, seq):
    async with asyncio.timeout(5):
        while tail.seq < seq:
            await bell.wait()
            bell.clear()


async def test_follower_brings_what_was_and_what_comes():
    reply, bell = uuid4(), asyncio.Event()
    writer = StreamWriter(reply, 1)
    await sync_to_async(writer.open)()
    await sync_to_async(writer.append)(0, "be")

    tail = await follower().watch(reply, bell.set)
    assert [piece.text for piece in tail.after(0, 0)] == ["be"]
    await sync_to_async(writer.append)(2, "fore")
    await grown(bell, tail, 2)

    assert [piece.text for piece in tail.after(1, 1)] == ["fore"]
    await follower().unwatch(reply, bell.set)


async def test_follower_serves_many_replies_over_one_subscription(server):
    before = server.info("clients")["pubsub_clients"]
    bells = {uuid4(): asyncio.Event() for _ in range(3)}
    tails = {reply: await follower().watch(reply, bell.set) for reply, bell in bells.items()}

    for reply, bell in bells.items():
        await sync_to_async(StreamWriter(reply, 1).open)()
        await grown(bell, tails[reply], 0)

    assert server.info("clients")["pubsub_clients"] == before + 1
    for reply, bell in bells.items():
        await follower().unwatch(reply, bell.set)
    async with asyncio.timeout(5):
        while server.info("clients")["pubsub_clients"] > before:  # noqa: ASYNC110 - the server is outside
            await asyncio.sleep(0.05)


async def test_follower_without_a_server_waits_for_it(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    reply, bell = uuid4(), asyncio.Event()

    async with asyncio.timeout(3):
        tail = await follower().watch(reply, bell.set)
        await follower().unwatch(reply, bell.set)

    assert tail.after(0, 0) == []
