"""From the drop zone to the database: read in the background, preview, load. Nothing is stored before "load"."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st
from pandas import DataFrame
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics import periods
from data import demo
from data.asked import Asked
from data.door import keep_ready, open_workbook
from data.load import Chosen, Overlap, is_loaded, load, overlap
from data.reading import Sheet, Workbook
from data.registers import Kind
from data.warehouse import WarehouseError, was_recovered
from frame import table
from frame.ask import ask_data, data_version, said_of, t, warehouse
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
    keep_ready()
    if ask_data(was_recovered):
        st.warning(t("intake.recovered"), icon=":material/history:")
    turn = st.session_state.setdefault("drop_turn", 0)
    files = st.file_uploader(
        t("intake.drop"), accept_multiple_files=True, key=f"drop-{turn}", label_visibility="collapsed"
    )
    st.caption(t("intake.formats"))
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
            _load(
                [
                    Chosen(book, _store_of(book, t("intake.my_store")), frozenset(sheet.name for sheet in book.sheets))
                    for book in read
                ]
            )


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
    head = st.container()
    chosen: list[Chosen] = []
    usual = _usual_store([one.reading.result() for one in dropped])
    for one in dropped:
        book = one.reading.result()
        if book.digest in {other.workbook.digest for other in chosen}:
            st.info(f"**{plain(book.name)}** — {t('intake.twice')}", icon=":material/content_copy:")
        elif book.refusal:
            st.error(f"**{plain(book.name)}** — {t(f'refused.{book.refusal}')}", icon=":material/block:")
        elif is_loaded(warehouse(), book.digest):
            st.info(f"**{plain(book.name)}** — {t('intake.already_loaded')}", icon=":material/check:")
        else:
            chosen.append(_preview_file(one, book, usual))
    chosen = [one for one in chosen if one.chosen_sheets]
    rows = sum(sheet.rows.num_rows for one in chosen for sheet in one.chosen_sheets)
    with head:
        if not rows:
            st.warning(t("intake.nothing_to_load"))
            return
        pressed = st.button(
            t("intake.load", rows=t.number(rows), files=t.number(len(chosen))),
            key="load",
            type="primary",
            icon=":material/database:",
        )
        st.caption(t("intake.all_or_nothing"))
        if pressed:
            with st.spinner(t("intake.loading")):
                _load(chosen)


def _preview_file(one: Dropped, book: Workbook, usual: str) -> Chosen:
    for sheet in book.sheets:
        if sheet.kind is Kind.NONE:
            st.warning(f"**{plain(f'{book.name} · {sheet.name}')}** — {t(f'not_ours.{sheet.reason}')}")
    ours = replace(book, sheets=tuple(sheet for sheet in book.sheets if sheet.kind is not Kind.NONE))
    return _preview_sheets(one, ours, usual) if ours.sheets else Chosen(book, usual, frozenset())


def _preview_sheets(one: Dropped, book: Workbook, usual: str) -> Chosen:
    with st.container(border=True):
        name, store_place, year_place = st.columns([3, 2, 1], vertical_alignment="bottom")
        name.markdown(f"##### {plain(book.name)}")
        store = store_place.text_input(
            t("intake.store"), _store_of(book, usual), key=f"store-{book.digest}", help=t("intake.store_help")
        )
        with year_place:
            _ask_year(one, book)
        store = store.strip() or t("intake.my_store")
        wanted = _sheets(book, store)
        _columns(book)
        found = [{"sheet": sheet.name, **vars(problem)} for sheet in book.sheets for problem in sheet.problems]
        if found:
            unlisted = sum(sheet.problems_unlisted for sheet in book.sheets)
            with st.expander(t("intake.problems", problems=t.number(len(found) + unlisted)), expanded=True):
                problems(DataFrame(found), key=f"problems-{book.digest}", most=SHOWN_PROBLEMS, unlisted=unlisted)
    return Chosen(book, store, frozenset(wanted))


def _ask_year(one: Dropped, book: Workbook) -> None:
    """Where dates have no year anywhere, show the one assumed; another answer has the file read again."""
    answered: dict[str, int] = st.session_state.setdefault("years", {})
    guess = next((sheet.year for sheet in book.sheets if sheet.year_guessed), None)
    assumed = answered.get(book.digest, guess)
    if assumed is None:
        return
    key = f"year-{book.digest}"
    this_year = date.today().year
    year = int(st.number_input(t("intake.year"), 1990, this_year, assumed, key=key, help=t("intake.year_help")))
    if year != assumed:
        answered[book.digest] = year
        again = _readers().submit(open_workbook, one.name, one.content, Asked(year=year))
        known: dict[str, Dropped] = st.session_state["dropped"]
        known.update({file_id: replace(one, reading=again) for file_id, file in known.items() if file is one})
        st.rerun()


def _sheets(book: Workbook, store: str) -> list[str]:
    """Draw the file's sheets with a tick each; return the names of the ticked ones."""
    overlaps = {sheet.name: _overlap(book, sheet, store) for sheet in book.sheets}
    lines = DataFrame(
        [
            {
                "wanted": True,
                "sheet": sheet.name,
                "kind": t(f"kind.{sheet.kind}"),
                "first_on": sheet.first_on,
                "last_on": sheet.last_on,
                "rows_read": sheet.rows_read,
                "rows_to_load": sheet.rows.num_rows,
                "rows_left_out": sheet.rows_left_out,
                "rows_skipped": sheet.rows_skipped,
                "problems": len(sheet.problems) + sheet.problems_unlisted,
                "rows_known": overlaps[sheet.name].same,
            }
            for sheet in book.sheets
        ]
    )
    ticked = table.tick(lines, key=f"sheets-{book.digest}")
    there = sum(overlap.there for overlap in overlaps.values())
    same = sum(overlap.same for overlap in overlaps.values())
    if there > same:
        st.warning(t("intake.overlap", there=t.number(there), same=t.number(same)), icon=":material/layers:")
    return [sheet.name for sheet, wanted in zip(book.sheets, ticked, strict=True) if wanted]


def _overlap(book: Workbook, sheet: Sheet, store: str) -> Overlap:
    """Compare a sheet with what is loaded, once for a state of the data: every rerun of the preview asks again."""
    known: dict[tuple[object, ...], Overlap] = st.session_state.setdefault("overlaps", {})
    key = (book.digest, sheet.name, sheet.year, store, data_version())
    if key not in known:
        known[key] = overlap(warehouse(), sheet, store)
    return known[key]


def _columns(book: Workbook) -> None:
    """Draw which column became which field, once for all sheets of the same layout."""
    layouts: dict[tuple[tuple[str, str, str | None], ...], list[Sheet]] = {}
    for sheet in book.sheets:
        if sheet.columns:
            layout = tuple((column.letter, column.header, column.field) for column in sheet.columns)
            layouts.setdefault(layout, []).append(sheet)
    for number, sheets in enumerate(layouts.values()):
        names = t("common.comma").join(sheet.name for sheet in sheets)
        used = sum(column.field is not None for column in sheets[0].columns)
        label = t("intake.columns", columns=used, all=len(sheets[0].columns), sheets=names)
        with st.expander(plain(label)):
            understood = [
                {
                    "column": column.letter,
                    "header": column.header,
                    "field": t.of("field", column.field) if column.field else t("intake.not_used"),
                    "example": column.examples[0] if column.examples else "",
                }
                for column in sheets[0].columns
            ]
            table.show(DataFrame(understood), key=f"columns-{book.digest}-{number}")


def problems(found: DataFrame, *, key: str, most: int | None = None, unlisted: int = 0) -> None:
    """Draw problems: each kind once with what to do about it, then the first `most` cells with why they are one.

    Takes sheet, row, column, header, value, code, loses_row; `unlisted` is how many more were met.
    """
    for code, number in found["code"].value_counts().items():
        st.markdown(t("intake.remedy", number=number, why=t(f"problem.{code}"), remedy=t(f"remedy.{code}")))
    listed = found.head(most or len(found))
    told = listed.assign(
        why=[t(f"problem.{code}") for code in listed["code"]],
        effect=[t("intake.row_lost" if lost else "intake.value_lost") for lost in listed["loses_row"]],
    ).drop(columns=["code", "loses_row"])
    table.show(told, key=key)
    if more := len(found) - len(listed) + unlisted:
        st.caption(t("intake.more_problems", more=t.number(more)))


def _store_of(book: Workbook, usual: str) -> str:
    return next((sheet.store for sheet in book.sheets if sheet.store), usual)


def _usual_store(books: list[Workbook]) -> str:
    """Return the store of files that name none: the only one the drop names, else the only one already loaded."""
    named = {sheet.store for book in books for sheet in book.sheets if sheet.store}
    known = named or set(ask_data(periods.choices)["stores"])
    return known.pop() if len(known) == 1 else t("intake.my_store")


def _load(chosen: list[Chosen]) -> None:
    try:
        number = load(warehouse(), chosen)
    except WarehouseError as error:
        st.error(said_of(error))
        return
    files = sum(bool(one.chosen_sheets) for one in chosen)
    rows = sum(sheet.rows.num_rows for one in chosen for sheet in one.chosen_sheets)
    said = t("intake.loaded", files=t.number(files), rows=t.number(rows)) if number else t("intake.nothing_new")
    st.session_state["said"] = said
    st.session_state["drop_turn"] = st.session_state.get("drop_turn", 0) + 1
    st.session_state.pop("load_looked_at", None)
    forget()
    st.rerun()


def forget() -> None:
    """Let go of the dropped files: they are loaded, or the reader went on to a page without a drop zone."""
    for kept in ("dropped", "overlaps", "years"):
        st.session_state.pop(kept, None)


def report() -> None:
    """Say once what the last load did, and that a torn log was set aside."""
    if ask_data(was_recovered) and not st.session_state.get("recovery_told"):
        st.session_state["recovery_told"] = True
        st.toast(t("intake.recovered"), icon=":material/history:", duration="long")
    said = st.session_state.pop("said", None)
    if said:
        st.toast(said, icon=":material/check_circle:", duration="long")
