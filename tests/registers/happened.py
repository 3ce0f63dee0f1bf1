"""What happened in the invented showroom (showroom/*.csv): every register of the corpus writes it down in its own way.

A record is a value for each field of `data.registers`, and `no`, its running number.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.registers import FIELDS, Kind

Record = Mapping[str, Any]

_READ: dict[pa.DataType, Callable[[str], object]] = {
    pa.date32(): date.fromisoformat,
    pa.int32(): int,
    pa.float64(): float,
    pa.bool_(): "yes".__eq__,
    pa.string(): str,
    pa.list_(pa.string()): lambda text: text.split("、"),
}


def _records(kind: Kind) -> list[Record]:
    types = {field.name: field.type for field in FIELDS[kind]}
    file = Path(__file__).with_name("showroom") / f"{kind}.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            {"no": number, **{name: _READ[types[name]](cell) if cell else None for name, cell in line.items()}}
            for number, line in enumerate(csv.DictReader(lines), 1)
        ]


VISITS, DEALS, LOSSES, DRIVES = map(_records, (Kind.VISIT, Kind.DEAL, Kind.LOSS, Kind.TEST_DRIVE))


def by_day(records: Sequence[Record], name: str = "happened_on") -> Iterator[tuple[date, list[Record]]]:
    """Yield each day with its records, in the order of the list."""
    for day, found in groupby(records, key=lambda record: record[name]):
        assert isinstance(day, date)
        yield day, list(found)
