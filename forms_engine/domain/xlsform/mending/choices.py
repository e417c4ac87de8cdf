"""Choices that occur twice, and those that stand in a list without naming it."""

from forms_engine.domain.xlsform.mending.draft import Draft, Row

_SETTING = "allow_choice_duplicates"


def mend_choices(draft: Draft) -> None:
    """Keep choices of one value: ``allow_choice_duplicates`` is how XLSForm says it; drop equal rows."""
    list_column, value_column = draft.column("choices", ("list name",)), draft.column("choices", ("name",))
    if not (list_column and value_column):
        return
    _fill_lists(draft, list_column, value_column)
    seen: dict[tuple[str, str], tuple[int, Row]] = {}
    kept = False
    for number, row in tuple(draft.rows("choices")):
        name, value = row.get(list_column, ""), row.get(value_column, "")
        if not (name and value):
            continue
        first, other = seen.setdefault((name, value), (number, dict(row)))
        if first == number:
            continue
        if row == other:
            draft.drop("choices", number, value_column, "choice_twice", value=value, other=first, list=name)
        else:
            kept = True
            if not _allowed(draft):
                draft.remark(
                    "choice_kept", "choices", number, value_column, value=value, other=first, list=name
                )
    if kept:
        allow_duplicates(draft)


def allow_duplicates(draft: Draft) -> None:
    """Set the setting without which pyxform refuses two choices of one value."""
    column = draft.need("settings", (_SETTING,), _SETTING)
    settings = next((row for _number, row in draft.rows("settings")), None)
    if settings is None:
        draft.add("settings", {column: "yes"})
    else:
        settings[column] = "yes"


def _allowed(draft: Draft) -> bool:
    column = draft.column("settings", (_SETTING,))
    return any(row.get(column, "").lower() in {"yes", "true", "true()"} for _n, row in draft.rows("settings"))


def _fill_lists(draft: Draft, list_column: str, value_column: str) -> None:
    """Name the list of a choice between two neighbours of one list."""
    rows = dict(draft.rows("choices"))
    for number, row in rows.items():
        if row.get(list_column) or not row.get(value_column):
            continue
        above, below = (rows.get(each, {}).get(list_column, "") for each in (number - 1, number + 1))
        if above and above == below:
            draft.put("choices", number, list_column, above, "list_filled", value=row[value_column])
