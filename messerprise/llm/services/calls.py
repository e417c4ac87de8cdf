"""Calling a model, metered."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, fields
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from messerprise.core.prepared import PreparedInsert, PreparedSave
from messerprise.llm.clients import ConverseClient, bedrock_client
from messerprise.llm.domain.conversation import (
    ConverseRequest,
    Stop,
    StopReason,
    StreamPart,
    TextFragment,
    ToolInputFragment,
    Usage,
)
from messerprise.llm.domain.outcome import Outcome
from messerprise.llm.exceptions import ModelFailed
from messerprise.llm.models import LlmCall
from messerprise.llm.services.interruption import until_stopped

SETTLED = ("outcome", "first_token_ms", "duration_ms", *(each.name for each in fields(Usage)))
_OPEN = PreparedInsert(LlmCall)
_SETTLE = PreparedSave(LlmCall, "updated_at", *SETTLED)

ENDS = {StopReason.COMPLETE: Outcome.COMPLETE, StopReason.CUT_SHORT: Outcome.CUT_SHORT}


def converse(
    *,
    actor: AbstractBaseUser | None,
    purpose: str,
    request: ConverseRequest,
    stop: Callable[[], bool],
    pace: Callable[[], float] = lambda: 0.0,
    attempt: UUID | None = None,
    client: ConverseClient | None = None,
) -> Iterator[StreamPart]:
    """Yield a model's answer as it comes, and keep account of the call however it ends.

    Args:
        actor: the person for whom the model is called.
        purpose: what for: ``converse``, ``read_document`` …
        request: what is asked.
        stop: whether the person has had enough; obeyed within 0.3 s, then no ``Stop`` part comes. It is
            asked in another thread too.
        pace: for how many seconds to gather parts before they are yielded together.
        attempt: the attempt at a reply that this call belongs to.
        client: the model; the settings' one where none is named.

    Raises:
        ModelFailed: in one of its kinds, before the first part or after any.
    """
    client = client or bedrock_client()
    meter = _Meter(
        LlmCall(
            actor_id=actor.pk if actor else None, purpose=purpose, attempt=attempt, model_id=client.model_id
        )
    )
    try:
        with closing(until_stopped(partial(client.ask, request), stop, pace)) as parts:
            for part in parts:
                meter.count(part)
                yield part
    except ModelFailed as error:
        meter.outcome = error.outcome
        raise
    except Exception:
        meter.outcome = Outcome.FAILED
        raise
    finally:
        meter.settle()


def warm_up() -> None:
    """Make the model's client ready: its description alone takes a second to read."""
    if settings.BEDROCK_MODEL_ID:
        bedrock_client()


class _Meter:
    """The row of one call, opened here, while it runs."""

    def __init__(self, call: LlmCall) -> None:
        _OPEN(call)
        self._call = call
        self._started = time.monotonic()
        self.outcome = Outcome.STOPPED  # what remains where the model does not come to its end

    def count(self, part: StreamPart) -> None:
        """Take note of what a part says about the call."""
        match part:
            case TextFragment() | ToolInputFragment() if self._call.first_token_ms is None:
                self._call.first_token_ms = self._elapsed()
            case Usage():
                for name, tokens in asdict(part).items():
                    setattr(self._call, name, tokens)
            case Stop(reason):
                self.outcome = ENDS[reason]

    def settle(self) -> None:
        """Write the account."""
        self._call.outcome = self.outcome.value
        self._call.duration_ms = self._elapsed()
        _SETTLE(self._call)

    def _elapsed(self) -> int:
        return round((time.monotonic() - self._started) * 1000)
