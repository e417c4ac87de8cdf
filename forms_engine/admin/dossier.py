"""One submission laid out for reading: every answer with its origin and history."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.instance import NodeState, Offer
from forms_engine.domain.languages import choose_language, pick
from forms_engine.domain.markdown import to_text
from forms_engine.domain.states import AnswerStatus
from forms_engine.models import Answer, AnswerEvent
from forms_engine.services.filling import Filling, engine_text
from forms_engine.services.words import answer_in_words

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A value in words; ``document`` is the address of the file it stands for."""

    words: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a question's history."""

    row: AnswerEvent
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One node: a heading (``answerable`` false) or a question with its answer."""

    path: str
    label: str
    depth: int = 0
    number: int = 0
    answerable: bool = False
    relevant: bool = True
    violation: str = ""
    said: Said = Said()
    answer: Answer | None = None
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """``lines`` in questionnaire order, without what was never asked; ``removed`` is no longer there."""

    lines: tuple[Line, ...]
    removed: tuple[Line, ...]


def dossier_of(filling: Filling, language: str) -> Dossier:
    """Return the submission for reading; ``language`` is the two-letter code of the reader's."""
    return _Clerk(filling, language).dossier()


class _Clerk:
    def __init__(self, filling: Filling, language: str) -> None:
        self._filling = filling
        self._definition = filling.form.definition
        self._language = choose_language(self._definition, language)
        self._questions = {path: node for path, node in self._definition.walk() if isinstance(node, Question)}
        self._histories: dict[str, list[AnswerEvent]] = defaultdict(list)
        for event in filling.submission.events.select_related("actor").order_by("id"):
            self._histories[event.path].append(event)

    def dossier(self) -> Dossier:
        lines = tuple(self._lines())
        said = tuple(line for line in lines if line.relevant or line.answer or line.history)
        return Dossier(said, tuple(self._removed({line.path for line in lines})))

    def _lines(self) -> Iterator[Line]:
        numbers: dict[str, int] = defaultdict(int)
        for node in self._filling.instance.nodes():
            if node.kind == "occurrence":
                numbers[node.path.rpartition("[")[0]] += 1
            if node.question is None:
                number = numbers[node.path.rpartition("[")[0]] if node.kind == "occurrence" else 0
                yield self._heading(node, number)
            elif node.question.type is not QuestionType.NOTE:
                yield self._answer(node, node.question)

    def _heading(self, node: NodeState, number: int) -> Line:
        labelled = node.path.rpartition("[")[0] if node.kind == "occurrence" else node.path
        return Line(
            path=node.path,
            label=to_text(self._filling.instance.label(labelled, self._language)) or node.key,
            depth=node.path.count("/") + 1,
            number=number,
            relevant=node.relevant,
        )

    def _answer(self, node: NodeState, question: Question) -> Line:
        row = self._filling.answers.get(node.path)
        accepted = row if row is not None and row.status == AnswerStatus.ACCEPTED else None
        return Line(
            path=node.path,
            label=to_text(self._filling.instance.label(node.path, self._language)) or node.key,
            answerable=True,
            relevant=node.relevant,
            violation=(node.violation or "") if node.relevant else "",
            said=self._said(question, accepted.value) if accepted else Said(),
            answer=accepted,
            history=self._history(node.path, question),
        )

    def _removed(self, present: set[str]) -> Iterator[Line]:
        for path in self._histories:
            if path not in present:
                question = self._questions.get(key_path(path))
                label = (
                    pick(question.label, self._language, self._definition.languages[0]) if question else ""
                )
                yield Line(path=path, label=to_text(label), history=self._history(path, question))

    def _history(self, path: str, question: Question | None) -> tuple[Event, ...]:
        events = reversed(self._histories.get(path, ()))
        return tuple(Event(row=row, said=self._said(question, row.value)) for row in events)

    def _said(self, question: Question | None, value: Any) -> Said:
        if value is None or question is None:
            return Said()
        document = reverse("documents:document_download", args=[_id(value)]) if _id(value) else ""
        words = answer_in_words(question, engine_text(value), self._offers(question))
        return Said(words=words, document=document)

    def _offers(self, question: Question) -> list[Offer]:
        choices = self._definition.choice_lists.get(question.choice_list, ())
        default = self._definition.languages[0]
        return [Offer(choice.value, pick(choice.label, self._language, default)) for choice in choices]


def key_path(path: str) -> str:
    """Return a path without its occurrence numbers."""
    return "/".join(step.partition("[")[0] for step in path.split("/"))


def _id(value: Any) -> "UUID | str":
    return str(value.get("document", "")) if isinstance(value, dict) else ""
