"""The plan as spreadsheets: the deck's form to print, and the targets to change in Excel and take back in."""

import hashlib
from dataclasses import asdict

import streamlit as st
from pandas import DataFrame, isna

from analytics import plan_changes, plans
from analytics.plan_changes import Changes
from data.door import keep_ready, open_plan_book
from data.plan_book import PlanBook, Trouble
from data.plans import set_months
from data.warehouse import WarehouseError
from frame import table
from frame.ask import ask_data, said_of, t, warehouse, words
from frame.planning.chosen import Chosen
from frame.templates import SPREADSHEET
from reports import plan_book, plan_form


def draw(chosen: Chosen) -> None:
    """Draw the downloads of the month's form and of the targets, and the way back in."""
    st.caption(t("plan_book.what"))
    left, right = st.columns(2)
    with left:
        _form(chosen)
    with right:
        _targets(chosen)
    _take_in()


def _form(chosen: Chosen) -> None:
    by_week, by_person = (
        ask_data(question, chosen.store, chosen.month) for question in (plans.by_week, plans.by_person)
    )
    crossed = {
        figure: ask_data(plans.by_person_and_week, chosen.store, chosen.month, figure) for figure in chosen.plan.totals
    }
    spoken, title = words(), f"{chosen.store} · {t.month(chosen.month)}"  # the download is written outside the session
    st.download_button(
        t("plan_form.download"),
        data=lambda: plan_form.workbook(by_week, by_person, crossed, title, spoken),
        file_name=f"{t('plan_form.title')} {chosen.store} {chosen.month // 12}-{chosen.month % 12 + 1:02}.xlsx",
        mime=SPREADSHEET,
        key="plan-form-download",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )


def _targets(chosen: Chosen) -> None:
    spoken, con = words(), warehouse()

    def written() -> bytes:
        cursor = con.cursor()
        try:
            return plan_book.workbook(plan_changes.lines(cursor, chosen.offered, chosen.month), spoken)
        finally:
            cursor.close()

    st.download_button(
        t("plan_book.download"),
        data=written,
        file_name=f"{t('plan_book.sheet')} {chosen.month // 12}-{chosen.month % 12 + 1:02}.xlsx",
        mime=SPREADSHEET,
        key="plan-book-download",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )


def _take_in() -> None:
    """Draw the place for a workbook of targets, what it would change, and the button that sets it."""
    keep_ready()
    turn = st.session_state.setdefault("plan_turn", 0)
    file = st.file_uploader(t("plan_book.drop"), key=f"plan-drop-{turn}")
    if file is None:
        return
    book = _read(file.name, file.getvalue())
    if book.refusal:
        st.error(t(f"refused.{book.refusal}"), icon=":material/block:")
        return
    found = ask_data(plan_changes.changes, book.lines)
    troubles = [*book.troubles, *found.troubles]
    if troubles:
        _say_troubles(troubles)
    elif not found.months:
        st.info(t("plan_book.same"), icon=":material/check:")
    else:
        _preview(found)


def _read(name: str, content: bytes) -> PlanBook:
    """Return the workbook as read, once however often the page is drawn."""
    digest = hashlib.sha256(content).hexdigest()
    kept = st.session_state.get("plan_book")
    if not kept or kept[0] != digest:
        kept = st.session_state["plan_book"] = (digest, open_plan_book(name, content))
    return kept[1]


def _say_troubles(troubles: list[Trouble]) -> None:
    """Say all that is wrong at once: each kind with what to do about it, then every cell."""
    st.warning(t("plan_book.wrong", troubles=t.number(len(troubles))))
    found = DataFrame([asdict(trouble) for trouble in troubles])
    for code, number in found["code"].value_counts().items():
        st.markdown(t("intake.remedy", number=number, why=t(f"problem.{code}"), remedy=t(f"remedy.{code}")))
    told = found.assign(
        why=[t(f"problem.{code}") for code in found["code"]], remedy=[t(f"remedy.{code}") for code in found["code"]]
    )
    table.show(told.drop(columns="code"), key="plan-troubles")


def _preview(found: Changes) -> None:
    cells = found.cells
    shown = cells.assign(
        month=[t.month(month) for month in cells["month"]],
        salesperson=[who if isinstance(who, str) else t("plan_book.whole") for who in cells["salesperson"]],
        figure=[t(f"plan.{figure}") for figure in cells["figure"]],
        now=[t.number(value) for value in cells["before"]],
        to_be=[t("plan_book.shared") if isna(value) else t.number(value) for value in cells["after"]],
    ).drop(columns=["before", "after"])
    pressed = st.button(
        t("plan_book.set", cells=t.number(len(cells))), key="plan-book-set", type="primary", icon=":material/flag:"
    )
    table.show(shown, key="plan-changes")
    if pressed:
        try:
            set_months(warehouse(), found.months)
        except WarehouseError as error:
            st.error(said_of(error))
            return
        st.session_state["plan_turn"] += 1
        st.toast(t("plan_book.done", cells=t.number(len(cells))), icon=":material/check_circle:", duration="long")
        st.rerun()
