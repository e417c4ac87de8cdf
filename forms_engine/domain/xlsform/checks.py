"""What is wrong in the survey sheet: every problem at once, where pyxform stops at the first."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from pyxform.parsing.expression import is_xml_tag

from forms_engine.domain.kinds import kind_named
from forms_engine.domain.xlsform.columns import EXPRESSIONS, Path, header
from forms_engine.domain.xlsform.names import REFERENCE, names_of
from forms_engine.domain.xlsform.problems import RowProblem, Severity
from forms_engine.domain.xlsform.rows import SurveyRow, survey_rows
from forms_engine.domain.xlsform.types import SPELLINGS, is_set_aside, nearest_type
from forms_engine.domain.xlsform.workbook import Workbook

MAX_PATH = 255

_UNSUPPORTED: tuple[Path, ...] = (
    ("bind", "jr:preload"),
    ("bind", "jr:preloadParams"),
    ("bind", "type"),
    ("bind", "nodeset"),
    ("control", "jr:noAddRemove"),
)
_APPEARANCE = EXPRESSIONS["appearance"]
_SHOWN = frozenset({"label", "hint", "media"})
_NOT_ON_GROUPS = ("constraint", "calculation", "read_only", "default", "choice_filter")


def find_survey_problems(workbook: Workbook, lists: Iterable[str]) -> Iterator[RowProblem]:
    """Yield what is wrong in the rows of the survey sheet; ``lists`` are the choice lists there are."""
    rows = tuple(survey_rows(workbook))
    known = frozenset(lists)
    yield from _unbalanced(rows)
    yield from _clashes(rows)
    names = names_of(rows)
    for row in rows:
        yield from _type_problems(row, known)
        yield from _key_problems(row)
        yield from _column_problems(row)
        if row.is_shown and not any(path[0] in _SHOWN for path in row.cells):
            yield _at(row, "label", "label_missing")
        yield from _reference_problems(row, names)


def _unbalanced(rows: Iterable[SurveyRow]) -> Iterator[RowProblem]:
    opened: list[SurveyRow] = []
    for row in rows:
        if row.type.kind == "begin":
            opened.append(row)
        elif row.type.kind == "end":
            if not opened or opened[-1].type.word != row.type.word:
                yield _at(row, "type", "group_not_opened", type=row.type.word)
                return
            opened.pop()
    for row in opened:
        yield _at(row, "type", "group_not_closed", type=row.type.word, key=row.key)


def _clashes(rows: Iterable[SurveyRow]) -> Iterator[RowProblem]:
    seen: dict[tuple[str, ...], SurveyRow] = {}
    for row in rows:
        if not row.key or row.type.kind == "end":
            continue
        first = seen.setdefault((*row.parents, row.key.casefold()), row)
        if first.key == row.key and first is not row:
            yield _at(row, "name", "key_duplicate", key=row.key, other=first.number)
        elif first is not row:
            yield _at(
                row, "name", "key_differs_by_case", key=row.key, other_key=first.key, other=first.number
            )


def _type_problems(row: SurveyRow, lists: frozenset[str]) -> Iterator[RowProblem]:
    match row.type.kind:
        case "unknown" if not row.type.word:
            yield _at(row, "type", "type_missing")
        case "unknown":
            yield _at(row, "type", "type_unknown", type=row.type.word, nearest=nearest_type(row.type.word))
        case "refused":
            yield _at(row, "type", "type_unsupported", type=row.type.word)
        case "question" if is_set_aside(row.type.word):
            yield _at(row, "type", "type_set_aside", Severity.WARNING, type=row.type.word)
    yield from _kind_problems(row)
    if row.type.choice_list.startswith("${"):
        return
    if row.type.choice_list and row.type.choice_list not in lists:
        yield _at(row, "type", "list_unknown", list=row.type.choice_list)


def _kind_problems(row: SurveyRow) -> Iterator[RowProblem]:
    kind = kind_named(row.cells.get(_APPEARANCE, ""))
    if row.type.kind != "question" or kind is None or SPELLINGS[row.type.word] in kind.types:
        return
    fitting = " / ".join(sorted(kind.types))
    word = {"kind": kind.word, "type": row.type.word, "fitting": fitting}
    yield _at(row, "appearance", "kind_misplaced", Severity.WARNING, **word)


def _key_problems(row: SurveyRow) -> Iterator[RowProblem]:
    if not row.key:
        if not row.is_nameless:
            yield _at(row, "name", "key_missing")
    elif row.type.kind == "end":
        return
    elif not is_xml_tag(row.key) or ":" in row.key:
        yield _at(row, "name", "key_invalid", key=row.key)
    elif row.key == "meta" and not row.parents:
        yield _at(row, "name", "key_reserved", key=row.key)
    elif len("/".join((*row.parents, row.key))) > MAX_PATH:
        yield _at(row, "name", "key_too_long", key=row.key, limit=MAX_PATH)


def _column_problems(row: SurveyRow) -> Iterator[RowProblem]:
    for path in filter(row.cells.__contains__, _UNSUPPORTED):
        yield _at(row, header(path), "column_unsupported", column=header(path))
    if row.type.kind == "begin":
        for name in _NOT_ON_GROUPS:
            if EXPRESSIONS[name] in row.cells:
                yield _at(row, name, "column_unsupported_on_group", column=name, type=row.type.word)
        if EXPRESSIONS["required"] in row.cells:
            yield _at(row, "required", "required_on_group", Severity.WARNING, type=row.type.word)


def _reference_problems(row: SurveyRow, names: frozenset[str]) -> Iterator[RowProblem]:
    for path, text in row.cells.items():
        for name in dict.fromkeys(REFERENCE.findall(text)):
            if name not in names:
                nearest = next(iter(get_close_matches(name, sorted(names), n=1)), name)
                yield _at(row, header(path), "reference_unknown", name=name, nearest=nearest)


def _at(
    row: SurveyRow, column: str, code: str, severity: Severity = Severity.ERROR, /, **params: object
) -> RowProblem:
    return RowProblem(
        code=code, params=params, sheet="survey", row=row.number, column=column, severity=severity
    )
