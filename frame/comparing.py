"""What a file about to be loaded would change, found out in the background: any click would end the page's own thread.

An answer is kept with what it was asked about, and asked again once the data is another.
"""

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import streamlit as st

from analytics import rehearsal
from analytics.rehearsal import STEPS, Change
from data.difference import Earlier
from data.load import Chosen
from frame.ask import data_version, t, warehouse

Answer = TypeVar("Answer")

PATIENCE = 0.15  # seconds the page waits for a small file's answer before it shows progress
EVERY = 0.3  # seconds between two looks
REMEMBERED = 40
WORKERS = 2


@dataclass
class Work(Generic[Answer]):
    """A question about a file under way; `step` of STEPS is done."""

    about: Chosen
    answer: Future[Answer] = field(default_factory=Future)
    step: int = 0

    def told(self, step: int) -> None:
        """Take note of how far the question is."""
        self.step = step

    def has_come(self) -> bool:
        """Tell whether the answer is there, after a moment for it."""
        return self.answer in wait([self.answer], timeout=PATIENCE).done


@st.cache_resource(show_spinner=False)
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(WORKERS, thread_name_prefix="comparison")


def earlier_sheets(chosen: Chosen) -> Work[list[Earlier]]:
    """Ask which earlier sheets a file seems to correct."""
    return _asked(("earlier", *_identity(chosen)), chosen, lambda con, _: rehearsal.earlier_sheets(con, chosen))


def change(chosen: Chosen) -> Work[Change]:
    """Ask what loading a file with its corrections would change."""
    key = ("change", *_identity(chosen), chosen.corrects)
    return _asked(key, chosen, lambda con, work: rehearsal.change(con, chosen, work.told))


@st.fragment(run_every=EVERY)
def watch(work: Work[Any]) -> None:
    """Draw how far a question is, and have the page drawn with its answer once it has come."""
    if work.answer.done():
        st.rerun()
    st.progress(work.step / STEPS, t("correction.comparing"))


def ask_again(work: Work[Any]) -> None:
    """Have a question asked again that failed."""
    for key in [key for key, one in _known().items() if one is work]:
        del _known()[key]


def forget() -> None:
    """Let go of every answer and of the files they are about."""
    st.session_state.pop("comparisons", None)


def _known() -> dict[Hashable, Work[Any]]:
    known: dict[Hashable, Work[Any]] = st.session_state.setdefault("comparisons", {})
    return known


def _asked(key: Hashable, chosen: Chosen, question: Callable[[Any, Work[Any]], Answer]) -> Work[Answer]:
    """Return the question's work, begun when it was not asked yet of this state of the data."""
    known, key = _known(), (key, data_version())
    if key not in known:
        _give_up(chosen)
        known[key] = Work(chosen)
        known[key].answer = _workers().submit(question, warehouse(), known[key])
        for old in list(known)[:-REMEMBERED]:
            del known[old]
    return known[key]


def _give_up(chosen: Chosen) -> None:
    """Take back what was asked of a file before the reader chose again, unless it has begun."""
    known = _known()
    for key, work in list(known.items()):
        if work.about.workbook.digest == chosen.workbook.digest and work.answer.cancel():
            del known[key]


def _identity(chosen: Chosen) -> tuple[Hashable, ...]:
    """What tells a file from the same one read with other answers: its tables, which the work keeps alive."""
    return chosen.workbook.digest, chosen.store, tuple(id(sheet.rows) for sheet in chosen.chosen_sheets)
