"""What is dropped, loaded, shown and taken back through the pages, with others at work in the same database."""

import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.warehouse import open_warehouse
from frame import ask
from tests import showroom
from tests.test_forms import K2, K5, REASONS
from tests.typed import VISITS, typed, visit
from words import speak

FRAME = Path(__file__).parents[1] / "frame" / "main.py"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
zh = speak("zh")

Open = Callable[..., AppTest]


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page of a new database: `board("data")`; others work in it through `ask.warehouse()`."""
    monkeypatch.setenv("KEYUAN_DATABASE", str(tmp_path / "board.duckdb"))

    def open_page(page: str = "overview") -> AppTest:
        st.session_state["lang"] = "zh"  # AppTest writes the choices of a select box once more outside the session
        app = AppTest.from_file(str(FRAME), default_timeout=60)
        app.session_state["lang"] = "zh"
        app.run()
        if page != "overview":
            app.switch_page(f"../pages/{page}.py").run()
        assert not app.exception, [error.value for error in app.exception]
        return app

    return open_page


def loads() -> list[int]:
    return [number for (number,) in ask.warehouse().cursor().execute("select load_id from raw.load").fetchall()]


def drop(app: AppTest, name: str, content: bytes) -> None:
    """Drop a file and wait for its preview."""
    app.file_uploader[0].set_value((name, content, EXCEL)).run()
    until = time.monotonic() + 60
    while "load" not in {button.key for button in app.button}:
        assert time.monotonic() < until, "no preview came"
        time.sleep(0.1)
        app.run()


def register(days: int = 3, **cells: object) -> bytes:
    return typed({"客流": [VISITS, *(visit(f"2026-03-{day:02}", **cells) for day in range(1, days + 1))]})


def test_undo_takes_back_the_load_that_was_shown_and_no_later_one(board: Open):
    showroom.put(ask.warehouse(), visit=showroom.visits(3, "2026-03-01"))
    app = board("data")
    assert zh("data.undo_what", number=1) in [text.value for text in app.markdown]
    showroom.put(ask.warehouse(), visit=showroom.visits(3, "2026-03-02"))
    app.button(key="undo-1").click().run()
    assert loads() == [2]
    assert zh("data.undo_what", number=2) in [text.value for text in app.markdown]


def test_the_load_looked_at_stays_when_a_colleague_loads(board: Open):
    for day in (1, 2):
        showroom.put(ask.warehouse(), visit=showroom.visits(3, f"2026-03-{day:02}"))
    app = board("data")
    app.session_state["load_looked_at"] = 1
    app.run()
    showroom.put(ask.warehouse(), visit=showroom.visits(3, "2026-03-03"))
    app.run()
    assert zh("data.undo_what", number=1) in [text.value for text in app.markdown]
    app.button(key="undo-1").click().run()
    assert loads() == [2, 3]
    assert zh("data.undo_what", number=3) in [text.value for text in app.markdown]


def test_an_undo_that_fails_leaves_a_sentence_and_the_page(board: Open):
    showroom.put(ask.warehouse(), visit=showroom.visits(3, "2026-03-01"))
    app = board("data")
    ask.warehouse().execute("alter table raw.visit rename to elsewhere")
    app.button(key="undo-1").click().run()
    assert not app.exception
    assert [error.value for error in app.error] == [zh("warehouse.failed")]
    assert loads() == [1]


def test_a_dropped_file_is_let_go_of_when_the_reader_goes_to_another_page(board: Open):
    showroom.put(ask.warehouse(), visit=showroom.visits(3, "2026-03-01"))
    app = board("data")
    drop(app, "来店登记.xlsx", register())
    assert len(app.session_state["dropped"]) == 1
    app.switch_page("../pages/traffic.py").run()
    assert "dropped" not in app.session_state


@pytest.mark.parametrize("page", ["overview", "traffic", "conversion", "test_drives", "losses", "data"])
def test_a_load_that_nothing_counts_leaves_every_page_with_a_sentence_and_can_be_taken_back(board: Open, page: str):
    content = typed({"表": [["战败客户分析表"], ["车型", *REASONS], ["K2", *K2], ["K5", *K5]]})
    showroom.drop(ask.warehouse(), ("战败.xlsx", content))
    app = board(page)
    assert app.title[0].value != zh("welcome.heading")
    assert not app.error
    if page == "data":
        app.button(key="undo-1").click().run()
        assert loads() == []
        assert app.title[0].value == zh("welcome.heading")
    else:
        assert [note.value for note in app.info]


def test_an_answer_never_stands_under_an_older_version_of_the_data(board: Open):
    def page() -> None:  # runs as a script of its own
        import streamlit as st  # noqa: PLC0415

        from frame import ask  # noqa: PLC0415
        from tests import showroom  # noqa: PLC0415

        def visits(con):  # a colleague's load ends between the start of the run and the answer
            if not con.execute("select 1 from raw.load").fetchall():
                showroom.put(ask.warehouse(), visit=showroom.visits(3, "2026-03-01"))
            return con.execute("select count(*) from raw.visit").fetchall()[0][0]

        ask.begin()
        st.text(f"{ask.data_version()} {ask.ask_data(visits)}")

    before = ask.engine.version(ask.warehouse())
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    assert [text.value for text in app.text] == [f"{before + 1} 3"]


def test_a_recovery_is_told_on_the_first_page_and_where_files_are_dropped(board: Open, tmp_path: Path):
    path = tmp_path / "torn.duckdb"
    con = open_warehouse(path)
    for day in (1, 2):
        showroom.put(con, visit=showroom.visits(3, f"2026-03-{day:02}"))
    file, log = path.read_bytes(), path.with_name("torn.duckdb.wal").read_bytes()
    con.close()
    (tmp_path / "board.duckdb").write_bytes(file)
    (tmp_path / "board.duckdb.wal").write_bytes(log[:-100] + bytes(100))
    app = board()
    assert zh("intake.recovered") in [toast.value for toast in app.toast]
    app.switch_page("../pages/data.py").run()
    assert zh("intake.recovered") in [warning.value for warning in app.warning]
    assert zh("intake.recovered") not in [toast.value for toast in app.toast]


def test_a_full_disk_ends_the_engine_and_the_next_page_opens_it_again(board: Open):
    resource = pytest.importorskip("resource")  # not on Windows
    showroom.put(ask.warehouse(), visit=showroom.visits(3, "2026-03-01"))
    app = board()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, limits[1]))
    try:
        with pytest.raises(duckdb.FatalException):
            ask.warehouse().cursor().execute("checkpoint")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    app.run()
    assert not app.exception and not app.error
    assert app.title[0].value == zh("overview.heading", period="2026年3月")
    assert loads() == [1]
