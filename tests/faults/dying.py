"""A process that dies between its commit and its publishing: ``python -m tests.faults.dying ACT ID``.

It is killed as Celery is about to send the first task, from Celery's own signal: nothing of ours is replaced.
"""

import os
import signal
import sys
from typing import Any
from uuid import UUID, uuid4

import django

django.setup()

from celery.signals import before_task_publish  # noqa: E402 - after the set-up

from chat.domain.turns import Said  # noqa: E402
from chat.models import Conversation  # noqa: E402
from chat.services.messages import post_message  # noqa: E402
from forms_engine.domain.jobs import ExportFormat  # noqa: E402
from forms_engine.models import Questionnaire  # noqa: E402
from forms_engine.services.exports import start_export  # noqa: E402
from messerprise.accounts.models import User  # noqa: E402


@before_task_publish.connect
def die(**_kwargs: Any) -> None:
    """End as the kernel would end it."""
    os.kill(os.getpid(), signal.SIGKILL)


def post(conversation_id: UUID) -> None:
    """Say something in a conversation."""
    actor = Conversation.objects.get(pk=conversation_id).submission.owner
    said = Said("Who reads this?")
    post_message(actor=actor, conversation_id=conversation_id, client_id=uuid4(), said=said)


def export(questionnaire_id: UUID) -> None:
    """Start an export as somebody who may."""
    questionnaire = Questionnaire.objects.get(pk=questionnaire_id)
    actor = User.objects.get(username="reviewer")
    start_export(actor=actor, questionnaire=questionnaire, kind=ExportFormat.CSV)


if __name__ == "__main__":
    {"post": post, "export": export}[sys.argv[1]](UUID(sys.argv[2]))
