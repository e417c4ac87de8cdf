"""Names of this app's tasks."""

from enum import StrEnum


class TaskName(StrEnum):
    """Tasks as the broker knows them."""

    GIVE_SIGN = "ops.give_sign"
