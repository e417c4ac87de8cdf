"""The app's place in Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "messerprise.core"
    label = "core"

    def ready(self) -> None:
        from messerprise.core import tasks  # noqa: F401 - registers them
