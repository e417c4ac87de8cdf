"""A definition laid out for reading: sections, questions, their rules and choices."""

from dataclasses import dataclass
from itertools import count

from forms_engine.domain.definition import Choice, Definition, Group, Localized, Node, Question, Repeat
from forms_engine.domain.kinds import kind_of
from forms_engine.domain.languages import pick
from forms_engine.domain.library import use_of
from forms_engine.domain.rules import Piece, RuleReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a node; ``column`` is its XLSForm column, ``message`` what people are told if it fails."""

    column: str
    pieces: tuple[Piece, ...]
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One node in the preview; ``number`` counts the questions that are asked, 0 for all else.

    ``kind`` is ``group``, ``repeat`` or the question's type; ``answer_kind`` the particular kind of answer
    it asks for, if any; ``offers`` are (value, label); ``library`` is where a section is from.
    """

    path: str
    key: str
    kind: str
    label: str
    answer_kind: str = ""
    number: int = 0
    hint: str = ""
    is_required: bool = False
    default: str = ""
    rules: tuple[Rule, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    children: tuple["Line", ...] = ()
    library: str = ""

    @property
    def is_section(self) -> bool:
        """Whether the node holds others."""
        return self.kind in {"group", "repeat"}

    @property
    def asked_count(self) -> int:
        """How many questions are asked at and below this node."""
        return int(self.number > 0) + sum(child.asked_count for child in self.children)


_PLAIN_YES = "true()"


def preview(definition: Definition, language: str) -> tuple[Line, ...]:
    """Return the definition's nodes for reading in one of its languages."""
    previewer = _Previewer(definition, language)
    return previewer.lines(definition.children, "")


class _Previewer:
    def __init__(self, definition: Definition, language: str) -> None:
        self._definition = definition
        self._language = language
        self._rules = RuleReader(definition, language)
        self._numbers = count(1)

    def lines(self, nodes: tuple[Node, ...], prefix: str) -> tuple[Line, ...]:
        return tuple(self._line(node, f"{prefix}{node.key}") for node in nodes)

    def _line(self, node: Node, path: str) -> Line:
        return self._question(node, path) if isinstance(node, Question) else self._section(node, path)

    def _section(self, group: Group, path: str) -> Line:
        repeat, use = isinstance(group, Repeat), use_of(group)
        rules = [
            ("relevant", group.relevant),
            ("repeat_count", group.count if isinstance(group, Repeat) else ""),
        ]
        return Line(
            path=path,
            key=group.key,
            kind="repeat" if repeat else "group",
            label=self._text(group.label),
            hint=self._text(group.hint),
            rules=tuple(Rule(column=column, pieces=self._rules.read(text)) for column, text in rules if text),
            children=self.lines(group.children, f"{path}/"),
            library=use.key if use else "",
        )

    def _question(self, question: Question, path: str) -> Line:
        kind = kind_of(question)
        return Line(
            path=path,
            key=question.key,
            kind=question.type.value,
            answer_kind=kind.word if kind else "",
            label=self._text(question.label),
            number=next(self._numbers) if question.is_asked else 0,
            hint=self._text(question.hint),
            is_required=question.required == _PLAIN_YES,
            default=question.default,
            rules=tuple(self._rules_of(question)),
            offers=tuple(
                self._offer(each) for each in self._definition.choice_lists.get(question.choice_list, ())
            ),
        )

    def _rules_of(self, question: Question) -> list[Rule]:
        columns = {
            "relevant": (question.relevant, ""),
            "required": (question.required.removeprefix(_PLAIN_YES), ""),
            "constraint": (question.constraint, self._text(question.constraint_message)),
            "calculation": (question.calculation, ""),
            "choice_filter": (question.choice_filter, ""),
            "read_only": (question.read_only, ""),
        }
        return [
            Rule(column=column, pieces=self._rules.read(text, question), message=message)
            for column, (text, message) in columns.items()
            if text
        ]

    def _offer(self, choice: Choice) -> tuple[str, str]:
        return choice.value, self._text(choice.label) or choice.value

    def _text(self, localized: Localized) -> str:
        return pick(localized, self._language, self._definition.languages[0])
