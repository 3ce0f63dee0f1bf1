"""Which column became which field, how sure that is, and the reader's own word on it."""

from collections.abc import Sequence

import streamlit as st
from pandas import DataFrame
from streamlit.column_config import SelectboxColumn, TextColumn

from data.asked import NOT_USED, ColumnAnswer
from data.reading import Certainty, Column, Sheet, Workbook
from data.registers import FIELDS
from frame import table
from frame.ask import t
from frame.intake.dropped import Dropped
from frame.plain import plain

OPEN = 2  # layouts shown in full; the others are folded unless they ask something
MARKS = {
    Certainty.SURE: "✓",
    Certainty.LIKELY: "≈",
    Certainty.BY_VALUES: "◇",
    Certainty.ANSWERED: "✎",
    Certainty.KNOWN_UNUSED: "–",
}
DOUBT = "?"
UNUSED = "-"  # in a table of choices, where a blank would be no choice


def draw(one: Dropped, book: Workbook) -> None:
    """Draw the columns of a file, once for all sheets of the same layout."""
    for number, sheets in enumerate(layouts(book)):
        _layout(one, sheets, number, f"{book.digest}-{number}")


def layouts(book: Workbook) -> list[list[Sheet]]:
    """Return the sheets of a file that have columns, those of the same layout together."""
    found: dict[tuple[tuple[str, str, str | None], ...], list[Sheet]] = {}
    for sheet in book.sheets:
        if sheet.columns:
            layout = tuple((column.letter, column.header, column.field) for column in sheet.columns)
            found.setdefault(layout, []).append(sheet)
    return list(found.values())


def understood(column: Column) -> bool:
    """Tell whether a column is in use or known to be of no use."""
    return column.field is not None or column.sure in (Certainty.KNOWN_UNUSED, Certainty.ANSWERED)


def _layout(one: Dropped, sheets: Sequence[Sheet], number: int, key: str) -> None:
    first = sheets[0]
    used = sum(column.field is not None for column in first.columns)
    names = t("common.comma").join(sheet.name for sheet in sheets)
    label = t("intake.columns", columns=used, all=len(first.columns), sheets=names)
    asked = _asked(one, first)
    with st.expander(plain(label), expanded=bool(asked) or number < OPEN):
        if first.first_lines:
            _first_lines(first, key)
        if asked:
            _ask(one, first, asked, key)
        if first.layout:
            with st.expander(t("intake.all_columns")):
                _all_columns(one, first, key)
        else:
            _listed(first, key)


def _first_lines(sheet: Sheet, key: str) -> None:
    """Draw the sheet's first records, the recognised field over each column."""
    lines = DataFrame([line.cells for line in sheet.first_lines], columns=[one.letter for one in sheet.columns])
    lines.insert(0, "row", [line.row for line in sheet.first_lines])
    config = {one.letter: TextColumn(_heading(one)) for one in sheet.columns}
    config["row"] = TextColumn(t("column.row"), pinned=True, width=44)
    st.dataframe(lines.astype(str), key=f"lines-{key}", hide_index=True, column_config=config, placeholder="")
    st.caption(t("intake.marks"))


def _heading(column: Column) -> str:
    """Write «B 日期 → 到店日期 ✓»."""
    mark = DOUBT if column.is_asked else MARKS.get(column.sure, DOUBT)
    became = t.of("field", column.field) if column.field else t("intake.not_used")
    return f"{column.letter} {column.header} → {became} {mark}"


def _asked(one: Dropped, sheet: Sheet) -> list[Column]:
    """Return the columns to ask about: the doubtful ones, and those answered just now, so that none jumps away."""
    given = {(answer.layout, answer.heading) for answer in one.given.columns}
    return [column for column in sheet.columns if column.is_asked or (sheet.layout, column.label) in given]


def _ask(one: Dropped, sheet: Sheet, asked: Sequence[Column], key: str) -> None:
    guesses = {column.label: column.guess for column in asked if column.is_asked and column.guess}
    said, button = st.columns([4, 2], vertical_alignment="center")
    said.markdown(f"**{t('intake.asked')}**")
    if guesses:
        button.button(
            t("intake.accept_guesses", number=len(guesses)),
            key=f"guesses-{key}",
            icon=":material/done_all:",
            width="stretch",
            on_click=_answer,
            args=(one, sheet, guesses),
        )
    for column in asked:
        heading, values, choice = st.columns([2, 4, 3], vertical_alignment="center")
        heading.text(f"{column.letter} {column.header}")
        values.text(t("intake.first_values", values=t("common.comma").join(column.examples)))
        with choice:
            _choice(one, sheet, column, key)


def _choice(one: Dropped, sheet: Sheet, column: Column, key: str) -> None:
    answered = column.sure is Certainty.ANSWERED
    options = [NOT_USED, *(field.name for field in FIELDS[sheet.kind])]
    name = f"column-{key}-{column.letter}-{column.field or ''}-{answered}-{t.language}"  # it keeps its words
    st.selectbox(
        t("column.field"),
        options,
        index=options.index(column.field or NOT_USED) if answered else None,
        format_func=_written,
        key=name,
        placeholder=_prompt(column),
        label_visibility="collapsed",
        on_change=_take_choice,
        args=(one, sheet, column.label, name),
    )


def _prompt(column: Column) -> str:
    """Say what a column is taken for until the reader has answered, or may be, or only that he is asked."""
    if column.field:
        return t("intake.taken_as", field=t.of("field", column.field))
    return t("intake.guess", field=t.of("field", column.guess)) if column.guess else t("intake.choose")


def _written(field: object) -> str:
    return t("intake.not_used") if field in (NOT_USED, UNUSED) else t.of("field", field)


def _take_choice(one: Dropped, sheet: Sheet, heading: str, name: str) -> None:
    field = st.session_state[name]
    if field is not None:
        _answer(one, sheet, {heading: field})


def _answer(one: Dropped, sheet: Sheet, fields: dict[str, str]) -> None:
    store = one.store_of(sheet.name)
    one.answer(
        columns=[
            ColumnAnswer(store, sheet.layout, sheet.kind.value, heading, field) for heading, field in fields.items()
        ]
    )


def _all_columns(one: Dropped, sheet: Sheet, key: str) -> None:
    """Draw every column with a choice of its field."""
    options = [UNUSED, *(field.name for field in FIELDS[sheet.kind])]
    lines = DataFrame(
        {
            "header": [f"{column.letter} {column.header}" for column in sheet.columns],
            "field": [column.field or UNUSED for column in sheet.columns],
            "sure": [_how_sure(column) for column in sheet.columns],
            "example": [t("common.comma").join(column.examples) for column in sheet.columns],
        }
    )
    config = {name: TextColumn(t(f"column.{name}")) for name in ("header", "sure", "example")}
    choices = SelectboxColumn(t("column.field"), options=options, format_func=_written, required=True, width=190)
    name = f"columns-{key}-{one.revision}"
    st.data_editor(
        lines,
        key=name,
        hide_index=True,
        column_config={**config, "field": choices},
        disabled=["header", "sure", "example"],
        on_change=_take_edits,
        args=(one, sheet, name),
    )


def _how_sure(column: Column) -> str:
    mark = DOUBT if column.is_asked else MARKS.get(column.sure, DOUBT)
    return f"{mark} {t(f'certainty.{column.sure}')}"


def _take_edits(one: Dropped, sheet: Sheet, name: str) -> None:
    edits = st.session_state[name]["edited_rows"]
    fields = {sheet.columns[int(place)].label: edit["field"] for place, edit in edits.items()}
    _answer(one, sheet, {heading: NOT_USED if field == UNUSED else field for heading, field in fields.items()})


def _listed(sheet: Sheet, key: str) -> None:
    """Draw the columns of a form, which are what they are."""
    lines = [
        {
            "column": column.letter,
            "header": column.header,
            "field": _written(column.field or NOT_USED),
        }
        for column in sheet.columns
    ]
    table.show(DataFrame(lines), key=f"columns-{key}")
