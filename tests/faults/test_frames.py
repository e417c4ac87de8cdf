"""Frames at the limit; those beyond it are in ``tests/security/test_frames.py``."""

import json

import pytest
from asgiref.sync import sync_to_async

from tests.factories.conversations import make_conversation

LONGEST = 65_536  # bytes of a browser's frame

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("letter", ["x", "é", "\\", "\n"])
async def test_the_longest_message_comes_back(site, visit, respondent, settled, letter):
    person = await visit(await sync_to_async(make_conversation)(respondent))
    frame = {"type": "send", "client_id": "0" * 36, "text": "", "question": "name"}
    room = LONGEST - len(json.dumps(frame)) - 10

    await person.post(letter * (room // len(json.dumps(letter)[1:-1])), question="name")
    await person.until(lambda person: person.answered(1) or person.refused, seconds=20)
    again = await visit(person.conversation)

    assert again.codes == person.codes == []
    await settled(person)
