"""Words a file writes in its own way: what each means is the reader's to say; nothing is merged without his word."""

from collections.abc import Mapping, Sequence

import streamlit as st
from pandas import DataFrame
from streamlit.column_config import NumberColumn, SelectboxColumn, TextColumn

from analytics import spellings
from data.asked import ValueAnswer
from data.reading import Sheet, Value, Workbook
from frame.ask import ask_data, t
from frame.intake.dropped import Dropped

KEPT = "="  # the choice of leaving a spelling as it is


def draw(one: Dropped, book: Workbook) -> None:
    """Draw the values worth a question, by field, each with its count, a suggestion and a choice."""
    groups = asked(one, book)
    for answer in one.given.values:
        groups.setdefault(answer.field, [])
    if not groups:
        return
    open_ = [value for values in groups.values() for value in values]
    suggested = {(value.field, value.written): value.suggestion for value in open_ if value.suggestion}
    said, button = st.columns([4, 2], vertical_alignment="center")
    head = t("intake.values", number=t.number(len(open_))) if open_ else t("intake.values_answered")
    said.markdown(f"**{head}**")
    if suggested:
        button.button(
            t("intake.accept", number=t.number(len(suggested))),
            key=f"accept-{book.digest}",
            icon=":material/done_all:",
            width="stretch",
            on_click=_answer,
            args=(one, book, suggested),
        )
    st.caption(t("intake.values_what"))
    places = st.columns(2)
    for number, (field, values) in enumerate(groups.items()):
        with places[number % 2]:
            _group(one, book, field, values)


def asked(one: Dropped, book: Workbook) -> dict[str, list[Value]]:
    """Return field → values worth a question that nobody answered yet."""
    by_store: dict[str, list[Sheet]] = {}
    for sheet in book.sheets:
        by_store.setdefault(one.store_of(sheet.name), []).append(sheet)
    groups: dict[str, list[Value]] = {}
    for store, sheets in by_store.items():
        known = ask_data(spellings.known, store)
        for value in spellings.worth_asking(sheets, known, one.answered(store)):
            groups.setdefault(value.field, []).append(value)
    return groups


def _group(one: Dropped, book: Workbook, field: str, values: Sequence[Value]) -> None:
    choices = _choices(one, book, field)
    given = list({answer.written: answer for answer in one.given.values if answer.field == field}.values())
    lines = DataFrame(
        {
            "written": [value.written for value in values] + [answer.written for answer in given],
            "rows": [value.count for value in values] + [None for _ in given],
            "suggestion": [choices.get(value.suggestion or "") for value in values] + [None for _ in given],
            "meant": [None for _ in values] + [_chosen(answer) for answer in given],
        }
    ).astype({"rows": "Int64", "suggestion": "str", "meant": "object"})
    name = f"meant-{book.digest}-{field}-{one.revision}"
    st.data_editor(
        lines,
        key=name,
        hide_index=True,
        column_config={
            "written": TextColumn(t("intake.written", field=t.of("field", field))),
            "rows": NumberColumn(t("column.rows"), format="localized", width=64),
            "suggestion": TextColumn(t("column.suggestion")),
            "meant": SelectboxColumn(
                t("column.read_as"), options=list(choices), format_func=lambda code: choices[str(code)]
            ),
        },
        disabled=["written", "rows", "suggestion"],
        placeholder="",
        on_change=_take_edits,
        args=(one, book, field, tuple(lines["written"]), name),
    )


def _chosen(answer: ValueAnswer) -> str:
    return KEPT if answer.meant == answer.written else answer.meant


def _choices(one: Dropped, book: Workbook, field: str) -> dict[str, str]:
    """Return what a value may be read as → how that is said: codes in the reader's words, names as they are spelt."""
    if field not in spellings.FREE:
        return {spelling: _said(field, code) for code, spelling in spellings.meanings(field).items()}
    names = {
        name
        for sheet in book.sheets
        for name in (*ask_data(spellings.known, one.store_of(sheet.name))[field], *spellings.counted([sheet], field))
    }
    return {KEPT: t("intake.keep"), **{name: name for name in sorted(names)}}


def _said(field: str, code: str) -> str:
    return t.of("contact", code) if field == "contact_type" else t.of(f"meaning.{field}", code)


def _take_edits(one: Dropped, book: Workbook, field: str, written: Sequence[str], name: str) -> None:
    edits = st.session_state[name]["edited_rows"]
    _answer(one, book, {(field, written[int(place)]): edit["meant"] for place, edit in edits.items() if edit["meant"]})


def _answer(one: Dropped, book: Workbook, meant: Mapping[tuple[str, str], str]) -> None:
    """Take the reader's word on what (field, spelling) means, for every store the file has sheets of."""
    stores = {one.store_of(sheet.name) for sheet in book.sheets}
    one.answer(
        values=[
            ValueAnswer(store, field, written, written if word == KEPT else word)
            for store in stores
            for (field, written), word in meant.items()
        ]
    )
