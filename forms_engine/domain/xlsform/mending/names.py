"""Names: groups that have none, and references that meet no question."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from forms_engine.domain.xlsform.columns import LOCALIZED, Path
from forms_engine.domain.xlsform.mending.draft import Draft
from forms_engine.domain.xlsform.names import REFERENCE, known_names
from forms_engine.domain.xlsform.types import row_type

_TEXTS = frozenset({*LOCALIZED.values(), ("media",)})
_PLAIN = frozenset({"label", "hint"})
_OPEN = re.compile(r"\$\{(?![^{}]*\})")
_NEAR = 0.75  # how alike a name must be for it to be a slip of the pen
_ALONE = frozenset({("trigger",), ("control", "jr:count"), ("default",)})


def mend_groups(draft: Draft) -> None:
    """Name the groups that have no name: nothing can refer to them."""
    column = draft.need("survey", ("name",), "name")
    kind = draft.column("survey", ("type",))
    taken = {row[column] for _number, row in draft.rows("survey") if column in row}
    for number, row in draft.rows("survey"):
        found = row_type(row.get(kind, ""))
        if found.kind == "begin" and not row.get(column):
            count = 1
            while f"{found.word}_{count}" in taken:
                count += 1
            taken.add(name := f"{found.word}_{count}")
            draft.put("survey", number, column, name, "group_named", type=found.word)


def mend_references(draft: Draft) -> None:
    """Correct references that differ from a name by capitals; read those to nothing as empty.

    Those that come near a name stay: only their author knows whether they mean it.
    """
    names = known_names(draft.finished())
    folded = _unique(names)
    for sheet in ("survey", "settings"):
        for number, row in draft.rows(sheet):
            for column, path in draft.columns(sheet).items():
                text = row.get(column, "")
                if path[0] in _PLAIN and (shown := _OPEN.sub("$ {", text)) != text:
                    draft.put(sheet, number, column, shown, "reference_open")
                if "${" in (text := row.get(column, "")):
                    _mend_cell(draft, (sheet, number, column), path, text, names, folded)


def _mend_cell(
    draft: Draft,
    place: tuple[str, int, str],
    path: Path,
    text: str,
    names: Iterable[str],
    folded: Mapping[str, str],
) -> None:
    for name in dict.fromkeys(REFERENCE.findall(text)):
        if name in names:
            continue
        if near := folded.get(_folded(name)):
            text = _replaced(text, name, f"${{{near}}}")
            draft.put(*place, text, "reference_mended", name=name, other=near)
        elif not get_close_matches(name, names, n=1, cutoff=_NEAR):
            text = "" if path in _ALONE and text.strip() == f"${{{name}}}" else text
            text = _replaced(text, name, "" if path[:1] in _TEXTS or path[:2] in _TEXTS else "''")
            draft.put(*place, text.strip(), "reference_empty", name=name)


def _replaced(text: str, name: str, other: str) -> str:
    return re.sub(rf"\$\{{\s*{re.escape(name)}\s*\}}", lambda _: other, text)


def _unique(names: Iterable[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(_folded(name), []).append(name)
    return {folded: alike[0] for folded, alike in found.items() if len(alike) == 1}


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]", "", name.casefold())
