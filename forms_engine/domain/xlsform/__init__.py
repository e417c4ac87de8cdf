"""XLSForm workbooks to definitions and back."""

from forms_engine.domain.xlsform.attachments import MAX_BYTES as MAX_ATTACHMENT
from forms_engine.domain.xlsform.attachments import too_large
from forms_engine.domain.xlsform.problems import RowProblem, Severity
from forms_engine.domain.xlsform.reader import Location, Reading, read_workbook
from forms_engine.domain.xlsform.writer import write_workbook

__all__ = [
    "MAX_ATTACHMENT",
    "Location",
    "Reading",
    "RowProblem",
    "Severity",
    "read_workbook",
    "too_large",
    "write_workbook",
]
