"""The database is killed, or refuses: nothing is acknowledged that it does not hold, and all is said once."""

import asyncio
import threading
import time

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction

from chat.models import Conversation
from forms_engine.models import Submission
from messerprise.accounts.domain.roles import Role
from messerprise.audit.models import AuditEvent
from tests.factories.conversations import make_conversation
from tests.factories.people import make_person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(180),
    pytest.mark.soak,  # the server that dies is the one that all tests share
    pytest.mark.skipif(connection.vendor != "mysql", reason="a file is never away"),
]

SHORT, LONG = 3.0, 30.0


@pytest.fixture
def lasting(transactional_db):
    """Take back what makes the server of the tests fast and forgetful, before anybody is known to it."""
    with connection.cursor() as cursor:
        cursor.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1")
    connection.close()


@pytest.fixture
async def persons(lasting, site, visit):
    """Return some people at the live site, each at a conversation that needs no model."""
    return [
        await visit(await sync_to_async(lambda: make_conversation(make_person(Role.RESPONDENT)))())
        for _ in range(4)
    ]


@pytest.fixture
def database(database_server):
    """Return the server; the connections of ours to the one that dies are not used again."""
    connections.close_all()
    yield database_server
    connections.close_all()


async def forget_connections():
    """Close those of the thread that works for us."""
    await sync_to_async(connections.close_all)()


@pytest.mark.parametrize("seconds", [SHORT, LONG])
async def test_the_database_is_killed_while_people_send(site, persons, database, chance, settled, seconds):
    await forget_connections()
    texts = [f"Answer {number}" for number in range(4)]

    async def talk(person):
        for text in texts:
            await asyncio.sleep(chance.uniform(0, 0.3))
            await person.post(text)

    talking = [asyncio.create_task(talk(person)) for person in persons]
    await asyncio.sleep(chance.uniform(0.0, 0.3))  # before all is said
    database.kill()
    await asyncio.sleep(seconds)
    assert any(person.waits for person in persons)
    database.start()
    await asyncio.gather(*talking)
    for person in persons:
        await person.until(lambda person: person.answered(len(texts)), seconds=90)

    for person in persons:
        assert sorted(person.messages("user")) == texts
        assert not {4400, 4401, 4403}.intersection(person.codes)
    await settled(*persons)


async def test_the_database_is_killed_as_soon_as_everybody_is_there(site, persons, database, settled):
    await forget_connections()
    database.kill()
    database.start()
    for person in persons:
        await person.post("Answer")
    for person in persons:
        await person.until(lambda person: person.answered(1), seconds=90)

    await settled(*persons)


def hold(conversation, wants):
    """Lock what an answer needs in the other order, once a writer waits for us: somebody must give in."""
    with transaction.atomic():
        for number in range(200):  # whoever wrote less is the one that the server sends back
            AuditEvent.objects.create(action="test.noise", subject_id=str(number))
        Conversation.objects.select_for_update().get(pk=conversation.pk)
        wants()
        Submission.objects.select_for_update().get(pk=conversation.submission_id)


def writer_waits():
    """Return once a transaction waits for a lock."""
    deadline = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.25)  # the server renews this table only once nobody has read it for 0.1 s
    pytest.fail("nobody waited for the lock")


async def test_a_deadlock_on_the_conversation(persons, settled):
    person = persons[0]
    waiting = threading.Event()

    def wants():
        waiting.set()
        writer_waits()

    holding = asyncio.create_task(asyncio.to_thread(closing, hold, person.conversation, wants))
    await asyncio.to_thread(waiting.wait, 20)
    texts = ["First", "Second", "Third"]
    for text in texts:
        await person.post(text)
    await holding
    await person.until(lambda person: person.answered(len(texts)), seconds=60)

    assert person.messages("user") == texts, "the order was lost"
    await settled(person)


async def test_a_lock_that_is_not_given_in_time(persons, settled):
    person = persons[0]
    await sync_to_async(wait_less)(1)
    try:
        held, release = threading.Event(), threading.Event()

        def wants():
            held.set()
            release.wait(30)

        holding = asyncio.create_task(asyncio.to_thread(closing, hold, person.conversation, wants))
        await asyncio.to_thread(held.wait, 20)
        await person.post("First")
        await asyncio.sleep(2.5)
        assert person.waits
        release.set()
        await holding
        await person.post("Second")
        await person.until(lambda person: person.answered(2), seconds=60)
    finally:
        await sync_to_async(wait_less)(20)

    assert person.messages("user") == ["First", "Second"]
    await settled(person)


def closing(function, *arguments):
    """Call it in a thread, and leave no connection behind."""
    try:
        return function(*arguments)
    finally:
        connections.close_all()


def wait_less(seconds):
    """Have writers wait this long for a lock; whoever is connected knows another figure and is cut off."""
    with connection.cursor() as cursor:
        cursor.execute("SET GLOBAL innodb_lock_wait_timeout = %s", [seconds])
        cursor.execute(
            "SELECT id FROM information_schema.processlist WHERE user = 'app' AND id <> connection_id()"
        )
        for (number,) in cursor.fetchall():
            cursor.execute("KILL %s", [number])
