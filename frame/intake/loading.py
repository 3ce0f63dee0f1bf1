"""Loading, in a thread of its own: any click would end the page's. It tells how far it is and can be taken back."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import streamlit as st

from data.asked import ColumnAnswer, ValueAnswer
from data.load import Chosen, load
from data.warehouse import WarehouseError
from frame.ask import said_of, t, warehouse
from frame.intake.dropped import forget

EVERY = 0.25  # seconds between two looks
PATIENCE = 0.6  # seconds in which a small load ends without a word about it
LOOK = 0.01

Told = Callable[[str, int, int], None]
Put = Callable[[Sequence[Chosen], Sequence[ColumnAnswer | ValueAnswer], Told], "Loaded"]


class TakenBackError(Exception):
    """The reader took the load back while it was under way."""


@dataclass(frozen=True)
class Loaded:
    """What a load put in; `number` is 0 when everything was there already."""

    number: int
    files: int
    rows: int


@dataclass
class Loading:
    """A load under way: `stage` (words: `intake.stage.<stage>`), how much of it is done, and a way to take it back."""

    stage: str = "loading"
    done: int = 0
    all: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    result: Future[Loaded] = field(default_factory=Future)

    def told(self, stage: str, done: int, all_: int) -> None:
        """Take note of how far the load is. Raises TakenBackError when it is to be taken back."""
        self.stage, self.done, self.all = stage, done, all_
        if self.ended.is_set():
            raise TakenBackError


@st.cache_resource(show_spinner=False)
def _loaders() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="loader")


def putter() -> Put:
    """Return what loads chosen sheets, with the answers they were read with, from a thread without a page."""
    con = warehouse()

    def put(chosen: Sequence[Chosen], answers: Sequence[ColumnAnswer | ValueAnswer], told: Told) -> Loaded:
        number = load(con, chosen, answers, told=lambda done, all_: told("loading", done, all_))
        files = sum(bool(one.chosen_sheets) for one in chosen)
        rows = sum(sheet.rows.num_rows for one in chosen for sheet in one.chosen_sheets)
        return Loaded(number, files, rows)

    return put


def begin(work: Callable[[Told], Loaded]) -> None:
    """Begin a load and give it the moment a small one needs; ends this run of the page."""
    one = Loading()
    one.result = _loaders().submit(work, one.told)
    st.session_state["loading"] = one
    until = time.monotonic() + PATIENCE
    while not one.result.done() and time.monotonic() < until:
        time.sleep(LOOK)
    st.rerun()


def begin_with(chosen: Sequence[Chosen], answers: Sequence[ColumnAnswer | ValueAnswer]) -> None:
    """Begin to load chosen sheets and to remember the answers they were read with; ends this run of the page."""
    put = putter()
    begin(lambda told: put(chosen, answers, told))


def is_under_way() -> bool:
    """Tell whether a load of this reader is under way."""
    return "loading" in st.session_state


@st.fragment(run_every=EVERY)
def draw() -> None:
    """Draw how far the load is, with a button that takes it back."""
    one: Loading = st.session_state["loading"]
    if one.result.done():
        st.rerun()
    said, button = st.columns([5, 1], vertical_alignment="bottom")
    share = min(one.done / one.all, 1.0) if one.all else 0.0
    said.progress(share, t(f"intake.stage.{one.stage}", done=t.number(one.done), all=t.number(one.all)))
    button.button(
        t("intake.cancel"), key="cancel-loading", icon=":material/close:", on_click=one.ended.set, width="stretch"
    )


def conclude() -> None:
    """Once the load has ended, keep what there is to say about it, and begin the page anew when it is in."""
    one: Loading | None = st.session_state.get("loading")
    if one is None or not one.result.done():
        return
    del st.session_state["loading"]
    try:
        loaded = one.result.result()
    except TakenBackError:
        st.session_state["load_cancelled"] = True
    except WarehouseError as error:
        st.session_state["not_loaded"] = said_of(error)
    else:
        _begin_anew(loaded)


def _begin_anew(loaded: Loaded) -> None:
    files, rows = t.number(loaded.files), t.number(loaded.rows)
    said = t("intake.loaded", files=files, rows=rows) if loaded.number else t("intake.nothing_new")
    st.session_state["said"] = said
    st.session_state["drop_turn"] = st.session_state.get("drop_turn", 0) + 1
    st.session_state.pop("load_looked_at", None)
    forget()
    st.rerun()


def say_why_not() -> None:
    """Say once why the last load put nothing in."""
    if st.session_state.pop("load_cancelled", False):
        st.info(t("intake.load_cancelled"), icon=":material/cancel:")
    if said := st.session_state.pop("not_loaded", None):
        st.error(said)
