"""What reading a workbook found: the words the door, the preview and the load share.

Nothing here is stored yet. Personal values inside a Problem are masked before it is made.
"""

from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from data.registers import Kind


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one cell or row.

    `code` names it (words: `problem.<code>` says why, `remedy.<code>` what to do); `column` is the
    spreadsheet's letter; `value` is what stood there, masked when personal. `loses_row` is true when the row
    cannot be loaded, false when it is loaded without this value.
    """

    row: int
    column: str
    header: str
    value: str
    code: str
    loses_row: bool


@dataclass(frozen=True)
class Column:
    """A column as understood: `field` is None when it is not used; `example` is a masked value from it."""

    letter: str
    header: str
    field: str | None
    example: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet as understood.

    `rows` follows `data.registers.schema(kind)` and is empty for Kind.NONE, where `reason` says why it is not
    for us (words: `not_ours.<reason>`). `store` is what title, column or file name said, else None.
    `year_guessed` is true when months or dates had no year anywhere and `year` was assumed.
    `rows_read` counts the lines that hold a record; `rows_left_out` those of them that problems keep out;
    `rows_skipped` totals, signatures, notes and pre-numbered empty lines.
    """

    name: str
    kind: Kind
    rows: pa.Table
    reason: str = ""
    store: str | None = None
    header_row: int | None = None
    columns: tuple[Column, ...] = ()
    rows_read: int = 0
    rows_left_out: int = 0
    rows_skipped: int = 0
    first_on: date | None = None
    last_on: date | None = None
    year: int | None = None
    year_guessed: bool = False
    problems: tuple[Problem, ...] = field(default=())
    problems_unlisted: int = 0  # beyond those listed, when there are more than thousands


@dataclass(frozen=True)
class Workbook:
    """One dropped file as understood; `refusal` is '' or why nothing can be read (words: `refused.<refusal>`)."""

    name: str
    digest: str  # sha256, hex
    size: int  # bytes
    sheets: tuple[Sheet, ...] = ()
    refusal: str = ""
