"""Tasks: named in one place, registered, sent to a queue that somebody works on."""

import importlib
import pkgutil

from django.conf import settings

import chat
import documents
import forms_engine
import messerprise
from messerprise.celery import app
from messerprise.ops.supervisor import stack

QUEUES = {"default", "llm", "documents"}


def ours() -> set[str]:
    """Return the names of the registered tasks that are not Celery's own."""
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.")}


def named() -> set[str]:
    """Return the names in all ``task_names`` modules."""
    packages = (chat, documents, forms_engine, messerprise)
    found = [
        module.name
        for package in packages
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if module.name.endswith(".task_names")
    ]
    return {name.value for module in found for name in importlib.import_module(module).TaskName}


def test_task_names_are_those_of_the_registered_tasks():
    assert named() == ours()


def test_every_task_goes_to_a_queue_that_the_embedded_run_works_on():
    queues = {app.amqp.router.route({}, name)["queue"].name for name in ours()}
    assert queues <= QUEUES
    assert app.amqp.router.route({}, "chat.generate_reply")["queue"].name == "llm"
    workers = [stack.worker("llm"), stack.worker("default,documents")]
    assert {
        queue for worker in workers for queue in worker.argv[worker.argv.index("--queues") + 1].split(",")
    } == QUEUES


def test_periodic_tasks_exist():
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= ours()
