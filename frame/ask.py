"""What a page may ask: for words (`t`) and for answers (`ask`). The only cache, session state and connection."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import duckdb
import streamlit as st
from duckdb import DuckDBPyConnection

from analytics.filters import Filters
from data import warehouse as engine
from words import Words, speak

Choices = ParamSpec("Choices")
Answer = TypeVar("Answer")

HOME = Path(__file__).parent.parent
REMEMBERED_ANSWERS = 2000


def database() -> str:
    """Return the path of the database: KEYUAN_DATABASE, else var/keyuan.duckdb beside the program."""
    return os.environ.get("KEYUAN_DATABASE") or str(HOME / "var" / "keyuan.duckdb")


@st.cache_resource(show_spinner=False)
def _open(path: str) -> DuckDBPyConnection:
    return engine.open_warehouse(path)


def warehouse() -> DuckDBPyConnection:
    """Return the process's connection, for loading and undoing. Raises WarehouseError when it cannot be used."""
    return _open(database())


@contextmanager
def _reading() -> Iterator[DuckDBPyConnection]:
    cursor = warehouse().cursor()
    try:
        yield cursor
    finally:
        cursor.close()


class _Spoken:
    """The words of the session's language; callable and with every method of `words.Words`."""

    def __call__(self, key: str, **values: object) -> str:
        return words()(key, **values)

    def __getattr__(self, name: str) -> Any:
        return getattr(words(), name)


def words() -> Words:
    """Return the words of the language chosen in the sidebar."""
    return speak(st.session_state.get("lang") or "zh")


t = _Spoken()


def said_of(error: engine.WarehouseError) -> str:
    """Return the sentence for a database that cannot be used or changed."""
    return t(f"warehouse.{error.code}", detail=error.detail)


def choose(filters: Filters) -> None:
    """Make `filters` what every question of this run is asked under."""
    st.session_state["filters"] = filters


def filters() -> Filters:
    """Return what the reader chose in the sidebar."""
    chosen: Filters = st.session_state["filters"]
    return chosen


def data_version() -> int:
    """Return the number of the last change to the data as this run found it."""
    number: int = st.session_state["data_version"]
    return number


def begin() -> None:
    """Note the data's version for all questions of this run, so that one page never shows two states of the data.

    Opens the database again after a full disk ended it. Raises WarehouseError when it cannot be used.
    """
    try:
        _note_version()
    except duckdb.FatalException:  # every handle of the process is dead; what was acknowledged stands in the file
        warehouse().close()
        _open.clear()
        try:
            _note_version()
        except duckdb.Error as error:
            raise engine.WarehouseError("failed") from error


def _note_version() -> None:
    with _reading() as con:
        st.session_state["data_version"] = engine.version(con)


def ask(
    question: Callable[Concatenate[DuckDBPyConnection, Filters, Choices], Answer],
    *choices: Choices.args,
    **named: Choices.kwargs,
) -> Answer:
    """Answer a question of analytics under the reader's filters, remembered until the data changes."""
    return ask_over(filters(), question, *choices, **named)


def ask_over(
    chosen: Filters,
    question: Callable[Concatenate[DuckDBPyConnection, Filters, Choices], Answer],
    *choices: Choices.args,
    **named: Choices.kwargs,
) -> Answer:
    """Answer a question under other filters than the reader's."""
    key = (f"{question.__module__}.{question.__qualname__}", repr(chosen), repr(choices), repr(sorted(named.items())))
    answer: Answer = _remembered(key, database(), data_version(), lambda con: question(con, chosen, *choices, **named))
    return answer


def ask_data(
    question: Callable[Concatenate[DuckDBPyConnection, Choices], Answer],
    *choices: Choices.args,
    **named: Choices.kwargs,
) -> Answer:
    """Answer a question about the data itself, that no filter narrows."""
    key = (f"{question.__module__}.{question.__qualname__}", repr(choices), repr(sorted(named.items())))
    answer: Answer = _remembered(key, database(), data_version(), lambda con: question(con, *choices, **named))
    return answer


@st.cache_data(show_spinner=False, max_entries=REMEMBERED_ANSWERS)
def _remembered(key: tuple[str, ...], path: str, version: int, _question: Callable[[DuckDBPyConnection], Any]) -> Any:
    """The key is values only: the question's name, what was chosen, the database and its version.

    When somebody changed the data since this run began, the page runs again: an answer is of the version it stands
    under, or it is not remembered.
    """
    with _reading() as con:
        answer = _question(con)
        if engine.version(con) != version:
            st.rerun()
    return answer
