"""From the drop zone to the database: read in the background, preview, load. Nothing is stored before "load"."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st
from pandas import DataFrame
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data import demo
from data.door import open_workbook
from data.load import Chosen, already_there, is_loaded, load
from data.reading import Sheet, Workbook
from data.registers import Kind
from data.warehouse import WarehouseError
from frame import table
from frame.ask import t, warehouse
from frame.plain import plain

READERS = 2
SHOWN_PROBLEMS = 200


@dataclass(frozen=True)
class Dropped:
    """A file under way: its reading, and the answers it is read with."""

    name: str
    content: bytes
    reading: Future[Workbook]


@st.cache_resource(show_spinner=False)
def _readers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(READERS, thread_name_prefix="reader")


def drop_zone() -> None:
    """Draw the drop zone and, once files lie in it, their reading, preview and the button that loads them."""
    _report_last_load()
    turn = st.session_state.setdefault("drop_turn", 0)
    files = st.file_uploader(
        t("intake.drop"), accept_multiple_files=True, key=f"drop-{turn}", help=t("intake.formats")
    )
    dropped = _under_way(files)
    if not dropped:
        return
    if all(one.reading.done() for one in dropped):
        _preview(dropped)
    else:
        _wait(dropped)


def demo_button() -> None:
    """Draw the button that loads the demo showroom through the same door as any upload."""
    if st.button(t("intake.demo"), key="demo", type="primary", icon=":material/storefront:"):
        with st.status(t("intake.demo_writing"), expanded=True) as status:
            workbooks = demo.workbooks()
            status.update(label=t("intake.reading", done=0, files=len(workbooks)))
            readings = [_readers().submit(open_workbook, name, content) for name, content in workbooks]
            read = []
            for done, reading in enumerate(readings, start=1):
                read.append(reading.result())
                status.update(label=t("intake.reading", done=done, files=len(workbooks)))
            status.update(label=t("intake.loading"))
            _load([Chosen(book, _store_of(book), frozenset(sheet.name for sheet in book.sheets)) for book in read])


def _under_way(files: Sequence[UploadedFile] | None) -> list[Dropped]:
    """Start reading what is new, forget what was taken out, and return the files in the order they were dropped."""
    known: dict[str, Dropped] = st.session_state.setdefault("dropped", {})
    kept = {}
    for file in files or []:
        if file.file_id not in known:
            content = file.getvalue()
            known[file.file_id] = Dropped(file.name, content, _readers().submit(open_workbook, file.name, content))
        kept[file.file_id] = known[file.file_id]
    st.session_state["dropped"] = kept
    return list(kept.values())


@st.fragment(run_every=0.5)
def _wait(dropped: list[Dropped]) -> None:
    done = sum(one.reading.done() for one in dropped)
    st.progress(done / len(dropped), t("intake.reading", done=done, files=len(dropped)))
    if done == len(dropped):
        st.rerun()


def _preview(dropped: list[Dropped]) -> None:
    chosen = []
    for number, one in enumerate(dropped):
        book = one.reading.result()
        if book.refusal:
            st.error(f"**{plain(book.name)}** — {t(f'refused.{book.refusal}')}", icon=":material/block:")
        elif is_loaded(warehouse(), book.digest):
            st.info(f"**{plain(book.name)}** — {t('intake.already_loaded')}", icon=":material/check:")
        else:
            chosen.append(_preview_file(number, one, book))
    rows = sum(sheet.rows.num_rows for one in chosen for sheet in one.chosen_sheets)
    if not chosen:
        return
    st.caption(t("intake.all_or_nothing"))
    if st.button(
        t("intake.load", rows=t.number(rows)), key="load", type="primary", disabled=not rows, icon=":material/database:"
    ):
        with st.spinner(t("intake.loading")):
            _load(chosen)


def _preview_file(number: int, one: Dropped, book: Workbook) -> Chosen:
    with st.container(border=True):
        st.subheader(plain(book.name))
        left, right = st.columns([2, 1])
        with left:
            store = st.text_input(
                t("intake.store"), _store_of(book), key=f"store-{book.digest}", help=t("intake.store_help")
            )
        with right:
            _ask_year(number, one, book)
        wanted = [sheet.name for sheet in book.sheets if _preview_sheet(book, sheet, store)]
    return Chosen(book, store.strip() or t("intake.my_store"), frozenset(wanted))


def _ask_year(number: int, one: Dropped, book: Workbook) -> None:
    guessed = [sheet for sheet in book.sheets if sheet.year_guessed]
    answered = st.session_state.get("years", {})
    if not guessed and book.digest not in answered:
        return
    year = st.number_input(
        t("intake.year"),
        1990,
        date.today().year + 1,
        answered.get(book.digest, guessed[0].year if guessed else date.today().year),
        key=f"year-{book.digest}",
        help=t("intake.year_help"),
    )
    if year != answered.get(book.digest, guessed[0].year if guessed else year):
        st.session_state["years"] = {**answered, book.digest: year}
        file_id = list(st.session_state["dropped"])[number]
        again = _readers().submit(open_workbook, one.name, one.content, year=int(year))
        st.session_state["dropped"][file_id] = replace(one, reading=again)
        st.rerun()


def _preview_sheet(book: Workbook, sheet: Sheet, store: str) -> bool:
    """Draw what was understood of one sheet; return whether it is to be loaded."""
    if sheet.kind is Kind.NONE:
        st.text(f"{sheet.name} — {t(f'not_ours.{sheet.reason}')}")
        return False
    key = f"{book.digest}-{sheet.name}"
    known = already_there(warehouse(), sheet, store)
    wanted = st.checkbox(plain(f"{sheet.name} — {_summary(sheet)}"), value=True, key=f"want-{key}")
    if known:
        st.caption(t("intake.rows_known", rows=t.number(known)))
    with st.expander(t("intake.columns", columns=sum(column.field is not None for column in sheet.columns))):
        table.show(
            DataFrame(
                [
                    {
                        "column": column.letter,
                        "header": column.header,
                        "field": t.of("field", column.field) if column.field else t("intake.not_used"),
                        "example": column.example,
                    }
                    for column in sheet.columns
                ],
                columns=["column", "header", "field", "example"],
            ),
            key=f"columns-{key}",
        )
    if sheet.problems:
        left_out = t("intake.left_out", rows=t.number(sheet.rows_left_out)) if sheet.rows_left_out else ""
        with st.expander(t("intake.problems", problems=t.number(len(sheet.problems))) + left_out, expanded=True):
            problems(
                DataFrame([{"sheet": sheet.name, **vars(problem)} for problem in sheet.problems[:SHOWN_PROBLEMS]]),
                key=f"problems-{key}",
            )
    return wanted


def problems(found: DataFrame, *, key: str) -> None:
    """Draw problems with why each is one and what to do; takes sheet, row, column, header, value, code, loses_row."""
    told = found.assign(
        why=[t(f"problem.{code}") for code in found["code"]],
        remedy=[t(f"remedy.{code}") for code in found["code"]],
        effect=[t("intake.row_lost" if lost else "intake.value_lost") for lost in found["loses_row"]],
    ).drop(columns=["code", "loses_row"])
    table.show(told, key=key)


def _summary(sheet: Sheet) -> str:
    period = ""
    if sheet.first_on and sheet.last_on:
        period = f" · {t.day(sheet.first_on, with_year=True)} – {t.day(sheet.last_on, with_year=True)}"
    rows = t("intake.rows", rows=t.number(sheet.rows.num_rows), skipped=t.number(sheet.rows_skipped))
    return f"{t(f'kind.{sheet.kind}')}{period} · {rows}"


def _store_of(book: Workbook) -> str:
    return next((sheet.store for sheet in book.sheets if sheet.store), t("intake.my_store"))


def _load(chosen: list[Chosen]) -> None:
    try:
        number = load(warehouse(), chosen)
    except WarehouseError as error:
        st.error(t(f"warehouse.{error.code}", detail=error.detail))
        return
    files = sum(bool(one.chosen_sheets) for one in chosen)
    rows = sum(sheet.rows.num_rows for one in chosen for sheet in one.chosen_sheets)
    said = t("intake.loaded", files=t.number(files), rows=t.number(rows)) if number else t("intake.nothing_new")
    st.session_state["said"] = said
    st.session_state["drop_turn"] = st.session_state.get("drop_turn", 0) + 1
    st.rerun()


def _report_last_load() -> None:
    said = st.session_state.pop("said", None)
    if said:
        st.success(said, icon=":material/check_circle:")
