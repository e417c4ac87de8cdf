"""File names that are safe to store, show and send."""

import unicodedata

NAME_LENGTH = 120
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FORBIDDEN = frozenset('<>:"|?*\\/;%')


def clean_name(name: str) -> str:
    """Return the last part of a name without anything that could deceive or direct.

    No folders, control or invisible characters (line breaks and right-to-left marks among them), no
    leading dots; at most ``NAME_LENGTH`` characters, the ending kept. ``"file"`` where nothing is left.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(
        character
        for character in last
        if unicodedata.category(character) not in _UNSEEN and character not in _FORBIDDEN
    )
    stem, dot, ending = " ".join(visible.split()).lstrip(". ").rpartition(".")
    if not dot:
        return ending[:NAME_LENGTH] or "file"
    return f"{stem[: NAME_LENGTH - len(ending) - 1].rstrip() or 'file'}.{ending[: NAME_LENGTH // 4]}"


def extension_of(name: str) -> str:
    """Return a name's ending in small letters, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""
