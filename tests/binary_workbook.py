"""A minimal .xlsb, written record by record, since no Python package writes the format."""

import io
import struct
import zipfile
from collections.abc import Sequence

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(content), b""
    while True:
        length, low = length >> 7, length & 0x7F
        size += bytes([low | (0x80 if length else 0)])
        if not length:
            return head + size + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(column: int, value: str | float) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return _record(6, place + _text(value))  # BrtCellSt
    return _record(5, place + struct.pack("<d", value))  # BrtCellReal


def binary_workbook(name: str, rows: Sequence[Sequence[str | float]]) -> bytes:
    """Return an .xlsb of one sheet with these cells."""
    width = max(map(len, rows))
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)) + _record(145)
    for line, cells in enumerate(rows):
        sheet += _record(0, struct.pack("<IIHBBBI", line, 0, 0, 0, 0, 0, 0))
        sheet += b"".join(_cell(column, value) for column, value in enumerate(cells) if value != "")
    sheet += _record(146) + _record(130)
    bundle = _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text(name))
    workbook = _record(131) + _record(143) + bundle + _record(144) + _record(132)
    relation = f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.bin"/>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr("xl/workbook.bin", workbook)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        relations = f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>'
        archive.writestr("xl/_rels/workbook.bin.rels", relations)
    return content.getvalue()
