"""The broker is killed and comes back empty while replies stream: all come to their end by themselves."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from chat.models import Reply
from tests.faults.crew import Crew
from tests.faults.test_replies import WORDS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes, pytest.mark.timeout(600)]

QUESTION = "Who reads this?"
SAID = {"tool": {"commands": [], "asks": "name", "reply": WORDS}, "size": 4, "delay": 0.06}
STREAMS, MANY, THREADS = 5, 200, 100
AWAY = 1.0


@pytest.fixture(scope="module")
def crew_of_module(slow_model, scratch, valkey):
    crew = Crew(slow_model, scratch, at_once=THREADS)
    yield crew
    crew.dismiss()


@pytest.mark.parametrize("streams", [STREAMS, pytest.param(MANY, marks=pytest.mark.soak)])
async def test_the_broker_comes_back_empty(
    crew, crowd, model, beat, restart_broker, settled, chance, streams
):
    model.rule(SAID)
    await sync_to_async(crew.hire)(-(-streams // THREADS))
    persons = await crowd(streams)
    for person in persons:
        await person.post(QUESTION)
    await persons[-1].until(lambda person: any(person.texts.values()))
    await asyncio.sleep(chance.uniform(0, 1))

    await restart_broker(AWAY)
    for person in persons:
        await person.until(lambda person: person.answered(1) and person.reply is None, seconds=90)

    assert all(person.codes == [] for person in persons), "no socket needs the broker"
    assert all(person.messages("assistant") == [WORDS] for person in persons)
    assert await Reply.objects.filter(state="complete").acount() == streams
    await settled(*persons)
