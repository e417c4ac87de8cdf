"""Selects from the sheet external_choices: its rows join the other choices."""

from forms_engine.domain.xlsform.headers import paths_of
from forms_engine.domain.xlsform.mending.choices import allow_duplicates
from forms_engine.domain.xlsform.mending.draft import Draft

_TYPE = "select_one_external"


def mend_external(draft: Draft) -> None:
    """Turn ``select_one_external`` into ``select_one`` with the choices of its own sheet."""
    column = draft.column("survey", ("type",))
    found = {
        number: text.split(maxsplit=1)[1]
        for number, row in draft.rows("survey")
        if (text := row.get(column, "").replace("select one external", _TYPE)).startswith(f"{_TYPE} ")
    }
    if not found:
        return
    renamed = _join(draft, frozenset(found.values()))
    for number, name in found.items():
        draft.put("survey", number, column, f"select_one {renamed.get(name, name)}", "external_joined")


def _join(draft: Draft, wanted: frozenset[str]) -> dict[str, str]:
    """Add the lists' rows to the choices; return the new names of those whose name is taken there."""
    sheets = draft.workbook.sheets
    names = [name for row in sheets.external_choices_header or () for name in row]
    paths = paths_of("choices", names)
    columns = {name: draft.need("choices", path, "::".join(path)) for name, path in paths.items()}
    list_column = draft.need("choices", ("list name",), "list_name")
    taken = {row.get(list_column) for _number, row in draft.rows("choices")}
    renamed = {name: f"{name}_external" for name in wanted if name in taken}
    for row in sheets.external_choices or ():
        cells = {columns[name]: text for name, text in row.items()}
        if cells.get(list_column) in wanted:
            cells[list_column] = renamed.get(cells[list_column], cells[list_column])
            draft.add("choices", cells)
    if sheets.external_choices:
        allow_duplicates(draft)
    return renamed
