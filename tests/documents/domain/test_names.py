import pytest

from documents.domain.names import NAME_LENGTH, clean_name, extension_of


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("report.pdf", "report.pdf"),
        ("Relazione perizia è.pdf", "Relazione perizia è.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\photo.png", "photo.png"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("zero\u200bwidth.txt", "zerowidth.txt"),
        ("nul\x00.pdf", "nul.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ('"><script>.pdf', "script.pdf"),
        ("...hidden", "hidden"),
        (".pdf", "pdf"),
        ("  much   space .pdf", "much space.pdf"),
        ("", "file"),
        ("///", "file"),
        ("\u202e", "file"),
    ],
)
def test_clean_name_keeps_only_what_cannot_deceive(name, clean):
    assert clean_name(name) == clean


def test_clean_name_cuts_a_long_name_but_not_its_ending():
    clean = clean_name("x" * 500 + ".pdf")
    assert len(clean) == NAME_LENGTH
    assert clean.endswith("x.pdf")


def test_clean_name_survives_a_monstrous_ending():
    assert len(clean_name("a." + "b" * 500)) <= NAME_LENGTH


@pytest.mark.parametrize(("name", "ending"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("pdf", ""), ("a.", "")])
def test_extension_of_is_small_and_last(name, ending):
    assert extension_of(name) == ending
