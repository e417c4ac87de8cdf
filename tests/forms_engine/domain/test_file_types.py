import pytest

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.file_types import extensions_for, sniff, types_for
from tests.documents import files

T = QuestionType


def taken(kind, content, name):
    """Tell whether a question takes these bytes under this ending."""
    sniffed = sniff([content])
    return any(sniffed in each.sniffed and name in each.extensions for each in types_for(kind))


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (files.PDF, "pdf"),
        (files.docx(), "docx"),
        (files.xlsx(), "xlsx"),
        (files.odt(), "odt"),
        (files.CSV, "csv"),
        (files.CSV, "txt"),
        (b"\xef\xbb\xbfplain", "txt"),
        (files.PNG, "png"),
        (files.JPEG, "jpg"),
        (files.JPEG, "jpeg"),
        (files.GIF, "gif"),
        (files.WEBP, "webp"),
        (files.HEIC, "heic"),
        (files.MP3, "mp3"),
        (files.M4A, "m4a"),
        (files.OGG, "ogg"),
        (files.WAV, "wav"),
        (files.WEBM, "webm"),
        (files.MP4, "mp4"),
    ],
)
def test_a_file_question_takes_every_type_on_the_list(content, ending):
    assert taken(T.FILE, content, ending)


@pytest.mark.parametrize(
    ("kind", "content", "ending"),
    [
        (T.FILE, files.EXE, "exe"),
        (T.FILE, files.EXE, "pdf"),
        (T.FILE, files.PNG, "pdf"),
        (T.FILE, files.PDF, "png"),
        (T.FILE, files.HTML, "html"),
        (T.FILE, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (T.FILE, b"caf\xe9", "txt"),
        (T.FILE, b"a\x00b", "txt"),
        (T.FILE, files.zipped("a.txt"), "zip"),
        (T.FILE, files.zipped("a.txt"), "docx"),
        (T.FILE, b"", "txt"),
        (T.IMAGE, files.PDF, "pdf"),
        (T.IMAGE, files.MP4, "mp4"),
        (T.AUDIO, files.PNG, "png"),
        (T.VIDEO, files.MP3, "mp3"),
        (T.TEXT, files.PDF, "pdf"),
    ],
)
def test_what_is_not_on_the_list_or_pretends_is_not_taken(kind, content, ending):
    assert not taken(kind, content, ending)


@pytest.mark.parametrize(
    ("kind", "content", "ending"), [(T.AUDIO, files.WEBM, "webm"), (T.VIDEO, files.WEBM, "webm")]
)
def test_a_browsers_recording_is_sound_or_film_as_asked(kind, content, ending):
    assert taken(kind, content, ending)


def test_sniff_sees_a_control_character_far_behind_the_head():
    assert sniff([b"x" * 9000, b"y" * 9000 + b"\x00"]) == ""


def test_sniff_decodes_characters_across_chunks():
    text = "è" * 6000
    encoded = text.encode()
    assert sniff([encoded[:9001], encoded[9001:]]) == "text/plain"


def test_extensions_are_named_once():
    endings = extensions_for(T.FILE)
    assert len(endings) == len(set(endings))
    assert extensions_for(T.TEXT) == ()
