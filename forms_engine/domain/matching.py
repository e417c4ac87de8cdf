"""Which node of one definition is which of another."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms_engine.domain.definition import Node


@dataclass(frozen=True, slots=True)
class Matching:
    """``sources`` gives the old path of every new one that was there before; ``moved`` are new paths."""

    sources: Mapping[str, str]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]


def match(before: Mapping[str, Node], after: Mapping[str, Node]) -> Matching:
    """Match nodes by path, and those left over by key, where a key is left over once on either side."""
    sources = {path: path for path in after if path in before}
    gone = _by_key(path for path in before if path not in sources)
    for path in (path for path, times in _singles(path for path in after if path not in sources)):
        source = gone.get(path.rpartition("/")[2])
        if source is not None:
            sources[path] = source
    ordered = {path: sources[path] for path in after if path in sources}
    known = set(ordered.values())
    return Matching(
        sources=ordered,
        added=tuple(path for path in after if path not in ordered),
        removed=tuple(path for path in before if path not in known),
        moved=_moved(ordered, list(before)),
    )


def _by_key(paths: Iterable[str]) -> dict[str, str]:
    return {path.rpartition("/")[2]: path for path, _times in _singles(paths)}


def _singles(paths: Iterable[str]) -> list[tuple[str, int]]:
    found = list(paths)
    times = Counter(path.rpartition("/")[2] for path in found)
    return [(path, 1) for path in found if times[path.rpartition("/")[2]] == 1]


def _moved(sources: Mapping[str, str], before: list[str]) -> tuple[str, ...]:
    """Return what changed its section, or its order in it; the fewest that explain the new order."""
    places = {path: at for at, path in enumerate(before)}
    stayed: defaultdict[str, list[str]] = defaultdict(list)
    moved = set()
    for path, source in sources.items():
        parent, origin = path.rpartition("/")[0], source.rpartition("/")[0]
        if sources.get(parent, "") == origin:
            stayed[parent].append(path)
        else:
            moved.add(path)
    for paths in stayed.values():
        moved |= set(paths) - _longest_run(paths, [places[sources[path]] for path in paths])
    return tuple(path for path in sources if path in moved)


def _longest_run(paths: list[str], places: list[int]) -> set[str]:
    """Return the most paths whose old places rise: the others are those that were moved."""
    ends: list[int] = []
    lasts: list[int] = []
    previous: list[int] = []
    for at, place in enumerate(places):
        length = bisect_left(ends, place)
        previous.append(lasts[length - 1] if length else -1)
        ends[length:] = [place] if length == len(ends) else [place, *ends[length + 1 :]]
        lasts[length:] = [at] if length == len(lasts) else [at, *lasts[length + 1 :]]
    found, at = set(), lasts[-1] if lasts else -1
    while at >= 0:
        found.add(paths[at])
        at = previous[at]
    return found
