"""What changed between two definitions, laid out for the author who has to say yes or no."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms_engine.domain.definition import Choice, Definition, Node, Question
from forms_engine.domain.differences import Change, ChoicesChange, Move, differences
from forms_engine.domain.languages import pick
from forms_engine.domain.likeness import Guess
from forms_engine.domain.matching import match


class Kind(StrEnum):
    """The kinds of change, in the order in which they are shown."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    RETYPED = "retyped"
    RELABELLED = "relabelled"
    LOGIC = "logic"
    CHOICES = "choices"
    APPEARANCE = "appearance"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One change of one node; ``label`` is how people know it, in the new definition if it is there.

    ``what`` is the column, or for a choice what happened to it; ``percent`` how sure a guess is.
    """

    path: str
    label: str
    what: str = ""
    language: str = ""
    before: str = ""
    after: str = ""
    percent: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """All changes of one kind; never none."""

    kind: Kind
    rows: tuple[Row, ...]

    @property
    def has_sides(self) -> bool:
        """Whether each row shows what was before beside what comes after."""
        return self.kind not in {Kind.ADDED, Kind.REMOVED}


@dataclass(frozen=True, slots=True)
class Summary:
    """What there is in a questionnaire nobody has seen yet."""

    questions: int
    sections: int
    languages: tuple[str, ...]


def summarize(definition: Definition) -> Summary:
    """Return how much there is in ``definition``."""
    nodes = [node for _path, node in definition.walk()]
    asked = sum(isinstance(node, Question) and node.is_asked for node in nodes)
    sections = sum(not isinstance(node, Question) for node in nodes)
    return Summary(asked, sections, tuple(filter(None, definition.languages)))


def review(old: Definition, new: Definition, language: str) -> tuple[Part, ...]:
    """Return what changed from ``old`` to ``new``, kind by kind, with labels in ``language``."""
    found, reviewer = differences(old, new), _Reviewer(old, new, language)
    rows: Mapping[Kind, Iterator[Row]] = {
        Kind.ADDED: (reviewer.node(path, what="added") for path in found.added),
        Kind.REMOVED: (reviewer.gone(path) for path in found.removed),
        Kind.RENAMED: map(reviewer.guess, found.renamed),
        Kind.MOVED: map(reviewer.move, found.moved),
        Kind.RETYPED: map(reviewer.change, found.retyped),
        Kind.RELABELLED: map(reviewer.change, found.relabelled),
        Kind.LOGIC: map(reviewer.change, found.logic),
        Kind.CHOICES: (row for change in found.choices for row in reviewer.choices(change)),
        Kind.APPEARANCE: map(reviewer.change, found.appearance),
        Kind.SETTINGS: map(reviewer.change, found.settings),
    }
    parts = (Part(kind, tuple(each)) for kind, each in rows.items())
    return tuple(part for part in parts if part.rows)


class _Reviewer:
    def __init__(self, old: Definition, new: Definition, language: str) -> None:
        self._old, self._new, self._language = old, new, language
        self._before, self._after = dict(old.walk()), dict(new.walk())
        self._sources = match(self._before, self._after).sources

    def node(self, path: str, **fields: str | int) -> Row:
        return Row(path=path, label=self._label(self._after.get(path)), **fields)  # type: ignore[arg-type]

    def gone(self, path: str) -> Row:
        return Row(path=path, label=self._label(self._before[path]), what="removed")

    def guess(self, guess: Guess) -> Row:
        percent = round(guess.certainty * 100)
        return self.node(guess.after, before=guess.before, after=guess.after, percent=percent)

    def move(self, move: Move) -> Row:
        """Return a move told by what the node followed and follows; ``""`` where it comes first."""
        return self.node(
            move.after,
            what="moved" if move.before.rpartition("/")[0] == move.after.rpartition("/")[0] else "section",
            before=_place(move.before, self._before),
            after=_place(move.after, self._after),
        )

    def change(self, change: Change) -> Row:
        return self.node(
            change.path,
            what=change.column,
            language=change.language,
            before=change.before,
            after=change.after,
        )

    def choices(self, change: ChoicesChange) -> Iterator[Row]:
        before = self._offers(self._old, self._before[self._sources[change.path]])
        after = self._offers(self._new, self._after[change.path])
        for value in change.added:
            yield self.node(change.path, what="added", after=self._named(after[value]))
        for value in change.removed:
            yield self.node(change.path, what="removed", before=self._named(before[value]))
        for value in change.relabelled:
            one, other = self._named(before[value]), self._named(after[value])
            if one == other:
                one, other = _in_full(before[value]), _in_full(after[value])
            yield self.node(change.path, what="relabelled", before=one, after=other)
        if change.reordered:
            sides = {"before": ", ".join(before), "after": ", ".join(after)}
            yield self.node(change.path, what="reordered", **sides)

    def _offers(self, definition: Definition, node: Node) -> dict[str, Choice]:
        name = node.choice_list if isinstance(node, Question) else ""
        return {each.value: each for each in definition.choice_lists.get(name, ())}

    def _named(self, choice: Choice) -> str:
        label = pick(choice.label, self._language, "")
        return f"{label} ({choice.value})" if label and label != choice.value else choice.value

    def _label(self, node: Node | None) -> str:
        return pick(node.label, self._language, self._new.languages[0]) if node else ""


def _place(path: str, nodes: Mapping[str, Node]) -> str:
    """Return the path of the sibling before a node, or its section with a slash where it comes first."""
    section = path.rpartition("/")[0]
    previous = ""
    for other in nodes:
        if other == path:
            break
        if other.rpartition("/")[0] == section:
            previous = other
    return previous or f"{section}/"


def _in_full(choice: Choice) -> str:
    """Return all that a choice says but its value: several languages, columns, media."""
    said = [*choice.label.items(), *choice.columns.items()]
    said += [(name, ", ".join(filter(None, files.values()))) for name, files in choice.media.items()]
    return " · ".join(f"{name}: {text}" if name else text for name, text in said)
