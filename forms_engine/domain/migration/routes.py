"""Where an answer stands in another version: paths with the numbers of their occurrences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms_engine.domain.definition import Definition, Node, Repeat
from forms_engine.domain.engine.places import FormNode, PlaceKind
from forms_engine.domain.form import Form
from forms_engine.domain.matching import match
from forms_engine.domain.tables import key_path

Occurrences = Mapping[str, tuple[int, ...]]


class Rule(StrEnum):
    """How an answer was converted."""

    TYPE = "type"
    CHOICES = "choices"
    INTO_REPEAT = "into_repeat"
    OUT_OF_REPEAT = "out_of_repeat"


@dataclass(frozen=True, slots=True)
class Route:
    """``path`` is the new one; ``rule`` says why it is more than a move."""

    path: str
    rule: Rule | None = None


class Routes:
    """Leads paths of one version to those of another: a node is the same where its path or its key is."""

    def __init__(self, old: Definition, new: Definition) -> None:
        before, after = dict(old.walk()), dict(new.walk())
        self.sources = match(before, after).sources
        """The old key path of every new one that was there before."""
        self._targets = {source: path for path, source in self.sources.items()}
        self._repeats_before, self._repeats_after = _repeats(before), _repeats(after)

    def route(self, path: str, occurrences: Occurrences) -> Route | None:
        """Return where the node at an old ``path`` stands now; None where it is no more.

        What leaves a repeat can be one only: its first occurrence goes on, the others end. What
        enters one becomes its first occurrence.
        """
        source = key_path(path)
        target = self._targets.get(source)
        if target is None:
            return None
        numbers = dict(_numbered(path))
        chain = {repeat: numbers.get(self.sources.get(repeat, ""), 0) for repeat in self._around(target)}
        kept = {self.sources[repeat] for repeat, number in chain.items() if number}
        left = [repeat for repeat in numbers if repeat not in kept]
        if any(numbers[repeat] != _first(path, repeat, occurrences) for repeat in left):
            return None
        rule = Rule.OUT_OF_REPEAT if left else None if all(chain.values()) else Rule.INTO_REPEAT
        return Route(_placed(target, chain), rule)

    def occurrences(self, form: Form, occurrences: Occurrences) -> dict[str, tuple[int, ...]]:
        """Return the occurrences of the new version's repeats; a new repeat starts as in a new submission."""
        carried: dict[str, tuple[int, ...]] = {}
        for path, numbers in occurrences.items():
            route = self.route(path, occurrences)
            if route is not None and key_path(route.path) in self._repeats_after:
                carried[route.path] = numbers
        found: dict[str, tuple[int, ...]] = {}
        self._grow(form.root, "", carried, found)
        return found

    def _grow(
        self,
        place: FormNode,
        prefix: str,
        carried: Mapping[str, tuple[int, ...]],
        found: dict[str, tuple[int, ...]],
    ) -> None:
        for inner in place.inside:
            path = f"{prefix}{inner.key}"
            if inner.kind is PlaceKind.GROUP:
                self._grow(inner, f"{path}/", carried, found)
            elif inner.kind is PlaceKind.REPEAT:
                found[path] = carried.get(path, () if self._is_empty_at_first(inner) else (1,))
                for number in found[path]:
                    self._grow(inner, f"{path}[{number}]/", carried, found)

    def _is_empty_at_first(self, place: FormNode) -> bool:
        was_repeat = self.sources.get(place.path) in self._repeats_before
        return was_repeat or (isinstance(place.node, Repeat) and bool(place.node.count))

    def _around(self, target: str) -> list[str]:
        steps = target.split("/")
        above = ("/".join(steps[:length]) for length in range(1, len(steps)))
        return [path for path in above if path in self._repeats_after]


def _repeats(nodes: Mapping[str, Node]) -> frozenset[str]:
    return frozenset(path for path, node in nodes.items() if isinstance(node, Repeat))


def _numbered(path: str) -> Iterator[tuple[str, int]]:
    """Yield the key path of each repeat around a path with its occurrence's number, outermost first."""
    keys: list[str] = []
    for step in path.split("/"):
        key, bracket, number = step.partition("[")
        keys.append(key)
        if bracket:
            yield "/".join(keys), int(number.removesuffix("]"))


def _first(path: str, repeat: str, occurrences: Occurrences) -> int:
    """Return the number of the first occurrence of a repeat among the siblings of the one in ``path``."""
    steps = path.split("/")
    at = repeat.count("/")
    siblings = "/".join([*steps[:at], steps[at].partition("[")[0]])
    return min(occurrences.get(siblings, ()), default=0)


def _placed(target: str, chain: Mapping[str, int]) -> str:
    keys: list[str] = []
    placed: list[str] = []
    for key in target.split("/"):
        keys.append(key)
        number = chain.get("/".join(keys))
        placed.append(key if number is None else f"{key}[{number or 1}]")
    return "/".join(placed)
