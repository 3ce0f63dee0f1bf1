"""Small registers for tests: lines as plain dicts, loaded the way a dropped workbook is."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import count
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from analytics.filters import Filters, Grain
from data.door import open_workbook
from data.load import Chosen, load
from data.reading import Sheet, Workbook
from data.registers import Kind, schema

Line = dict[str, Any]
DAY = {Kind.VISIT: "happened_on", Kind.DEAL: "ordered_on", Kind.LOSS: "lost_on", Kind.TEST_DRIVE: "driven_on"}

_digests = count(1)


def month(year: int, number: int) -> int:
    """Return the number months have in every mart."""
    return year * 12 + number - 1


def in_month(year: int, number: int, **choices: tuple[str, ...]) -> Filters:
    """Return the filters of one month."""
    return Filters.of_months(month(year, number), Grain.MONTH, **choices)


def in_year(year: int, **choices: tuple[str, ...]) -> Filters:
    """Return the filters of one year."""
    return Filters.of_months(month(year, 1), Grain.YEAR, **choices)


def day(text: str) -> date:
    """Return the day written as 2025-03-01."""
    return date.fromisoformat(text)


def visits(number: int, on: str, **fields: object) -> list[Line]:
    """Return as many first visits on a day, by nobody known unless the fields say who."""
    return [{"happened_on": day(on), "contact_type": "visit", "is_first": True, **fields} for _ in range(number)]


def visit(on: str, phone: str | None = None, **fields: object) -> Line:
    """Return one line of the contact register, a first visit unless the fields say otherwise."""
    return {"happened_on": day(on), "contact_type": "visit", "is_first": True, **_known(phone), **fields}


def deals(number: int, on: str, **fields: object) -> list[Line]:
    """Return as many showroom orders on a day."""
    return [{"ordered_on": day(on), "sale_channel": "showroom", **fields} for _ in range(number)]


def deal(on: str, phone: str | None = None, **fields: object) -> Line:
    """Return one showroom order."""
    return {"ordered_on": day(on), "sale_channel": "showroom", **_known(phone), **fields}


def loss(on: str, phone: str | None = None, **fields: object) -> Line:
    """Return one line of the loss register."""
    return {"lost_on": day(on), "lost_kind": "lost", **_known(phone), **fields}


def drive(on: str, phone: str | None = None, **fields: object) -> Line:
    """Return one line of the test-drive register."""
    return {"driven_on": day(on), **_known(phone), **fields}


def cell(index: int, figure: str, value: float, model: str | None = None) -> Line:
    """Return one cell of a monthly form."""
    return {"column": "B", "month": index, "figure": figure, "model": model, "value": float(value)}


def loss_cell(index: int, model: str, reason: str, value: float) -> Line:
    """Return one cell of a loss form."""
    return {"column": "B", "month": index, "model": model, "reason": reason, "value": float(value)}


def _known(phone: str | None) -> Line:
    return {"phone": phone, "customer_name": "王伟" if phone else None}


def table(kind: Kind, lines: Sequence[Line]) -> pa.Table:
    """Return the lines as the door hands them over; those that do not say stand from row 3 on."""
    numbered = [{"row": place, **line} for place, line in enumerate(lines, 3)]
    return pa.Table.from_pylist(numbered, schema=schema(kind))


def sheet(kind: Kind, lines: Sequence[Line], name: str = "Sheet1") -> Sheet:
    """Return a sheet of these lines."""
    days = [line[DAY[kind]] for line in lines if line.get(DAY.get(kind, ""))]
    return Sheet(
        name,
        kind,
        table(kind, lines),
        rows_read=len(lines),
        first_on=min(days, default=None),
        last_on=max(days, default=None),
    )


def workbook(*sheets: Sheet, name: str = "登记表.xlsx", digest: str | None = None) -> Workbook:
    """Return a workbook of these sheets, of other bytes than any before it unless its digest is given."""
    return Workbook(name, digest or f"{next(_digests):064x}", 1000, sheets=sheets)


def choose(book: Workbook, store: str = "东店") -> Chosen:
    """Choose all sheets of a workbook."""
    return Chosen(book, store, frozenset(sheet.name for sheet in book.sheets))


def put(con: DuckDBPyConnection, store: str = "东店", name: str = "登记表.xlsx", **lines: Sequence[Line]) -> int:
    """Load lines by kind (visit=[…], deal=[…]) as one workbook of one store and return the load's number."""
    sheets = [sheet(Kind(kind), those, name=kind) for kind, those in lines.items()]
    return load(con, [choose(workbook(*sheets, name=name), store)])


@cache
def read(name: str, content: bytes) -> Workbook:
    """Take a file through the door, once however many tests drop it."""
    return open_workbook(name, content)


def drop(con: DuckDBPyConnection, *files: tuple[str, bytes], store: str | None = None) -> int:
    """Take files through the door and load all of them at once; returns the load's number."""
    chosen = []
    for name, content in files:
        book = read(name, content)
        assert book.refusal == "", name
        own = next((sheet.store for sheet in book.sheets if sheet.store), None)
        chosen.append(choose(book, store or own or "东店"))
    return load(con, chosen)


def everything(con: DuckDBPyConnection) -> dict[str, list[tuple]]:
    """Return all lines of all marts without their numbers of sheets, in order: equal exactly when all figures are."""
    marts = (
        *("visit", "deal", "test_drive", "loss", "loss_reason", "opportunity", "followed", "level_span", "stated"),
        "coverage",
    )
    return {
        mart: sorted(
            con.execute(f"select columns(lambda name: name <> 'sheet_id') from mart.{mart}").fetchall(), key=repr
        )
        for mart in marts
    }
