"""Two beats at once: every periodic job has its effect once. Real workers and broker, for long real beats."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from chat.models import Reply
from forms_engine.domain.jobs import ExportFormat
from forms_engine.models import Job
from forms_engine.services.exports import file_of, start_export
from messerprise.audit.models import AuditEvent
from messerprise.celery import app
from messerprise.core.models import OutboxTask
from messerprise.ops.domain import commands
from tests.factories.questionnaires import make_questionnaire
from tests.servers.process import running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]

TURN = {"commands": [], "asks": "colour", "reply": "Which colour?"}
EXPIRED = 20
LONG_AGO = timedelta(hours=1)


@asynccontextmanager
async def ticks_of_two() -> AsyncIterator[None]:
    """Send what two beats send, both at the same moment and more often than they do."""

    async def tick() -> None:
        while True:
            for _beat in range(2):
                for task in settings.CELERY_BEAT_SCHEDULE.values():
                    await sync_to_async(app.send_task)(task["task"])
            await asyncio.sleep(0.5)

    ticking = asyncio.create_task(tick())
    try:
        yield
    finally:
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)


@pytest.fixture
def exports(crew, reviewer):
    """Return an export that was promised to a broker which forgot it, and files whose time is over."""
    crew.kill_all()
    questionnaire = make_questionnaire()
    lost = start_export(actor=reviewer, questionnaire=questionnaire, kind=ExportFormat.CSV)
    over = Job.objects.bulk_create(
        Job(
            kind=lost.kind,
            questionnaire=questionnaire,
            owner=reviewer,
            state="done",
            attempt=1,
            due_at=timezone.now(),
            parameters=lost.parameters,
        )
        for _number in range(EXPIRED)
    )
    for job in over:
        job.file_name = default_storage.save(file_of(job, 1), ContentFile(b"old"))
        job.expires_at = timezone.now() - LONG_AGO
    Job.objects.bulk_update(over, ["file_name", "expires_at"])
    return lost, over


async def lose_everything() -> None:
    """Empty the broker, and make it late."""
    await sync_to_async(app.control.purge)()
    past = timezone.now() - LONG_AGO
    await Reply.objects.aupdate(due_at=past)
    await Job.objects.filter(state="queued").aupdate(due_at=past)
    await OutboxTask.objects.filter(published_at=None).aupdate(created_at=past)


async def until(holds) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + 60
    while not await holds():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


async def check_every_effect_is_there_once(exports, reply, model) -> None:
    lost, over = exports
    assert len(model.requests) == 1
    assert (await Reply.objects.aget(pk=reply)).attempt == 1
    await lost.arefresh_from_db()
    assert (lost.state, lost.attempt) == ("done", 1)
    assert await AuditEvent.objects.filter(action="submission.exported").acount() == 1
    assert await AuditEvent.objects.filter(action="export.deleted").acount() == EXPIRED
    assert not any(default_storage.exists(job.file_name) for job in over)
    assert not await OutboxTask.objects.unpublished().aexists()


async def test_two_beats_have_every_effect_once(exports, crew, browser, model, settle):
    model.rule({"tool": TURN})
    client_id = await browser.send("I am Ada. By the way, who reads this?", question="colour")
    reply = (await browser.next("event", event="reply.queued"))["data"]["reply"]
    await lose_everything()
    await sync_to_async(crew.hire)(2)

    async with ticks_of_two():
        await browser.next("done", reply=reply)
        await until(lambda: Job.objects.filter(pk=exports[0].pk, state="done").aexists())
        await until(has_swept)
        await asyncio.sleep(2)  # for the second effect of anything, which must not come

    await check_every_effect_is_there_once(exports, reply, model)
    await settle([client_id])


async def has_swept() -> bool:
    return not await Job.objects.expired().aexists()


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_two_real_beats_for_five_minutes(exports, crew, browser, model, settle, scratch):
    model.rule({"tool": TURN})
    client_id = await browser.send("I am Ada. By the way, who reads this?", question="colour")
    reply = (await browser.next("event", event="reply.queued"))["data"]["reply"]
    await lose_everything()
    await sync_to_async(crew.hire)(2)
    with ExitStack() as beats:
        for name in ("beat-one", "beat-two"):
            log = scratch / f"{name}.log"
            argv = [sys.executable, "-m", "celery", *commands.beat(str(scratch / name)), "--loglevel", "INFO"]
            env = {"REDIS_URL": settings.REDIS_URL}
            beats.enter_context(
                running(argv, ready=lambda log=log: b"Sending" in log.read_bytes(), log=log, env=env)
            )
        async with ticks_of_two():  # the sweep is due every ten minutes: here it comes, too
            await asyncio.sleep(5)
        await asyncio.sleep(295)
        await browser.next("done", reply=reply)

    await check_every_effect_is_there_once(exports, reply, model)
    await settle([client_id])
