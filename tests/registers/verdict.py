"""What reading made of a layout, held against what it must make of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from data.asked import Asked, ColumnAnswer
from data.reading import Column as Read
from data.reading import Sheet, Workbook
from data.recognise import read_workbook
from data.registers import Kind
from tests.registers.page import Column, Layout, Page

TODAY = date(2026, 3, 20)


@dataclass
class Verdict:
    """How a layout's columns were understood: right, asked (a question to the user), wrong without a word."""

    layout: str
    about: str = ""
    right: int = 0
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many columns the layout has."""
        return self.right + len(self.asked) + len(self.wrong)


def read(layout: Layout, asked: Asked | None = None) -> Workbook:
    """Read a layout's file on 20 March 2026."""
    return read_workbook(layout.file, layout.content, asked, TODAY)


def judge(layout: Layout) -> Verdict:
    """Return how the columns of a layout are understood when nobody has answered anything."""
    verdict = Verdict(layout.name, layout.about)
    for page, sheet in _beside(layout, read(layout)):
        found = {column.letter: column for column in sheet.columns}
        if page.kind is Kind.NONE:
            verdict.wrong += [
                f"{page.name}!{letter}: read as {one.field}" for letter, one in found.items() if one.field
            ]
        untrue = _untrue(page, sheet)
        for letter, column in page.columns:
            _judge(verdict, f"{page.name}!{letter} {column.heading!r}", column, found.get(letter), untrue)
    return verdict


def _judge(verdict: Verdict, where: str, column: Column, read_as: Read | None, untrue: set[str]) -> None:
    wanted = column.field or "not needed"
    got = (read_as.field or "") if read_as else ""
    if read_as and read_as.is_asked:
        verdict.asked.append(f"{where}: {wanted}, guess {read_as.guess}")
    elif column.asked or not (got in (column.field, column.second or column.field) or _is_blank(read_as)):
        verdict.wrong.append(f"{where}: {wanted}, read as {got or 'not needed'}")
    elif got in untrue:
        verdict.wrong.append(f"{where}: {wanted}, with other values")
    else:
        verdict.right += 1


def _untrue(page: Page, sheet: Sheet) -> set[str]:
    """Return the fields that say something else than they must in a row about which nothing is pointed out."""
    asked = {column.field for column in sheet.columns if column.is_asked}
    told = {problem.row for problem in sheet.problems}
    rows = {row["row"]: row for row in rows_of(sheet)} if sheet.kind is page.kind else {}
    return {
        column.field
        for _, column in page.columns
        for row in page.rows
        if row["row"] in rows.keys() - told and rows[row["row"]].get(column.field) != row.get(column.field)
    } - {*asked, None}


def _is_blank(read_as: Read | None) -> bool:
    """Tell whether nothing was lost, because nothing stands in the column."""
    return read_as is not None and not read_as.field and not read_as.examples


def answers(layout: Layout) -> Asked:
    """Return what a person who knows the layout answers to the questions that reading it asks."""
    given = []
    for page, sheet in _beside(layout, read(layout)):
        wanted = {letter: column.field for letter, column in page.columns}
        given += [
            ColumnAnswer(sheet.store or "", sheet.layout, sheet.kind, column.label, wanted[column.letter])
            for column in sheet.columns
            if column.is_asked and column.letter in wanted
        ]
    return Asked(columns=tuple(given))


def _beside(layout: Layout, book: Workbook) -> Iterable[tuple[Page, Sheet]]:
    sheets = {sheet.name: sheet for sheet in book.sheets}
    nothing = Sheet("", Kind.NONE, None)
    return ((page, sheets.get(page.name, nothing)) for page in layout.pages)


def rows_of(sheet: Sheet) -> list[dict[str, object]]:
    """Return a sheet's rows, without the fields that say nothing."""
    return [{name: value for name, value in line.items() if value is not None} for line in sheet.rows.to_pylist()]
