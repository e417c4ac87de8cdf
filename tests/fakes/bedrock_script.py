"""What the Bedrock double answers: steps as plain JSON, so that a scenario may come from a file.

====================================================  ===================================================
``{"tool": {…}, "size": 7, "delay": 0.01}``           the tool's input, in fragments of ``size`` characters
``{"fragments": ["{\\"re", "ply\\"…"], "delay": 0}``  the tool's input in just these fragments
``{"text": "…", "size": 7, "delay": 0.01}``           free text
``{"wait": 2.5}``                                     silence
``{"stop": "max_tokens"}``                            the end, where it is not the ordinary one
``{"usage": {"inputTokens": 900, …}}``                what is billed
``{"fail": "ThrottlingException", "status": 429}``    an error instead of a stream; first step only
``{"break": "throttlingException"}``                  an error inside the stream; last step
``{"cut": true}``                                     the connection breaks; last step
``{"garbage": true}``                                 a message whose checksum is wrong; last step
====================================================  ===================================================
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Step = Mapping[str, Any]
Event = tuple[str, dict[str, Any]]

USAGE = {"inputTokens": 100, "outputTokens": 20, "totalTokens": 120}
LAST = frozenset({"break", "cut", "garbage"})


@dataclass
class Rule:
    """The steps for requests whose last user message contains ``when``; used ``times`` times, or always."""

    steps: Sequence[Step]
    when: str = ""
    times: int | None = None

    def takes(self, body: Mapping[str, Any]) -> bool:
        """Tell whether the request is this rule's, and count it."""
        if self.times == 0 or self.when not in last_words(body):
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass
class Recorded:
    """A request as it came; ``left`` once the client went away before the end."""

    model_id: str
    operation: str
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    left: bool = False
    port: int = 0  # the client's: the same for all requests that came by one connection


def last_words(body: Mapping[str, Any]) -> str:
    """Return the text of the last message of a request."""
    messages = body.get("messages") or [{"content": []}]
    return "".join(block.get("text", "") for block in messages[-1]["content"])


def events_of(steps: Sequence[Step], tool_name: str) -> Iterator[tuple[float, Event]]:
    """Yield the events of the steps, each with the seconds of silence before it."""
    yield 0, ("messageStart", {"role": "assistant"})
    index, reason, usage, silence = -1, "end_turn", USAGE, 0.0
    for step in steps:
        reason, usage = step.get("stop", reason), step.get("usage", usage)
        silence += step.get("wait", 0)
        fragments = _fragments(step)
        if fragments:
            index += 1
            is_tool = "text" not in step
            reason = "tool_use" if is_tool else reason
            yield from _block(index, fragments, tool_name if is_tool else "", silence, step.get("delay", 0))
            silence = 0.0
        if not LAST.isdisjoint(step):
            yield silence, _broken(step)
            return
    yield silence, ("messageStop", {"stopReason": reason})
    yield 0, ("metadata", {"usage": usage, "metrics": {"latencyMs": 1}})


def _fragments(step: Step) -> list[str]:
    if "fragments" in step:
        return list(step["fragments"])
    whole = step["text"] if "text" in step else json.dumps(step["tool"]) if "tool" in step else ""
    size = step.get("size", 7)
    return [whole[start : start + size] for start in range(0, len(whole), size)]


def _block(
    index: int, fragments: list[str], tool_name: str, silence: float, delay: float
) -> Iterator[tuple[float, Event]]:
    if tool_name:
        start = {"toolUse": {"toolUseId": f"tooluse_{index}", "name": tool_name}}
        yield silence, ("contentBlockStart", {"contentBlockIndex": index, "start": start})
        silence = 0.0
    for fragment in fragments:
        delta = {"toolUse": {"input": fragment}} if tool_name else {"text": fragment}
        yield silence + delay, ("contentBlockDelta", {"contentBlockIndex": index, "delta": delta})
        silence = 0.0
    yield 0, ("contentBlockStop", {"contentBlockIndex": index})


def _broken(step: Step) -> Event:
    kind = next(name for name in LAST if name in step)
    return f"!{kind}", {"exception": step[kind], "message": step.get("message", "planted by the test")}
