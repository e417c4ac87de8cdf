"""What can be mended mechanically in a workbook, before it is checked: each change is told."""

from collections.abc import Mapping
from types import MappingProxyType

from forms_engine.domain.xlsform.attachments import tables_of
from forms_engine.domain.xlsform.mending.aside import set_aside
from forms_engine.domain.xlsform.mending.attached import mend_attached
from forms_engine.domain.xlsform.mending.choices import mend_choices
from forms_engine.domain.xlsform.mending.draft import Draft
from forms_engine.domain.xlsform.mending.expressions import mend_expressions
from forms_engine.domain.xlsform.mending.external import mend_external
from forms_engine.domain.xlsform.mending.headers import mend_headers
from forms_engine.domain.xlsform.mending.labels import mend_labels
from forms_engine.domain.xlsform.mending.names import mend_groups, mend_references
from forms_engine.domain.xlsform.mending.types import mend_types
from forms_engine.domain.xlsform.problems import RowProblem
from forms_engine.domain.xlsform.workbook import Workbook


def mended(
    workbook: Workbook, attachments: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[Workbook, tuple[RowProblem, ...]]:
    """Return the workbook without the slips that have one cure, and a remark for each of them.

    Args:
        workbook: as its author wrote it.
        attachments: the CSV files that came with it, by file name.

    Raises:
        WorkbookRefused: an attachment cannot be read.
    """
    draft = Draft(workbook)
    mend_headers(draft)
    mend_choices(draft)
    mend_external(draft)
    mend_attached(draft, tables_of(attachments))
    mend_types(draft)
    set_aside(draft)
    mend_groups(draft)
    mend_labels(draft)
    mend_references(draft)
    mend_expressions(draft)
    return draft.finished(), tuple(draft.remarks)


__all__ = ["mended"]
