"""The files under way: each with its bytes, what the user answered about it, its reading, and what that gave."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics import periods
from data.answers import remembered
from data.asked import Asked, ColumnAnswer, Mend, SheetAnswer, ValueAnswer, joined
from data.door import Opening, begin
from data.reading import Line, Workbook
from data.vocabulary import plain
from frame import comparing
from frame.ask import ask_data, t

PATIENCE = 0.6  # seconds in which a small file is read without a word about it
LOOK = 0.01


@dataclass
class Dropped:
    """A file under way; `given` holds the answers of this session, `store` is that of sheets that name none.

    `troubled` keeps the records that were to be mended as they stood, so that they can be shown when they are right.
    """

    name: str
    content: bytes
    store: str
    given: Asked = field(default_factory=Asked)
    opening: Opening | None = None
    book: Workbook | None = None
    troubled: dict[tuple[str, int], Line] = field(default_factory=dict)
    revision: int = 0

    def read(self) -> None:
        """Begin to read the file with all answers: those remembered and, over them, those given now."""
        if self.opening:
            self.opening.cancel()
        columns, values = ask_data(remembered)
        asked = replace(
            self.given,
            usual=self.store,
            columns=joined(columns, self.given.columns),
            values=joined(values, self.given.values),
        )
        self.opening = begin(self.name, self.content, asked)

    def is_read(self) -> bool:
        """Tell whether the last reading has ended; what it gave is taken over."""
        if self.opening and self.opening.done():
            self.book, self.opening = self.opening.result(), None
            self.revision += 1
            for sheet in self.book.sheets:
                self.troubled |= {(sheet.name, line.row): line for line in sheet.troubled}
        return self.opening is None

    @property
    def rows_so_far(self) -> int:
        """The lines that the reading under way has read."""
        return self.opening.rows if self.opening else 0

    def cancel(self) -> None:
        """End the reading that is under way."""
        if self.opening:
            self.opening.cancel()

    def store_of(self, sheet: str) -> str:
        """Return the store that a sheet's answers are remembered for."""
        named = next((one.store for one in self.book.sheets if one.name == sheet), None) if self.book else None
        return self.given.store or named or self.store

    def answered(self, store: str) -> set[tuple[str, str]]:
        """Return the values (field, plain spelling) that the store's answers, remembered or given, speak of."""
        answers = (*ask_data(remembered)[1], *self.given.values)
        return {(one.field, plain(one.written)) for one in answers if one.store == store}

    def answer(self, columns: Iterable[ColumnAnswer] = (), values: Iterable[ValueAnswer] = ()) -> None:
        """Put answers over those given before and read the file again."""
        given = replace(
            self.given, columns=joined(self.given.columns, columns), values=joined(self.given.values, values)
        )
        self._read_with(given)

    def mend(self, mends: Iterable[Mend], left_out: Iterable[tuple[str, int]]) -> None:
        """Read the file again with these cells (and those mended before) put right, and without just these rows."""
        given = replace(self.given, mends=joined(self.given.mends, mends), left_out=tuple(sorted(left_out)))
        self._read_with(given)

    def say(self, sheet: SheetAnswer) -> None:
        """Read the file again with a sheet taken for what the user says it is."""
        self._read_with(replace(self.given, sheets=joined(self.given.sheets, [sheet])))

    def _read_with(self, given: Asked) -> None:
        if given != self.given:
            self.given = given
            self.read()

    def date(self, year: int) -> None:
        """Read the file again, dates without a year as of this one."""
        self._read_with(replace(self.given, year=year))

    def move(self, store: str) -> None:
        """Take the file as another store's; it is read again where either store has answers to read it with."""
        columns, values = ask_data(remembered)
        answers: tuple[ColumnAnswer | ValueAnswer, ...] = (*columns, *values, *self.given.columns, *self.given.values)
        matters = any(one.store in (store, self.store, self.given.store) for one in answers)
        self.given = replace(
            self.given,
            store=store,
            columns=tuple(replace(one, store=store) for one in self.given.columns),
            values=tuple(replace(one, store=store) for one in self.given.values),
        )
        self.store = store
        if matters:
            self.read()


def under_way(files: Sequence[UploadedFile] | None) -> list[Dropped]:
    """Begin to read what is new, let go of what was taken out; return the files in the order they were dropped."""
    known: dict[str, Dropped] = st.session_state.setdefault("dropped", {})
    kept = {}
    for file in files or []:
        if file.file_id not in known:
            known[file.file_id] = Dropped(file.name, file.getvalue(), usual_store())
            known[file.file_id].read()
        kept[file.file_id] = known[file.file_id]
    for gone in known.keys() - kept.keys():
        known[gone].cancel()
    st.session_state["dropped"] = kept
    return list(kept.values())


def wait_a_moment(dropped: Sequence[Dropped]) -> bool:
    """Give small files the moment they need; tell whether all are read."""
    until = time.monotonic() + PATIENCE
    while not all(one.is_read() for one in dropped):
        if time.monotonic() > until:
            return False
        time.sleep(LOOK)
    return True


def usual_store() -> str:
    """Return the store of files that name none: the only one already loaded, else the reader's own."""
    stores: list[str] = ask_data(periods.choices)["stores"]
    return stores[0] if len(stores) == 1 else t("intake.my_store")


def forget() -> None:
    """Let go of the dropped files: they are loaded, or the reader went on to a page without a drop zone."""
    for one in st.session_state.pop("dropped", {}).values():
        one.cancel()
    comparing.forget()
