"""The ground that the other tests stand on."""

import socket

import pytest
import redis
from django.db import connection

from tests.fixtures.network import OutsideConnection


def test_sockets_to_the_outside_are_refused():
    with pytest.raises(OutsideConnection):
        socket.create_connection(("192.0.2.1", 80), 1)
    with pytest.raises(OutsideConnection):
        socket.getaddrinfo("example.org", 80)


def test_valkey_answers(valkey):
    assert redis.Redis.from_url(valkey).ping()


def test_database_keeps_a_person(respondent, stranger):
    assert respondent.pk != stranger.pk
    assert respondent.has_role("respondent")


@pytest.mark.django_db
def test_database_is_never_the_one_of_the_user():
    assert "test" in str(connection.settings_dict["NAME"])


def test_s3_keeps_objects(s3):
    s3.client().put_object(Bucket=s3.bucket, Key="è.txt", Body=b"x")
    assert s3.client().get_object(Bucket=s3.bucket, Key="è.txt")["Body"].read() == b"x"
