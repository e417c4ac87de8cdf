"""Tasks of conversations."""

from typing import Any

from celery import shared_task
from celery.signals import worker_init, worker_shutting_down

from chat.services import conducting, forgetting, moving, reclaiming
from chat.task_names import TaskName
from messerprise.llm import services as llm


# Acknowledged at once: the lease in the database brings a lost reply back, and kombu 5.7 ends the whole
# worker when the broker goes away while a message is not acknowledged.
@shared_task(name=TaskName.GENERATE_REPLY, acks_late=False)
def generate_reply(reply_id: str) -> None:
    """Write one reply with a model."""
    conducting.generate_reply(reply_id)


@shared_task(name=TaskName.RECLAIM_REPLIES)
def reclaim_replies() -> None:
    """Take up replies that nobody writes."""
    reclaiming.reclaim_replies()


@shared_task(name=TaskName.MOVE_TRANSCRIPTS)
def move_transcripts() -> None:
    """Move old events to the store that the settings name."""
    moving.move_transcripts()


@shared_task(name=TaskName.FORGET_TRANSCRIPTS)
def forget_transcripts() -> None:
    """Erase the copies of erased conversations."""
    forgetting.forget_transcripts()


@worker_init.connect
def warm_up(**_kwargs: Any) -> None:
    """Let the first person wait no longer than the others."""
    llm.warm_up()


@worker_shutting_down.connect
def hand_replies_back(**_kwargs: Any) -> None:
    """Let running replies be handed back before the worker ends."""
    conducting.shutting_down.set()
