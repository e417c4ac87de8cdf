"""Tasks of the site's own health."""

from celery import shared_task

from messerprise.ops.services import signs
from messerprise.ops.task_names import TaskName


@shared_task(name=TaskName.GIVE_SIGN)
def give_sign() -> None:
    """Show that the clock and worker ``default`` work."""
    signs.give_sign()
