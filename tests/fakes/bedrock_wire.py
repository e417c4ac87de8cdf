"""The wire format of Bedrock's streams: `application/vnd.amazon.eventstream`."""

import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any

STRING = 7
CONTENT_TYPE = "application/vnd.amazon.eventstream"


def encode_message(headers: Mapping[str, str], payload: bytes) -> bytes:
    """Return one message: lengths and their CRC, headers, payload, CRC of it all."""
    encoded = b"".join(_encode_header(name, value) for name, value in headers.items())
    prelude = struct.pack("!II", 12 + len(encoded) + len(payload) + 4, len(encoded))
    message = prelude + struct.pack("!I", zlib.crc32(prelude)) + encoded + payload
    return message + struct.pack("!I", zlib.crc32(message))


def encode_event(kind: str, fields: Mapping[str, Any]) -> bytes:
    """Return an ordinary event, for instance ``contentBlockDelta``."""
    return _encode_json({":event-type": kind, ":message-type": "event"}, fields)


def encode_exception(kind: str, message: str) -> bytes:
    """Return an exception inside the stream, for instance ``throttlingException``."""
    return _encode_json({":exception-type": kind, ":message-type": "exception"}, {"message": message})


def _encode_json(headers: Mapping[str, str], fields: Mapping[str, Any]) -> bytes:
    return encode_message({":content-type": "application/json", **headers}, json.dumps(fields).encode())


def _encode_header(name: str, value: str) -> bytes:
    text = value.encode()
    return struct.pack("!B", len(name)) + name.encode() + struct.pack("!BH", STRING, len(text)) + text
