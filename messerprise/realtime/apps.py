"""The app's place in Django."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "messerprise.realtime"
    label = "realtime"

    def ready(self) -> None:
        from messerprise.realtime import receivers  # noqa: F401 - connects them
