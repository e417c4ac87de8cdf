"""The Celery application; its settings are Django's, under ``CELERY_``."""

import os
from typing import Any

from celery import Celery
from celery.signals import task_postrun, task_prerun, worker_ready
from django.db import close_old_connections

from messerprise.core.garbage import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "messerprise.settings")

app = Celery("messerprise")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def settle_down(**_kwargs: Any) -> None:
    """Look through what is loaded no more."""
    settle()


@task_prerun.connect
@task_postrun.connect
def tidy_connections(task: Any, **_kwargs: Any) -> None:
    """Keep a thread's connection from task to task while it is fit and young enough (``CONN_MAX_AGE``)."""
    if not task.request.is_eager:
        close_old_connections()
