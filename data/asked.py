"""What the user answered about a file: it wins over what reading guesses, and everything else is read as before."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from data.vocabulary import plain

NOT_USED = ""  # the field of a column that the user wants left alone


@dataclass(frozen=True)
class SheetAnswer:
    """A sheet that was not recognised is a register of this kind, its headings in this row (counted from one)."""

    sheet: str
    kind: str
    header_row: int


@dataclass(frozen=True)
class ColumnAnswer:
    """In a store's sheets of this `layout` the column whose plain heading is `heading` is `field`, or NOT_USED."""

    store: str
    layout: str
    kind: str
    heading: str
    field: str


@dataclass(frozen=True)
class ValueAnswer:
    """A store's cells of `field` that say `written` mean `meant`: another name of a model or person, a new word."""

    store: str
    field: str
    written: str
    meant: str


@dataclass(frozen=True)
class Mend:
    """The cell at `row` and `column` (letter) of a sheet is to be read as `value`."""

    sheet: str
    row: int
    column: str
    value: str


@dataclass(frozen=True)
class Asked:
    """All answers a file is read with: `year` for dates without one, `store` whatever its sheets say.

    `usual` is the store of sheets that name none; `columns` and `values` are the remembered answers of any store and
    those just given; `left_out` names the rows (sheet, row) that the user does not want loaded.
    """

    year: int | None = None
    store: str | None = None
    usual: str = ""
    columns: tuple[ColumnAnswer, ...] = ()
    values: tuple[ValueAnswer, ...] = ()
    mends: tuple[Mend, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    sheets: tuple[SheetAnswer, ...] = ()

    def sheet(self, name: str) -> SheetAnswer | None:
        """Return what the user said a sheet is, None when he was not asked."""
        return next((one for one in self.sheets if one.sheet == name), None)

    def fields_of(self, store: str, layout: str) -> dict[str, str]:
        """Return heading → field as answered for a store's sheets of a layout."""
        return {one.heading: one.field for one in self.columns if (one.store, one.layout) == (store, layout)}

    def meanings(self, store: str) -> dict[str, dict[str, str]]:
        """Return field → plain spelling → what a store means by it."""
        found: dict[str, dict[str, str]] = {}
        for one in self.values:
            if one.store == store:
                found.setdefault(one.field, {})[plain(one.written)] = one.meant
        return found

    def mended(self, sheet: str) -> dict[int, dict[str, str]]:
        """Return row → column letter → value for the mended cells of a sheet."""
        found: dict[int, dict[str, str]] = {}
        for one in self.mends:
            if one.sheet == sheet:
                found.setdefault(one.row, {})[one.column] = one.value
        return found

    def rows_left_out(self, sheet: str) -> frozenset[int]:
        """Return the rows of a sheet that are not wanted."""
        return frozenset(row for name, row in self.left_out if name == sheet)


def as_json(asked: Asked) -> dict[str, Any]:
    """Return answers as plain values for the reading process."""
    return asdict(asked)


def from_json(told: Mapping[str, Any]) -> Asked:
    """Return the answers that `as_json` wrote."""
    return Asked(
        told["year"],
        told["store"],
        told["usual"],
        tuple(ColumnAnswer(**one) for one in told["columns"]),
        tuple(ValueAnswer(**one) for one in told["values"]),
        tuple(Mend(**one) for one in told["mends"]),
        tuple((sheet, row) for sheet, row in told["left_out"]),
        tuple(SheetAnswer(**one) for one in told["sheets"]),
    )


def joined(first: Iterable[Any], over: Iterable[Any]) -> tuple[Any, ...]:
    """Return answers with those of `over` in place of the earlier ones about the same thing."""
    found = {_about(one): one for one in (*first, *over)}
    return tuple(found.values())


def _about(answer: ColumnAnswer | ValueAnswer | Mend | SheetAnswer) -> tuple[object, ...]:
    if isinstance(answer, SheetAnswer):
        return (answer.sheet,)
    if isinstance(answer, ColumnAnswer):
        return answer.store, answer.layout, answer.heading
    if isinstance(answer, ValueAnswer):
        return answer.store, answer.field, plain(answer.written)
    return answer.sheet, answer.row, answer.column
