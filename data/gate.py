"""The look at a file's bytes before anything parses it: what it really is, and whether it may come in.

The extension is believed only for text: everything else is told by its first bytes and its directory.
"""

import io
import re
import struct
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

LARGEST_FILE = 50 * 2**20
LARGEST_UNPACKED = 1_500_000_000
ABSURD_RATIO = 400  # real sheets shrink 5 to 40 times, repetitive ones up to 200
LARGEST_MANIFEST = 4 * 2**20
TEXT_NAMES = {".csv", ".txt", ".tsv", ".tab", ".xls", ".xlsx", ""}

_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the only ones whose unpacking stops where it is told
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOF = b"\x09\x08\x10\x00"  # the first record of an old workbook's stream
_FILEPASS = 0x2F
_HTML = re.compile(rb"\s*(<!doctype html|<html|<head|<table|<meta|<\?xml|mime-version:)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SEPARATORS = ("\t", ",", ";")


@dataclass(frozen=True)
class Admission:
    """What the gate says of a file: its `form` (xlsx xlsb xls ods text), or why it stays out (`refusal`).

    `text` is the decoded content of a text file.
    """

    form: str = ""
    refusal: str = ""
    text: str = ""


def admit(name: str, content: bytes) -> Admission:
    """Say what the bytes of a dropped file are, or why they cannot be read (words: `refused.<refusal>`)."""
    if not content:
        return Admission(refusal="empty")
    if len(content) > LARGEST_FILE:
        return Admission(refusal="too_large")
    if content.startswith(b"PK"):
        return _admit_zip(content)
    if content.startswith(_OLE):
        return _admit_ole(content)
    if _HTML.match(content.removeprefix(b"\xef\xbb\xbf")[:400]):
        return Admission(refusal="html")
    return _admit_text(name, content)


def _admit_zip(content: bytes) -> Admission:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _admit_archive(archive, len(content))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, RuntimeError):
        return Admission(refusal="corrupt")


def _admit_archive(archive: zipfile.ZipFile, size: int) -> Admission:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_UNPACKED or (unpacked > 50_000_000 and unpacked > ABSURD_RATIO * size):
        return Admission(refusal="too_large")
    if len(set(names)) != len(names) or any(part.compress_type not in _COMPRESSIONS for part in parts):
        return Admission(refusal="corrupt")
    form = _form_of(archive, set(names))
    if not form:
        return Admission(refusal="not_a_spreadsheet")
    if any(part.flag_bits & 1 for part in parts) or (form == "ods" and _is_locked_ods(archive, names)):
        return Admission(refusal="encrypted")
    return Admission(form=form)


def _form_of(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.lower().endswith("workbook.xml") and name.lower().startswith("xl/") for name in names):
        return "xlsx"
    if "mimetype" in names and b"opendocument.spreadsheet" in _beginning(archive, "mimetype", 200):
        return "ods"
    return ""


def _is_locked_ods(archive: zipfile.ZipFile, names: list[str]) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in names and b"encryption-data" in _beginning(archive, manifest, LARGEST_MANIFEST)


def _beginning(archive: zipfile.ZipFile, part: str, length: int) -> bytes:
    """Unpack no more than the first bytes of a part: this is the server's own memory."""
    with archive.open(part) as unpacked:
        return unpacked.read(length)


def _admit_ole(content: bytes) -> Admission:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Admission(refusal="encrypted")
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        return Admission(refusal="encrypted") if _is_locked_xls(content) else Admission(form="xls")
    return Admission(refusal="not_a_spreadsheet")


def _is_locked_xls(content: bytes) -> bool:
    """Say whether one of the first records of an old workbook is FILEPASS: the parser calls such a file unknown."""
    place = content.find(_BOF)
    for _ in range(6):
        if place < 0 or place + 4 > len(content):
            return False
        kind, length = struct.unpack_from("<HH", content, place)
        if kind == _FILEPASS:
            return True
        place += 4 + length
    return False


def _admit_text(name: str, content: bytes) -> Admission:
    text = _decoded(content)
    if text is None or _CONTROL.search(text) or PurePath(name).suffix.lower() not in TEXT_NAMES:
        return Admission(refusal="not_a_spreadsheet")
    if not text.strip():
        return Admission(refusal="empty")
    if _HTML.match(text[:400].encode()):  # behind two bytes a letter
        return Admission(refusal="html")
    if not any(separator in text for separator in _SEPARATORS):
        return Admission(refusal="not_a_spreadsheet")
    return Admission(form="text", text=text)


def _decoded(content: bytes) -> str | None:
    by_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if by_mark else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
