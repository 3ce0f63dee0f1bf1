"""The words over a register's columns, and the fields that come from them."""

from dataclasses import dataclass
from enum import StrEnum

from data.reading import Certainty
from data.registers import Field


@dataclass(frozen=True)
class Heading:
    """A column's heading: as typed, and plain; `group` is the merged heading above it, plain."""

    column: int
    text: str
    label: str
    group: str = ""


class Join(StrEnum):
    """How the cells of several columns are one."""

    EITHER = "either"  # the first that is filled
    WORDS = "words"
    TURNED = "turned"  # the words from the last column to the first
    CLOSE = "close"  # without a blank between
    DAY = "day"  # 月 and 日


@dataclass(frozen=True)
class Source:
    """Where a field comes from: one column, several to `join`, or tick columns whose headings are the `values`."""

    field: Field
    columns: tuple[int, ...]
    header: str
    values: tuple[str, ...] = ()
    generic: bool = False
    inverted: bool = False  # a tick under 再次 means not first
    filled: bool = False  # any entry means yes
    ends: bool = False  # the second of the two times in a cell
    sure: Certainty = Certainty.SURE
    join: Join | None = None
