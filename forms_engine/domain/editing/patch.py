"""What an edit changed in a definition's JSON, small enough to keep for every edit, and the way back.

A patch is a list of steps. A step names a place by the keys and numbers that lead to it, and says what
was there and what is there now: ``{"at": ["children", 3, "label"], "was": {…}, "now": {…}}``, without
``was`` or ``now`` where there was nothing. A step with ``from`` is about a run of a list's entries.
"""

from collections.abc import Iterator
from typing import Any

Json = Any
Step = dict[str, Any]
Place = tuple[str | int, ...]


class PatchMisfit(ValueError):
    """The patch is about another definition."""


def difference(before: Json, after: Json) -> list[Step]:
    """Return the patch that makes ``after`` of ``before``."""
    return list(_difference(before, after, ()))


def patched(payload: Json, patch: list[Step]) -> Json:
    """Return the payload with the patch applied; the payload itself stays as it is.

    Raises:
        PatchMisfit: it does not say what the patch was made for.
    """
    for step in patch:
        payload = _stepped(payload, list(step["at"]), step)
    return payload


def reverse(patch: list[Step]) -> list[Step]:
    """Return the patch that takes back what ``patch`` did."""
    swapped = {"was": "now", "now": "was"}
    return [{swapped.get(name, name): value for name, value in step.items()} for step in reversed(patch)]


def _difference(before: Json, after: Json, at: Place) -> Iterator[Step]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in (*before, *(key for key in after if key not in before)):
            if key in before and key in after:
                yield from _difference(before[key], after[key], (*at, key))
            else:
                side = ("was", before[key]) if key in before else ("now", after[key])
                yield {"at": [*at, key], side[0]: side[1]}
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, at)
    else:
        yield {"at": list(at), "was": before, "now": after}


def _of_lists(before: list[Json], after: list[Json], at: Place) -> Iterator[Step]:
    if len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _difference(one, other, (*at, number))
        return
    shorter = min(len(before), len(after))
    start = next((number for number in range(shorter) if before[number] != after[number]), shorter)
    rest = shorter - start
    end = next((number for number in range(rest) if before[-1 - number] != after[-1 - number]), rest)
    was, now = before[start : len(before) - end], after[start : len(after) - end]
    yield {"at": list(at), "from": start, "was": was, "now": now}


def _stepped(payload: Json, way: list[str | int], step: Step) -> Json:
    if not way:
        return _replaced(payload, step)
    key, below = way[0], way[1:]
    if isinstance(payload, list) and isinstance(key, int) and key < len(payload):
        return [*payload[:key], _stepped(payload[key], below, step), *payload[key + 1 :]]
    if not isinstance(payload, dict):
        raise PatchMisfit
    if below or "from" in step:
        if key not in payload:
            raise PatchMisfit
        return payload | {key: _stepped(payload[key], below, step)}
    return _with_entry(payload, str(key), step)


def _with_entry(payload: dict[str, Json], key: str, step: Step) -> Json:
    if ("was" in step) != (key in payload) or step.get("was") != payload.get(key):
        raise PatchMisfit
    rest = {name: value for name, value in payload.items() if name != key}
    if "now" not in step:
        return rest
    return payload | {key: step["now"]}


def _replaced(payload: Json, step: Step) -> Json:
    if "from" not in step:
        if payload != step["was"]:
            raise PatchMisfit
        return step["now"]
    start, was = step["from"], step["was"]
    if not isinstance(payload, list) or payload[start : start + len(was)] != was:
        raise PatchMisfit
    return [*payload[:start], *step["now"], *payload[start + len(was) :]]
