"""The database vanishes without hanging up, as a machine does that is gone: nobody waits for it for ever."""

import asyncio

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler

from tests.faults.network import Network

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(60),
    pytest.mark.skipif(connection.vendor != "mysql", reason="a file is never away"),
]


def connection_by(door: str):
    """Return a connection as the site makes them, to a database behind a door, of somebody less patient."""
    host, port = door.split(":")
    site = settings.DATABASES["default"]["OPTIONS"]
    impatient = {name: 1 for name in site if name.endswith("_timeout")}
    assert {"connect_timeout", "read_timeout", "write_timeout"} <= impatient.keys(), "the site waits for ever"
    place = {"HOST": host, "PORT": port, "OPTIONS": site | impatient}
    found = ConnectionHandler({"default": connection.settings_dict | place})["default"]
    found.inc_thread_sharing()
    return found


def ask(database) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT 1")


async def test_a_connection_whose_other_end_is_gone_fails():
    async with Network(int(connection.settings_dict["PORT"])) as network:
        database = connection_by(network.door)
        await asyncio.to_thread(ask, database)

        network.cut()

        with pytest.raises(OperationalError):
            await asyncio.to_thread(ask, database)
        await asyncio.to_thread(database.close)


async def test_a_server_that_does_not_greet_is_not_waited_for():
    async with Network(int(connection.settings_dict["PORT"])) as network:
        network.cut()

        with pytest.raises(OperationalError):
            await asyncio.to_thread(ask, connection_by(network.door))
