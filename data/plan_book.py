"""A workbook of targets, store × month × salesperson, as lines; and everything that is wrong with its cells."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice

from python_calamine import CalamineError

from data.cells import Cells, letter, sheets
from data.dates import UnreadableError
from data.gate import admit
from data.numbers import as_count
from data.planned import FIGURES
from data.texts import label_of, text_of

HEADINGS: Mapping[str, frozenset[str]] = {
    "store": frozenset({"门店", "店", "店名", "经销商", "store", "dealer", "dealership", "rooftop"}),
    "month": frozenset({"月份", "月", "年月", "month"}),
    "salesperson": frozenset({"销售顾问", "顾问", "姓名", "销售员", "salesperson", "sales consultant", "name"}),
    "leads": frozenset({"客源", "客源目标", "集客", "集客目标", "leads", "leads target", "ups"}),
    "orders": frozenset({"订单", "订单目标", "订车", "orders", "orders target"}),
    "sales": frozenset({"交车", "交车目标", "销量", "销售", "销售目标", "sales", "sales target", "deliveries"}),
}
WHOLE = frozenset({"", "全店", "整店", "合计", "whole store", "store", "total"})
LONGEST = 20_000  # lines of a sheet
_HEAD_LINES = 12
_MONTH = re.compile(r"(\d{4})\s*[-./年]?\s*(\d{1,2})(?:\s*月|[-./]\d{1,2}(?: .*)?)?")


@dataclass(frozen=True)
class Line:
    """Targets by figure of a salesperson, or of the whole store (`salesperson` None), in a month (its number).

    A target that is None was left blank: the salesperson takes his share of what the others leave.
    """

    store: str
    month: int
    salesperson: str | None
    targets: Mapping[str, int | None]
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True)
class Trouble:
    """One thing wrong with a cell: where it stands, what stands there, and why (words: `problem.<code>`)."""

    sheet: str
    row: int
    column: str
    value: str
    code: str


@dataclass(frozen=True)
class PlanBook:
    """A dropped workbook of targets as understood; `refusal` is why it cannot be read (words: `refused.<refusal>`)."""

    lines: tuple[Line, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    refusal: str = ""


@dataclass
class _Found:
    """What the sheets hold, as far as they have been read."""

    lines: list[Line] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    has_head: bool = False


def read(name: str, content: bytes) -> PlanBook:
    """Read a dropped workbook: every sheet with store, month and a target among its headings. Never raises for a bad
    file, but a hostile one may end the process.
    """
    admission = admit(name, content)
    if admission.refusal:
        return PlanBook(refusal=admission.refusal)
    found = _Found()
    try:
        for cells in sheets(name, content, admission):
            if not cells.hidden and not cells.broken:
                _read_sheet(cells, found)
    except (CalamineError, OSError, ValueError):
        return PlanBook(refusal="unreadable")
    if not found.has_head:
        return PlanBook(refusal="no_targets")
    found.troubles += _twice(found.lines)
    return PlanBook(tuple(found.lines), tuple(found.troubles))


def as_json(book: PlanBook) -> bytes:
    """Write a workbook of targets to be handed between processes."""
    return json.dumps(asdict(book)).encode()


def from_json(text: bytes) -> PlanBook:
    """Read what `as_json` wrote. Raises ValueError for anything else."""
    try:
        said = json.loads(text)
        lines, troubles = (Line(**line) for line in said["lines"]), (Trouble(**one) for one in said["troubles"])
        return PlanBook(tuple(lines), tuple(troubles), said["refusal"])
    except (KeyError, TypeError) as error:
        raise ValueError("no workbook of targets") from error


def _read_sheet(cells: Cells, found: _Found) -> None:
    rows = enumerate(islice(cells.rows, LONGEST), start=1)
    columns = next(filter(None, (_columns(row) for _, row in islice(rows, _HEAD_LINES))), None)
    if columns is None:
        return
    found.has_head = True
    for number, row in rows:
        texts = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
        if any(text_of(raw) for raw in texts.values()):
            places = {name: letter(cells.first_column + at) for name, at in columns.items()}
            _read_line(texts, places, cells.name, number, found)


def _columns(row: Sequence[object]) -> dict[str, int] | None:
    """Return where each field stands when a row is the headings, else None."""
    labels = [label_of(raw).lower() for raw in row]
    places = {
        name: next(at for at, label in enumerate(labels) if label in known)
        for name, known in HEADINGS.items()
        if not known.isdisjoint(labels)
    }
    return places if {"store", "month"} <= places.keys() and not places.keys().isdisjoint(FIGURES) else None


def _read_line(texts: Mapping[str, object], places: Mapping[str, str], sheet: str, number: int, found: _Found) -> None:
    troubles = []

    def note(name: str, code: str) -> None:
        troubles.append(Trouble(sheet, number, places[name], text_of(texts[name]), code))

    store, month = text_of(texts["store"]), _month(texts["month"])
    if not store:
        note("store", "plan_no_store")
    if month is None:
        note("month", "plan_bad_month")
    targets: dict[str, int | None] = {}
    for figure in FIGURES:
        if figure in texts:
            try:
                targets[figure] = as_count(texts[figure]) if text_of(texts[figure]) else None
            except UnreadableError:
                note(figure, "plan_bad_number")
    found.troubles += troubles
    if month is not None and not troubles:
        found.lines.append(Line(store, month, _person(texts.get("salesperson", "")), targets, sheet, number))


def _month(raw: object) -> int | None:
    """Return a month's number of a date, 2025-11, 2025年11月 or 202511."""
    if isinstance(raw, date):
        return raw.year * 12 + raw.month - 1
    written = _MONTH.fullmatch(label_of(raw))
    if not written or not 1 <= int(written[2]) <= 12 or not 1990 <= int(written[1]) <= 2100:
        return None
    return int(written[1]) * 12 + int(written[2]) - 1


def _person(raw: object) -> str | None:
    name = text_of(raw)
    return None if name.lower() in WHOLE else name


def _twice(lines: Iterable[Line]) -> Iterator[Trouble]:
    """Yield a trouble for every line about what an earlier one was about."""
    seen = set()
    for line in lines:
        about = (line.store, line.month, line.salesperson)
        if about in seen:
            yield Trouble(line.sheet, line.row, "", line.salesperson or line.store, "plan_twice")
        seen.add(about)
