"""How a read workbook passes from the reading process to the server: Arrow streams, no pickle.

Behind the word ANSWER comes a stream of no rows whose metadata describes the workbook, then one stream a sheet.
"""

import json
from dataclasses import asdict
from datetime import date
from typing import IO, Any

import pyarrow as pa

from data.reading import Certainty, Column, Line, Problem, Sheet, Value, Workbook
from data.registers import Kind

ANSWER = b"answer\n"  # follows the counts of lines read so far, one a line
_ABOUT = b"about"


def write(workbook: Workbook, sink: IO[bytes]) -> None:
    """Write a workbook to a pipe."""
    about = {"name": workbook.name, "digest": workbook.digest, "size": workbook.size, "refusal": workbook.refusal}
    _write(pa.table({}), {**about, "sheets": len(workbook.sheets)}, sink)
    for sheet in workbook.sheets:
        _write(sheet.rows, _described(sheet), sink)


def read(content: bytes) -> Workbook:
    """Return the workbook that `write` wrote. Raises ValueError (also pa.ArrowInvalid) when it is cut short."""
    source = pa.BufferReader(content)
    _, about = _read(source)
    count = about.pop("sheets")
    return Workbook(**about, sheets=tuple(_sheet(*_read(source)) for _ in range(count)))


def _write(table: pa.Table, about: dict[str, Any], sink: IO[bytes]) -> None:
    schema = table.schema.with_metadata({_ABOUT: json.dumps(about, ensure_ascii=False).encode()})
    with pa.ipc.new_stream(sink, schema) as stream:
        stream.write_table(table.replace_schema_metadata(schema.metadata))


def _read(source: pa.BufferReader) -> tuple[pa.Table, dict[str, Any]]:
    with pa.ipc.open_stream(source) as stream:
        table = stream.read_all()
    return table.replace_schema_metadata(None), json.loads(table.schema.metadata[_ABOUT])


def _described(sheet: Sheet) -> dict[str, Any]:
    listed = {
        name: [list(vars(one).values()) for one in getattr(sheet, name)]
        for name in ("values", "problems", "first_lines", "troubled")
    }
    plain = {name: value for name, value in vars(sheet).items() if name not in ("rows", "columns", *listed)}
    return {
        **plain,
        **listed,
        "first_on": sheet.first_on and sheet.first_on.isoformat(),
        "last_on": sheet.last_on and sheet.last_on.isoformat(),
        "columns": [asdict(column) for column in sheet.columns],
    }


def _sheet(rows: pa.Table, about: dict[str, Any]) -> Sheet:
    for day in ("first_on", "last_on"):
        about[day] = about[day] and date.fromisoformat(about[day])
    about["kind"] = Kind(about["kind"])
    about["columns"] = tuple(_column(column) for column in about["columns"])
    about["values"] = tuple(Value(*value) for value in about["values"])
    about["problems"] = tuple(Problem(*problem) for problem in about["problems"])
    for lines in ("first_lines", "troubled"):
        about[lines] = tuple(Line(row, tuple(cells)) for row, cells in about[lines])
    return Sheet(rows=rows, **about)


def _column(about: dict[str, Any]) -> Column:
    return Column(**{**about, "sure": Certainty(about["sure"]), "examples": tuple(about["examples"])})
