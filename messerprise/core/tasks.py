"""Tasks of the foundation."""

from celery import shared_task

from messerprise.core.services import outbox
from messerprise.core.task_names import TaskName


@shared_task(name=TaskName.RELAY_OUTBOX)
def relay_outbox() -> None:
    """Publish promised tasks that their own process could not publish."""
    outbox.relay_outbox()
