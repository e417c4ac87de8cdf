"""Work that kills whoever does it: a bounded number of attempts, then an end that can be seen."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from chat.models import Reply
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.jobs import ExportFormat
from forms_engine.models import Answer, Job, Submission
from forms_engine.services.exports import start_export
from forms_engine.services.reclaiming import reclaim_jobs
from tests.chat.consumers.browser import Browser, session_of
from tests.factories.conversations import make_conversation
from tests.factories.questionnaires import make_questionnaire
from tests.faults.crew import Crew
from tests.faults.eventually import eventually
from tests.faults.invariants import check_invariants

POISON, QUESTION = "This is poison, is it not?", "Who reads this?"
TURN = {"commands": [], "asks": "name", "reply": "What is your name?"}
ATTEMPTS = 5

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240), pytest.mark.soak]


@pytest.fixture(scope="module")
def crew_of_module(slow_model, scratch, valkey):
    crew = Crew(slow_model, scratch, pool="prefork", at_once=1)
    yield crew
    crew.dismiss()


async def ask(browser, text):
    client_id = await browser.send(text, question="name")
    return client_id, (await browser.next("event", event="reply.queued"))["data"]["reply"]


async def test_a_message_kills_its_worker_each_time(crew, browser, stranger, model, settle, beat):
    model.rule({"wait": 30}, {"tool": TURN}, when=POISON)
    model.rule({"tool": TURN})
    await sync_to_async(crew.hire)()
    healthy = await sync_to_async(make_conversation)(stranger, interviewer="natural")
    other = await Browser(healthy, await sync_to_async(session_of)(stranger)).open()

    client_id, reply = await ask(browser, POISON)
    for number in range(1, ATTEMPTS + 1):

        async def is_asked(number=number):
            asked = [POISON in str(request.body["messages"][-1]) for request in model.requests]
            return sum(asked) >= number

        await eventually(is_asked)
        if number == 2:
            others_id, others = await ask(other, QUESTION)
        crew.kill_children()
    await other.next("done", reply=others)
    await browser.next("done", reply=reply)

    state = await Reply.objects.aget(pk=reply)
    assert (state.state, state.attempt, state.error_code) == ("failed", ATTEMPTS, "attempts_exhausted")
    assert browser.messages("assistant")[-1].strip()
    assert crew.workers[0].poll() is None
    assert (await Reply.objects.aget(pk=others)).state == "complete"
    await other.leave()
    await settle([client_id])
    await sync_to_async(check_invariants)(healthy, [others_id])
    requests = len(model.requests)
    await asyncio.sleep(1)
    assert len(model.requests) == requests, "a message goes round in circles"


def start_a_long_export(reviewer, respondent):
    questionnaire = make_questionnaire(Question(key="name", type=QuestionType.TEXT, label={"": "name"}))
    submissions = Submission.objects.bulk_create(
        Submission(
            questionnaire=questionnaire,
            version=questionnaire.published_version,
            owner=respondent,
            status="submitted",
        )
        for _number in range(3_000)
    )
    Answer.objects.bulk_create(
        Answer(submission=each, path="name", value="Ada", origin="typed") for each in submissions
    )
    return start_export(actor=reviewer, questionnaire=questionnaire, kind=ExportFormat.CSV)


async def test_a_job_kills_its_worker_each_time(crew, reviewer, respondent, beat):
    await sync_to_async(crew.hire)()
    job = await sync_to_async(start_a_long_export)(reviewer, respondent)
    killed = 0

    async with asyncio.timeout(180):
        while not job.is_finished:
            await sync_to_async(reclaim_jobs)()
            await job.arefresh_from_db()
            if job.state == "running" and job.attempt > killed:
                crew.kill_children()
                killed = job.attempt
            await asyncio.sleep(0.02)

    assert (job.state, job.attempt, job.failure) == ("failed", ATTEMPTS, "stopped")
    assert crew.workers[0].poll() is None
    await asyncio.sleep(1)
    assert (await Job.objects.aget()).attempt == ATTEMPTS
