"""Bytes of real kinds, as small as they come."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00"
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom\x00\x00\x00\x00"
OGG = b"OggS\x00\x02\x00\x00\x00\x00"
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt "
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
EXE = b"MZ\x90\x00\x03\x00\x00\x00"
HTML = b"<!doctype html><script>alert(1)</script>"
CSV = "nome;città\nAda;Forlì\n".encode()


def zipped(*names: str, **contents: str) -> bytes:
    """Return a ZIP archive of empty files, or with the given contents."""
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as archive:
        for name in names:
            archive.writestr(name, contents.get(name, ""))
    return buffer.getvalue()


def docx() -> bytes:
    """Return a word processor's file."""
    return zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml")


def xlsx() -> bytes:
    """Return a spreadsheet, as a spreadsheet library writes it."""
    import openpyxl  # noqa: PLC0415 - only here

    openpyxl.Workbook().save(buffer := io.BytesIO())
    return buffer.getvalue()


def odt() -> bytes:
    """Return an open document."""
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", "<x/>")
    return buffer.getvalue()
