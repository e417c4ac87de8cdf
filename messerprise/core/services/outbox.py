"""Promise a task inside a transaction; publish it after the commit, or later by the relay.

The broker may lose a message and a process may die between commit and publish; the row cannot.
"""

from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.utils import timezone

from messerprise.core import task_queue
from messerprise.core.models import OutboxTask

RELAY_BATCH = 100
KEPT = timedelta(days=1)


def enqueue_on_commit(name: str, **kwargs: str | int) -> None:
    """Promise the task ``name``; it is sent once the surrounding transaction has committed.

    Raises:
        celery.exceptions.NotRegistered: no task has this name (a typo is found at the call).
    """
    current_app.tasks[name]
    row = OutboxTask.objects.create(name=name, kwargs=kwargs)
    transaction.on_commit(lambda: publish(row), robust=True)


def send_on_commit(name: str, **kwargs: str | int) -> None:
    """Send the task ``name`` after the commit, if the broker takes it.

    For work that has a row of its own in which somebody finds it again: that row is the promise.

    Raises:
        celery.exceptions.NotRegistered: no task has this name.
    """
    current_app.tasks[name]
    transaction.on_commit(lambda: task_queue.send(name, kwargs), robust=True)


def publish(row: OutboxTask) -> bool:
    """Hand the task to the broker; return whether it was taken."""
    if not task_queue.send(row.name, row.kwargs):
        OutboxTask.objects.filter(pk=row.pk).update(attempts=row.attempts + 1)
        return False
    OutboxTask.objects.filter(pk=row.pk).update(published_at=timezone.now(), attempts=row.attempts + 1)
    return True


def relay_outbox() -> int:
    """Publish what is still unpublished, forget what was published a day ago; return how many went out.

    Two relays at once may both send a task: every task is safe against a second delivery.
    """
    OutboxTask.objects.filter(published_at__lt=timezone.now() - KEPT).delete()
    due = timezone.now() - timedelta(seconds=2)  # younger rows are with their own process
    waiting = OutboxTask.objects.unpublished().filter(created_at__lt=due)[:RELAY_BATCH]
    published = 0
    for row in waiting:
        if not publish(row):
            break
        published += 1
    return published
