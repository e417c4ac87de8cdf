"""The app's place in Django."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"
    label = "chat"

    def ready(self) -> None:
        from chat import checks, receivers, tasks  # noqa: F401 - connects and registers them
