"""What an uploaded file is, and whether it is safe to open: decided before anything unpacks it."""

import zipfile
from io import BytesIO
from typing import NoReturn

from forms_engine.domain.xlsform.problems import RowProblem, WorkbookRefused

MAX_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 1_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
_SMALL_ENOUGH = 10 * 1024 * 1024  # below this, how well it is packed does no harm

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def kind_of(content: bytes) -> str:
    """Return ``".xlsx"`` or ``".xls"``, by content: a file's name proves nothing.

    Raises:
        WorkbookRefused: it is no Excel workbook, or one that is not safe to open.
    """
    if not content:
        _refuse("file_empty")
    if len(content) > MAX_BYTES:
        _refuse("file_too_large", limit=MAX_BYTES // 1024**2)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            _refuse("file_encrypted")
        return ".xls"
    if not content.startswith(_ZIP):
        _refuse("file_not_excel")
    _check_archive(content)
    return ".xlsx"


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        _refuse("workbook_broken")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        _refuse("workbook_bomb")
    if unpacked > max(_SMALL_ENOUGH, MAX_RATIO * packed):
        _refuse("workbook_bomb")
    if "xl/workbook.xml" not in {member.filename for member in members}:
        _refuse("file_not_excel")


def _refuse(code: str, **params: object) -> NoReturn:
    raise WorkbookRefused(RowProblem(code=code, params=params))
