"""The deployment files, started: every unit's line in its own environment, nginx as shipped before them."""

import asyncio
import http.client
import os
import re
import signal
import time
from contextlib import closing
from random import Random
from urllib.parse import urlencode, urlsplit

import pytest
import redis
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from picows import WSMsgType

from messerprise.accounts.domain.roles import Role
from messerprise.ops.domain.layout import layout_for
from messerprise.ops.management.commands.layout import files_of
from messerprise.ops.supervisor.supervisor import is_ready
from messerprise.realtime.limits import address_owner
from tests.chat.consumers.browser import session_of
from tests.factories.conversations import make_conversation
from tests.factories.people import PASSWORD, make_person
from tests.fakes.bedrock import BedrockDouble
from tests.faults.eventually import eventually
from tests.faults.invariants import check_invariants
from tests.faults.line import CSRF, Closed, Line
from tests.faults.person import Person
from tests.servers.deployment import CORES, HTTP, HTTPS, deployed_site
from tests.servers.nginx import nginx_server
from tests.servers.process import free_port

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
    pytest.mark.timeout(300),
]

MEBIBYTE = 2**20
FORGED, BROWSER = "203.0.113.9", "203.0.113.10"
WORDS = "Pleased to meet you. " * 5 + "What is your name?"
SAID = {"tool": {"commands": [], "asks": "name", "reply": WORDS}, "size": 4, "delay": 0.05}


@pytest.fixture(scope="module")
def model():
    with BedrockDouble() as double:
        yield double


@pytest.fixture(scope="module")
def deployment(scratch, django_db_setup, valkey, model):
    database = connection.settings_dict
    (place := scratch / "deployed").mkdir(exist_ok=True)
    variables = {
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": "mysql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database),
        "REDIS_URL": settings.REDIS_URL,
        "INTERVIEWER": "natural",
        "BEDROCK_ENDPOINT_URL": model.url,
        "BEDROCK_MODEL_ID": "test-model",
        "AWS_ACCESS_KEY_ID": "testkey",
        "AWS_SECRET_ACCESS_KEY": "testsecret",
    }
    with deployed_site(place, variables) as site:
        yield site


@pytest.fixture
def site(deployment, model, transactional_db):
    model.rules.clear()
    model.rule(SAID)
    return deployment


@pytest.fixture
def webs(site):
    """Return the web processes; both are there again after the test."""
    webs = [child for child in site.supervisor.children if child.program.name.startswith("web@")]
    yield webs
    gone = [child.program for child in webs if not child.is_alive]
    site.supervisor.children = [each for each in site.supervisor.children if each.program not in gone]
    site.supervisor.start(gone)


@pytest.fixture
def ask(site):
    """Return a function that asks the site for a page, from an address of this machine."""

    def ask(path, method="GET", body=None, source="127.0.0.1", door=HTTPS, **headers):
        way = http.client.HTTPSConnection if door == HTTPS else http.client.HTTPConnection
        options = {"context": site.tls} if door == HTTPS else {}
        port = site.ports.get(door, door)
        server = way("127.0.0.1", port, timeout=60, source_address=(source, 0), **options)
        with closing(server):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            server.request(method, path, body, named)
            answer = server.getresponse()
            answer.content = answer.read()
        return answer

    return ask


@pytest.fixture
def conversation(site):
    return make_conversation(make_person(Role.RESPONDENT), interviewer="natural")


@pytest.fixture
def session(conversation):
    return session_of(conversation.submission.owner)


@pytest.fixture
def line(site, conversation, session):
    """Return what makes an unopened socket of the conversation's owner."""
    return lambda kind=Line, door="": kind(site.url, conversation.pk, session, door, site.tls)


@pytest.fixture
async def person(site, conversation, session):
    """Return the owner at the site."""
    chance = Random(1)  # noqa: S311 - chance, not secrets
    async with Person(site, conversation, session, chance) as person:
        yield person


def keys_of_addresses() -> list[str]:
    """Return what the broker counts by address."""
    with redis.Redis.from_url(settings.REDIS_URL, decode_responses=True) as client:
        return client.keys("me:*:address:*")


async def settled(person) -> None:
    await sync_to_async(check_invariants)(person.conversation, person.acknowledged)


def cookies_of(answer) -> dict[str, str]:
    sent = answer.headers.get_all("Set-Cookie") or ()
    return dict(re.match(r"([^=]+)=([^;]*)", each).groups() for each in sent)


def test_pages_come_by_https_only(ask, site):
    moved = ask("/accounts/sign-in/?next=/", door=HTTP)

    assert (moved.status, moved.headers["Location"]) == (308, "https://127.0.0.1/accounts/sign-in/?next=/")
    page = ask("/accounts/sign-in/")
    assert page.status == 200
    assert int(re.search(r"max-age=(\d+)", page.headers["Strict-Transport-Security"])[1]) > 10_000_000
    assert "Server" not in page.headers or "/" not in page.headers["Server"], (
        "its version is nobody's business"
    )


def test_signing_in_gives_cookies_for_this_host_and_https_only(ask, site):
    person = make_person(Role.RESPONDENT)
    page = ask("/accounts/sign-in/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    secret = "; ".join(f"{name}={value}" for name, value in cookies_of(page).items())
    form = urlencode({"csrfmiddlewaretoken": token, "username": person.username, "password": PASSWORD})

    answer = ask(
        "/accounts/sign-in/",
        "POST",
        form,
        Cookie=secret,
        Origin=site.url,
        Content_Type="application/x-www-form-urlencoded",
    )

    assert (answer.status, answer.headers["Location"]) == (302, "/")
    sent = answer.headers.get_all("Set-Cookie")
    assert any(each.startswith("__Host-sid=") for each in sent)
    assert all("Secure" in each and "Path=/" in each and "Domain" not in each for each in sent)
    session = "; ".join(f"{name}={value}" for name, value in cookies_of(answer).items())
    assert ask("/questionnaires/", Cookie=session).status == 200


def test_static_files_are_compressed_and_kept_for_ever(ask):
    page = ask("/accounts/sign-in/").content.decode()
    style = re.search(r'href="(/static/[^"]+\.css)"', page)[1]

    answer = ask(style, Accept_Encoding="gzip")

    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_Proto": "http"},
        {"X_Forwarded_Host": "evil.example"},
        {"X_Forwarded_Port": "81"},
        {"Daphne_Root_Path": "/evil.example"},
        {"Forwarded": "for=203.0.113.9;host=evil.example;proto=http"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_headers_of_a_stranger_move_nothing(ask, headers):
    page = ask("/accounts/sign-in/", **headers)
    moved = ask("/questionnaires/", **headers)

    assert page.status == 200, "no redirect to itself"
    assert b"evil.example" not in page.content
    assert moved.headers["Location"] == "/accounts/sign-in/?next=/questionnaires/"


def test_another_host_is_refused(ask):
    assert ask("/accounts/sign-in/", Host="evil.example").status == 400


async def test_a_forged_address_does_not_reach_the_limits(line, site):
    class Forger(Line):
        def __init__(self, *given):
            super().__init__(*given)
            self._headers["X-Forwarded-For"] = f"{FORGED}, 10.0.0.1"

    forger = line(Forger)
    assert (await forger.connect())[0]

    keys = keys_of_addresses()

    assert any(address_owner("127.0.0.1") in key for key in keys if key.startswith("me:sockets:"))
    assert any(address_owner("127.0.0.1") in key for key in keys if key.startswith("me:rate:request:"))
    assert not any(address_owner(each) in key for each in (FORGED, "10.0.0.1") for key in keys)
    await forger.disconnect()


def test_limits_tell_addresses_apart(ask, site, conversation, session):
    cookies = f"__Host-sid={session}; __Host-csrf={CSRF}"
    path = f"/conversations/{conversation.pk}/ticket/"

    answer = ask(path, "POST", "", "127.0.0.2", Cookie=cookies, X_CSRFToken=CSRF, Origin=site.url)

    assert answer.status == 200
    assert any(address_owner("127.0.0.2") in key for key in keys_of_addresses())


def test_the_proxy_of_the_containers_believes_the_one_before_it(site, ask, conversation, session):
    """Their names are resolved by Docker only: here they are addresses."""
    configuration = files_of(layout_for(CORES), CORES, "compose")["nginx-compose.conf"]
    configuration = configuration.replace("web:8000 resolve", "127.0.0.1:8001")
    cookies = f"__Host-sid={session}; __Host-csrf={CSRF}"
    ahead = {"X_Forwarded_For": BROWSER, "X_Forwarded_Proto": "https", "Host": urlsplit(site.url).netloc}
    ports = {**site.ports, HTTP: free_port()}
    with nginx_server(site.place, configuration, ports):
        path = f"/conversations/{conversation.pk}/ticket/"
        door = ports[HTTP]
        answer = ask(path, "POST", "", door=door, Cookie=cookies, X_CSRFToken=CSRF, Origin=site.url, **ahead)
        assert ask("/accounts/sign-in/", door=door, Host=ahead["Host"]).status == 301, "it was no HTTPS"

    assert answer.status == 200
    assert any(address_owner(BROWSER) in key for key in keys_of_addresses())


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(site, ask):
    server = http.client.HTTPSConnection("127.0.0.1", site.ports[HTTPS], timeout=30, context=site.tls)
    with closing(server):
        server.putrequest("POST", "/accounts/sign-in/")
        server.putheader("Content-Length", str(settings.DOCUMENT_MAX_BYTES + 2 * MEBIBYTE))
        server.endheaders()
        assert server.getresponse().status == 413

    largest = ask("/accounts/sign-in/", "POST", b"x" * settings.DOCUMENT_MAX_BYTES)
    assert largest.status == 403, "it is for the site to say"


async def test_a_reply_streams_through(person):
    await person.until(lambda person: person.count("welcome"))
    await person.post("Who reads this?")

    await person.until(lambda person: person.answered(1))

    assert person.count("delta") > 3, "in pieces, not at the end"
    assert person.codes == []
    await settled(person)


async def test_when_a_web_process_is_gone_the_other_takes_over(person, webs, ask):
    await person.until(lambda person: person.count("welcome"))
    for number, web in enumerate(webs, 1):
        seen = person.count("delta")
        await person.post("Who reads this?")
        await person.until(lambda person, seen=seen: person.count("delta") > seen + 2)
        web.kill()
        statuses = [(await asyncio.to_thread(ask, "/accounts/sign-in/")).status for _ in range(6)]
        assert statuses == [200] * 6
        await person.until(lambda person, number=number: person.is_on and person.answered(number))
        web.start()
        await eventually(lambda web=web: asyncio.to_thread(is_ready, web.program))
    await settled(person)


async def test_sockets_hear_of_a_restart(line, webs):
    lines = [line() for _ in range(6)]
    assert all([(await each.connect())[0] for each in lines])

    for web in webs:
        os.kill(web.pid, signal.SIGTERM)

    for each in lines:
        with pytest.raises(Closed):
            await each.receive_from()
    assert [each.ended.code for each in lines] == [1012] * 6
    await eventually(lambda: asyncio.to_thread(lambda: not any(web.is_alive for web in webs)))


async def test_a_silent_socket_outlives_the_patience_of_the_proxy(line, site):
    """Shipped: a ping after 20 s of silence, 300 s of patience; here 1 s and 4 s."""

    class Silent(Line):
        pings = 0

        def on_ws_frame(self, transport, frame):
            self.pings += frame.msg_type == WSMsgType.PING
            super().on_ws_frame(transport, frame)

    shipped = files_of(layout_for(CORES), CORES, "systemd")["nginx.conf"]
    impatient = shipped.replace("proxy_read_timeout 300s", "proxy_read_timeout 4s")
    assert impatient != shipped
    ports = {**site.ports, HTTP: free_port(), HTTPS: free_port()}
    with nginx_server(site.place, impatient, ports):
        silent = line(Silent, f"127.0.0.1:{ports[HTTPS]}")
        assert (await silent.connect())[0]
        async with asyncio.timeout(60):
            while silent.pings < 4:
                assert silent.ended is None
                await asyncio.sleep(0.1)
        await silent.disconnect()


def test_every_other_program_runs_and_ends_when_asked(site):
    """The last test: nobody starts them again."""
    others = [child for child in site.supervisor.children if not child.program.name.startswith("web@")]
    assert len(others) == 5
    assert all(child.is_alive for child in others)

    for child in others:
        child.ask_to_end()

    deadline = time.monotonic() + 60
    while any(child.is_alive for child in others):
        assert time.monotonic() < deadline, [child.program.name for child in others if child.is_alive]
        time.sleep(0.1)
