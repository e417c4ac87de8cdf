"""A workbook's sheets as pyxform reads them, with what the author called each column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, get_xlsform

from forms_engine.domain.xlsform.cells import opening, refuse_if_too_large
from forms_engine.domain.xlsform.columns import LOCALIZED, MEDIA, Path
from forms_engine.domain.xlsform.headers import KNOWN, paths_of
from forms_engine.domain.xlsform.problems import WorkbookRefused
from forms_engine.domain.xlsform.refusals import refusal

_LOCALIZED_PATHS = (*LOCALIZED.values(), *(("media", kind) for kind in MEDIA))


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets, and the path behind each header of the survey and choices sheets."""

    sheets: DefinitionData
    headers: Mapping[str, Mapping[str, Path]] = field(default_factory=dict)

    def rows(self, sheet: str) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Yield the rows of a sheet that hold anything, with their number in the spreadsheet."""
        for number, row in enumerate(getattr(self.sheets, sheet) or (), start=2):
            if row:
                yield number, row

    def column(self, sheet: str, path: Path) -> str:
        """Return what the author called the column of ``path``, ``""`` where there is none."""
        headers = self.headers.get(sheet, {})
        return next((name for name, each in headers.items() if each[: len(path)] == path), "")

    def setting(self, name: str) -> str:
        """Return a value of the settings sheet, ``""`` where it says nothing."""
        header = self.column("settings", (name,))
        return next((row.get(header, "") for _, row in self.rows("settings")), "")

    def languages(self) -> tuple[str, ...]:
        """Return the languages in which the workbook has columns, the default one first."""
        named: dict[str, None] = {}
        bare: set[Path] = set()
        tagged: set[Path] = set()
        for path in (
            path for sheet in ("survey", "choices") for path in self.headers.get(sheet, {}).values()
        ):
            for text in (text for text in _LOCALIZED_PATHS if path[: len(text)] == text):
                (tagged if len(path) > len(text) else bare).add(text)
                named |= dict.fromkeys(path[len(text) :])
        default = self.setting("default_language")
        if default in named or (default and bare) or not named:
            return (default, *(name for name in named if name != default))
        return ("", *named) if bare & tagged else tuple(named)


def load(content: bytes, kind: str) -> Workbook:
    """Read the sheets of a workbook of ``kind`` (``".xlsx"`` or ``".xls"``).

    Raises:
        WorkbookRefused: it cannot be opened, or is too large.
    """
    with opening():
        try:
            sheets = get_xlsform(content, file_type=kind)
        except PyXFormError as error:
            raise WorkbookRefused(refusal(error)) from error
    for sheet in KNOWN:
        refuse_if_too_large(sheet, len(getattr(sheets, sheet) or ()), len(_names(sheets, sheet)))
    headers = {sheet: paths_of(sheet, _names(sheets, sheet)) for sheet in KNOWN}
    in_order = {sheet: _plain_first(getattr(sheets, sheet), headers[sheet]) for sheet in headers}
    return Workbook(replace(sheets, **in_order), headers)


def _plain_first(
    rows: Sequence[Mapping[str, str]] | None, headers: Mapping[str, Path]
) -> list[dict[str, str]] | None:
    """Return the rows with ``label`` before ``label::English``: pyxform loses the latter otherwise."""
    if rows is None:
        return None
    return [dict(sorted(row.items(), key=lambda cell: len(headers[cell[0]]))) for row in rows]


def _names(sheets: DefinitionData, sheet: str) -> list[str]:
    return [name for row in getattr(sheets, f"{sheet}_header") or () for name in row]
