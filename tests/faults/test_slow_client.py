"""A client that hardly reads: the site keeps next to nothing for it, lets it go, and serves the others."""

import asyncio
import json
import socket
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async

from messerprise.realtime.close_codes import CloseCode
from tests.chat.consumers.browser import ticket_for
from tests.factories.conversations import make_conversation
from tests.faults.eventually import eventually
from tests.security.raw_socket import RawSocket

MIB = 2**20
SIZE, PIECE = 400_000, 8_000  # bytes of a reply, and of what the model says at a time
EACH = 2 * SIZE  # bytes of a reply that are due: its text as it grows, and its event
SHORT, LONG = 6, 26  # replies: 4.6 and 20 MiB, more than a kernel holds for one connection
CLIENTS = 8
ESTABLISHED = 1  # the kernel's number for a connection that is open
LOST_AFTER = 60  # seconds; 30 of patience, and a busy machine
TURN = {"commands": [], "asks": "name", "reply": "What is your name?"}
FLOOD = "Tell me everything."

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
    pytest.mark.timeout(240),
    pytest.mark.usefixtures("beat"),
]


def memory_of(pid: int) -> int:
    """Return how many bytes a process holds in memory."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def words_of(size: int) -> dict:
    """Return the step of a model that says this many bytes as fast as it can."""
    turn = {"commands": [], "asks": "name", "reply": "x" * size}
    return {"tool": turn, "size": PIECE, "delay": 0.002}


class Dawdler(RawSocket):
    """A socket with a tiny window that says hello, and no more."""

    def __init__(self, site, conversation, session: str) -> None:
        ticket = ticket_for(conversation.pk, session)
        super().__init__(site, f"/ws/conversations/{conversation.pk}/", session, ticket=ticket, window=2048)
        assert self.status == 101
        self._socket.settimeout(LOST_AFTER)
        position = {"epoch": str(conversation.epoch), "event_seq": conversation.head_seq, "reply": None}
        hello = {"type": "hello", "conversation": str(conversation.pk), **position}
        self.send(json.dumps(hello).encode())

    def dawdle(self) -> None:
        """Read one byte."""
        self._socket.recv(1)

    @property
    def is_connected(self) -> bool:
        """Whether the site has not let it go."""
        state = self._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
        return state == ESTABLISHED


async def read_slowly(dawdlers):
    """Read a byte a second of each, until cancelled."""
    while True:
        for each in dawdlers:
            await asyncio.to_thread(each.dawdle)
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


@pytest.fixture
async def arrive(site, person, session):
    """Return what opens sockets of slow clients at the person's conversation, as it stands."""
    async with AsyncExitStack() as stack:

        async def arrive(number: int) -> list[Dawdler]:
            await sync_to_async(person.conversation.refresh_from_db)()
            found = [await sync_to_async(Dawdler)(site, person.conversation, session) for _ in range(number)]
            for each in found:
                stack.callback(each.__exit__)
            return found

        yield arrive


@pytest.mark.parametrize("replies", [SHORT, pytest.param(LONG, marks=pytest.mark.soak)])
async def test_a_client_reads_a_byte_a_second(site, person, arrive, neighbour, settled, replies):
    await let_talk(person, 3)  # what the text costs by itself
    before = memory_of(site.child("web").pid)

    dawdlers = await arrive(CLIENTS)
    reading = asyncio.create_task(read_slowly(dawdlers))
    await let_talk(person, replies)
    await neighbour.post("Who reads this?", question="name")
    await neighbour.until(lambda neighbour: neighbour.answered(1), seconds=20)
    grown = (memory_of(site.child("web").pid) - before) / MIB / CLIENTS
    reading.cancel()

    print(f"{grown:.2f} MiB for a slow client, {replies * EACH / MIB:.1f} due")  # noqa: T201 - shown beside a failure
    assert grown < 1
    assert person.codes == neighbour.codes == []
    await settled(person, neighbour)


@pytest.mark.soak
async def test_who_takes_nothing_in_is_let_go(person, arrive, neighbour, settled):
    slow, mute = await arrive(2)
    reading = asyncio.create_task(read_slowly([slow]))
    code = asyncio.create_task(asyncio.to_thread(mute.close_code))  # it reads, and acknowledges nothing
    await let_talk(person, 2)

    assert await code == CloseCode.TOO_SLOW

    async def is_gone() -> bool:
        return not slow.is_connected

    await eventually(is_gone, LOST_AFTER)
    reading.cancel()
    assert person.codes == neighbour.codes == []
    await settled(person, neighbour)
