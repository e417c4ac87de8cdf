"""Delivery to one socket: order, flow control, holes; the log and the socket are the test's own."""

import asyncio
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from messerprise.realtime import delivery as module
from messerprise.realtime import lookout as lookouts
from messerprise.realtime.announcements import Told, announce
from messerprise.realtime.close_codes import CloseCode
from messerprise.realtime.delivery import Delivery, News
from messerprise.realtime.envelopes import FrameRefused, by_type, parse
from messerprise.realtime.frames import Ack, Delta, Done, Event, Hello, Position, Reset, Snapshot, Welcome
from messerprise.realtime.hearing import hearing
from messerprise.realtime.pace import Pace
from messerprise.realtime.streams import StreamWriter

pytestmark = pytest.mark.usefixtures("valkey")
FRAMES = by_type(Event, Delta, Snapshot, Done)
WRONG = 0.2  # seconds, long enough to send what is not to be sent


class Stage:
    """A log that the test writes, and a socket that keeps what it is sent."""

    def __init__(self) -> None:
        self.log, self.epoch, self.reply = uuid4(), uuid4(), uuid4()
        self.events: list[Event] = []
        self.done: Done | None = None
        self.is_whole, self.at_once = True, 300
        self.text = Snapshot(self.reply, 0, 0, "")
        self.sent = []
        self.delivery = Delivery(self.log, self, self.send)

    async def news(self, after, following):
        events = tuple(event for event in self.events if event.seq > after) if self.is_whole else ()
        events = events[: self.at_once]
        ended = (self.done,) if self.done and (following or events) else ()
        unfinished = () if self.done else (self.reply,)
        return News(self.epoch, len(self.events), events, ended, unfinished, is_whole=self.is_whole)

    async def checkpoint(self, _reply_id):
        return self.text

    @staticmethod
    async def heads(log_ids):
        return dict.fromkeys(log_ids, 0)

    async def send(self, frame):
        self.sent.append(parse(frame, FRAMES) if isinstance(frame, str) else frame)

    async def hello(self, **fields):
        hello = {"conversation": uuid4(), "epoch": self.epoch, "event_seq": 0, "reply": None}
        return await self.delivery.greet(Hello(**(hello | fields)))

    async def until(self, kind, count=1):
        async with asyncio.timeout(10):
            while len(self.of(kind)) < count:  # noqa: ASYNC110 - the socket is a list
                await asyncio.sleep(0.01)
        return self.of(kind)[-1]

    def of(self, kind):
        return [frame for frame in self.sent if isinstance(frame, kind)]


@pytest.fixture
async def stage():
    stage = Stage()
    await hearing().listen(stage.log, stage.delivery)
    yield stage
    await hearing().leave(stage.log, stage.delivery)


@pytest.fixture
async def running(stage):
    await stage.hello()
    task = asyncio.create_task(stage.delivery.run())
    yield task
    task.cancel()
    await asyncio.wait({task})


async def write(writer, *texts):
    for text in texts:
        await sync_to_async(writer.append)(writer.seq, text)


async def begin(stage, attempt=1):
    writer = StreamWriter(stage.log, stage.reply, attempt)
    await sync_to_async(writer.open)()
    return writer


async def test_events_come_before_text_and_done_last(stage, running):
    stage.events = [Event(1, "message.posted"), Event(2, "message.said")]
    await write(await begin(stage), "a")
    await stage.until(Delta)
    stage.done = Done(stage.reply, 1, 1, 2)
    stage.delivery.ring()

    await stage.until(Done)

    assert [type(frame) for frame in stage.sent if not isinstance(frame, Delta)] == [
        Welcome,
        Event,
        Event,
        Done,
    ]
    assert "".join(delta.text for delta in stage.of(Delta)) == "a"


async def test_too_far_behind_is_not_recovered(stage):
    stage.events = [Event(seq, "x") for seq in range(1, 400)]

    assert not await stage.hello()
    assert stage.sent == [Welcome(stage.epoch, 399, False)]


async def test_news_that_cannot_be_read_now_are_not_recovered(stage):
    stage.events, stage.is_whole = [Event(1, "message.posted")], False

    assert not await stage.hello()
    assert stage.sent == [Welcome(stage.epoch, 1, False)]


async def test_news_that_cannot_be_read_now_are_read_later(stage, running):
    stage.events, stage.is_whole = [Event(seq, "message.posted") for seq in (1, 2)], False
    stage.delivery.hear('{"type": "event", "seq": 2, "event": "message.posted", "data": {}}', 2, "", "")
    await asyncio.sleep(WRONG)
    assert not stage.of(Event)

    stage.is_whole = True
    stage.delivery.ring()
    await stage.until(Event, 2)

    assert [event.seq for event in stage.of(Event)] == [1, 2]


async def test_a_reply_that_is_not_in_the_log_is_not_followed(stage):
    strangers = uuid4()
    stage.done = Done(stage.reply, 1, 0, 0)
    writer = StreamWriter(stage.log, strangers, 1)
    await sync_to_async(writer.open)()
    await write(writer, "secret")

    await stage.hello(reply=Position(strangers, 0, 0))
    task = asyncio.create_task(stage.delivery.run())
    await asyncio.sleep(0.3)
    task.cancel()

    assert not stage.of(Delta)


async def test_a_new_attempt_resets(stage, running):
    await write(await begin(stage), "old")
    await stage.until(Delta)

    await write(await begin(stage, 2), "new")
    await stage.until(Delta, 2)

    assert stage.of(Reset) == [Reset(stage.reply, 2)]
    assert stage.of(Delta)[-1] == Delta(stage.reply, 2, 1, 0, "new")


async def test_a_hole_is_mended_by_the_checkpoint(stage, running):
    writer = await begin(stage)
    await write(writer, "a")
    await stage.until(Delta)
    writer.seq = 5  # 2 to 5 were lost on the way
    stage.text = Snapshot(stage.reply, 1, 5, "abcde")

    await write(writer, "f")
    await stage.until(Delta, 2)

    assert stage.of(Snapshot) == [stage.text]
    assert stage.of(Delta)[-1].text == "f"


async def test_without_a_stream_the_checkpoint_is_sent(stage, running, monkeypatch):
    monkeypatch.setattr(module, "SILENCE", 0.1)
    stage.text = Snapshot(stage.reply, 1, 7, "from the database")

    assert await stage.until(Snapshot) == stage.text
    stage.text = Snapshot(stage.reply, 2, 1, "again")
    assert await stage.until(Snapshot, 2) == stage.text
    assert stage.of(Reset) == [Reset(stage.reply, 2)]


async def test_text_is_held_back_from_a_slow_client_and_comes_as_one_delta(stage, running, monkeypatch):
    monkeypatch.setattr(Pace, "MOST_FRAMES", 2)
    writer = await begin(stage)
    for text in ("a", "b"):
        await write(writer, text)
        await stage.until(Delta, writer.seq)
    await write(writer, "c", "d", "e")
    await asyncio.sleep(WRONG)

    stage.delivery.acknowledge(Ack(0, stage.reply, 1, 2))

    assert await stage.until(Delta, 3) == Delta(stage.reply, 1, 5, 2, "cde")


async def test_what_was_held_back_and_left_the_stream_comes_as_a_snapshot(stage, running, monkeypatch):
    monkeypatch.setattr(Pace, "MOST_BYTES", 1)
    writer = await begin(stage)
    await write(writer, "a")
    await stage.until(Delta)
    writer.seq = 4  # the stream keeps no more than so many
    await write(writer, "e")
    stage.text = Snapshot(stage.reply, 1, 5, "abcde")
    await asyncio.sleep(WRONG)

    stage.delivery.acknowledge(Ack(0, stage.reply, 1, 1))

    assert await stage.until(Snapshot) == stage.text
    assert len(stage.of(Delta)) == 1


async def test_events_are_held_back_from_a_slow_client_and_come_in_their_order(stage, running, monkeypatch):
    monkeypatch.setattr(Pace, "MOST_BYTES", 1)
    for seq in (1, 2, 3):
        await tell(stage, Told(Event(seq, "message.posted"), seq))
    stage.done = Done(stage.reply, 1, 0, 3)
    await tell(stage, Told(stage.done, 3, ends=stage.reply))
    await stage.until(Event)

    for seq in (1, 2, 3):
        await asyncio.sleep(WRONG)
        assert [event.seq for event in stage.of(Event)] == list(range(1, seq + 1))
        assert len(stage.of(Done)) == (seq == 3)
        stage.delivery.acknowledge(Ack(event_seq=seq))
        await (stage.until(Event, seq + 1) if seq < 3 else stage.until(Done))


async def test_a_client_that_takes_nothing_in_is_left(stage, running, monkeypatch):
    monkeypatch.setattr(Pace, "PATIENCE", 0.1)
    monkeypatch.setattr(Pace, "MOST_BYTES", 1)
    await write(await begin(stage), "a")

    with pytest.raises(FrameRefused) as refused:
        await asyncio.wait_for(asyncio.shield(running), 5)

    assert refused.value.code is CloseCode.TOO_SLOW


async def test_a_client_that_is_owed_nothing_may_be_silent(stage, running, monkeypatch):
    monkeypatch.setattr(Pace, "PATIENCE", 0.1)
    monkeypatch.setattr(module, "SILENCE", 0.05)
    await write(await begin(stage), "a")
    await stage.until(Delta)

    await asyncio.sleep(0.5)

    assert not running.done()


async def test_more_events_than_are_read_at_once_come_all(stage, running, monkeypatch):
    stage.at_once = 2
    stage.events = [Event(seq, "message.posted") for seq in range(1, 6)]
    stage.delivery.ring()

    await stage.until(Event, 5)

    assert [event.seq for event in stage.of(Event)] == [1, 2, 3, 4, 5]


def tell(stage, *told):
    """Announce, as a process other than this one does."""
    for item in told:
        frame = item.frame
        if isinstance(frame, Event):
            stage.events.append(frame)
    return sync_to_async(announce)(stage.log, told)


async def test_what_is_announced_is_sent_without_a_look_into_the_log(stage, running, monkeypatch):
    await stage.until(Welcome)
    stage.news = None  # whoever looks now, fails

    await tell(stage, Told(Event(1, "message.posted"), 1), Told(Event(2, "message.said"), 2))
    await tell(stage, Told(Done(stage.reply, 1, 0, 2), 2, ends=stage.reply))
    await stage.until(Done)

    assert [event.seq for event in stage.of(Event)] == [1, 2]


async def test_what_was_not_heard_is_read_in_the_log(stage, running):
    stage.events = [Event(1, "message.posted")]

    await tell(stage, Told(Event(2, "message.said"), 2))
    await stage.until(Event, 2)

    assert [event.seq for event in stage.of(Event)] == [1, 2]


async def test_what_is_heard_twice_is_sent_once(stage, running):
    stage.done = Done(uuid4(), 1, 0, 0)
    for _ in range(3):
        await sync_to_async(announce)(stage.log, [Told(Event(1, "message.posted"), 1)])
    stage.events = [Event(1, "message.posted")]
    stage.delivery.ring()
    await tell(stage, Told(Event(2, "message.said"), 2))
    await stage.until(Event, 2)

    assert [event.seq for event in stage.of(Event)] == [1, 2]


async def test_a_reply_that_opens_is_followed_without_a_look(stage, running):
    stage.done = Done(stage.reply, 1, 0, 0)
    await stage.until(Welcome)
    following, stage.news = uuid4(), None

    ended = Told(Done(stage.reply, 1, 0, 0), 0, ends=stage.reply)
    await tell(stage, Told(Event(1, "reply.queued"), 1, opens=following), ended)
    writer = StreamWriter(stage.log, following, 1)
    await sync_to_async(writer.open)()
    await write(writer, "hello")

    assert (await stage.until(Delta)).reply == following


async def test_the_lookout_rings_whoever_is_behind(stage, monkeypatch):
    monkeypatch.setattr(lookouts, "EVERY", 0.05)
    await stage.hello()
    stage.events = [Event(1, "message.said")]

    async def heads(log_ids):
        return dict.fromkeys(log_ids, 1)

    stage.heads = heads
    task = asyncio.create_task(stage.delivery.run())
    await stage.until(Event)
    task.cancel()
    await asyncio.wait({task})
