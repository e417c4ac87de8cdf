"""Questions that people must see and that say nothing."""

from forms_engine.domain.xlsform.mending.draft import Draft
from forms_engine.domain.xlsform.rows import survey_rows

_SHOWN = frozenset({"label", "hint", "media"})


def mend_labels(draft: Draft) -> None:
    """Show the name of a question that has no label, hint or picture."""
    for row in tuple(survey_rows(draft.finished())):
        if row.is_shown and row.key and not any(path[0] in _SHOWN for path in row.cells):
            draft.put(
                "survey", row.number, _label(draft), row.key.replace("_", " "), "label_from_name", key=row.key
            )


def _label(draft: Draft) -> str:
    """Return the first label column: it has the language that the author writes in."""
    labels = (name for name, path in draft.columns("survey").items() if path[0] == "label")
    return next(labels, "") or draft.need("survey", ("label",), "label")
