"""One submission: answers set, hidden, checked and worked out as the questionnaire says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from forms_engine.domain.definition import Localized, Question, QuestionType
from forms_engine.domain.engine.casting import code_for
from forms_engine.domain.engine.cells import Aspect
from forms_engine.domain.engine.live import LiveNode
from forms_engine.domain.engine.node_state import NodeState, Offer, node_state
from forms_engine.domain.engine.occurrences import MOST_OCCURRENCES, add, grow_up, remove, welcome
from forms_engine.domain.engine.piping import filled
from forms_engine.domain.engine.settling import Settling, state_of
from forms_engine.domain.engine.work import WORKS
from forms_engine.domain.exceptions import (
    CountControlled,
    Malformed,
    NotRelevant,
    ReadOnly,
    TooMany,
    UnknownPath,
)
from forms_engine.domain.form import Form
from forms_engine.domain.languages import pick
from forms_engine.domain.xpath.values import text_of


class Instance:
    """The answers of one submission, always settled: each change is followed to its end at once."""

    def __init__(self, settling: Settling) -> None:
        self._settling = settling
        self._states: tuple[NodeState, ...] | None = None  # asked for many times between changes
        self.form = settling.form

    @classmethod
    def new(cls, form: Form, *, now: datetime, username: str = "") -> Self:
        """Return a fresh submission with its defaults; ``now`` must know its time zone."""
        settling = Settling(form, None, now, WORKS)
        welcome(settling, settling.root.walk(), username)
        return cls._settled(settling)

    @classmethod
    def load(
        cls,
        form: Form,
        *,
        values: Mapping[str, str],
        occurrences: Mapping[str, tuple[int, ...]],
        now: datetime,
        fresh: frozenset[str] = frozenset(),
        username: str = "",
    ) -> Self:
        """Return a submission as it was left; values at paths that no longer exist are left out.

        Questions at the key paths ``fresh`` are new to it: they get their defaults.
        """
        settling = Settling(form, occurrences, now, WORKS)
        by_path = settling.growth.by_path
        if fresh:
            welcome(settling, [node for node in settling.root.walk() if node.place.path in fresh], username)
        for path, text in values.items():
            node = by_path.get(path)
            if node is not None and node.place.question is not None:
                settling.store(node, text)
        settling.mark_rules(settling.root.walk(), loading=True)
        return cls._settled(settling)

    @classmethod
    def _settled(cls, settling: Settling) -> Self:
        grow_up(settling)
        instance = cls(settling)
        instance.mark()
        return instance

    # Changes

    def set_value(self, path: str, text: str) -> None:
        """Answer a question with a text in XForms form (``""`` to clear it).

        A text of the right type is kept even where it violates a constraint or is none of its kind.

        Raises:
            UnknownPath: There is no question at the path.
            ReadOnly: The question cannot be answered by a person.
            NotRelevant: The question is hidden.
            Malformed: The text is no value of the question's type, or not among the choices.
        """
        node = self._live(path)
        question = node.place.question
        if question is None:
            raise UnknownPath(path)
        if node.readonly or not question.type.is_asked:
            raise ReadOnly(path)
        if not node.relevant:
            raise NotRelevant(path)
        self._store(node, question, text)

    def _store(self, node: LiveNode, question: Question, text: str) -> None:
        cast, kind = self.form.casts[node.place.index], self.form.kinds[node.place.index]
        value = kind.normalised(text) if kind else text
        value = cast(value) if cast else value
        if question.type.is_select and value:
            value = _chosen(node, question, value)
        if not value and text.strip():
            raise Malformed(node.path, code_for(question))
        node.raw = value
        self._settling.mark_at(node, Aspect.VALUE)
        self._grow_up()

    def salvage(self, path: str, text: str) -> str:
        """Return what remains of a malformed text when all that is not of the question's type is left out."""
        node = self._live(path)
        question, cast = node.place.question, self.form.casts[node.place.index]
        if question is None or question.type is not QuestionType.SELECT_MULTIPLE or cast is None:
            return ""
        chosen = cast(text).split()
        return " ".join(choice.value for choice in node.offered if choice.value in chosen)

    def add_occurrence(self, repeat_path: str, *, after: int = 0) -> str:
        """Append an occurrence to a repeat and return its path; its number is higher than ``after``.

        Raises:
            UnknownPath: There is no repeat at the path.
            CountControlled: The number of occurrences follows from an answer.
            TooMany: There are as many as there can be.
        """
        repeat = self._live(repeat_path)
        if repeat.occurrences is None:
            raise UnknownPath(repeat_path)
        self._check_count_is_free(repeat)
        if len(repeat.occurrences) >= MOST_OCCURRENCES:
            raise TooMany(repeat_path)
        occurrence = add(self._settling, repeat, after)
        self._after_count(repeat)
        return occurrence.path

    def remove_occurrence(self, occurrence_path: str) -> None:
        """Take an occurrence away with all answers in it; the others keep their numbers.

        Raises:
            UnknownPath: There is no occurrence at the path.
            CountControlled: The number of occurrences follows from an answer.
        """
        occurrence = self._live(occurrence_path)
        if not occurrence.number or occurrence.parent is None:
            raise UnknownPath(occurrence_path)
        repeat = occurrence.parent.branches[occurrence.name]
        self._check_count_is_free(repeat)
        remove(self._settling, repeat, occurrence)
        self._after_count(repeat)

    def is_count_controlled(self, repeat_path: str) -> bool:
        """Tell whether the number of occurrences follows from an answer."""
        return self.form.by_aspect[self._live(repeat_path).place.index, Aspect.COUNT].code is not None

    def finish(self, now: datetime) -> None:
        """Give what asks for the end of filling the moment of submission, and follow what that changes."""
        for node in self._settling.root.walk():
            question = node.place.question
            if question is not None and question.type is QuestionType.END:
                self._settling.store(node, now.isoformat(timespec="milliseconds"))
                self._settling.mark_at(node, Aspect.VALUE)
        self._grow_up()

    def _check_count_is_free(self, repeat: LiveNode) -> None:
        if self.form.by_aspect[repeat.place.index, Aspect.COUNT].code is not None:
            raise CountControlled(repeat.path)

    def _after_count(self, repeat: LiveNode) -> None:
        self._settling.spread(self.form.by_aspect[repeat.place.index, Aspect.COUNT], repeat)
        self._grow_up()

    def _grow_up(self) -> None:
        self._states = None
        grow_up(self._settling)

    # Reading

    def node(self, path: str) -> NodeState:
        """Return how the node at ``path`` stands.

        Raises:
            UnknownPath: There is none.
        """
        return node_state(self._live(path))

    def nodes(self) -> tuple[NodeState, ...]:
        """Return all nodes in document order, sections, repeats and occurrences included."""
        if self._states is None:
            walk = self._settling.root.walk()
            next(walk)
            self._states = tuple(map(node_state, walk))
        return self._states

    def changed(self) -> frozenset[str]:
        """Return the paths of all that looks different since construction or the last ``mark()``.

        That includes nodes that came or went, other choices, and texts that mention a changed answer.
        """
        settling = self._settling
        by_path = settling.growth.by_path
        different = {
            node.path
            for node, state in settling.before.items()
            if (state_of(node) if by_path.get(node.path) is node else None) != state
        }
        return frozenset(different.union(node.path for node in settling.retold))

    def mark(self) -> None:
        """Start anew to note what changes."""
        self._settling.before.clear()
        self._settling.retold.clear()

    def values(self) -> dict[str, str]:
        """Return every answer by path: also hidden ones and choices no longer offered, kept but inactive."""
        return {node.path: node.raw for node in self._settling.root.walk() if node.raw}

    def active_values(self) -> dict[str, str]:
        """Return the answers that count: shown, and with offered choices only."""
        return {node.path: node.value for node in self._settling.root.walk() if node.value}

    def occurrences(self) -> dict[str, tuple[int, ...]]:
        """Return the numbers of the occurrences of every repeat, by its path."""
        return {
            node.path: tuple(occurrence.number for occurrence in node.occurrences)
            for node in self._settling.root.walk()
            if node.occurrences is not None
        }

    def name(self) -> str:
        """Return what the submission is called by the questionnaire's ``instance_name``, or ``""``."""
        code = self.form.name
        return "" if code is None else text_of(code.run(self._settling.context(self._settling.root)))

    def label(self, path: str, language: str) -> str:
        """Return the label of a node with answers filled in, as markdown; so are all other texts."""
        return self._text(path, "label", language)

    def hint(self, path: str, language: str) -> str:
        """Return the hint of a node with answers filled in."""
        return self._text(path, "hint", language)

    def constraint_message(self, path: str, language: str) -> str:
        """Return what to say when the answer violates its constraint, or ``""``."""
        return self._text(path, "constraint_message", language)

    def required_message(self, path: str, language: str) -> str:
        """Return what to say when the answer is missing, or ``""``."""
        return self._text(path, "required_message", language)

    def choices(self, path: str, language: str) -> tuple[Offer, ...]:
        """Return the choices offered at the moment, in order."""
        node = self._live(path)
        return tuple(
            Offer(
                choice.value,
                self._filled(node, choice.label, language) or choice.value,
                pick(choice.media.get("image", {}), language, self.form.language),
            )
            for choice in node.offered
        )

    def _text(self, path: str, column: str, language: str) -> str:
        node = self._live(path)
        return self._filled(node, getattr(node.place.node, column, {}), language)

    def _filled(self, node: LiveNode, localized: Localized, language: str) -> str:
        text = pick(localized, language, self.form.language)
        parts = self.form.texts.get((node.place.index, text))
        return text if parts is None else filled(parts, self._settling.context(node))

    def _live(self, path: str) -> LiveNode:
        node = self._settling.growth.by_path.get(path)
        if node is None or not path:
            raise UnknownPath(path)
        return node


def _chosen(node: LiveNode, question: Question, text: str) -> str:
    """Return the chosen values in the order they are offered; ``""`` if one is not offered."""
    offered = [choice.value for choice in node.offered]
    if question.type is QuestionType.SELECT_ONE:
        return text if text in offered else ""
    chosen = text.split()
    if question.type is QuestionType.RANK:
        return text if sorted(chosen) == sorted(set(offered)) else ""
    return " ".join(value for value in offered if value in chosen) if set(chosen) <= set(offered) else ""


__all__ = ["Instance", "NodeState", "Offer"]
