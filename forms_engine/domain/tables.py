"""How submissions of all versions fit into tables: one of the whole, one a repeat."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forms_engine.domain.definition import Definition, Group, Node, Question, QuestionType, Repeat

_NUMBER = re.compile(r"\[(\d+)\]")


Places = Mapping[str, tuple[Definition, Question]]


@dataclass(slots=True)
class Table:
    """``columns`` are key paths of questions; ``repeat`` is the repeat's key path, ``""`` for the whole.

    Columns in ``removed`` are of questions that the newest version no longer has there.
    """

    repeat: str
    columns: list[str] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)

    def heading(self, column: str, path: str = "") -> str:
        """Return what stands above a column; ``path`` is its place where occurrences are numbered."""
        return f"{path or column} (removed)" if column in self.removed else path or column


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables for some definitions; ``places`` gives every question with its newest definition."""

    tables: tuple[Table, ...]
    places: Places


def layout_of(definitions: Iterable[Definition]) -> Layout:
    """Return the tables for the definitions, newest first: older ones only add columns at the end."""
    tables: dict[str, Table] = {"": Table("")}
    places: dict[str, tuple[Definition, Question]] = {}
    seen: set[tuple[str, str]] = set()
    for age, definition in enumerate(definitions):
        for repeat, path, question in _questions(definition.children, "", ""):
            places.setdefault(path, (definition, question))
            if (repeat, path) in seen:
                continue
            seen.add((repeat, path))
            table = tables.setdefault(repeat, Table(repeat))
            table.columns.append(path)
            if age:
                table.removed.add(path)
    return Layout(tuple(tables.values()), places)


def _questions(nodes: Sequence[Node], prefix: str, repeat: str) -> Iterator[tuple[str, str, Question]]:
    for node in nodes:
        path = f"{prefix}{node.key}"
        if isinstance(node, Group):
            yield from _questions(node.children, f"{path}/", path if isinstance(node, Repeat) else repeat)
        elif isinstance(node, Question) and node.type is not QuestionType.NOTE:
            yield repeat, path, node


def key_path(path: str) -> str:
    """Return a path without the numbers of its occurrences."""
    return _NUMBER.sub("", path)


def natural(path: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts paths by their numbers' size."""
    parts = re.split(r"(\d+)", path)
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


def positions(occurrences: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """Return every occurrence's path by number, mapped to its path by position from 1.

    ``{"member": [2, 5]}`` gives ``member[2] → member[1]`` and ``member[5] → member[2]``.
    """
    found: dict[str, str] = {}
    for repeat in sorted(occurrences, key=lambda path: path.count("[")):
        outer, _bracket, rest = repeat.rpartition("]")
        placed = found.get(f"{outer}]", "") + rest if outer else repeat
        if outer and f"{outer}]" not in found:
            continue  # an occurrence that was removed took the inner repeat with it
        for place, number in enumerate(occurrences[repeat], start=1):
            found[f"{repeat}[{number}]"] = f"{placed}[{place}]"
    return found


def with_strays(occurrences: Mapping[str, Sequence[int]], paths: Iterable[str]) -> dict[str, list[int]]:
    """Return the occurrences and, after them, those that only the ``paths`` of lost answers still name."""
    found = {repeat: list(numbers) for repeat, numbers in occurrences.items()}
    for path in sorted(paths, key=natural):
        for bracket in _NUMBER.finditer(path):
            numbers = found.setdefault(path[: bracket.start()], [])
            if int(bracket[1]) not in numbers:
                numbers.append(int(bracket[1]))
    return found
