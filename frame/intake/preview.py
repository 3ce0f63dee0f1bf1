"""What was read, before anything is stored: file by file, with the questions it leaves, and the button that loads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st
from pandas import DataFrame

from data.asked import ColumnAnswer, ValueAnswer
from data.door import CANCELLED
from data.load import Chosen, is_loaded
from data.reading import Workbook
from data.registers import Kind
from frame import correction
from frame.ask import t, warehouse
from frame.intake import columns, coverage, loading, mending, remedies, sheets, unrecognised, values
from frame.intake.dropped import Dropped, usual_store
from frame.plain import plain

SHOWN_PROBLEMS = 200


def draw(dropped: Sequence[Dropped], *, is_all_read: bool) -> None:
    """Draw the preview of all files; they can be loaded while none is being read again or compared."""
    head = st.container()
    usual = _usual_store(dropped)
    seen: set[str] = set()
    wanted: list[tuple[Dropped, Chosen]] = []
    is_settled = is_all_read
    for one in dropped:
        book = one.book
        if book is None or _is_refused(one, book, seen):
            continue
        seen.add(book.digest)
        chosen = _file(one, book, usual)
        with st.container():
            settled = correction.settle(chosen) if chosen.chosen_sheets else None
        if settled:
            wanted.append((one, settled))
        elif correction.is_comparing(chosen):
            is_settled = False
    with head:
        _load_button(wanted, is_settled=is_settled)


def _load_button(wanted: Sequence[tuple[Dropped, Chosen]], *, is_settled: bool) -> None:
    rows = sum(sheet.rows.num_rows for _, one in wanted for sheet in one.chosen_sheets)
    if not rows:
        if is_settled:
            st.warning(t("intake.nothing_to_load"))
        return
    pressed = st.button(
        t("intake.load", rows=t.number(rows), files=t.number(len(wanted))),
        key="load",
        type="primary",
        icon=":material/database:",
        disabled=not is_settled,
    )
    st.caption(t("intake.all_or_nothing"))
    _below(wanted)
    if pressed:
        answers: list[ColumnAnswer | ValueAnswer] = []
        for one, _ in wanted:
            answers += [*unrecognised.remembered_by(one), *one.given.columns, *one.given.values]
        loading.begin_with([each for _, each in wanted], answers)


def _below(wanted: Sequence[tuple[Dropped, Chosen]]) -> None:
    """Say what stands below: which files take the place of earlier lines, and what is unanswered."""
    if replacing := sum(bool(each.corrects) for _, each in wanted):
        st.caption(t("intake.replaces", files=t.number(replacing)))
    sheets = [sheet for _, one in wanted for sheet in one.chosen_sheets]
    asked = {(sheet.layout, column.label) for sheet in sheets for column in sheet.columns if column.is_asked}
    words = sum(len(found) for one, each in wanted for found in values.asked(one, each.workbook).values())
    rows = sum(sheet.rows_left_out for sheet in sheets)
    if asked or words or rows:
        numbers = {"columns": len(asked), "values": words, "rows": rows}
        st.caption(t("intake.open", **{name: t.number(number) for name, number in numbers.items()}))


def _is_refused(one: Dropped, book: Workbook, seen: set[str]) -> bool:
    """Say why a file cannot be loaded, when it cannot."""
    name = f"**{plain(book.name)}** — "
    if book.digest in seen:
        st.info(name + t("intake.twice"), icon=":material/content_copy:")
    elif book.refusal == CANCELLED:
        said, again = st.columns([5, 1], vertical_alignment="center")
        said.info(name + t(f"refused.{book.refusal}"), icon=":material/cancel:")
        again.button(t("intake.read_again"), key=f"again-{book.digest}", on_click=one.read, width="stretch")
    elif book.refusal:
        st.error(name + t(f"refused.{book.refusal}"), icon=":material/block:")
    elif is_loaded(warehouse(), book.digest):
        st.info(name + t("intake.already_loaded"), icon=":material/check:")
    else:
        return False
    return True


def _file(one: Dropped, book: Workbook, usual: str) -> Chosen:
    for sheet in book.sheets:
        if sheet.kind is Kind.NONE:
            st.warning(f"**{plain(f'{book.name} · {sheet.name}')}** — {t(f'not_ours.{sheet.reason}')}")
        if sheet.reason == "not_recognised" or one.given.sheet(sheet.name):
            unrecognised.draw(one, sheet, f"{book.digest}-{sheet.name}")
    ours = replace(book, sheets=tuple(sheet for sheet in book.sheets if sheet.kind is not Kind.NONE))
    return _preview(one, ours, usual) if ours.sheets else Chosen(book, usual, frozenset())


def _preview(one: Dropped, book: Workbook, usual: str) -> Chosen:
    with st.container(border=True):
        name, store_place, year_place = st.columns([3, 2, 1], vertical_alignment="bottom")
        name.markdown(f"##### {plain(book.name)}")
        with store_place:
            store = _ask_store(one, book, usual)
        with year_place:
            _ask_year(one, book)
        head = st.container()
        wanted = sheets.ticked(book)
        chosen = Chosen(book, store, frozenset(wanted))
        with head:
            coverage.line(book, chosen.chosen_sheets)
        for part in (columns.draw, values.draw, mending.draw, _problems):
            with st.container():  # each keeps its place, or what follows would be drawn anew when one comes or goes
                part(one, book)
        coverage.filled(chosen.chosen_sheets, f"filled-{book.digest}")
    return chosen


def _problems(_: Dropped, book: Workbook) -> None:
    found = [{"sheet": sheet.name, **vars(problem)} for sheet in book.sheets for problem in sheet.problems]
    if not found:
        return
    unlisted = sum(sheet.problems_unlisted for sheet in book.sheets)
    with st.expander(t("intake.problems", problems=t.number(len(found) + unlisted))):
        remedies.problems(DataFrame(found), key=f"problems-{book.digest}", most=SHOWN_PROBLEMS, unlisted=unlisted)


def _ask_store(one: Dropped, book: Workbook, usual: str) -> str:
    """Draw the file's store; another one has the file read with that store's answers."""
    named = next((sheet.store for sheet in book.sheets if sheet.store), None)
    key = f"store-{book.digest}"
    said = st.text_input(t("intake.store"), named or usual, key=key, help=t("intake.store_help")).strip()
    store = said or t("intake.my_store")
    if store != (one.given.store or named or one.store):
        one.move(store)
        st.rerun()
    return store


def _ask_year(one: Dropped, book: Workbook) -> None:
    """Where dates have no year anywhere, show the one assumed; another answer has the file read again."""
    guess = next((sheet.year for sheet in book.sheets if sheet.year_guessed), None)
    assumed = one.given.year or guess
    if assumed is None:
        return
    key = f"year-{book.digest}"
    this_year = date.today().year
    year = int(st.number_input(t("intake.year"), 1990, this_year, assumed, key=key, help=t("intake.year_help")))
    if year != assumed:
        one.date(year)
        st.rerun()


def _usual_store(dropped: Sequence[Dropped]) -> str:
    """Return the store of files that name none: the only one the drop names, else the only one already loaded."""
    named = {sheet.store for one in dropped if one.book for sheet in one.book.sheets if sheet.store}
    return named.pop() if len(named) == 1 else usual_store()
