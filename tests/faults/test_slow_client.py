"""A client that hardly reads: the site keeps nothing for it, lets it go, and serves the others."""

import asyncio
import json
import socket
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async

from tests.factories.conversations import make_conversation
from tests.security.raw_socket import RawSocket

MIB = 2**20
SIZE = 200_000  # bytes of a reply
SHORT, LONG = 5, 50  # replies; with deltas and events 2 and 20 MB
PIECE = 4_000
TURN = {"commands": [], "asks": "name", "reply": "What is your name?"}
FLOOD = "Tell me everything."

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak, pytest.mark.timeout(240)]


def memory_of(pid: int) -> int:
    """Return how many bytes a process holds in memory."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def words_of(size: int) -> dict:
    """Return the step of a model that says this many bytes as fast as it can."""
    turn = {"commands": [], "asks": "name", "reply": "x" * size}
    return {"tool": turn, "size": PIECE, "delay": 0.002}


class Dawdler(RawSocket):
    """A socket with a tiny window, that reads a byte a second."""

    def __init__(self, site, conversation, session: str) -> None:
        super().__init__(site, f"/ws/conversations/{conversation.pk}/", session)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        position = {"epoch": str(conversation.epoch), "event_seq": conversation.head_seq, "reply": None}
        hello = {"type": "hello", "conversation": str(conversation.pk), **position}
        self.send(json.dumps(hello).encode())

    def dawdle(self) -> None:
        """Read one byte."""
        self._socket.recv(1)


async def read_slowly(dawdler, seconds):
    for _ in range(seconds):
        await asyncio.to_thread(dawdler.dawdle)
        await asyncio.sleep(1)


async def let_talk(person, replies):
    """Have the model talk at length, and read it all."""
    for _ in range(replies):
        answered = len(person.messages("assistant"))
        await person.post(FLOOD, question="colour")
        await person.until(lambda person, answered=answered: person.answered(answered + 1))


@pytest.fixture
async def neighbour(crew, model, stranger, visit):
    """Return somebody else, at a page with an interviewer."""
    model.rule(words_of(SIZE), when=FLOOD)
    model.rule({"tool": TURN})
    await sync_to_async(crew.hire)()
    return await visit(await sync_to_async(make_conversation)(stranger, interviewer="natural"))


@pytest.mark.parametrize("replies", [SHORT, pytest.param(LONG, marks=pytest.mark.soak)])
async def test_a_client_reads_a_byte_a_second(site, person, session, neighbour, beat, settled, replies):
    await let_talk(person, 2)  # what the text costs by itself
    before = memory_of(site.child("web").pid)

    await sync_to_async(person.conversation.refresh_from_db)()
    dawdlers = [await asyncio.to_thread(Dawdler, site, person.conversation, session) for _ in range(4)]
    reading = [asyncio.create_task(read_slowly(each, 3)) for each in dawdlers]
    await let_talk(person, replies)
    await neighbour.post("Who reads this?", question="name")
    await neighbour.until(lambda neighbour: neighbour.answered(1), seconds=20)
    grown = (memory_of(site.child("web").pid) - before) / MIB
    await asyncio.gather(*reading)
    for each in dawdlers:
        await asyncio.to_thread(each.__exit__)

    print(f"{grown:.1f} MiB for {len(dawdlers)} slow clients")  # noqa: T201 - shown beside a failure
    due = replies * 2 * SIZE / MIB  # deltas, then the events
    assert grown < 2 * due * len(dawdlers), "it costs more than what is due"
    assert person.codes == neighbour.codes == []
    await settled(person, neighbour)
