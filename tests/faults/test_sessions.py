"""A session ends while a reply is written: nothing more is told, nothing is lost.

The check that comes by every half minute is put off, so that what closes the sockets is the bell alone.
"""

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.test import Client

from chat.models import Reply
from forms_engine.models import Submission
from messerprise.accounts.domain.roles import Role
from messerprise.accounts.models import User
from messerprise.accounts.services import announce_access, assign_roles, deactivate_user, end_sessions
from messerprise.realtime.consumer import LiveConsumer
from tests.chat.consumers.browser import Browser, session_of
from tests.factories.people import make_person
from tests.faults.test_replies import ask

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = 3600.0


def sign_out(user: User, session: str) -> None:
    client = Client()
    client.cookies["sid"] = session
    client.logout()


def deactivate(user: User, session: str) -> None:
    deactivate_user(actor=None, user=user)


def change_password(user: User, session: str) -> None:
    administrator = Client()
    administrator.force_login(make_person(Role.ADMINISTRATOR))
    new = {"password1": "quite another one 7", "password2": "quite another one 7", "usable_password": "true"}
    assert administrator.post(f"/admin/accounts/user/{user.pk}/password/", new).status_code == 302


def end_all_sessions(user: User, session: str) -> None:
    end_sessions(actor=None, user=user)


def forget_all_sessions(user: User, session: str) -> None:
    Session.objects.all().delete()
    announce_access(user)


ENDS = [sign_out, deactivate, change_password, end_all_sessions, forget_all_sessions]


@pytest.fixture
def bell_only(monkeypatch):
    monkeypatch.setattr(LiveConsumer, "recheck_seconds", HOUR)


@pytest.mark.parametrize("end", ENDS)
async def test_the_socket_closes_and_the_reply_is_kept(
    bell_only, crew, browser, model, respondent, session, end
):
    await sync_to_async(crew.hire)()
    _client_id, reply = await ask(browser, model)

    await sync_to_async(end)(respondent, session)

    assert await browser.close_code() == 4401
    assert await browser.socket.receive_nothing(0.5), "something was told after the end"
    await until_finished(reply)


async def until_finished(reply_id) -> None:
    """Wait until a worker has written the reply, whoever reads it."""
    while True:
        reply = await Reply.objects.select_related("answer_message").aget(pk=reply_id)
        if reply.is_finished:
            assert reply.answer_message.text
            return


async def test_the_socket_stays_while_other_sessions_and_roles_go(
    bell_only, conversation, session, respondent
):
    browser = await Browser(conversation, session).open()
    other = await sync_to_async(session_of)(respondent)

    await sync_to_async(sign_out)(respondent, other)
    await sync_to_async(assign_roles)(actor=None, user=respondent, roles=[Role.AUTHOR])

    await browser.send("Ada", question="name")  # whose answers they are decides, not a role
    await browser.next("event", event="message.posted")
    await browser.leave()


async def test_the_socket_closes_when_the_answers_are_somebody_elses(bell_only, browser, respondent):
    await Submission.objects.aupdate(owner=await sync_to_async(make_person)(Role.RESPONDENT))

    await sync_to_async(announce_access)(respondent)

    assert await browser.close_code() == 4403
