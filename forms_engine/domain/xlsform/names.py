"""The names that expressions refer to."""

import re
from collections.abc import Iterable

from forms_engine.domain.xlsform.rows import SurveyRow, survey_rows
from forms_engine.domain.xlsform.workbook import Workbook

REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")


def known_names(workbook: Workbook) -> frozenset[str]:
    """Return every name that an expression of the workbook may refer to."""
    return names_of(tuple(survey_rows(workbook)))


def names_of(rows: Iterable[SurveyRow]) -> frozenset[str]:
    """Return every name that an expression may refer to, those that pyxform makes among them."""
    rows = tuple(rows)
    named = {row.key for row in rows}
    others = {f"{row.key}_other" for row in rows if row.type.has_other}
    counts = {f"{row.key}_count" for row in rows if ("control", "jr:count") in row.cells}
    notes = {f"generated_note_name_{row.number}" for row in rows if not row.key}
    return frozenset({"instanceID", "instanceName", *named, *others, *counts, *notes})
