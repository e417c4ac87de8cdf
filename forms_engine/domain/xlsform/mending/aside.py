"""What only a phone or another server does: read, and set aside with a word."""

import re

from forms_engine.domain.xlsform.columns import LOCALIZED
from forms_engine.domain.xlsform.mending.draft import Draft

_LAST_SAVED = re.compile(r"\$\{\s*last-saved#[^}]*\}")
_DURATION = re.compile(r"(?<![\w-])duration\(\s*\)")
_TEXTS = frozenset(LOCALIZED.values())


def set_aside(draft: Draft) -> None:
    """Take away entities, the flat layout of files and the memory of the last submission."""
    if draft.workbook.sheets.entities:
        draft.remark("entities_set_aside", "entities", 1, "")
    flat = draft.column("settings", ("flat",))
    for number, row in draft.rows("settings"):
        if flat in row:
            draft.put("settings", number, flat, "", "flat_set_aside")
    save_to = draft.column("survey", ("bind", "entities:saveto"))
    for number, row in draft.rows("survey"):
        if save_to in row:
            draft.put("survey", number, save_to, "", "save_to_set_aside")
        for column, path in draft.columns("survey").items():
            text = row.get(column, "")
            if path[:1] not in _TEXTS and _DURATION.search(text):
                draft.put("survey", number, column, _DURATION.sub("''", text), "duration_set_aside")
            if _LAST_SAVED.search(text := row.get(column, "")):
                is_text = path[:1] in _TEXTS or path[:2] in _TEXTS or _LAST_SAVED.fullmatch(text.strip())
                empty = _LAST_SAVED.sub("" if is_text else "''", text).strip()
                draft.put("survey", number, column, empty, "last_saved_set_aside")
