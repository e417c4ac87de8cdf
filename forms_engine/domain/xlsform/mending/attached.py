"""Tables of attached CSV files: their rows become choice lists, and so part of the definition."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pyxform.parsing.expression import is_xml_tag

from forms_engine.domain.xlsform.attachments import CsvTable, stem_of
from forms_engine.domain.xlsform.cells import refuse_if_too_large
from forms_engine.domain.xlsform.headers import choice_column
from forms_engine.domain.xlsform.mending.choices import allow_duplicates
from forms_engine.domain.xlsform.mending.draft import Draft, Row
from forms_engine.domain.xlsform.node import NO_CHOICE

_FROM_FILE = re.compile(
    r"select[_ ](?P<kind>one|multiple)(?:[_ ]from[_ ]file)?"
    r"\s+(?P<file>\S+)\.(?P<ending>csv|xml|geojson)(?P<rest>.*)",
    re.IGNORECASE,
)
_TABLE = re.compile(r"""(?:pulldata|instance)\(\s*(?:'([^']+)'|"([^"]+)")""")
_PARAMETER = re.compile(r"\b(value|label)\s*=\s*([^\s,;]+)[\s,;]*")
_LOST = frozenset({"__last-saved"})


class _Wanted(NamedTuple):
    """A choice list to be made of a table; where it is asked for."""

    name: str
    file: str
    value: str
    label: str
    row: int
    column: str


def mend_attached(draft: Draft, tables: Mapping[str, CsvTable]) -> None:
    """Turn ``…_from_file``, ``csv-external``, ``pulldata()`` and ``instance()`` to lists of this workbook."""
    wanted: dict[str, _Wanted] = {}
    for each in (*_selects(draft, tables), *_externals(draft), *_named(draft)):
        wanted.setdefault(each.name, each)
    list_column = draft.column("choices", ("list name",))
    known = {row.get(list_column, "") for _number, row in draft.rows("choices")}
    for each in wanted.values():
        if each.name in known:
            continue
        if table := tables.get(stem_of(each.file)):
            _add_rows(draft, each, table)
        else:
            _add(draft, {"list name": each.name, "name": NO_CHOICE, "label": NO_CHOICE})
            code = "attachment_missing" if each.file.endswith(".csv") else "file_kind_unsupported"
            draft.remark(code, "survey", each.row, each.column, file=each.file)
    used = {stem_of(each.file) for each in wanted.values()}
    for table in (table for stem, table in tables.items() if stem not in used):
        draft.remark("attachment_unused", table.name, 0, "", file=table.name)
    refuse_if_too_large("choices", sum(1 for _each in draft.rows("choices")), 0)


def _selects(draft: Draft, tables: Mapping[str, CsvTable]) -> Iterator[_Wanted]:
    column, parameters = draft.column("survey", ("type",)), draft.column("survey", ("parameters",))
    for number, row in draft.rows("survey"):
        if not (found := _FROM_FILE.fullmatch(row.get(column, ""))):
            continue
        named = dict(_PARAMETER.findall(row.get(parameters, "")))
        value, label = named.get("value", "name"), named.get("label", "label")
        name = found["file"]
        if named and name in tables:  # without the file the parameters wait for it
            name = f"{name}-{value}-{label}"
            row[parameters] = _PARAMETER.sub("", row[parameters]).strip()
            if not row[parameters]:
                del row[parameters]
        draft.put(
            "survey", number, column, f"select_{found['kind'].lower()} {name}{found['rest']}", "from_file"
        )
        file = f"{found['file']}.{found['ending'].lower()}"
        yield _Wanted(name, file, value, label, number, column)


def _externals(draft: Draft) -> Iterator[_Wanted]:
    column, name_column = draft.column("survey", ("type",)), draft.column("survey", ("name",))
    for number, row in tuple(draft.rows("survey")):
        if row.get(column, "") == "csv-external" and (name := row.get(name_column, "")):
            draft.drop("survey", number, column, "external_table", file=f"{name}.csv")
            yield _Wanted(name, f"{name}.csv", "name", "label", number, column)


def _named(draft: Draft) -> Iterator[_Wanted]:
    for number, row in draft.rows("survey"):
        for column, text in row.items():
            for found in _TABLE.finditer(text):
                if (name := found[1] or found[2]) not in _LOST:
                    yield _Wanted(name, f"{stem_of(name)}.csv", "name", "label", number, column)


def _add_rows(draft: Draft, wanted: _Wanted, table: CsvTable) -> None:
    own = {wanted.value: "name", wanted.label: "label"}
    columns = [name for name in table.columns if name and name != "name" and name not in own]
    if wanted.value != "name":
        columns.append(wanted.value)  # filters know the column by its own name
    kept = [name for name in columns if is_xml_tag(name) and ":" not in name]
    for name in columns:
        if name not in kept:
            draft.remark("attachment_column_left_out", table.name, 1, name, header=name)
    is_numbered = wanted.value not in table.columns
    for number, row in enumerate(table.rows, start=1):
        value = str(number) if is_numbered else row.get(wanted.value, "")
        if value:
            cells = {choice_column(name): row.get(name, "") for name in kept}
            label = row.get(wanted.label, "")
            _add(draft, {"list name": wanted.name, "name": value, "label": label} | cells)
    if not table.rows:
        _add(draft, {"list name": wanted.name, "name": NO_CHOICE, "label": NO_CHOICE})
    allow_duplicates(draft)


def _add(draft: Draft, cells: Mapping[str, str]) -> None:
    language = draft.language
    row: Row = {}
    for name, text in cells.items():
        path = tuple(name.split("::"))
        if name == "label" and language:
            path = ("label", language)
        header = {"list name": "list_name"}.get(name, "::".join(path))
        column = draft.need("choices", path, header)
        if text:
            row[column] = text
    draft.add("choices", row)
