"""A choice list, written anew."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from forms_engine.domain.codec import DefinitionMalformed, choice_from_json, to_json
from forms_engine.domain.definition import Choice, Definition
from forms_engine.domain.editing.errors import EditRefused
from forms_engine.domain.editing.keys import fresh_key
from forms_engine.domain.editing.nodes import check_texts, merged
from forms_engine.domain.foreign.keys import plain

LONGEST_VALUE = 100
_NAME = re.compile(r"[^\W\d][\w.\-]*")


def with_choices(definition: Definition, name: str, rows: list[Mapping[str, Any]]) -> Definition:
    """Return the definition with the rows of a list written anew; a new name makes a new list."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST_VALUE:
        raise EditRefused("list_name_invalid", column="list_name", list=name)
    check_texts(rows, "")
    known = {choice.value: choice for choice in definition.choice_lists.get(name, ())}
    found: list[Choice] = []
    for row in rows:
        found.append(_choice(known, row, {choice.value for choice in found} | _values(rows)))
    _check_unique(name, found)
    return replace(definition, choice_lists={**definition.choice_lists, name: tuple(found)})


def _values(rows: list[Mapping[str, Any]]) -> set[str]:
    return {str(row.get("value", "")).strip() for row in rows}


def _choice(known: Mapping[str, Choice], row: Mapping[str, Any], taken: set[str]) -> Choice:
    given = dict(row)
    old = known.get(str(given.pop("was", "")))
    value = str(given.pop("value", "")).strip()
    try:
        choice = choice_from_json(merged(to_json(old) if old else {}, given) | {"value": value or "x"})
    except DefinitionMalformed:
        raise EditRefused("edit_malformed") from None
    if value:
        return choice
    label = next((text for text in choice.label.values() if text), "")
    return replace(choice, value=fresh_key(taken, plain(label).lower()[:40] or "choice"))


def _check_unique(name: str, choices: list[Choice]) -> None:
    seen: set[str] = set()
    for choice in choices:
        if " " in choice.value or len(choice.value.split()) != 1:
            raise EditRefused("choice_spaced", column="value", value=choice.value)
        if len(choice.value) > LONGEST_VALUE:
            raise EditRefused("choice_long", column="value", value=choice.value[:40], limit=LONGEST_VALUE)
        if choice.value in seen:
            raise EditRefused("choice_twice", column="value", value=choice.value, list=name)
        seen.add(choice.value)
