"""Whoever may no more is shown out while a reply streams; the reply is kept for when they come back."""

import time

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from chat.models import Message, Reply
from forms_engine.models import Submission
from messerprise.accounts.domain.roles import Role
from messerprise.accounts.models import User
from messerprise.accounts.services import assign_roles, end_sessions
from messerprise.realtime.close_codes import CloseCode
from tests.factories.people import make_person
from tests.faults.eventually import eventually

WORDS = "Pleased to meet you. " * 12 + "What is your name?"
SLOWLY = {"tool": {"commands": [], "asks": "name", "reply": WORDS}, "size": 4, "delay": 0.05}
AT_ONCE, BY_THE_PATROL = 1.0, 40.0  # seconds; the patrol comes every 30

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
async def reading(crew, person, model):
    """Return a person who reads a reply that has begun."""
    model.rule(SLOWLY)
    await sync_to_async(crew.hire)()
    await person.post("By the way, who reads this?", question="name")
    await person.until(lambda person: person.count("delta") > 2)
    return person


def sign_out(person) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get().session_key
    client.logout()


def deactivate(person) -> None:
    owner = User.objects.get(pk=person.conversation.submission.owner_id)
    owner.is_active = False
    owner.save()


def change_password(person) -> None:
    owner = User.objects.get(pk=person.conversation.submission.owner_id)
    owner.set_password("another password of hers")
    owner.save()


def end_all_sessions(person) -> None:
    owner = User.objects.get(pk=person.conversation.submission.owner_id)
    end_sessions(actor=owner, user=owner)


def take_away(person) -> None:
    """Let the answers be somebody else's, and the person lose a role."""
    Submission.objects.update(owner=make_person(Role.RESPONDENT))
    assign_roles(actor=None, user=User.objects.get(pk=person.conversation.submission.owner_id), roles=[])


def end_sessions_unheard(person) -> None:
    """End them behind the program's back: no bell rings."""
    Session.objects.all().delete()


async def shown_out(person, act, seconds, code=CloseCode.SIGNED_OUT) -> None:
    await sync_to_async(act)(person)
    ended = time.monotonic()
    assert await person.close_code() == code
    assert time.monotonic() - ended < seconds


async def is_kept(person) -> None:
    """Wait until the reply ended: whether said or not, nobody is asked to pay for it again."""

    async def ended() -> bool:
        return (await Reply.objects.aget()).is_finished

    await eventually(ended)
    assert await Message.objects.filter(author="assistant").acount() == 2


@pytest.mark.parametrize("act", [sign_out, deactivate, change_password, end_all_sessions])
async def test_shown_out_at_once(reading, act, settle):
    await shown_out(reading, act, AT_ONCE)
    assert reading.messages("assistant") == [], "the reply was delivered to the end"

    await is_kept(reading)
    await settle(reading.acknowledged)


async def test_shown_out_of_what_is_somebody_elses(reading, settle):
    owner = reading.conversation.submission.owner

    await shown_out(reading, take_away, AT_ONCE, CloseCode.FORBIDDEN)
    assert reading.messages("assistant") == [], "the reply was delivered to the end"

    await Submission.objects.aupdate(owner=owner)  # for what is written belongs to somebody
    await is_kept(reading)
    await settle(reading.acknowledged)


async def test_a_role_that_goes_takes_nothing_that_is_ones_own(reading, settle):
    owner = reading.conversation.submission.owner
    await sync_to_async(assign_roles)(actor=None, user=owner, roles=[])

    await reading.until(lambda reading: reading.answered(1))

    assert reading.codes == []
    await settle(reading.acknowledged)


@pytest.mark.soak
async def test_shown_out_though_no_bell_rang(reading, settle):
    await shown_out(reading, end_sessions_unheard, BY_THE_PATROL)

    await is_kept(reading)
    await settle(reading.acknowledged)
