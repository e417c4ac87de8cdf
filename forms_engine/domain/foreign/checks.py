"""What a workbook could not say, and a definition from elsewhere must not: names, paths, titles."""

import re
from collections.abc import Iterator
from itertools import pairwise

from forms_engine.domain.definition import Definition, Question, QuestionType
from forms_engine.domain.foreign.problems import ImportProblem
from forms_engine.domain.xlsform.problems import Severity

MAX_PATH = 255
MAX_TITLE = 200
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_SEVERAL = frozenset({QuestionType.SELECT_MULTIPLE, QuestionType.RANK})


def find_faults(definition: Definition) -> Iterator[ImportProblem]:
    """Yield what makes a definition unusable although it compiles."""
    if not definition.title.strip():
        yield _fault("", "title", "title_missing")
    if len(definition.title) > MAX_TITLE:
        yield _fault("", "title", "title_cut", limit=MAX_TITLE)
    yield from _misnamed(definition)
    for name, choices in definition.choice_lists.items():
        for first, second in pairwise(sorted(choice.value for choice in choices)):
            if first == second and definition.settings.get("allow_choice_duplicates", "no") != "yes":
                yield _fault("", "choices", "choice_twice", list=name, value=first)


def _misnamed(definition: Definition) -> Iterator[ImportProblem]:
    seen: dict[str, str] = {}
    for path, node in definition.walk():
        if not _KEY.fullmatch(node.key) or path == "meta":
            yield _fault(path, "name", "key_invalid", key=node.key)
        if len(path) > MAX_PATH:
            yield _fault(path, "name", "key_too_long", key=node.key, limit=MAX_PATH)
        other = seen.setdefault(path.casefold(), path)
        if other != path:
            yield _fault(path, "name", "key_differs_by_case", key=node.key, other=other.rpartition("/")[2])
        if isinstance(node, Question) and node.type in _SEVERAL:
            yield from _spaced(definition, path, node)


def _spaced(definition: Definition, path: str, question: Question) -> Iterator[ImportProblem]:
    for choice in definition.choice_lists.get(question.choice_list, ()):
        if len(choice.value.split()) != 1:
            yield _fault(path, "choices", "choice_with_space", list=question.choice_list, value=choice.value)


def _fault(place: str, column: str, code: str, **params: object) -> ImportProblem:
    return ImportProblem(code=code, params=params, place=place, column=column, severity=Severity.ERROR)
