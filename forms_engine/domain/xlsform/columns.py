"""Which column of a sheet feeds which field of the definition.

pyxform turns headers into paths: ``constraint_message::Italiano (it)`` becomes
``("bind", "jr:constraintMsg", "Italiano (it)")``.
"""

Path = tuple[str, ...]

LOCALIZED: dict[str, Path] = {
    "label": ("label",),
    "hint": ("hint",),
    "guidance": ("guidance_hint",),
    "required_message": ("bind", "jr:requiredMsg"),
    "constraint_message": ("bind", "jr:constraintMsg"),
}
"""Fields with one text a language."""

EXPRESSIONS: dict[str, Path] = {
    "required": ("bind", "required"),
    "relevant": ("bind", "relevant"),
    "constraint": ("bind", "constraint"),
    "calculation": ("bind", "calculate"),
    "default": ("default",),
    "read_only": ("bind", "readonly"),
    "choice_filter": ("choice_filter",),
    "appearance": ("control", "appearance"),
}
"""Fields with one text."""

MEDIA = ("image", "big-image", "audio", "video")

HEADERS: dict[Path, str] = {
    ("guidance_hint",): "guidance_hint",
    ("control", "jr:count"): "repeat_count",
    **{path: name for name, path in LOCALIZED.items() if name != "guidance"},
    **{path: name for name, path in EXPRESSIONS.items()},
}
"""What an author calls the column of a path; other paths are written with ``::``."""

PATHS: dict[str, Path] = {name: path for path, name in HEADERS.items()}


def header(path: Path) -> str:
    """Return the column header that pyxform reads back as ``path``."""
    for length in (2, 1):
        if path[:length] in HEADERS:
            return "::".join((HEADERS[path[:length]], *path[length:]))
    return "::".join(("body", *path[1:]) if path[0] == "control" else path)
