"""Compiles the rules of every place to cells, and collects all that is wrong with them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from forms_engine.domain.definition import Question, Repeat
from forms_engine.domain.engine.cells import COLUMNS, Aspect, Cell
from forms_engine.domain.engine.defaults import is_dynamic
from forms_engine.domain.engine.given import path_of_given
from forms_engine.domain.engine.piping import Mention, Parts, choice_mentions, compile_text, mentions
from forms_engine.domain.engine.places import FormNode
from forms_engine.domain.engine.surroundings import Questionnaire
from forms_engine.domain.problems import Problem
from forms_engine.domain.xpath.code import Code, Place
from forms_engine.domain.xpath.compiler import Compiler, Use
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.functions import VOLATILE
from forms_engine.domain.xpath.parser import parse
from forms_engine.domain.xpath.tree import Expression, Reference


@dataclass(slots=True)
class Rules:
    """Everything compiled: the cells, what each reads, defaults and texts by place index."""

    cells: dict[tuple[int, Aspect], Cell] = field(default_factory=dict)
    uses: dict[tuple[int, Aspect], tuple[Use, ...]] = field(default_factory=dict)
    triggers: dict[int, FormNode] = field(default_factory=dict)
    defaults: dict[int, Code] = field(default_factory=dict)
    texts: dict[tuple[int, str], Parts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


def compile_rules(places: list[FormNode], questionnaire: Questionnaire) -> Rules:
    """Return the rules of all ``places``; ``problems`` tells what could not be compiled."""
    builder = _Builder(questionnaire, Rules())
    for place in places:
        builder.add(place)
    return builder.rules


def compile_name(root: FormNode, source: str, rules: Rules, questionnaire: Questionnaire) -> Code | None:
    """Return what submissions are called, or None; add to ``rules.problems`` what is wrong with it."""
    builder = _Builder(questionnaire, rules)
    return builder.compile(root, "instance_name", source)[0] if source else None


def try_rule(
    place: FormNode, column: str, source: str, questionnaire: Questionnaire
) -> tuple[Rules, tuple[Use, ...]]:
    """Return what is wrong with one expression by itself, and what it reads."""
    builder = _Builder(questionnaire, Rules())
    here = builder.rows(place) if column == COLUMNS[Aspect.CHOICES] else None
    _code, compiler = builder.compile(place, column, source, here)
    return builder.rules, tuple(compiler.uses)


@dataclass(slots=True)
class _Builder:
    questionnaire: Questionnaire
    rules: Rules

    def add(self, place: FormNode) -> None:
        for aspect, source in _sources(place):
            self._cell(place, aspect, source)
        if place.node is not None:
            self._texts(place, mentions(place.node))
        if place.question is not None:
            self._question(place, place.question)

    def _question(self, place: FormNode, question: Question) -> None:
        if question.type.is_select:
            self._select(place, question)
        if is_dynamic(question):
            code, _ = self.compile(place, "default", question.default)
            if code is not None:
                self.rules.defaults[place.index] = code
        if question.trigger:
            self._trigger(place, question)

    def _select(self, place: FormNode, question: Question) -> None:
        found = self.questionnaire.lists.get(question.choice_list)
        if question.offers_answers:
            return
        if found is None:
            unknown = Problem(place.path, "type", "list_unknown", {"list": question.choice_list})
            self.rules.problems.append(unknown)
        else:
            self._texts(place, choice_mentions(found.choices))

    def _trigger(self, place: FormNode, question: Question) -> None:
        """Let the calculation run when the question named in ``trigger`` changes, and only then."""
        cell = self.rules.cells[place.index, Aspect.CALCULATION]
        cell.triggered = True
        with _reporting(self, place, "trigger"):
            tree = parse(question.trigger)
            if not isinstance(tree, Reference):
                raise ExpressionInvalid("trigger_not_one")
            self.rules.triggers[place.index] = self.questionnaire.find(tree.key)

    def _cell(self, place: FormNode, aspect: Aspect, source: str) -> None:
        cell = Cell(place, aspect)
        self.rules.cells[place.index, aspect] = cell
        question = place.question
        if aspect is Aspect.CHOICES and question and question.offers_answers:
            listed = partial(
                path_of_given, self.questionnaire, place, question.choice_list, question.choice_filter
            )
            cell.code, compiler = self._compiled(place, "type", listed, place)
        elif source:
            here = self.rows(place) if aspect is Aspect.CHOICES else None
            cell.code, compiler = self.compile(place, COLUMNS[aspect], source, here)
        else:
            return
        self.rules.uses[place.index, aspect] = tuple(compiler.uses)
        if aspect is Aspect.CHOICES:
            cell.inputs = _inputs(compiler)
        if aspect is Aspect.CALCULATION:
            cell.keeps = bool(VOLATILE & compiler.functions.keys()) or _is_writable(place)

    def rows(self, place: FormNode) -> Place | None:
        """Return the place of the rows that a choice filter goes through."""
        found = self.questionnaire.lists.get(place.question.choice_list) if place.question else None
        return found.item_place if found else None

    def compile(
        self, place: FormNode, column: str, source: str, here: Place | None = None
    ) -> tuple[Code | None, Compiler]:
        """Return the code of an expression, or None with a problem noted, and what it reads."""
        return self._compiled(place, column, partial(parse, source), here or place)

    def _compiled(
        self, place: FormNode, column: str, read: Callable[[], Expression], here: Place
    ) -> tuple[Code | None, Compiler]:
        compiler = Compiler(self.questionnaire, place, here)
        with _reporting(self, place, column):
            code = compiler.compile(read())
            self.rules.remarks.extend(self._absences(place, column, compiler))
            return code, compiler
        return None, compiler

    def _absences(self, place: FormNode, column: str, compiler: Compiler) -> Iterator[Problem]:
        names = {found.item_place: name for name, found in self.questionnaire.lists.items()}
        for rows, absent in compiler.absent:
            if rows in names:
                yield Problem(place.path, column, "column_unknown", {"list": names[rows], "column": absent})
            else:
                yield Problem(place.path, column, "name_unknown", {"name": absent})

    def _texts(self, place: FormNode, found: Iterable[Mention]) -> None:
        compiler = Compiler(self.questionnaire, place, place)
        for mention in found:
            with _reporting(self, place, mention.column):
                self.rules.texts[place.index, mention.text] = compile_text(compiler, mention.text)
        known = self.rules.uses.get((place.index, Aspect.TEXT), ())
        self.rules.uses[place.index, Aspect.TEXT] = (*known, *compiler.uses)


@dataclass(slots=True)
class _reporting:  # noqa: N801 – reads as a statement
    """Turn an invalid expression into a problem of one cell of the workbook."""

    builder: _Builder
    place: FormNode
    column: str

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, ExpressionInvalid):
            return False
        self.builder.rules.problems.append(Problem(self.place.path, self.column, error.code, error.params))
        return True


def _sources(place: FormNode) -> Iterator[tuple[Aspect, str]]:
    """Yield the aspects of a place with the expression of each, ``""`` where there is none."""
    node = place.node
    if isinstance(node, Repeat):
        yield Aspect.COUNT, _count(place, node)
    yield Aspect.RELEVANT, node.relevant if node else ""
    yield Aspect.TEXT, ""
    if isinstance(node, Question):
        yield Aspect.READONLY, node.read_only
        yield Aspect.REQUIRED, node.required
        yield Aspect.VALUE, ""
        yield Aspect.CHECK, node.constraint
        if node.type.is_select:
            yield Aspect.CHOICES, node.choice_filter
        if node.calculation or node.trigger:
            yield Aspect.CALCULATION, node.calculation


def _count(place: FormNode, repeat: Repeat) -> str:
    """Read the count from the question that XLSForm would keep it in, if there is one."""
    counter = f"{repeat.key}_count"
    siblings = place.container.inside if place.container else ()
    if any(
        sibling.key == counter and sibling.node is not None and _counts(sibling, repeat)
        for sibling in siblings
    ):
        return f"../{counter}"
    return repeat.count


def _counts(sibling: FormNode, repeat: Repeat) -> bool:
    return sibling.question is not None and sibling.question.calculation == repeat.count


def _inputs(compiler: Compiler) -> tuple[int, ...]:
    """Return the places a rule reads, or nothing if it reads more than single answers."""
    places = [use.place for use in compiler.uses]
    fleeting = (VOLATILE | {"today", "jr:choice-name"}) & compiler.functions.keys()
    if fleeting or any(place.repeat is not None for place in places):
        return ()
    return tuple(place.index for place in places)


def _is_writable(place: FormNode) -> bool:
    question = place.question
    return question is not None and question.type.is_asked and question.read_only in {"", "false()"}
