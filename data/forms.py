"""The two printed forms: 展厅客流分析 (figures by month) and 战败客户分析表 (models by reasons).

Both may lie either way round, so each is read from a grid and, failing that, from the grid turned over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.cells import letter
from data.clean import is_missing, masked
from data.dates import NO_YEAR, UnreadableError, as_month
from data.numbers import as_count
from data.reading import Column, Problem
from data.texts import text_of
from data.vocabulary import plain, vocabulary

LEAST_FIGURES = 4
LEAST_REASONS = 5
_SHARES = {plain(word) for word in ("占比", "比例", "%", "百分比", "Share", "Percent", "比重")}
_COMPUTED = {"computed", "subtotal", ""}
_NO_MODELS = {
    "合计",
    "总计",
    "小计",
    "total",
    "grandtotal",
    "数据",
    "数量",
    "count",
    "counts",
    "车型",
    "model",
    "原因",
    "reason",
    "客户级别",
    "级别",
}


@dataclass(frozen=True)
class Grid:
    """A sheet's cells by line and column, possibly turned over; `first_column` is where the sheet's cells begin."""

    cells: Sequence[Sequence[object]]
    first_column: int = 0
    turned: bool = False

    def turn(self) -> "Grid":
        """Return the grid with lines and columns exchanged."""
        width = max((len(line) for line in self.cells), default=0)
        whole = [[*line, *[""] * (width - len(line))] for line in self.cells]
        return Grid([list(line) for line in zip(*whole, strict=True)], self.first_column, not self.turned)

    def at(self, line: int, column: int) -> object:
        """Return a cell, "" beyond the edges."""
        cells = self.cells[line] if 0 <= line < len(self.cells) else []
        return cells[column] if 0 <= column < len(cells) else ""

    def place(self, line: int, column: int) -> tuple[int, str]:
        """Return the spreadsheet's row number and column letter of a cell."""
        row, column = (column, line) if self.turned else (line, column)
        return row + 1, letter(column + self.first_column)


@dataclass
class Form:
    """A form as read: `cells` are lines of its schema, months as (year, month) with the year NO_YEAR if not told."""

    header_row: int
    cells: list[tuple[int, str, tuple[int, int] | None, str, str | None, float]]
    columns: list[Column]
    problems: list[Problem]
    skipped: int = 0


def read_summary(grid: Grid) -> Form | None:
    """Read 展厅客流分析: months across and figures down, or turned over. None if the sheet is no such form.

    Cells are (row, column, month, figure, model, value).
    """
    return _summary(grid) or _summary(grid.turn())


def _summary(grid: Grid) -> Form | None:
    found = _month_line(grid)
    if found is None:
        return None
    header, months = found
    left = min(months)
    labels = [(line, _label(grid, line, left)) for line in range(header + 1, len(grid.cells))]
    meanings = _meanings(grid, [(line, label) for line, label in labels if label], months)
    if len({figure for _, figure, _ in meanings if figure not in {*_COMPUTED, "model"}}) < LEAST_FIGURES:
        return None
    form = Form(grid.place(header, left)[0], [], [], [])
    for line, figure, model in meanings:
        if figure in _COMPUTED:
            form.skipped += 1
            continue
        for column, month in months.items():
            _take(form, grid, line, column, (month, figure, model))
    form.columns = _summary_columns(grid, header, months, meanings)
    return form


def _summary_columns(
    grid: Grid, header: int, months: dict[int, tuple[int, int]], meanings: list[tuple[int, str, str | None]]
) -> list[Column]:
    """Describe the sheet's columns: the months, or the figures of a form turned over."""
    if not grid.turned:
        return [Column(grid.place(header, column)[1], text_of(grid.at(header, column)), "month") for column in months]
    left = min(months)
    return [
        Column(grid.place(line, left)[1], _label(grid, line, left), None if figure in _COMPUTED else figure)
        for line, figure, _ in meanings
    ]


def _month_line(grid: Grid) -> tuple[int, dict[int, tuple[int, int]]] | None:
    """Return the line that names months and which column is which month."""
    best: tuple[int, dict[int, tuple[int, int]]] | None = None
    for line in range(min(len(grid.cells), 20)):
        months: dict[int, tuple[int, int]] = {}
        year = NO_YEAR
        for column in range(len(grid.cells[line])):
            year = _year_above(grid, line, column) or year
            if (month := as_month(grid.at(line, column))) and not (
                isinstance(grid.at(line, column), float) and month[1] > 12
            ):
                month = _tenth(grid.at(line, column), month, list(months.values()))
                months[column] = (year, month[1]) if month[0] == NO_YEAR else month
        unique = len(set(months.values())) == len(months)
        if months and unique and (best is None or len(months) > len(best[1])):
            best = line, months
    return best


def _year_above(grid: Grid, line: int, column: int) -> int | None:
    found = re.fullmatch(r"(20\d{2})\s*年?(?:度)?", text_of(grid.at(line - 1, column))) if line else None
    return int(found[1]) if found else None


def _tenth(cell: object, month: tuple[int, int], before: list[tuple[int, int]]) -> tuple[int, int]:
    """Read the number 2025.1 after 2025.9 as October: a spreadsheet drops the nought."""
    is_tenth = isinstance(cell, float) and month[1] == 1 and before and before[-1] == (month[0], 9)
    return (month[0], 10) if is_tenth else month


def _label(grid: Grid, line: int, left: int) -> str:
    words = [text_of(grid.at(line, column)) for column in range(left)]
    words = [word for word in words if word and not word.replace(".", "").isdigit()]
    return words[-1] if words else ""


def _meanings(
    grid: Grid, labels: list[tuple[int, str]], months: dict[int, tuple[int, int]]
) -> list[tuple[int, str, str | None]]:
    """Return (line, figure, model): what stands between the levels and 小计 without a figure's name is a model."""
    summary = vocabulary().summary
    meanings: list[tuple[int, str, str | None]] = []
    seen: set[str] = set()
    in_models = False
    for line, label in labels:
        figure = summary.get(plain(label), "")
        if figure in seen and figure not in ("computed",):
            figure = "computed"  # 逗留时间30分钟 a second time is its share
        if figure == "long_stays" and _are_shares(grid, line, months):
            figure = "computed"
        if figure and figure != "computed":
            seen.add(figure)
        if figure.startswith("level_"):
            in_models = True
        elif figure in ("subtotal", "showroom_deals"):
            in_models = False
        is_model = (
            in_models and not figure and plain(label) not in _NO_MODELS and not re.match(r"^[a-z]级", plain(label))
        )
        meanings.append((line, "model", label) if is_model else (line, figure, None))
    return meanings


def _are_shares(grid: Grid, line: int, months: dict[int, tuple[int, int]]) -> bool:
    values = [grid.at(line, column) for column in months if not is_missing(grid.at(line, column))]
    return bool(values) and all(_is_share(value) for value in values)


def _is_share(value: object) -> bool:
    if isinstance(value, float):
        return not value.is_integer()
    return isinstance(value, str) and value.strip().endswith(("%", "％"))


def _take(form: Form, grid: Grid, line: int, column: int, of: tuple[tuple[int, int] | None, str, str | None]) -> None:
    cell = grid.at(line, column)
    if is_missing(cell):
        return
    row, at = grid.place(line, column)
    number = _count(cell)
    if number is None:
        header = _label(grid, line, column) or of[1]
        form.problems.append(Problem(row, at, header, masked(cell, personal=False), "bad_number", loses_row=True))
        return
    month, figure, model = of
    form.cells.append((row, at, month, figure, model, number))


def _count(cell: object) -> float | None:
    try:
        return float(as_count(cell))
    except UnreadableError:
        return None


def read_losses(grid: Grid) -> Form | None:
    """Read 战败客户分析表: models by reasons, either way round, shares and totals left out. None if it is no such form.

    Cells are (row, column, None, reason, model, count).
    """
    if _names_customers(grid):
        return None
    return _losses(grid) or _losses(grid.turn())


def _losses(grid: Grid) -> Form | None:
    """Read a grid whose reasons stand in one line, the models below."""
    header = max(range(min(len(grid.cells), 40)), key=lambda line: len(set(_reasons(grid, line).values())), default=0)
    reasons = _reasons(grid, header)
    if len(set(reasons.values())) < LEAST_REASONS:
        return None
    left = min(reasons)
    reasons = _counted(grid, header, reasons)
    models = [(line, label) for line, label in _models(grid, header, left) if not _holds_shares(grid, line, reasons)]
    if _all_hold_shares(grid, [line for line, _ in models], reasons):
        return None
    form = Form(grid.place(header, left)[0], [], [], [], skipped=len(grid.cells) - header - 1 - len(models))
    for line, model in models:
        for column, reason in reasons.items():
            _take(form, grid, line, column, (None, reason, model))
    form.columns = (
        [Column(grid.place(line, left)[1], model, "model") for line, model in models]
        if grid.turned
        else [Column(grid.place(header, column)[1], text_of(grid.at(header, column)), "reasons") for column in reasons]
    )
    return form


def _reasons(grid: Grid, line: int) -> dict[int, str]:
    known = vocabulary().values["reasons"]
    labels = ((column, plain(text_of(cell))) for column, cell in enumerate(grid.cells[line]) if isinstance(cell, str))
    return {column: known[label] for column, label in labels if label in known}


def _names_customers(grid: Grid) -> bool:
    """A register with a column of reasons has customers and salespeople beside them; the form has none."""
    personal = {"customer_name", "phone", "salesperson", "lost_on", "happened_on"}
    lines = ({plain(cell) for cell in line if isinstance(cell, str)} for line in grid.cells[:20])
    return any(len(personal & {vocabulary().field(label) for label in labels}) > 1 for labels in lines)


def _counted(grid: Grid, header: int, reasons: dict[int, str]) -> dict[int, str]:
    """Leave out columns of shares: named so above or below, or the second block of the same reasons."""
    kept: dict[int, str] = {}
    for column, reason in sorted(reasons.items()):
        around = {plain(text_of(grid.at(line, column))) for line in (header - 1, header + 1)}
        if reason not in kept.values() and not around & _SHARES and not _in_share_block(grid, header, column):
            kept[column] = reason
    return kept


def _in_share_block(grid: Grid, header: int, column: int) -> bool:
    """A block's title stands over its first column: the nearest word to the left in the line above."""
    for place in range(column, -1, -1):
        word = plain(text_of(grid.at(header - 1, place)))
        if word:
            return word in _SHARES
    return False


def _models(grid: Grid, header: int, left: int) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for line in range(header + 1, len(grid.cells)):
        words = [text_of(grid.at(line, column)) for column in range(left)]
        named = [word for word in words if word and plain(word) not in _NO_MODELS]
        if any(plain(word) in _SHARES or plain(word) in vocabulary().totals for word in words if word) or not named:
            continue
        if named[-1] not in seen:
            seen.add(named[-1])
            yield line, named[-1]


def _holds_shares(grid: Grid, line: int, reasons: dict[int, str]) -> bool:
    values = [grid.at(line, column) for column in reasons if not is_missing(grid.at(line, column))]
    return 2 * sum(_is_share(value) for value in values) >= max(1, len(values))


def _all_hold_shares(grid: Grid, lines: list[int], reasons: dict[int, str]) -> bool:
    return not lines or all(_holds_shares(grid, line, reasons) for line in lines)
