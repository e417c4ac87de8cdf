"""What the app does when something happens elsewhere."""

from typing import Any

from celery.signals import worker_process_init

from messerprise.ops.supervisor.tether import die_with_parent


@worker_process_init.connect
def die_with_worker(**_signal: Any) -> None:
    """Tie a process of a worker's pool to the worker: killed, it would leave the process behind."""
    die_with_parent()
