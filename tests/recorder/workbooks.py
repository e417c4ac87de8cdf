"""Turn the feature questionnaires, tables in Markdown, into the workbooks that authors would upload."""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from pyxform.xls2json_backends import md_table_to_workbook

FOLDER = Path(__file__).parents[1] / "forms_engine" / "workbooks"


def build() -> None:
    """Write an .xlsx beside every .md, unless the one there holds the same cells."""
    for source in sorted(FOLDER.glob("*.md")):
        file, target = BytesIO(), source.with_suffix(".xlsx")
        md_table_to_workbook(source.read_text("utf-8")).save(file)
        if not target.exists() or _cells(BytesIO(target.read_bytes())) != _cells(file):
            target.write_bytes(file.getvalue())


def _cells(file: BytesIO) -> dict[str, list[tuple[object, ...]]]:
    return {sheet.title: list(sheet.values) for sheet in load_workbook(file).worksheets}
