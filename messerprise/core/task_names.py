"""Names of this app's tasks."""

from enum import StrEnum


class TaskName(StrEnum):
    """Tasks as the broker knows them."""

    RELAY_OUTBOX = "core.relay_outbox"
