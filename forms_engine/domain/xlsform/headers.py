"""Headers as authors write them, as the paths that pyxform makes of them."""

from collections.abc import Iterable, Mapping

from pyxform import aliases
from pyxform.parsing.sheet_headers import process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey

from forms_engine.domain.xlsform.columns import Path

KNOWN: Mapping[str, tuple[dict[str, str | tuple[str, ...]], set[str]]] = {
    "survey": (aliases.survey_header, set(MultipleChoiceQuestion.get_slot_names())),
    "choices": (aliases.list_header, set(Option.get_slot_names())),
    "settings": (aliases.settings_header, set(Survey.get_slot_names())),
}
"""What pyxform knows of each sheet: other words for columns, and the columns."""

COLUMN = "column::"
"""What goes before a column of choices whose name means something else to XLSForm, as ``value``."""


def paths_of(sheet: str, names: Iterable[str]) -> dict[str, Path]:
    """Return the path of each header of a sheet."""
    names = list(names)
    known_aliases, columns = KNOWN[sheet]
    return {
        name: process_header(
            header=name,
            use_double_colon=any("::" in each for each in names),
            header_aliases=known_aliases,
            header_columns=columns,
        )[1]
        for name in names
    }


def is_of_xlsform(header: str) -> bool:
    """Tell whether a header of the survey sheet is one that XLSForm gives a meaning."""
    known_aliases, columns = KNOWN["survey"]
    first = "_".join(header.split(":", maxsplit=1)[0].split()).lower()
    return bool(first) and (first in known_aliases or first in columns or first in {"bind", "instance"})


def choice_column(name: str) -> str:
    """Return the header of a column of choices that must keep its name, whatever XLSForm means by it."""
    return (
        name
        if paths_of("choices", [name])[name] == (name,) and name not in KNOWN["choices"][1]
        else f"{COLUMN}{name}"
    )
