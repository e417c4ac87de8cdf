"""What changed between two definitions, kind by kind; questions are known by their keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms_engine.domain.comparison import kinds
from forms_engine.domain.definition import Choice, Definition, Group, Localized, Node, Question
from forms_engine.domain.library.use import COLUMN as LIBRARY
from forms_engine.domain.likeness import Guess, guess_renames
from forms_engine.domain.matching import Matching, match

_TEXTS = ("label", "hint", "guidance", "required_message", "constraint_message")
_LOGIC = (
    "relevant", "required", "constraint", "calculation", "default", "read_only", "trigger", "choice_filter",
    "count",
)  # fmt: skip
_LOOKS = ("appearance", "parameters", "media", "extra", LIBRARY)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a node, before and after; ``language`` is set for texts."""

    path: str
    column: str
    before: str
    after: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A node that stands elsewhere."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChoicesChange:
    """What changed in the choices of one question; all but ``reordered`` are values."""

    path: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    relabelled: tuple[str, ...]
    reordered: bool


@dataclass(frozen=True, slots=True)
class Differences:
    """Key paths of the new definition, but ``removed`` of the old one; ``renamed`` is guesswork.

    What was renamed is also added and removed: by key it is.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[Move, ...]
    renamed: tuple[Guess, ...]
    retyped: tuple[Change, ...]
    relabelled: tuple[Change, ...]
    logic: tuple[Change, ...]
    choices: tuple[ChoicesChange, ...]
    appearance: tuple[Change, ...]
    settings: tuple[Change, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return any(getattr(self, name) for name in self.__slots__)


def differences(old: Definition, new: Definition) -> Differences:
    """Return what changed from ``old`` to ``new``."""
    before, after = dict(old.walk()), dict(new.walk())
    found = match(before, after)
    pairs = [(path, before[source], after[path]) for path, source in found.sources.items()]
    known = kinds(old), kinds(new)
    return Differences(
        added=found.added,
        removed=found.removed,
        moved=tuple(_moves(found)),
        renamed=guess_renames(old, new, found),
        retyped=tuple(
            Change(path, "type", known[0][source], known[1][path])
            for path, source in found.sources.items()
            if known[0][source] != known[1][path]
        ),
        relabelled=tuple(change for pair in pairs for change in _texts(*pair)),
        logic=tuple(change for pair in pairs for change in _fields(*pair, _LOGIC)),
        choices=tuple(_choices(old, new, pairs)),
        appearance=tuple(change for pair in pairs for change in _fields(*pair, _LOOKS)),
        settings=tuple(_settings(old, new)),
    )


def _moves(found: Matching) -> Iterator[Move]:
    for path in found.moved:
        yield Move(found.sources[path], path)


def _texts(path: str, before: Node, after: Node) -> Iterator[Change]:
    for column in _TEXTS:
        own: tuple[Localized, Localized] = getattr(before, column, {}), getattr(after, column, {})
        for language in dict.fromkeys((*own[0], *own[1])):
            one, other = own[0].get(language, ""), own[1].get(language, "")
            if one != other:
                yield Change(path, column, one, other, language)


def _fields(path: str, before: Node, after: Node, columns: tuple[str, ...]) -> Iterator[Change]:
    for column in columns:
        one, other = _written(_value(before, column)), _written(_value(after, column))
        if one != other:
            yield Change(path, column, one, other)


def _value(node: Node, column: str) -> object:
    """Return what a node says in a column; the mark of the library is a column of its own."""
    if column == LIBRARY:
        return node.extra.get(LIBRARY, "")
    if column == "extra":
        return {name: text for name, text in node.extra.items() if name != LIBRARY}
    return getattr(node, column, "")


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{name}={_written(each)}" for name, each in sorted(value.items()))
    return str(value)


def _choices(
    old: Definition, new: Definition, pairs: list[tuple[str, Node, Node]]
) -> Iterator[ChoicesChange]:
    for path, before, after in pairs:
        if isinstance(before, Group) or isinstance(after, Group):
            continue
        change = _choices_of(path, _list(old, before), _list(new, after))
        if change.added or change.removed or change.relabelled or change.reordered:
            yield change


def _list(definition: Definition, question: Question) -> dict[str, Choice]:
    return {choice.value: choice for choice in definition.choice_lists.get(question.choice_list, ())}


def _choices_of(path: str, before: dict[str, Choice], after: dict[str, Choice]) -> ChoicesChange:
    return ChoicesChange(
        path=path,
        added=tuple(value for value in after if value not in before),
        removed=tuple(value for value in before if value not in after),
        relabelled=tuple(value for value in after if value in before and after[value] != before[value]),
        reordered=[value for value in before if value in after]
        != [value for value in after if value in before],
    )


def _settings(old: Definition, new: Definition) -> Iterator[Change]:
    before = {
        "form_id": old.form_id,
        "title": old.title,
        "languages": ", ".join(old.languages),
        **old.settings,
    }
    after = {
        "form_id": new.form_id,
        "title": new.title,
        "languages": ", ".join(new.languages),
        **new.settings,
    }
    for name in dict.fromkeys((*before, *after)):
        if before.get(name, "") != after.get(name, ""):
            yield Change("", name, before.get(name, ""), after.get(name, ""))
