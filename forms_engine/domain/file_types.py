"""Which files are taken, told by their bytes rather than by what they are called."""

import codecs
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import filetype

from forms_engine.domain.definition import QuestionType

HEAD_BYTES = 8192
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 27}


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file; ``sniffed`` are the types its bytes may be recognised as."""

    content_type: str
    extensions: tuple[str, ...]
    sniffed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Recognise it as itself where nothing else is said."""
        if not self.sniffed:
            object.__setattr__(self, "sniffed", (self.content_type,))


_OFFICE = "application/vnd.openxmlformats-officedocument"
PLAIN = FileType("text/plain", ("txt",))
COMMA_SEPARATED = FileType("text/csv", ("csv",), ("text/plain",))
IMAGES = (
    FileType("image/png", ("png",)),
    FileType("image/jpeg", ("jpg", "jpeg")),
    FileType("image/webp", ("webp",)),
    FileType("image/gif", ("gif",)),
    FileType("image/heic", ("heic", "heif")),
)
SOUNDS = (
    FileType("audio/mpeg", ("mp3",)),
    FileType("audio/mp4", ("m4a",), ("audio/mp4", "video/mp4")),
    FileType("audio/ogg", ("ogg", "oga", "opus")),
    FileType("audio/wav", ("wav",), ("audio/x-wav", "audio/wav")),
    FileType("audio/webm", ("webm", "weba"), ("video/webm", "video/x-matroska")),
)
FILMS = (
    FileType("video/mp4", ("mp4", "m4v"), ("video/mp4", "video/x-m4v")),
    FileType("video/webm", ("webm",), ("video/webm", "video/x-matroska")),
)
PAPERS = (
    FileType("application/pdf", ("pdf",)),
    FileType(f"{_OFFICE}.wordprocessingml.document", ("docx",)),
    FileType(f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",)),
    FileType("application/vnd.oasis.opendocument.text", ("odt",)),
    PLAIN,
    COMMA_SEPARATED,
)
_BY_QUESTION = {
    QuestionType.IMAGE: IMAGES,
    QuestionType.AUDIO: SOUNDS,
    QuestionType.VIDEO: FILMS,
    QuestionType.FILE: (*PAPERS, *IMAGES, *SOUNDS, *FILMS),
}


def types_for(kind: QuestionType) -> tuple[FileType, ...]:
    """Return what a question of this type takes."""
    return _BY_QUESTION.get(kind, ())


def extensions_for(kind: QuestionType) -> tuple[str, ...]:
    """Return the file name endings that a question of this type takes, without repetition."""
    return tuple(dict.fromkeys(ending for each in types_for(kind) for ending in each.extensions))


def type_of(chunks: Iterable[bytes], ending: str, types: Iterable[FileType]) -> FileType | None:
    """Return which of the types a file is, by its bytes and the ending of its name; None if it is none."""
    sniffed = sniff(chunks)
    return next((each for each in types if sniffed in each.sniffed and ending in each.extensions), None)


def sha256_of(chunks: Iterable[bytes]) -> str:
    """Return the digest of a file's bytes, in hexadecimal figures."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def sniff(chunks: Iterable[bytes]) -> str:
    """Return the type that the bytes show, ``""`` where they show none that we know."""
    parts = iter(chunks)
    head = b""
    for part in parts:
        head += part
        if len(head) >= HEAD_BYTES:
            break
    if not head:
        return ""
    if guess := filetype.guess_mime(head[:HEAD_BYTES]):
        return str(guess)
    return "text/plain" if _is_text((head, *parts)) else ""


def _is_text(chunks: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        for chunk in chunks:
            if not _CONTROL.isdisjoint(chunk):
                return False
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
