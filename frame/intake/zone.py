"""The drop zone: files come in, are read in the background with progress, previewed, and loaded."""

from collections.abc import Sequence

import streamlit as st

from data.door import keep_ready
from data.warehouse import was_recovered
from frame.ask import ask_data, t
from frame.intake import loading, preview
from frame.intake.dropped import Dropped, under_way, wait_a_moment
from frame.plain import plain

EVERY = 0.25  # seconds between two looks at a reading


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
    if loading.is_under_way():
        loading.draw()
        return
    loading.say_why_not()
    dropped = under_way(files)
    if not dropped:
        return
    is_all_read = wait_a_moment(dropped)
    with st.container():  # its place is kept, or the preview would be drawn anew with every reading
        if not is_all_read:
            _watch(dropped)
    if all(one.book for one in dropped):
        preview.draw(dropped, is_all_read=is_all_read)


@st.fragment(run_every=EVERY)
def _watch(dropped: Sequence[Dropped]) -> None:
    """Draw how far reading is, with a button that ends it."""
    waiting = [one for one in dropped if not one.is_read()]
    if not waiting:
        st.rerun()
    done = len(dropped) - len(waiting)
    said, button = st.columns([5, 1], vertical_alignment="bottom")
    rows = sum(one.rows_so_far for one in waiting)
    said.progress(
        done / len(dropped),
        t(
            "intake.reading",
            number=t.number(done + 1),
            files=t.number(len(dropped)),
            name=plain(waiting[0].name),
            rows=t.number(rows),
        ),
    )
    button.button(
        t("intake.cancel"),
        key="cancel-reading",
        icon=":material/close:",
        on_click=_cancel,
        args=(waiting,),
        width="stretch",
    )


def _cancel(waiting: Sequence[Dropped]) -> None:
    for one in waiting:
        one.cancel()
