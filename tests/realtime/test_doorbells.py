"""Doorbells through the Channels layer, with a broker that comes and goes."""

import asyncio
import time

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer

from messerprise.realtime import doorbells as doorbells_module
from messerprise.realtime import groups
from messerprise.realtime.doorbells import doorbells

pytestmark = pytest.mark.usefixtures("valkey")


@pytest.fixture
def heard():
    return []


async def until_heard(heard, count):
    async with asyncio.timeout(8):
        while len(heard) < count:  # noqa: ASYNC110 - what is heard is a list
            await asyncio.sleep(0.01)


async def listening(group, listener):
    """Listen, and wait until the layer has joined the group."""
    await doorbells().listen(group, listener)
    async with asyncio.timeout(8):
        while not any(name.endswith(group) for name in get_channel_layer().groups):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)


async def test_a_bell_reaches_its_group_only(heard):
    others = []
    await listening("conversation.a", heard.append)
    await listening("conversation.b", others.append)

    await sync_to_async(groups.ring)("conversation.a", "note")
    await until_heard(heard, 1)

    assert (heard, others) == (["note"], [])
    await doorbells().leave("conversation.a", heard.append)
    await doorbells().leave("conversation.b", others.append)


async def test_ringing_without_a_broker_neither_fails_nor_waits(settings, monkeypatch):
    monkeypatch.setattr(groups, "_silent_until", 0.0)
    layer = settings.CHANNEL_LAYERS["default"]
    settings.CHANNEL_LAYERS = {"default": layer | {"CONFIG": {"hosts": ["redis://127.0.0.1:1/0"]}}}

    started = time.monotonic()
    for _ in range(20):
        await sync_to_async(groups.ring)("conversation.a")

    assert time.monotonic() - started < groups.PATIENCE + 1


def test_a_session_is_named_without_giving_it_away():
    mark = groups.session_mark("secret-session-key")

    assert "secret" not in mark
    assert mark != groups.session_mark("another")


async def test_a_join_that_failed_deafens_nobody_for_good(heard, monkeypatch):
    monkeypatch.setattr(doorbells_module, "SILENCE", 0.2)
    layer = get_channel_layer()
    await listening("conversation.a", heard.append)
    failures, add = [TimeoutError, TimeoutError], layer.group_add  # as it listens, as it tries again

    async def join(group, channel):
        if failures:
            raise failures.pop()
        await add(group, channel)

    monkeypatch.setattr(layer, "group_add", join, raising=False)
    await doorbells().listen("conversation.b", heard.append)
    async with asyncio.timeout(20):
        while failures:  # noqa: ASYNC110 - the broker is outside
            await asyncio.sleep(0.01)
        await doorbells().listen("conversation.c", heard.append)
        while not set(heard) >= {"a", "b", "c"}:
            for name in "abc":
                await sync_to_async(groups.ring)(f"conversation.{name}", name)
            await asyncio.sleep(0.1)
    for name in "abc":
        await doorbells().leave(f"conversation.{name}", heard.append)


async def test_who_does_not_hear_oneself_opens_another_connection(heard, monkeypatch):
    monkeypatch.setattr(doorbells_module, "SILENCE", 0.2)
    layer = get_channel_layer()
    await listening("conversation.a", heard.append)
    await layer._shards[0]._pubsub.unsubscribe()  # noqa: SLF001 - deaf, and nobody hung up

    async with asyncio.timeout(20):
        while not heard:
            await sync_to_async(groups.ring)("conversation.a", "a")
            await asyncio.sleep(0.1)

    await doorbells().leave("conversation.a", heard.append)
