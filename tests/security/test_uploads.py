"""Files that are two things at once, lie about what they are, or are named to deceive."""

import pytest
from django.conf import settings

from documents.models import Document
from forms_engine.domain.definition import Question, QuestionType
from forms_engine.models import Answer
from forms_engine.services.submissions import start_submission
from tests.documents.files import EXE, HTML, PDF, PNG, zipped
from tests.factories.questionnaires import make_questionnaire

BOUNDARY = "boundary"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF_AND_SCRIPT = b"GIF89a/*\x01\x00\x01\x00\x00\x00\x00*/=1;alert(document.cookie)"
REFUSED = {
    "a page called a paper": ("paper", "page.pdf", HTML),
    "a page called a picture": ("photo", "page.png", HTML),
    "a drawing with a script": ("photo", "drawing.svg", SVG),
    "a drawing called a picture": ("photo", "drawing.png", SVG),
    "a program": ("paper", "setup.exe", EXE),
    "a program with two endings": ("paper", "invoice.pdf.exe", PDF),
    "a picture with an ending for the web server": ("photo", "photo.png.php", PNG),
    "an ending turned round": ("paper", "invoice\u202efdp.exe", PDF),
    "a paper called a picture": ("photo", "photo.png", PDF),
    "an archive called a letter": ("paper", "letter.docx", zipped("../../etc/cron.d/x")),
    "a virus test file": (
        "paper",
        "eicar.com",
        b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    ),
    "nothing": ("paper", "empty.pdf", b""),
}
NAMED_TO_DECEIVE = {
    "a header": "a%0d%0aSet-Cookie: stolen=1.png",
    "a raw header": "a\r\n Set-Cookie: stolen=1.png",
    "a way out": "../../../../etc/passwd.png",
    "a way out of Windows": "..\\..\\boot.png",
    "quotes": 'a"; filename="evil.exe.png',
    "the other direction": "photo\u202egnp.png",
    "nothing to see": "\u200b\u2066.png",
}


@pytest.fixture
def upload(client, respondent):
    """Return a function that sends a file with exactly these bytes in its header."""
    questions = (
        Question(key="paper", type=QuestionType.FILE),
        Question(key="photo", type=QuestionType.IMAGE),
    )
    questionnaire = make_questionnaire(*questions)
    submission = start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")
    client.force_login(respondent)

    def upload(path: str, name: str, content: bytes):
        body = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="path"\r\n\r\n{path}\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: image/png\r\n\r\n"
        )
        return client.post(
            f"/submissions/{submission.pk}/documents/",
            body.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode(),
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
            headers={"HX-Request": "true"},
        )

    return upload


@pytest.mark.parametrize("file", REFUSED.values(), ids=REFUSED)
def test_a_file_that_pretends_is_refused_in_words_and_leaves_nothing(upload, file):
    response = upload(*file)

    assert response.status_code == 422
    assert response["Content-Type"].startswith("text/plain")
    assert len(response.content) > 20
    assert not Document.objects.exists()
    assert not Answer.objects.exists()


def test_a_file_of_more_than_20_megabytes_is_refused_and_leaves_nothing(upload):
    response = upload("paper", "big.pdf", PDF + b" " * settings.DOCUMENT_MAX_BYTES)

    assert response.status_code == 413
    assert "too big" in response.text
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("path", "name", "content", "kind"),
    [
        ("photo", "both.gif", GIF_AND_SCRIPT, "image/gif"),
        ("paper", "both.pdf", PDF + zipped("evil.html"), "application/pdf"),
        ("paper", "both.txt", HTML, "text/plain"),
    ],
)
def test_a_file_that_is_two_things_is_never_shown_by_the_site(client, upload, path, name, content, kind):
    document = upload(path, name, content).json()["document"]

    response = client.get(f"/documents/{document}/")
    b"".join(response)

    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", NAMED_TO_DECEIVE.values(), ids=NAMED_TO_DECEIVE)
def test_a_name_deceives_nobody(client, upload, name):
    response = upload("photo", name, PNG)

    if response.status_code == 422:  # what is left of the header is no file at all
        assert not Document.objects.exists()
        return
    document = Document.objects.get()
    download = client.get(f"/documents/{document.pk}/")
    b"".join(download)
    assert not set(document.name) & set('\r\n"/\\%\u202e\u200b\u2066')
    assert document.file.name == f"documents/{document.submission_id}/{document.pk}"
    assert download["Content-Disposition"].count("filename") == 1
    assert "Set-Cookie" not in download.headers
    assert not {"stolen"} & set(download.cookies)
