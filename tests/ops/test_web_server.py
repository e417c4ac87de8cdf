"""The web process takes its leave: sockets are told, what runs comes to its end."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction

from chat.models import Conversation
from messerprise.accounts.domain.roles import Role
from tests.chat.consumers.browser import session_of, ticket_for
from tests.factories.conversations import make_conversation
from tests.factories.people import make_person
from tests.faults.invariants import check_invariants
from tests.security.raw_socket import RawSocket
from tests.servers.process import is_running


@pytest.fixture
def web(site):
    """Return the web process; there is one for the tests that follow."""
    child = site.child("web")
    yield child
    child.kill()
    site.restart("web")


@pytest.fixture
def conversation(site):
    return make_conversation(make_person(Role.RESPONDENT))


@pytest.fixture
def enter(site, conversation):
    """Return a function that opens a socket of the owner's and says hello."""
    session = session_of(conversation.submission.owner)

    def enter() -> RawSocket:
        path = f"/ws/conversations/{conversation.pk}/"
        socket = RawSocket(site, path, session=session, ticket=ticket_for(conversation.pk, session))
        where = {"conversation": str(conversation.pk), "epoch": str(conversation.epoch), "event_seq": 1}
        socket.send(json.dumps({"type": "hello", **where}).encode())
        return socket

    return enter


def wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + 30
    while is_running(pid):
        assert time.monotonic() < deadline, "it does not end"
        time.sleep(0.05)


def test_sockets_are_told_of_the_restart(web, enter, site):
    sockets = [enter() for _ in range(5)]
    told = len(site.log.read_text())

    os.kill(web.pid, signal.SIGTERM)

    assert [socket.close_code() for socket in sockets] == [1012] * 5
    for each in sockets:
        each.__exit__()
    wait_for_end(web.pid)
    assert "Traceback" not in site.log.read_text()[told:]


def test_a_socket_that_says_nothing_does_not_hold_up_the_end(web, enter):
    with enter():
        os.kill(web.pid, signal.SIGTERM)

        wait_for_end(web.pid)


def test_a_request_that_runs_is_answered(web, site, conversation):
    session = session_of(conversation.submission.owner)
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"
    headers = {"Cookie": cookies, "X-CSRFToken": "a" * 32}
    frame = {"type": "send", "client_id": str(uuid4()), "text": "Ada", "question": "name"}
    server = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=60)

    with closing(server):
        with transaction.atomic():
            Conversation.objects.select_for_update().get(pk=conversation.pk)  # the request waits for us
            server.request("POST", f"/conversations/{conversation.pk}/frames/", json.dumps(frame), headers)
            with urllib.request.urlopen(f"{site.url}/health/live/", timeout=10):
                pass  # whoever came before is being served
            os.kill(web.pid, signal.SIGTERM)
        answer = server.getresponse()
        assert (answer.status, answer.read()) == (200, b'{"frames":[]}')

    check_invariants(conversation, [frame["client_id"]])


@pytest.mark.parametrize(("path", "code"), [("/health/live/", 0), ("/nowhere/", 1)])
def test_container_is_probed_by_a_name_of_the_site(site, path, code):
    probe = [sys.executable, settings.BASE_DIR / "deploy/probe.py", f"{site.url}{path}"]
    for hosts, expected in (("localhost,forms.example.org", code), ("forms.example.org", 1)):
        run = subprocess.run(probe, env={"ALLOWED_HOSTS": hosts}, capture_output=True, check=False)
        assert run.returncode == expected
