"""Codes of languages as the names that workbooks give them, and the two words that forms take for granted."""

_NAMES = {
    "ar": "العربية", "bg": "Български", "cs": "Čeština", "da": "Dansk", "de": "Deutsch", "el": "Ελληνικά",
    "en": "English", "es": "Español", "et": "Eesti", "fi": "Suomi", "fr": "Français", "hr": "Hrvatski",
    "hu": "Magyar", "it": "Italiano", "ja": "日本語", "lt": "Lietuvių", "lv": "Latviešu",
    "nb": "Norsk bokmål", "nl": "Nederlands", "pl": "Polski", "pt": "Português", "ro": "Română",
    "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina", "sv": "Svenska", "tr": "Türkçe",
    "uk": "Українська", "zh": "中文",
}  # fmt: skip
_YES_NO = {
    "de": ("Ja", "Nein"), "en": ("Yes", "No"), "es": ("Sí", "No"), "fr": ("Oui", "Non"), "it": ("Sì", "No"),
    "nl": ("Ja", "Nee"), "pt": ("Sim", "Não"),
}  # fmt: skip


def language_name(code: str) -> str:
    """Return ``Italiano (it)`` for ``it``; the code itself where it has no name here."""
    name = _NAMES.get(_main(code))
    return f"{name} ({code})" if name else code


def yes_no(code: str) -> tuple[str, str]:
    """Return “yes” and “no” in the language; in English where they are not known."""
    return _YES_NO.get(_main(code), _YES_NO["en"])


def _main(code: str) -> str:
    return code.replace("_", "-").partition("-")[0].lower()
