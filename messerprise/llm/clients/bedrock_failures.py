"""Bedrock's failures in our words, whether they come before the stream or inside it."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.eventstream import ParserError
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, ReadTimeoutError
from botocore.exceptions import ConnectionError as EndpointError
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError as TransportError
from urllib3.exceptions import ReadTimeoutError as TransportReadTimeoutError

from messerprise.llm.exceptions import (
    ContextTooLong,
    Malformed,
    Misconfigured,
    ModelFailed,
    Refused,
    Silent,
    Throttled,
    Unavailable,
)

# Inside a stream the same codes begin with a small letter.
BY_CODE: dict[str, type[ModelFailed]] = {
    "throttlingexception": Throttled,
    "servicequotaexceededexception": Throttled,
    "modelnotreadyexception": Unavailable,
    "modeltimeoutexception": Unavailable,
    "modelerrorexception": Unavailable,
    "modelstreamerrorexception": Unavailable,
    "internalserverexception": Unavailable,
    "serviceunavailableexception": Unavailable,
}
BY_END: dict[str, type[ModelFailed]] = {
    "guardrail_intervened": Refused,
    "content_filtered": Refused,
    "model_context_window_exceeded": ContextTooLong,
    "malformed_model_output": Malformed,
    "malformed_tool_use": Malformed,
}
TOO_LONG = ("too long", "context window", "context length", "maximum tokens", "too many input tokens")
SERVER_ERROR = 500


def failure_of_end(reason: str) -> ModelFailed:
    """Return the failure that a stop reason stands for."""
    return BY_END.get(reason, Malformed)(reason)


@contextmanager
def translated() -> Iterator[None]:
    """Raise what boto3 and the layers below it raise as a ``ModelFailed``."""
    try:
        yield
    except ClientError as error:  # EventStreamError is one
        raise _failure_of(error) from error
    except (ReadTimeoutError, TransportReadTimeoutError) as error:
        raise Silent(type(error).__name__) from error
    except (ParserError, ResponseParserError) as error:
        raise Malformed(type(error).__name__) from error
    except (EndpointError, HTTPClientError, TransportError, OSError) as error:
        raise Unavailable(type(error).__name__) from error
    except BotoCoreError as error:  # no credentials, no region, a parameter it does not know
        raise Misconfigured(type(error).__name__) from error


def _failure_of(error: ClientError) -> ModelFailed:
    code = error.response.get("Error", {}).get("Code", "")
    kind = BY_CODE.get(code.lower())
    if kind:
        return kind(code)
    # The service has no code of its own for this; its sentence is all there is.
    message = error.response.get("Error", {}).get("Message", "").lower()
    if code.lower() == "validationexception" and any(words in message for words in TOO_LONG):
        return ContextTooLong(code)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return Unavailable(code) if status >= SERVER_ERROR else Misconfigured(code)
