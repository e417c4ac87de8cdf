"""Pictures and sounds for tests."""

import base64

from django.core.files.uploadedfile import SimpleUploadedFile

from forms_engine.domain.definition import Choice, Question, QuestionType

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 64

SEEN = Question(
    key="seen",
    type=QuestionType.SELECT_ONE,
    choice_list="signs",
    label={"": "Which sign did you see?"},
    media={"image": {"": "road.png"}, "audio": {"": "road.mp3"}},
)
SIGNS = {
    "signs": (
        Choice(value="stop", label={"": "Stop"}, media={"image": {"": "stop.png"}}),
        Choice(value="none", label={"": "None"}),
    )
}


def picture(name: str = "road.png", content: bytes = PNG) -> SimpleUploadedFile:
    """Return an upload."""
    return SimpleUploadedFile(name, content)
