"""Names of this app's tasks."""

from enum import StrEnum


class TaskName(StrEnum):
    """Tasks as the broker knows them."""

    GENERATE_REPLY = "chat.generate_reply"
    RECLAIM_REPLIES = "chat.reclaim_replies"
    MOVE_TRANSCRIPTS = "chat.move_transcripts"
    FORGET_TRANSCRIPTS = "chat.forget_transcripts"
