"""What the parser hides of an .xlsx: error cells, formulas without a result, hidden rows and columns, days from 1904.

A sheet is looked through a piece at a time, and a piece cell by cell only where such a thing stands in it, so that a
sheet without any costs no more than unpacking it. That also proves the checksum of every part.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

from python_calamine import CalamineError

from data.cells import Cells, Flaw, Flaws, Unsaid, place_of
from data.cells import sheets as parsed
from data.gate import Admission

_PIECE = 2**20
_LONGEST_ROW = 16 * 2**20
_LARGEST_LIST = 8 * 2**20  # a list of sheets
_CHECKED = (".xml", ".rels", ".bin")  # a torn picture is no reason to refuse the figures
_KNOWN_ERRORS = {b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!"}
_NO_VALUE = Flaw("=", "no_value")
_ROW_NUMBER = re.compile(rb"\br=[\"'](\d{1,10})[\"']")
_CELL_COLUMN = re.compile(rb"\br=[\"']([A-Z]{1,8})\d")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_TEXT = re.compile(rb"\bt=[\"']str[\"']")
_WIDTHS = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_FROM_TO = re.compile(rb"\b(min|max)=[\"'](\d{1,6})[\"']")
_PREFIX = re.compile(rb"<(\w+:)?worksheet\b")
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATED_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def sheets(name: str, content: bytes, admission: Admission) -> Iterator[Cells]:
    """Yield the sheets of an admitted file with what the parser does not say of them.

    Raises CalamineError when the file cannot be opened or a part of it is torn.
    """
    if admission.form in ("text", "xls"):
        yield from parsed(name, content, admission)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            seen = _look(archive, is_xlsx=admission.form == "xlsx")
            if seen.unreadable:
                content = _mended(archive, seen.unreadable)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as torn:
        raise CalamineError("a part is torn") from torn
    for cells in parsed(name, content, admission):
        cells.unsaid = seen.sheets.get(cells.name, cells.unsaid)
        yield cells


@dataclass
class _Seen:
    """`unreadable` holds by part the error values on which the parser gives up the whole sheet."""

    sheets: dict[str, Unsaid] = field(default_factory=dict)
    unreadable: dict[str, set[bytes]] = field(default_factory=dict)


def _look(archive: zipfile.ZipFile, *, is_xlsx: bool) -> _Seen:
    seen = _Seen()
    names, starts_1904 = _listed(archive) if is_xlsx else ({}, False)
    for part in archive.infolist():
        if not part.filename.lower().endswith(_CHECKED):
            continue
        with archive.open(part) as unpacked:
            name = names.get(part.filename.lower())
            if name is None:
                _drain(unpacked, is_xlsx=is_xlsx)
                continue
            look = Look(Unsaid(starts_1904=starts_1904))
            look.through(unpacked)
        seen.sheets[name] = look.unsaid
        if look.unreadable:
            seen.unreadable[part.filename] = look.unreadable
    return seen


def _listed(archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """Return part → sheet name, parts in small letters, and whether days are counted from 1904."""
    parts = {part.filename.lower(): part for part in archive.infolist()}
    book, related = parts.get("xl/workbook.xml"), parts.get("xl/_rels/workbook.xml.rels")
    if book is None or related is None or max(book.file_size, related.file_size) > _LARGEST_LIST:
        return {}, False
    texts = archive.read(book), archive.read(related)
    for text in texts:
        _refuse_entities(text)
    try:
        listed, targets = (ElementTree.fromstring(text) for text in texts)  # noqa: S314 (no entities are left in it)
    except ElementTree.ParseError:
        return {}, False
    places = {one.get("Id"): _part(one.get("Target", "")) for one in targets}
    names = {}
    starts_1904 = False
    for one in listed.iter():
        if one.tag.endswith("}sheet"):
            names[places.get(one.get(_RELATED) or one.get(_RELATED_STRICT), "")] = one.get("name", "")
        elif one.tag.endswith("}workbookPr"):
            starts_1904 = one.get("date1904") in ("1", "true")
    return names, starts_1904


def _part(target: str) -> str:
    return (target[1:] if target.startswith("/") else f"xl/{target}").lower()


def _drain(unpacked: IO[bytes], *, is_xlsx: bool) -> None:
    """Unpack a part to its end, where its checksum is compared."""
    first = unpacked.read(_PIECE)
    if is_xlsx:
        _refuse_entities(first)
    while unpacked.read(_PIECE):
        pass


def _refuse_entities(text: bytes) -> None:
    """A spreadsheet declares no entities of its own; what does was made to swell or to reach for other files."""
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ValueError("declares entities")


class Look:
    """Looks through one sheet's part."""

    def __init__(self, unsaid: Unsaid) -> None:
        self.unsaid = unsaid
        self.unreadable: set[bytes] = set()
        self._number = 0
        self._alike: dict[Flaws, Flaws] = {}  # rows of one form have the same flaws: kept once

    def through(self, unpacked: IO[bytes]) -> None:
        """Look through a part piece by piece, each but the last ending with a row."""
        rest = unpacked.read(_PIECE)
        _refuse_entities(rest)
        found = _PREFIX.search(rest)
        self._tags = _Tags((found[1] or b"") if found else b"")
        self._columns(rest)
        while block := unpacked.read(_PIECE):
            end = rest.rfind(self._tags.row_end)
            if end >= 0:
                end += len(self._tags.row_end)
                self._piece(rest[:end])
                rest = rest[end:]
            elif len(rest) > _LONGEST_ROW:
                rest = b""
            rest += block
        self._piece(rest)

    def _columns(self, head: bytes) -> None:
        for width in _WIDTHS.findall(head[: head.find(self._tags.data)]):
            ends = dict(_FROM_TO.findall(width))
            if _HIDDEN.search(width) and len(ends) == 2:
                self.unsaid.columns.append(range(int(ends[b"min"]) - 1, int(ends[b"max"])))

    def _piece(self, piece: bytes) -> None:
        if self._tags.may_hold_flaws(piece):
            self._flaws(piece)
        if b"hidden=" in piece:
            numbers = _Numbers(piece, self._tags.row_start, self._number)
            self.unsaid.rows.update(numbers.at(row.end()) for row in self._tags.hidden_row.finditer(piece))
        self._number = _Numbers(piece, self._tags.row_start, self._number).at(len(piece))

    def _flaws(self, piece: bytes) -> None:
        """Take apart the cells that may have a flaw, and only those."""
        found: dict[int, dict[int, Flaw]] = {}
        numbers = _Numbers(piece, self._tags.row_start, self._number)
        for sign in self._tags.flawed.finditer(piece):
            row = numbers.at(sign.start())
            start = piece.rfind(self._tags.cell_start, numbers.start, sign.start())
            cell = self._tags.cell.match(piece, start) if start >= 0 else None
            if cell and (flaw := self._flaw(cell[1], cell[2] or b"")):
                said = _CELL_COLUMN.search(cell[1])
                # cells need not say where they stand: then they follow one another
                before = 0 if said else len(self._tags.cell_starts.findall(piece, numbers.start, start))
                found.setdefault(row, {})[place_of(said[1].decode()) if said else before] = flaw
        for row, cells in found.items():
            flaws = tuple(cells.items())
            self.unsaid.flaws[row] = self._alike.setdefault(flaws, flaws)

    def _flaw(self, attributes: bytes, inside: bytes) -> Flaw | None:
        value = self._tags.value.search(inside)
        text = value[1] if value else b""
        if _ERROR.search(attributes):
            if text not in _KNOWN_ERRORS:
                self.unreadable.add(text)
            return Flaw(text.decode("ascii", "replace")[:20] or "#N/A", "error_cell")
        return None if text or _TEXT.search(attributes) else _NO_VALUE


class _Numbers:
    """The numbers of a piece's rows, asked for from its top to its end; `start` is where the row asked for begins."""

    def __init__(self, piece: bytes, row_start: bytes, before: int) -> None:
        self._piece, self._row_start = piece, row_start
        self.start, self._number = 0, before

    def at(self, place: int) -> int:
        """Return the number of the row in which a place of the piece lies. Rows need not say it: then they count on."""
        start = self._piece.rfind(self._row_start, self.start, place)
        if start < 0:
            return self._number
        end = self._piece.find(b">", start)
        if said := _ROW_NUMBER.search(self._piece, start, end):
            self._number = int(said[1])
        else:
            self._number += self._piece.count(self._row_start, self.start, place)
        self.start = start + 1
        return self._number


class _Tags:
    """The tags of a sheet whose names all begin with a prefix, mostly none."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        self.data = b"<%bsheetData" % prefix
        self.row_start = b"<%brow" % prefix
        self.row_end = b"</%brow>" % prefix
        self.hidden_row = re.compile(rb"<%brow\b[^>]*?\bhidden=[\"'](?:1|true)[\"']" % p)
        self.cell = re.compile(rb"<%bc\b([^>]*?)(?:/>|>(.*?)</%bc>)" % (p, p), re.DOTALL)
        self.cell_start = b"<%bc" % prefix
        self.cell_starts = re.compile(rb"<%bc[ />]" % p)
        self.value = re.compile(rb"<%bv\b[^>]*>([^<]*)</" % p)
        # an error's type, or a formula whose cell ends or whose result is blank
        self.flawed = re.compile(
            rb"t=[\"']e[\"']|(?:</%bf>|<%bf\b[^>]*/>)\s*(?:</%bc>|<%bv\s*/>|<%bv></)" % (p, p, p, p, p)
        )
        self._formula = re.compile(rb"<%bf[ >]" % p)

    def may_hold_flaws(self, piece: bytes) -> bool:
        """Tell cheaply whether an error or a formula without a result may stand in a piece of a sheet."""
        return b't="e"' in piece or (bool(self._formula.search(piece)) and bool(self.flawed.search(piece)))


def _mended(archive: zipfile.ZipFile, unreadable: dict[str, set[bytes]]) -> bytes:
    """Return the file with #SPILL! and the like, which the parser does not know, written as #N/A."""
    mended = io.BytesIO()
    with zipfile.ZipFile(mended, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for part in archive.infolist():
            if not part.filename.lower().endswith(_CHECKED):
                continue
            text = archive.read(part)
            for value in unreadable.get(part.filename, ()):
                text = text.replace(b">%b</" % value, b">#N/A</")
            target.writestr(part.filename, text)
    return mended.getvalue()
