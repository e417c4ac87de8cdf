"""Pictures, sounds and films that a questionnaire names and shows beside its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms_engine.domain.definition import Definition, Localized, Question
from forms_engine.domain.file_types import FILMS, IMAGES, SOUNDS, FileType
from forms_engine.domain.languages import pick

COLUMNS = ("image", "big-image", "audio", "video")
"""The columns of XLSForm that name files, https://xlsform.org/en/#media."""

TYPES: tuple[FileType, ...] = tuple(
    each for each in (*IMAGES, *SOUNDS, *FILMS) if each.content_type != "image/heic"
)
"""What browsers show."""


@dataclass(frozen=True, slots=True)
class Medium:
    """One file as it is shown: ``kind`` is image, audio or video; ``large`` where its larger one lies."""

    kind: str
    address: str
    large: str = ""


def names_in(definition: Definition) -> tuple[str, ...]:
    """Return the names of all files that the definition shows, in order, each once."""
    return tuple(dict.fromkeys(name for _place, name in places_of(definition)))


def places_of(definition: Definition) -> Iterator[tuple[str, str]]:
    """Yield where a file is shown – a key path, a choice as ``list/value`` – and its name."""
    for path, node in definition.walk():
        if isinstance(node, Question):
            yield from ((path, name) for name in _names(node.media))
    for title, choices in definition.choice_lists.items():
        for choice in choices:
            yield from ((f"{title}/{choice.value}", name) for name in _names(choice.media))


def media_shown(
    media: Mapping[str, Localized], addresses: Mapping[str, str], language: str, default: str
) -> tuple[Medium, ...]:
    """Return what is shown in a language, leaving out files that are not there.

    Args:
        media: file names by column and language.
        addresses: where the files lie, by name.
        language: the language wanted.
        default: the one to fall back to.
    """
    found = {
        column: address
        for column, names in media.items()
        if (address := addresses.get(pick(names, language, default)))
    }
    large = found.pop("big-image", "")
    if large and "image" not in found:
        found = {"image": large, **found}
    return tuple(
        Medium(column, found[column], large if column == "image" and large != found[column] else "")
        for column in COLUMNS
        if column in found
    )


def _names(media: Mapping[str, Localized]) -> Iterator[str]:
    for column in COLUMNS:
        yield from filter(None, media.get(column, {}).values())
