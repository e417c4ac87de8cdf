"""One expression while it is being written: where its fault is, and what it depends on."""

import re
from dataclasses import dataclass, replace

from forms_engine.domain.definition import Definition
from forms_engine.domain.engine.cells import COLUMNS
from forms_engine.domain.engine.defaults import is_dynamic
from forms_engine.domain.engine.lists import choice_lists
from forms_engine.domain.engine.places import FormNode, lay_out
from forms_engine.domain.engine.rules import try_rule
from forms_engine.domain.engine.surroundings import Questionnaire
from forms_engine.domain.problems import Problem
from forms_engine.domain.xpath.compiler import Use

FIELDS = {"repeat_count": "count"}
"""The fields of a node that are named otherwise than the XLSForm column of their expression."""

EXPRESSIONS = frozenset(FIELDS.get(column, column) for column in COLUMNS.values()) | {"default", "trigger"}
"""The fields of a node that hold an expression."""

_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and from which character up to which; where nobody knows, that is all of them."""

    problem: Problem
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Review:
    """``remarks`` deserve a look; ``reads`` are the key paths of the nodes that are read, in order."""

    fault: Fault | None = None
    remarks: tuple[Problem, ...] = ()
    reads: tuple[str, ...] = ()


def review_expression(definition: Definition, path: str, field: str, source: str) -> Review:
    """Return what there is to say about an expression in a field of the node at ``path``."""
    places = lay_out(definition)
    place = next((each for each in places[1:] if each.path == path), None)
    if place is None or not source.strip() or (field == "default" and not _is_rule(place, source)):
        return Review()
    column = next((column for column, name in FIELDS.items() if name == field), field)
    questionnaire = Questionnaire(places, choice_lists(definition))
    rules, uses = try_rule(place, column, source, questionnaire)
    if rules.problems:
        problem = rules.problems[0]
        return Review(Fault(problem, *located(problem, source)), reads=_mentioned(source, questionnaire))
    if field == "trigger" and _REFERENCE.fullmatch(source.strip()) is None:
        return Review(Fault(Problem(path, column, "trigger_not_one"), 0, len(source)))
    return Review(remarks=tuple(rules.remarks), reads=_read(uses, place))


def located(problem: Problem, source: str) -> tuple[int, int]:
    """Return the part of the expression that a problem is about."""
    params = problem.params
    if "position" in params:
        start = int(str(params["position"])) - 1
        end = start + len(str(params.get("found") or params.get("text") or " "))
        return (start, end) if start < len(source) else (max(len(source.rstrip()) - 1, 0), len(source))
    for pattern in _patterns(problem):
        if found := re.search(pattern, source):
            return found.span()
    return 0, len(source)


def _patterns(problem: Problem) -> list[str]:
    names = {
        "key": r"\$\{\s*%s\s*\}",
        "function": r"(?<![\w.:-])%s(?=\s*\()",
        "name": r"(?<![\w.-])%s(?![\w.-])",
        "list": r"%s",
        "column": r"(?<![\w.-])%s(?![\w.-])",
        "pattern": r"%s",
    }
    params = problem.params
    return [names[name] % re.escape(str(params[name])) for name in names if name in params]


def _is_rule(place: FormNode, default: str) -> bool:
    return place.question is not None and is_dynamic(replace(place.question, default=default))


def _read(uses: tuple[Use, ...], own: FormNode) -> tuple[str, ...]:
    paths = (use.place.path for use in uses if isinstance(use.place, FormNode))
    return tuple(dict.fromkeys(path for path in paths if path and path != own.path))


def _mentioned(source: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return what a faulty expression names, as far as that is known."""
    found = (questionnaire.known(key) for key in _REFERENCE.findall(source))
    return tuple(dict.fromkeys(place.path for place in found if place is not None))
