"""The app's place in Django."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "messerprise.ops"
    label = "ops"

    def ready(self) -> None:
        from messerprise.ops import receivers  # noqa: F401 - connects them
