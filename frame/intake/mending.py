"""Records with problems, mended where they stand: put right, checked again at once, or left out knowingly."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from zlib import crc32

import streamlit as st
from pandas import DataFrame
from streamlit.column_config import CheckboxColumn, NumberColumn, TextColumn

from data.asked import Asked, Mend
from data.clean import masked
from data.door import marked
from data.marking import Comment
from data.reading import Column, Line, Problem, Sheet, Workbook
from data.registers import FIELDS
from data.understood import is_personal
from frame.ask import t, words
from frame.intake.columns import layouts
from frame.intake.dropped import Dropped
from frame.templates import SPREADSHEET
from reports import problem_list
from words import Words

TALLEST = 420  # pixels of a table of rows to mend
ROW = 35

Place = tuple[str, int]


@dataclass(frozen=True)
class Bench:
    """The records of sheets of one layout that are to be mended, in the order they are listed."""

    sheets: tuple[Sheet, ...]
    columns: tuple[tuple[int, Column], ...]  # with their places in the records
    lines: tuple[tuple[str, Line], ...]

    @property
    def places(self) -> list[Place]:
        """Where the records stand: (sheet, row)."""
        return [(sheet, line.row) for sheet, line in self.lines]


def draw(one: Dropped, book: Workbook) -> None:
    """Draw the file's records with problems to be put right here, or in the same workbook with the bad cells marked."""
    benches = [bench for sheets in layouts(book) if (bench := _bench(one, sheets))]
    if not benches:
        return
    said, toggle, button = st.columns([3, 2, 3], vertical_alignment="center")
    said.markdown(f"**{t('intake.mend')}**")
    clear = toggle.toggle(t("intake.unmask"), key=f"unmask-{book.digest}")
    with button:
        _download(one, book)
    st.caption(t("intake.mend_what"))
    for bench in benches:
        _table(one, book, bench, clear=clear)


def _bench(one: Dropped, sheets: Sequence[Sheet]) -> Bench | None:
    """Gather what is wrong now and what was put right or left out before, each as the file has it."""
    names = [sheet.name for sheet in sheets]
    touched = {(mend.sheet, mend.row) for mend in one.given.mends} | set(one.given.left_out)
    listed = {(sheet.name, line.row): line for sheet in sheets for line in sheet.troubled}
    listed |= {place: one.troubled[place] for place in touched & one.troubled.keys() if place[0] in names}
    if not listed:
        return None
    wrong = {problem.column for sheet in sheets for problem in sheet.problems}
    wrong |= {mend.column for mend in one.given.mends if mend.sheet in names}
    columns = [(place, column) for place, column in enumerate(sheets[0].columns) if column.field]
    columns.sort(key=lambda placed: placed[1].letter not in wrong)  # what is to be mended stands first
    places = sorted(listed, key=lambda place: (names.index(place[0]), place[1]))
    lines = tuple((place[0], listed[place]) for place in places)
    return Bench(tuple(sheets), tuple(columns), lines)


def _table(one: Dropped, book: Workbook, bench: Bench, *, clear: bool) -> None:
    shown = _shown(one, bench, clear=clear)
    # the edits of a table hang on its name: another set of rows is another table
    rows = crc32(repr((bench.places, [column.letter for _, column in bench.columns])).encode())
    name = f"mend-{book.digest}-{rows}-{clear}"
    config = {
        "left_out": CheckboxColumn(t("column.left_out"), width=110, pinned=True),
        "sheet": TextColumn(t("column.sheet"), width=90, pinned=True),
        "row": NumberColumn(t("column.row"), width=48, pinned=True),
        "why": TextColumn(t("column.why")),
        **{column.letter: TextColumn(f"{column.letter} {column.header}") for _, column in bench.columns},
    }
    told = {"left_out", "sheet", "row", "why"} if len(bench.sheets) > 1 else {"left_out", "row", "why"}
    st.data_editor(
        shown[[column for column in shown.columns if column in told or column not in ("sheet",)]],
        key=name,
        hide_index=True,
        height=min(TALLEST, ROW * (len(shown) + 1) + 3),
        column_config=config,
        disabled=["sheet", "row", "why"],
        on_change=_take_edits,
        args=(one, bench, shown, name),
    )


def _shown(one: Dropped, bench: Bench, *, clear: bool) -> DataFrame:
    """Return the records as they are listed: what is wrong with each or what became of it, and its cells."""
    why = _why(bench.sheets)
    mends = {(mend.sheet, mend.row, mend.column): mend.value for mend in one.given.mends}
    mended = {(sheet, row) for sheet, row, _ in mends}
    left_out = set(one.given.left_out)
    hidden = {} if clear else {column.letter: _is_personal(bench, column) for _, column in bench.columns}
    rows = []
    for sheet, line in bench.lines:
        place = (sheet, line.row)
        state = why.get(place) or (t("intake.mended") if place in mended else "")
        cells = {
            column.letter: _cell(mends.get((*place, column.letter), line.cells[at]), hidden.get(column.letter))
            for at, column in bench.columns
        }
        rows.append(
            {
                "left_out": place in left_out,
                "sheet": sheet,
                "row": line.row,
                "why": t("intake.left_out") if place in left_out else state,
                **cells,
            }
        )
    return DataFrame(rows)


def _cell(text: str, personal: bool | None) -> str:
    """Write a cell in clear when `personal` is None, else masked as its column is."""
    return text if personal is None or not text else masked(text, personal=personal)


def _is_personal(bench: Bench, column: Column) -> bool:
    fields = {field.name: field for field in FIELDS[bench.sheets[0].kind]}
    return is_personal(fields.get(column.field or ""))


def _why(sheets: Sequence[Sheet]) -> dict[Place, str]:
    """Return what is wrong with each record: «E 联系电话：电话号码位数不对»."""
    found: dict[Place, list[str]] = {}
    for sheet in sheets:
        for problem in sheet.problems:
            found.setdefault((sheet.name, problem.row), []).append(_said(problem))
    return {place: t("intake.semicolon").join(said) for place, said in found.items()}


def _said(problem: Problem) -> str:
    where = f"{problem.column} {problem.header}".strip()
    return t(
        "intake.wrong_lost" if problem.loses_row else "intake.wrong", where=where, why=t(f"problem.{problem.code}")
    )


def _take_edits(one: Dropped, bench: Bench, shown: DataFrame, name: str) -> None:
    """Take over what was typed or ticked; a masked cell that was only looked at stays as it is."""
    mends, left_out = [], set(one.given.left_out)
    for place, edits in st.session_state[name]["edited_rows"].items():
        sheet, row = bench.places[int(place)]
        for column, value in edits.items():
            if column == "left_out":
                (left_out.add if value else left_out.discard)((sheet, row))
            elif (value or "") != shown.iloc[int(place)][column]:
                mends.append(Mend(sheet, row, column, value or ""))
    one.mend(mends, left_out)


def _download(one: Dropped, book: Workbook) -> None:
    st.download_button(
        t("intake.marked"),
        data=partial(_marked, one.name, one.content, book, one.given, words()),  # made outside the session
        file_name=t("intake.marked_name", name=one.name.rsplit(".", 1)[0]),
        mime=SPREADSHEET,
        key=f"marked-{book.digest}",
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )


def _marked(name: str, content: bytes, book: Workbook, given: Asked, spoken: Words) -> bytes:
    """Return the file as .xlsx with the problems marked and what was put right here written in, or a list of the
    problems where it is too large for that.
    """
    comments = [Comment(one.sheet, one.row, one.column, spoken("intake.mended"), one.value) for one in given.mends]
    comments += [Comment(sheet, row, "", spoken("intake.left_out")) for sheet, row in given.left_out]
    comments += [
        Comment(
            sheet.name,
            problem.row,
            problem.column,
            spoken("intake.comment", why=spoken(f"problem.{problem.code}"), remedy=spoken(f"remedy.{problem.code}")),
        )
        for sheet in book.sheets
        for problem in sheet.problems
    ]
    return marked(name, content, comments) or problem_list.workbook(book, spoken)
