"""What holds for the whole questionnaire: its title, its settings, its languages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from forms_engine.domain.codec import from_json, to_json
from forms_engine.domain.definition import Definition
from forms_engine.domain.editing.errors import EditRefused
from forms_engine.domain.editing.nodes import check_texts, merged

LONGEST_TITLE = 200
LONGEST_LANGUAGE = 60
MOST_LANGUAGES = 20
_TEXTS = frozenset({"label", "hint", "guidance", "required_message", "constraint_message"})


def with_settings(definition: Definition, title: str, settings: Mapping[str, Any]) -> Definition:
    """Return the definition with another title, where one is given, and some settings changed."""
    title = title.strip() or definition.title
    if len(title) > LONGEST_TITLE:
        raise EditRefused("title_long", column="title", limit=LONGEST_TITLE)
    if not all(isinstance(value, str) for value in settings.values()):
        raise EditRefused("edit_malformed")
    check_texts([title, *settings.values()], "")
    return replace(definition, title=title, settings=merged(definition.settings, settings))


def with_languages(definition: Definition, languages: list[str], renamed: Mapping[str, Any]) -> Definition:
    """Return the definition in other languages; texts of renamed ones go along, of missing ones go."""
    wanted = [language.strip() for language in languages]
    check_texts(wanted, "")
    if not wanted or len(wanted) > MOST_LANGUAGES or max(map(len, wanted)) > LONGEST_LANGUAGE:
        raise EditRefused("languages_number", column="languages", limit=MOST_LANGUAGES)
    if len({language.casefold() for language in wanted}) < len(wanted):
        raise EditRefused("language_twice", column="languages")
    names = {each: str(renamed.get(each, each)).strip() for each in definition.languages}
    payload = _translated(to_json(definition), names, frozenset(wanted))
    return replace(from_json(payload), languages=tuple(wanted))


def _translated(payload: Any, names: Mapping[str, str], wanted: frozenset[str], of: str = "") -> Any:
    if isinstance(payload, list):
        return [_translated(each, names, wanted, of) for each in payload]
    if not isinstance(payload, dict):
        return payload
    if of in _TEXTS or of == "media/":
        # A language that the questionnaire never named is kept: no file is to lose what it held.
        texts = {names.get(language, language): text for language, text in payload.items()}
        return {each: text for each, text in texts.items() if each in wanted or each not in names.values()}
    inside = "media/" if of == "media" else ""
    changed = {name: _translated(each, names, wanted, inside or name) for name, each in payload.items()}
    return {name: each for name, each in changed.items() if each != {} or payload[name] == {}}
