"""What is dropped, loaded, shown and taken back through the pages, with others at work in the same database."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.answers import remember, remembered
from data.asked import NOT_USED, ColumnAnswer, ValueAnswer
from data.difference import earlier
from data.load import load
from data.registers import Kind
from data.warehouse import open_warehouse
from frame import ask
from tests import showroom
from tests.cell_edits import edit
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


def march(visits: int) -> list[showroom.Line]:
    """A month's register: its first customer, and as many nobody knows on one of its last days."""
    return [showroom.visit("2026-03-01", "13800000001"), *showroom.visits(visits, "2026-03-30")]


def correct(name: str, visits: int) -> int:
    """Load a register of March that stands in place of the earlier one."""
    lines = march(visits)
    chosen = showroom.choose(showroom.workbook(showroom.sheet(Kind.VISIT, lines, name="visit"), name=name))
    corrects = tuple(one.correction for one in earlier(ask.warehouse(), chosen))
    assert corrects
    return load(ask.warehouse(), [replace(chosen, corrects=corrects)])


def told(app: AppTest) -> str:
    return "\n".join(text.value for text in app.markdown)


def pick(app: AppTest, number: int) -> AppTest:
    app.session_state["load_looked_at"] = number
    return app.run()


def test_a_load_says_what_it_replaced_and_what_its_undo_brings_back(board: Open):
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=march(4))
    before = showroom.everything(ask.warehouse())
    number = correct("三月改.xlsx", 2)
    app = board("data")
    assert app.dataframe[0].value["replaced"].tolist() == [5, 0]
    replaced = next(one.value for one in app.dataframe if "lines" in one.value)
    assert replaced[["load_id", "file", "lines"]].to_numpy().tolist() == [[1, "三月.xlsx", 5]]
    assert zh("data.undo_returns", lines="5") in told(app)
    assert "第 1 次装载的 三月\\.xlsx · visit（2026年3月1日 – 2026年3月31日）" in told(app)
    app.button(key=f"undo-{number}").click().run()
    assert loads() == [1]
    assert showroom.everything(ask.warehouse()) == before


def test_an_undo_out_of_order_says_what_stays(board: Open):
    con = ask.warehouse()
    showroom.put(con, name="三月.xlsx", visit=march(4))
    second, third = correct("改一.xlsx", 2), correct("改二.xlsx", 3)
    after = showroom.everything(con)
    app = pick(board("data"), second)
    assert zh("data.undo_returns_nothing") in told(app)
    assert zh("data.undo_replaced", later=zh("data.load", number=third)) in told(app)
    app.button(key=f"undo-{second}").click().run()
    assert loads() == [1, third]
    assert showroom.everything(con) == after
    assert zh("data.undo_returns", lines="5") in told(pick(app, third))


PHONE = ColumnAnswer("东店", "3f", "visit", "客户电话2", "phone")
NICKNAME = ValueAnswer("西店", "salesperson", "小张", "张三")
CALL = ValueAnswer("东店", "contact_type", "打电话来", "来电")


@pytest.fixture
def answered(board: Open) -> AppTest:
    """The Data page with three answers remembered."""
    showroom.put(ask.warehouse(), visit=showroom.visits(3, "2026-03-01"))
    remember(ask.warehouse(), [PHONE, NICKNAME, CALL])
    return board("data")


def kept() -> set[ColumnAnswer | ValueAnswer]:
    columns, values = remembered(ask.warehouse())
    return {*columns, *values}


def listed(app: AppTest) -> set[str]:
    tables = [one.value for one in app.dataframe if "forget" in one.value]
    return {text for one in tables for column in ("heading", "written") if column in one for text in one[column]}


def test_answers_are_listed_by_store_and_found_by_their_words(answered: AppTest):
    assert listed(answered) == {"客户电话2", "小张", "打电话来"}
    answered.selectbox(key="answers-store").set_value("西店").run()
    assert listed(answered) == {"小张"}
    answered.selectbox(key="answers-store").set_value(None)
    answered.text_input(key="answers-word").set_value("电话").run()
    assert listed(answered) == {"客户电话2", "打电话来"}
    answered.text_input(key="answers-word").set_value("张三").run()
    assert listed(answered) == {"小张"}


def test_an_answer_is_changed_at_once(answered: AppTest):
    edit(answered, "heading", 0, field="note")
    assert kept() == {replace(PHONE, field="note"), NICKNAME, CALL}
    edit(answered, "heading", 0, field="not_used")
    assert kept() == {replace(PHONE, field=NOT_USED), NICKNAME, CALL}
    edit(answered, "written", 1, meant="张三丰")
    assert kept() == {replace(PHONE, field=NOT_USED), replace(NICKNAME, meant="张三丰"), CALL}
    assert not answered.exception


def test_an_answer_is_forgotten_at_once(answered: AppTest):
    edit(answered, "written", 0, forget=True)
    assert kept() == {PHONE, NICKNAME}
    edit(answered, "heading", 0, forget=True)
    edit(answered, "written", 0, forget=True)
    assert kept() == set()
    assert zh("answers.none") in [caption.value for caption in answered.caption]


def test_what_was_forgotten_is_taken_back(answered: AppTest):
    edit(answered, "written", 0, forget=True)
    assert zh("answers.forgotten", names="打电话来") in [info.value for info in answered.info]
    answered.button(key="answers-back").click().run()
    assert kept() == {PHONE, NICKNAME, CALL}
    assert not answered.exception
    assert zh("answers.forgotten", names="打电话来") not in [info.value for info in answered.info]


def test_a_meaning_nobody_knows_is_said_and_not_saved(answered: AppTest):
    edit(answered, "written", 0, meant="喊话")
    assert [error.value for error in answered.error] == [zh("answers.unknown_meaning")]
    assert kept() == {PHONE, NICKNAME, CALL}
