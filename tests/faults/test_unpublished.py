"""What was promised and never sent is sent by others."""

import asyncio
import os
import signal
import sys

import pytest
from asgiref.sync import sync_to_async

from chat.models import Message, Reply
from forms_engine.models import Job
from messerprise.audit.models import AuditEvent
from tests.factories.questionnaires import make_questionnaire
from tests.faults.eventually import eventually

pytestmark = [pytest.mark.django_db(transaction=True)]

TURN = {"commands": [], "asks": "name", "reply": "What is your name?"}
SENT_WITHIN = 15


async def die(crew, act: str, pk) -> None:
    """Have a process do something, and die when it has committed."""
    argv = [sys.executable, "-m", "tests.faults.dying", act, str(pk)]
    process = await asyncio.create_subprocess_exec(*argv, env={**os.environ, **crew.environment})
    assert await process.wait() == -signal.SIGKILL


async def test_a_process_dies_between_commit_and_sending(
    crew, browser, conversation, reviewer, model, settle, beat
):
    model.rule({"tool": TURN})
    questionnaire = await sync_to_async(make_questionnaire)()
    await sync_to_async(crew.hire)()

    await asyncio.gather(die(crew, "post", conversation.pk), die(crew, "export", questionnaire.pk))
    assert not await Reply.objects.exclude(attempt=0).aexists()
    async with asyncio.timeout(SENT_WITHIN):
        await eventually(Reply.objects.filter(attempt=1).aexists)
        await eventually(Job.objects.filter(attempt=1).aexists)
    await browser.next("done")
    await eventually(Job.objects.filter(state="done").aexists)

    assert await Message.objects.filter(author="user").acount() == len(model.requests) == 1
    assert await AuditEvent.objects.filter(action="submission.exported").acount() == 1
    await settle()
