"""A request in Bedrock's words."""

from collections.abc import Iterable
from typing import Any

from messerprise.llm.domain.conversation import ConverseRequest, Passage, Tool

CACHE_POINT = {"cachePoint": {"type": "default"}}


def request_fields(request: ConverseRequest) -> dict[str, Any]:
    """Return the arguments of ``converse_stream``."""
    inference: dict[str, Any] = {"maxTokens": request.max_tokens}
    if request.temperature is not None:
        inference["temperature"] = request.temperature
    fields: dict[str, Any] = {
        "messages": [
            {"role": said.speaker.value, "content": _blocks(said.passages)} for said in request.messages
        ],
        "inferenceConfig": inference,
    }
    if request.system:
        fields["system"] = _blocks(request.system)
    if request.tool:
        fields["toolConfig"] = _tool_fields(request.tool)
    return fields


def _blocks(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    for passage in passages:
        blocks.append({"text": passage.text})
        if passage.cached:
            blocks.append(CACHE_POINT)
    return blocks


def _tool_fields(tool: Tool) -> dict[str, Any]:
    specification = {
        "name": tool.name,
        "description": tool.description,
        "inputSchema": {"json": dict(tool.schema)},
    }
    choice = {"tool": {"name": tool.name}} if tool.forced else {"auto": {}}
    return {"tools": [{"toolSpec": specification}], "toolChoice": choice}
