"""The year of dates written without one, and what else only the finished workbook can say.

A year comes from the user, the title, the sheet's or file's name, else from other dates of the sheet or workbook,
else it is the latest year that puts nothing in the future, and then it is marked as guessed.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa

from data.clean_columns import MAY_LIE_AHEAD, Columns
from data.dates import NO_YEAR
from data.forms import Form
from data.reading import Problem, Sheet
from data.registers import FIELDS, MAIN_DATE, Kind, schema
from data.titles import Told

_NO_DAY = {"bad_date", "date_in_future", "error_cell", "no_value"}  # problems that leave a date's cell without a day


@dataclass
class Draft:
    """A sheet read but for the year; `main` is the letter and heading of the column that dates a record."""

    sheet: Sheet
    told: Told
    columns: Columns | None = None
    form: Form | None = None
    main: tuple[str, str] = ("", "")

    @classmethod
    def none(cls, name: str, reason: str) -> "Draft":
        """Return the draft of a sheet that is not for us."""
        return cls(Sheet(name, Kind.NONE, schema(Kind.NONE).empty_table(), reason=reason), Told())

    def days(self) -> Counter[date]:
        """Return how often each day of the sheet that must not lie in the future stands there."""
        if self.columns:
            dates = self.columns.dates.items()
            return Counter(day for name, found in dates if name not in MAY_LIE_AHEAD for day in filter(None, found))
        months = {month for _, _, month, _, _, _ in self.form.cells if month} if self.form else set()
        return Counter(date(year, month, 1) for year, month in months)


def finish(drafts: list[Draft], asked: int | None, today: date) -> tuple[Sheet, ...]:
    """Settle the years of a workbook's sheets and close each of them."""
    days = [draft.days() for draft in drafts]
    in_workbook = _commonest(days)
    without = [found for draft, found in zip(drafts, days, strict=True) if not draft.told.year]
    guess = _latest([day for found in without for day in found if day.year == NO_YEAR], today)
    sheets = []
    for draft, found in zip(drafts, days, strict=True):
        known = asked or draft.told.year or _commonest([found]) or in_workbook
        sheets.append(_closed(draft, known or guess, known is None, today))
    return tuple(sheets)


def _commonest(days: list[Counter[date]]) -> int | None:
    years: Counter[int] = Counter()
    for found in days:
        for day, count in found.items():
            if day.year != NO_YEAR:
                years[day.year] += count
    return years.most_common(1)[0][0] if years else None


def _latest(days: list[date], today: date) -> int:
    last = max(((day.month, day.day) for day in days), default=(1, 1))
    return today.year if last <= (today.month, today.day) else today.year - 1


def _closed(draft: Draft, year: int, guessed: bool, today: date) -> Sheet:
    if draft.columns:
        return _closed_register(draft, draft.columns, year, guessed, today)
    if draft.form:
        return _closed_form(draft, draft.form, year, guessed)
    return draft.sheet


def _with_year(day: date | None, year: int) -> date | None:
    if day is None or day.year != NO_YEAR:
        return day
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February of a year that has none
        return None


def _closed_register(draft: Draft, columns: Columns, year: int, guessed: bool, today: date) -> Sheet:
    kind = draft.sheet.kind
    lacking = False
    dates: dict[str, list[date | None]] = {}
    for name, days in columns.dates.items():
        first = min(filter(None, days), default=None)
        if first and first.year == NO_YEAR:  # before every day of any year
            lacking = True
            dates[name] = [_with_year(day, year) for day in days]
        else:
            dates[name] = days
    lost = _undated(draft, columns, dates, kind, today)
    table = _table(kind, columns, dates)
    if lost:
        table = table.filter(pa.array([row not in lost for row in columns.rows]))
    main = _main_days(kind, dates, columns, lost)
    return replace(
        draft.sheet,
        rows=table,
        rows_left_out=len(lost),
        first_on=min(main, default=None),
        last_on=max(main, default=None),
        year=year if lacking else draft.told.year or (main[0].year if main else None),
        year_guessed=lacking and guessed,
        problems=tuple(sorted(columns.problems, key=lambda problem: problem.row)),
        problems_unlisted=columns.unlisted,
        troubled=columns.kept.of({problem.row for problem in columns.problems}),
    )


def _main_days(kind: Kind, dates: dict[str, list[date | None]], columns: Columns, lost: set[int]) -> list[date]:
    best = dates.get(MAIN_DATE[kind]) or [None] * len(columns.rows)
    if not lost and None not in best:
        return best  # type: ignore[return-value]
    if kind is Kind.DEAL and "delivered_on" in dates:
        best = [own or other for own, other in zip(best, dates["delivered_on"], strict=True)]
    return [day for row, day in zip(columns.rows, best, strict=True) if day and row not in lost]


def _undated(draft: Draft, columns: Columns, dates: dict[str, list[date | None]], kind: Kind, today: date) -> set[int]:
    """Take out days that lie ahead, and return the rows that are left without the day they happened on."""
    tomorrow = today + timedelta(days=1)  # the server's clock may be behind the showroom's
    main = MAIN_DATE[kind]
    stands = {column.field: (column.letter, column.header) for column in draft.sheet.columns}
    keys = [name for name in (main, "delivered_on") if name in dates and _dates(kind, name)]
    dating = {draft.main[0], *(stands[name][0] for name in keys if name in stands)} - {""}
    already = {problem.row for problem in columns.problems if problem.column in dating}
    ahead: set[int] = set()
    for name in sorted(dates.keys() - MAY_LIE_AHEAD, key=lambda name: name != main):
        days = dates[name]
        if max(filter(None, days), default=tomorrow) <= tomorrow:
            continue
        planned = dates[main] if name == "delivered_on" and main in dates else None
        for place, day in enumerate(days):
            # an ordered car may be delivered next week; a deal that only the delivery dates cannot be
            if day is not None and day > tomorrow and not (planned and planned[place]):
                days[place] = None
                ahead.add(columns.rows[place])
                letter, header = draft.main if name == main else stands.get(name, ("", name))
                columns.note(Problem(columns.rows[place], letter, header, day.isoformat(), "date_in_future", False))
    lists = [dates[name] for name in keys]
    lost: set[int] = set()
    if all(None in days for days in lists):
        lost = {row for place, row in enumerate(columns.rows) if not any(days[place] for days in lists)}
    columns.problems = [replace(p, loses_row=True) if _costs(p, lost, dating) else p for p in columns.problems]
    for row in sorted(lost - already - ahead):
        code = "bad_date_above" if row in columns.orphans else "no_date"
        columns.note(Problem(row, *draft.main, "", code, loses_row=True))
    return lost


def _dates(kind: Kind, name: str) -> bool:
    """Say whether a field can date a record: a deal by its delivery when it has no order date."""
    return name == MAIN_DATE[kind] or (kind is Kind.DEAL and name == "delivered_on")


def _costs(problem: Problem, lost: set[int], dating: set[str]) -> bool:
    return problem.row in lost and problem.code in _NO_DAY and problem.column in dating


def _table(kind: Kind, columns: Columns, dates: dict[str, list[date | None]]) -> pa.Table:
    count = len(columns.rows)
    arrays: list[pa.Array | pa.ChunkedArray] = [pa.array(columns.rows, pa.int32())]
    for field in FIELDS[kind]:
        if field.name in dates:
            arrays.append(pa.array(dates[field.name], field.type))
        elif field.name in columns.chunks:
            arrays.append(pa.chunked_array(columns.chunks[field.name], field.type))
        else:
            arrays.append(pa.nulls(count, field.type))
    return pa.Table.from_arrays(arrays, schema=schema(kind))


def _closed_form(draft: Draft, form: Form, year: int, guessed: bool) -> Sheet:
    kind = draft.sheet.kind
    lacking = any(month and month[0] == NO_YEAR for _, _, month, _, _, _ in form.cells)
    titled = (year, draft.told.month) if draft.told.month else None
    lines = []
    undated = []
    for row, column, month, name, model, value in form.cells:
        own = month or titled
        if own is None:
            undated.append(row)
            continue
        index = (year if own[0] == NO_YEAR else own[0]) * 12 + own[1] - 1
        words = (name, model) if kind is Kind.SUMMARY else (model, name)
        lines.append((row, column, index, *words, value))
    table = pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(zip(*lines, strict=True), schema(kind), strict=True)]
        if lines
        else [pa.array([], field.type) for field in schema(kind)],
        schema=schema(kind),
    )
    months = sorted({line[2] for line in lines})
    used_year = lacking or (kind is Kind.LOSS_SUMMARY and titled is not None)
    # one word for the whole form: what is missing stands in its title
    no_month = (Problem(form.header_row, "", "", "", "no_month", loses_row=True),) if undated else ()
    return replace(
        draft.sheet,
        rows=table,
        rows_left_out=draft.sheet.rows_left_out + len(undated),
        problems=no_month + draft.sheet.problems,
        first_on=_first_of(months[0]) if months else None,
        last_on=_first_of(months[-1] + 1) - timedelta(days=1) if months else None,
        year=year if used_year else (months[-1] // 12 if months else draft.told.year),
        year_guessed=used_year and guessed,
    )


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
