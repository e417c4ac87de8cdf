"""Languages as workbooks name them: ``Italiano (it)``, ``English``, or nothing."""

import re
from collections.abc import Mapping

from forms_engine.domain.definition import Definition

_CODE = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\s*\)\s*$")
_BARE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_NAMES = {
    "english": "en", "inglese": "en", "italian": "it", "italiano": "it", "french": "fr", "français": "fr",
    "francais": "fr", "german": "de", "deutsch": "de", "spanish": "es", "español": "es", "espanol": "es",
    "portuguese": "pt", "português": "pt", "arabic": "ar", "العربية": "ar",
}  # fmt: skip


def language_code(name: str) -> str:
    """Return the code of a language as a workbook names it (``it``), or ``""`` if it has none."""
    match = _CODE.search(name)
    if match is not None:
        return match[1].lower().replace("_", "-")
    plain = name.strip().lower()
    return _NAMES.get(plain, plain.replace("_", "-") if _BARE.fullmatch(plain) else "")


def choose_language(definition: Definition, code: str) -> str:
    """Return the questionnaire's name for the language ``code``, or its default language."""
    wanted = code.lower().replace("_", "-")
    codes = {language: language_code(language) for language in definition.languages}
    for language, own in codes.items():
        if own and own == wanted:
            return language
    for language, own in codes.items():
        if own and own.split("-")[0] == wanted.split("-")[0]:
            return language
    return default_language(definition)


def language_spoken(definition: Definition, code: str, otherwise: str) -> str:
    """Return the questionnaire's name for the language ``code``, ``otherwise`` where it does not speak it."""
    wanted = choose_language(definition, code)
    return wanted if language_code(wanted) == code else otherwise


def default_language(definition: Definition) -> str:
    """Return the language that texts fall back to."""
    return definition.languages[0] if definition.languages else ""


def pick(localized: Mapping[str, str], language: str, default: str) -> str:
    """Return the text in ``language``, else in ``default``, else in any, else ``""``."""
    for candidate in (language, default, ""):
        if localized.get(candidate):
            return localized[candidate]
    return next((text for text in localized.values() if text), "")
