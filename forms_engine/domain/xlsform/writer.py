"""A definition as an XLSForm workbook that reads back as the identical definition."""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from forms_engine.domain.definition import Definition, Localized, Node, Question, Repeat
from forms_engine.domain.xlsform.columns import LOCALIZED, Path, header
from forms_engine.domain.xlsform.headers import choice_column

Row = dict[str, str]

_ORDER = (
    *("type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant"),
    *("constraint", "constraint_message", "calculation", "default", "read_only", "trigger", "choice_filter"),
    *("appearance", "parameters", "repeat_count", "media"),
)
_PLAIN = ("relevant", "constraint", "calculation", "default", "trigger", "choice_filter", "appearance")
_YES = {"true()": "yes"}
_BOLD = Font(bold=True)
_SECTION = PatternFill("solid", fgColor="E8EEF4")
_TOP = Alignment(vertical="top", wrap_text=True)
_NARROWEST, _WIDEST = 10, 60


def write_workbook(definition: Definition) -> bytes:
    """Return the definition as an .xlsx with the sheets survey, choices and settings."""
    book = Workbook()
    book.remove(book.worksheets[0])
    empty = frozenset(name for name, choices in definition.choice_lists.items() if not choices)
    survey = [_with_file(row, empty) for node in definition.children for row in _node_rows(node)]
    choices = list(_choice_rows(definition))
    _write(book.create_sheet("survey"), _survey_columns(survey, definition.languages), survey)
    if choices:
        _write(book.create_sheet("choices"), _columns(choices), choices)
    settings = _settings(definition)
    _write(book.create_sheet("settings"), list(settings), [settings])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _node_rows(node: Node) -> Iterator[Row]:
    if isinstance(node, Question):
        yield _question_row(node)
        return
    kind = "repeat" if isinstance(node, Repeat) else "group"
    count = {"repeat_count": node.count} if isinstance(node, Repeat) else {}
    texts = _texts(LOCALIZED["label"], node.label) | _texts(LOCALIZED["hint"], node.hint)
    plain = {"relevant": node.relevant, "appearance": node.appearance}
    yield {"type": f"begin_{kind}", "name": node.key} | texts | plain | count | dict(node.extra)
    for child in node.children:
        yield from _node_rows(child)
    yield {"type": f"end_{kind}", "name": node.key}


def _question_row(question: Question) -> Row:
    row = {"type": f"{question.type.value} {question.choice_list}".strip(), "name": question.key}
    for name, path in LOCALIZED.items():
        row |= _texts(path, getattr(question, name))
    for kind, names in question.media.items():
        row |= _texts(("media", kind), names)
    row |= {name: getattr(question, name) for name in _PLAIN}
    row["required"] = _YES.get(question.required, question.required)
    row["read_only"] = _YES.get(question.read_only, question.read_only)
    row["parameters"] = " ".join(f"{name}={value}" for name, value in question.parameters.items())
    return row | dict(question.extra)


def _with_file(row: Row, empty: frozenset[str]) -> Row:
    """Ask again for the file of a list that waits for it."""
    kind, _, name = row["type"].partition(" ")
    return row | {"type": f"{kind}_from_file {name}.csv"} if name in empty else row


def _choice_rows(definition: Definition) -> Iterator[Row]:
    for name, choices in definition.choice_lists.items():
        for choice in choices:
            row = {"list_name": name, "name": choice.value} | _texts(("label",), choice.label)
            for kind, names in choice.media.items():
                row |= _texts(("media", kind), names)
            yield row | {choice_column(column): text for column, text in choice.columns.items()}


def _settings(definition: Definition) -> Row:
    row = {"form_title": definition.title, "form_id": definition.form_id}
    if definition.languages[0]:
        row["default_language"] = definition.languages[0]
    if definition.root != "data":
        row["name"] = definition.root
    return row | dict(definition.settings)


def _texts(path: Path, texts: Localized) -> Row:
    return {header((*path, language) if language else path): text for language, text in texts.items()}


def _survey_columns(rows: Iterable[Row], languages: Iterable[str]) -> list[str]:
    """Return the columns in XLSForm's customary order; labels in every language tell the languages."""
    labels = list(_texts(("label",), dict.fromkeys(languages, "")))
    used = dict.fromkeys(["type", "name", *labels, *_columns(rows)])
    rank = {name: place for place, name in enumerate(_ORDER)}
    return sorted(used, key=lambda name: rank.get(name.partition("::")[0], len(rank)))


def _columns(rows: Iterable[Row]) -> list[str]:
    return list({name: None for row in rows for name, text in row.items() if text})


def _write(sheet: Worksheet, columns: list[str], rows: Iterable[Mapping[str, str]]) -> None:
    _write_row(sheet, 1, columns)
    for number, row in enumerate(rows, start=2):
        _write_row(sheet, number, [row.get(name, "") for name in columns])
        if row.get("type", "").startswith(("begin_", "end_")):
            for cell in sheet[number]:
                cell.fill = _SECTION
    for cell in sheet[1]:
        cell.font = _BOLD
    sheet.freeze_panes = "C2"
    for number in range(1, len(columns) + 1):
        letter = get_column_letter(number)
        longest = max(len(str(cell.value or "")) for cell in sheet[letter])
        sheet.column_dimensions[letter].width = min(max(longest + 2, _NARROWEST), _WIDEST)


def _write_row(sheet: Worksheet, number: int, texts: Iterable[str]) -> None:
    for column, text in enumerate(texts, start=1):
        if text:
            cell = sheet.cell(number, column, ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"  # never a formula, whatever the text begins with
            cell.alignment = _TOP
