"""How a model call ended."""

from enum import StrEnum


class Outcome(StrEnum):
    """The end of a call; ``OPEN`` while it runs, and for good where its worker was killed."""

    OPEN = "open"
    COMPLETE = "complete"
    CUT_SHORT = "cut_short"  # max_tokens reached
    STOPPED = "stopped"  # by the user
    REFUSED = "refused"  # by a guardrail or the model
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    SILENT = "silent"
    MALFORMED = "malformed"
    CONTEXT_TOO_LONG = "context_too_long"
    FAILED = "failed"
