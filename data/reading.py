"""What reading a workbook found: the words the door, the preview and the load share.

Nothing here is stored yet. Personal values inside a Problem are masked before it is made.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

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


class Certainty(StrEnum):
    """How sure it is what a column holds (words: `certainty.<value>`)."""

    SURE = "sure"  # its heading is known
    LIKELY = "likely"  # its heading contains a known one
    BY_VALUES = "by_values"  # told by what stands beneath
    DOUBTFUL = "doubtful"  # taken for what it seems until the user says
    ANSWERED = "answered"  # the user said so
    KNOWN_UNUSED = "known_unused"  # known, and not needed
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Column:
    """A column as understood: `field` is None when it is not used.

    `label` is the heading made plain, by which an answer about it is remembered; `guess` a field that a column may be
    whose `field` is unknown or doubtful; `examples` its first values, masked.
    """

    letter: str
    header: str
    field: str | None
    label: str = ""
    sure: Certainty = Certainty.SURE
    guess: str | None = None
    examples: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Tell whether the user is asked what the column is."""
        return self.sure in (Certainty.UNKNOWN, Certainty.DOUBTFUL) and bool(self.examples)


@dataclass(frozen=True)
class Value:
    """A value of a field that is worth a question: unknown, or with a `suggestion` which other spelling it is."""

    field: str
    written: str
    count: int
    suggestion: str | None


@dataclass(frozen=True)
class Line:
    """A row of a sheet under its `columns`, each cell as text."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet as understood.

    `rows` follows `data.registers.schema(kind)` and is empty for Kind.NONE, where `reason` says why it is not
    for us (words: `not_ours.<reason>`). `store` is what title, column or file name said, else None.
    `year_guessed` is true when months or dates had no year anywhere and `year` was assumed.
    `rows_read` counts the lines that hold a record; `rows_left_out` those of them that problems keep out;
    `rows_skipped` totals, signatures, notes and pre-numbered empty lines; `rows_mended` the records in which the user
    put a cell right, `rows_unwanted` those he left out knowingly, which are not among `rows_read`. `layout` tells one
    form from another, `values` are worth a question. `first_lines` are the first records, masked; `troubled` the first
    records with problems as they stand, in clear: they are to be mended.
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
    layout: str = ""
    values: tuple[Value, ...] = ()
    rows_mended: int = 0
    rows_unwanted: int = 0
    first_lines: tuple[Line, ...] = ()
    troubled: tuple[Line, ...] = ()
    problems_unlisted: int = 0  # beyond those listed, when there are more than thousands


@dataclass(frozen=True)
class Workbook:
    """One dropped file as understood; `refusal` is '' or why nothing can be read (words: `refused.<refusal>`)."""

    name: str
    digest: str  # sha256, hex
    size: int  # bytes
    sheets: tuple[Sheet, ...] = ()
    refusal: str = ""
