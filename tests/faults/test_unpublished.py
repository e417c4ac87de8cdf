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
from messerprise.core.models import OutboxTask
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


@pytest.mark.soak
async def test_a_process_dies_before_it_sends_a_replys_task(crew, browser, conversation, model, settle, beat):
    model.rule({"tool": TURN})
    await sync_to_async(crew.hire)()

    await die(crew, "post", conversation.pk)
    await eventually(Reply.objects.filter(attempt=1).aexists, SENT_WITHIN)
    await browser.next("done")

    assert await Message.objects.filter(author="user").acount() == len(model.requests) == 1
    await settle()


async def test_a_process_dies_before_it_sends_a_jobs_task(crew, reviewer, beat):
    questionnaire = await sync_to_async(make_questionnaire)()
    await sync_to_async(crew.hire)()

    await die(crew, "export", questionnaire.pk)
    await eventually(Job.objects.filter(attempt=1).aexists, SENT_WITHIN)
    await eventually(Job.objects.filter(state="done").aexists)

    assert await AuditEvent.objects.filter(action="submission.exported").acount() == 1
    assert not await OutboxTask.objects.unpublished().aexists()
