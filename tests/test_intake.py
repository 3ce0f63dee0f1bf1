"""The way of a dropped file through the pages: read, asked about, put right, loaded, and remembered for next month."""

import json
import time
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
import streamlit as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from data.answers import remembered
from data.asked import Asked, Mend
from data.door import open_workbook
from data.reading import Certainty
from frame import ask
from frame.intake import columns, loading, mending, preview
from frame.intake import dropped as files
from tests import showroom
from tests.patched import patched
from tests.typed import VISITS, typed, visit
from words import LANGUAGES, speak

FRAME = Path(__file__).parents[1] / "frame" / "main.py"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATIENCE = 60
zh = speak("zh")

Open = Callable[..., AppTest]


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page of a new database: `board("data")`; others work in it through `ask.warehouse()`."""
    monkeypatch.setenv("KEYUAN_DATABASE", str(tmp_path / "board.duckdb"))

    def open_page(page: str = "overview") -> AppTest:
        st.session_state["lang"] = "zh"  # AppTest writes the choices of a select box once more outside the session
        app = AppTest.from_file(str(FRAME), default_timeout=PATIENCE)
        app.session_state["lang"] = "zh"
        app.run()
        if page != "overview":
            app.switch_page(f"../pages/{page}.py").run()
        assert not app.exception, [error.value for error in app.exception]
        return app

    return open_page


def until(app: AppTest, came: Callable[[], bool], what: str) -> None:
    """Look again until something is there: what goes on in the background needs its time."""
    end = time.monotonic() + PATIENCE
    while not came():
        assert not app.exception, [error.value for error in app.exception]
        assert time.monotonic() < end, what
        time.sleep(0.1)
        app.run()
    assert not app.exception, [error.value for error in app.exception]


def is_ready(app: AppTest) -> bool:
    return any(button.key == "load" and not button.disabled for button in app.button)


def drop(app: AppTest, *dropped: tuple[str, bytes]) -> None:
    """Drop files and wait until they can be loaded."""
    app.file_uploader[0].set_value([(name, content, EXCEL) for name, content in dropped]).run()
    until(app, lambda: is_ready(app), "no preview came")


def press(app: AppTest, name: str) -> None:
    """Press the button whose key begins with a name, and wait until the file is read again."""
    next(button for button in app.button if str(button.key).startswith(name)).click().run()
    until(app, lambda: is_ready(app), f"{name}: the preview did not come back")


def edit(app: AppTest, name: str, cells: Mapping[int, Mapping[str, object]]) -> None:
    """Type into the table whose key begins with a name (row → column → value), as a browser sends it."""
    table = next(one for one in app.data_editor if str(one.key).startswith(name))
    states = app._tree.get_widget_states()
    typed_in = {"edited_rows": {str(row): dict(edits) for row, edits in cells.items()}}
    state = states.widgets.add(id=table.proto.id)
    state.string_value = json.dumps({**typed_in, "added_rows": [], "deleted_rows": []})
    app._run(states)
    until(app, lambda: is_ready(app), f"{name}: the preview did not come back")


def table(app: AppTest, name: str):
    """Return the editable table whose key begins with a name."""
    return next(one.value for one in app.data_editor if str(one.key).startswith(name))


def load(app: AppTest) -> None:
    app.button(key="load").click().run()
    until(app, lambda: "loading" not in app.session_state, "the load did not end")


def said(app: AppTest) -> list[str]:
    return [text.value for text in app.markdown]


def visits(sql: str) -> list[tuple]:
    return ask.warehouse().cursor().execute(f"select {sql} from raw.visit order by row").fetchall()


def register(*lines: list[object], heading: str = "客户从哪听说", source: str = "抖音") -> bytes:
    """Return a register whose last column has a heading that nobody knows."""
    return typed({"客流": [[*VISITS, heading], *([*line, source] for line in lines)]})


def month(number: int, **cells: object) -> list[list[object]]:
    return [visit(date(2026, number, day), **cells) for day in range(1, 6)]


def test_the_preview_shows_the_first_rows_with_the_field_over_each_column(board: Open):
    app = board()
    drop(app, ("客流.xlsx", register(*month(3))))
    shown = next(one for one in app.dataframe if "K" in one.value)
    headings = json.loads(shown.proto.columns)
    assert headings["B"]["label"] == f"B 日期 → {zh('field.happened_on')} ✓"
    assert headings["K"]["label"] == f"K 客户从哪听说 → {zh('intake.not_used')} ?"
    assert shown.value["row"].tolist() == ["2", "3", "4", "5", "6"]
    assert set(shown.value["E"]) == {"139********"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_certainty_has_its_word(language: str):
    assert not [one for one in Certainty if f"certainty.{one}" not in speak(language)]


def test_an_answered_column_is_read_again_and_loaded_under_its_field(board: Open):
    app = board()
    drop(app, ("客流.xlsx", register(*month(3))))
    asked = next(box for box in app.selectbox if str(box.key).startswith("column-"))
    assert asked.value is None
    asked.set_value("channel").run()
    until(app, lambda: is_ready(app), "the preview did not come back")
    assert [box.value for box in app.selectbox if str(box.key).startswith("column-")] == ["channel"]
    load(app)
    assert set(visits("channel")) == {("抖音",)}


def test_any_column_can_be_changed_in_the_table_of_all_columns(board: Open):
    app = board()
    drop(app, ("客流.xlsx", register(*month(3))))
    edit(app, "columns-", {9: {"field": columns.UNUSED}})
    assert table(app, "columns-")["field"].tolist()[9] == columns.UNUSED
    load(app)
    assert set(visits("salesperson")) == {(None,)}


def test_the_second_month_of_the_same_form_needs_no_question(board: Open):
    app = board()
    lines = [*month(3), visit(date(2026, 3, 9), 销售顾问="小张"), visit(date(2026, 3, 9), 联系电话="", 级别="特")]
    drop(app, ("三月.xlsx", register(*lines)))
    next(box for box in app.selectbox if str(box.key).startswith("column-")).set_value("channel").run()
    until(app, lambda: is_ready(app), "the preview did not come back")
    press(app, "accept-")
    level = next(str(one.key) for one in app.data_editor if "-level-" in str(one.key))
    edit(app, level, {0: {"meant": "A"}})
    load(app)
    by_column, by_value = remembered(ask.warehouse())
    assert [(one.heading, one.field) for one in by_column] == [("客户从哪听说", "channel")]
    assert {(one.written, one.meant) for one in by_value} == {("小张", "张三"), ("特", "A")}

    app.switch_page("../pages/data.py").run()
    lines = [*month(4), visit(date(2026, 4, 9), 销售顾问="小张"), visit(date(2026, 4, 9), 联系电话="", 级别="特")]
    drop(app, ("四月.xlsx", register(*lines)))
    assert not [box.key for box in app.selectbox if str(box.key).startswith("column-")]
    assert not [one.key for one in app.data_editor if str(one.key).startswith(("meant-", "mend-"))]
    load(app)
    april = "month(happened_on) = 4"
    assert set(visits(f"salesperson, channel, {april}")) == {("张三", "抖音", False), ("张三", "抖音", True)}
    assert [level for level, is_april in visits(f"level, {april}") if is_april] == ["A"] * 7


def test_nothing_is_merged_without_the_managers_word(board: Open):
    app = board()
    drop(app, ("客流.xlsx", register(*month(3), visit(date(2026, 3, 9), 销售顾问="小张"))))
    question = table(app, "meant-")
    assert question.to_dict("records") == [{"written": "小张", "rows": 1, "suggestion": "张三", "meant": None}]
    load(app)
    assert set(visits("salesperson")) == {("张三",), ("小张",)}


def test_a_spelling_may_be_kept_and_taken_back(board: Open):
    app = board()
    drop(app, ("客流.xlsx", register(*month(3), visit(date(2026, 3, 9), 销售顾问="小张"))))
    press(app, "accept-")
    assert table(app, "meant-")["meant"].tolist() == ["张三"]
    edit(app, "meant-", {0: {"meant": "="}})
    load(app)
    assert set(visits("salesperson")) == {("张三",), ("小张",)}


def test_spellings_are_compared_with_what_the_store_already_knows(board: Open):
    showroom.put(ask.warehouse(), store="东店", visit=showroom.visits(3, "2026-02-01", model="K7", channel="汽车之家"))
    app = board("data")
    line = visit(date(2026, 3, 9), 意向车型="K7 2.0T")
    drop(app, ("客流.xlsx", register(line, heading="信息来源", source="汽车之家网")))
    found = {str(one.key).split("-")[2]: one.value for one in app.data_editor if str(one.key).startswith("meant-")}
    assert found["model"]["suggestion"].tolist() == ["K7"]
    assert found["channel"]["suggestion"].tolist() == ["汽车之家"]


def test_a_bad_cell_is_mended_where_it_stands_and_the_row_is_loaded(board: Open):
    app = board()
    drop(app, ("客流.xlsx", register(*month(3), visit("2026年3月45日"))))
    assert zh("intake.load", rows="5", files="1") in [button.label for button in app.button]
    wrong = table(app, "mend-")
    assert wrong["row"].tolist() == [7]
    assert wrong["why"].tolist() == [zh("intake.wrong_lost", where="B 日期", why=zh("problem.bad_date"))]
    edit(app, "mend-", {0: {"B": "2026-03-15"}})
    assert table(app, "mend-")["why"].tolist() == [zh("intake.mended")]
    load(app)
    assert visits("happened_on")[-1] == (date(2026, 3, 15),)


def test_the_rows_to_mend_stand_in_the_order_of_the_workbook(board: Open):
    app = board()
    lines = [[*VISITS], *month(3), visit("2026年3月45日"), visit("2026年3月46日")]
    drop(app, ("客流.xlsx", typed({"3月下": lines, "10月": lines, "3月上": lines[:-1]})))
    rows = table(app, "mend-")
    assert list(zip(rows["sheet"], rows["row"], strict=True)) == [
        ("3月下", 7), ("3月下", 8), ("10月", 7), ("10月", 8), ("3月上", 7),
    ]  # fmt: skip


def test_names_and_phones_stay_masked_until_they_are_to_be_mended(board: Open):
    app = board()
    drop(app, ("客流.xlsx", register(*month(3), visit(date(2026, 3, 9), 联系电话="1391234"))))
    masked = table(app, "mend-").iloc[0]
    assert (masked["D"], masked["E"]) == ("王**", "139****")
    next(one for one in app.toggle if str(one.key).startswith("unmask-")).set_value(True).run()
    clear = table(app, "mend-").iloc[0]
    assert (clear["D"], clear["E"]) == ("王伟", "1391234")


def test_a_masked_cell_that_is_sent_back_as_it_is_shown_changes_nothing(board: Open):
    app = board()
    drop(app, ("客流.xlsx", register(*month(3), visit(date(2026, 3, 9), 联系电话="1391234"))))
    edit(app, "mend-", {0: {"D": "王**"}})
    load(app)
    assert set(visits("customer_name")) == {("王伟",)}


def test_a_row_is_left_out_knowingly_and_wanted_again(board: Open):
    app = board()
    drop(app, ("客流.xlsx", register(*month(3), visit(date(2026, 3, 9), 联系电话="1391234"))))
    edit(app, "mend-", {0: {"left_out": True}})
    assert table(app, "mend-")["why"].tolist() == [zh("intake.left_out")]
    counts = {"read": "6", "rows": "5", "mended": "0", "unwanted": "1", "lost": "0"}
    assert zh("intake.coverage", **counts, columns="91% (10/11)") in said(app)
    edit(app, "mend-", {0: {"left_out": False}})
    load(app)
    assert len(visits("row")) == 6


def test_the_workbook_comes_back_with_its_bad_cells_coloured_and_told_why():
    content = register(*month(3), visit("2026年3月45日"))
    book = open_workbook("客流.xlsx", content)
    cell = load_workbook(BytesIO(mending._marked("客流.xlsx", content, book, Asked(), zh)))["客流"]["B7"]
    assert zh("problem.bad_date") in cell.comment.text and zh("remedy.bad_date") in cell.comment.text
    assert cell.fill.fgColor.rgb == "FFFBE3C8"


def test_what_was_put_right_on_the_board_stands_in_the_workbook_that_comes_back():
    content = register(*month(3), visit("2026年3月45日"), visit(date(2026, 3, 9), 联系电话="12"))
    given = Asked(mends=(Mend("客流", 7, "B", "2026-03-08"),), left_out=(("客流", 8),))
    book = open_workbook("客流.xlsx", content, given)
    sheet = load_workbook(BytesIO(mending._marked("客流.xlsx", content, book, given, zh)))["客流"]
    assert (sheet["B7"].value, sheet["B7"].comment.text) == ("2026-03-08", zh("intake.mended"))
    assert sheet["A8"].comment.text == zh("intake.left_out")


def test_a_workbook_too_large_to_come_back_is_replaced_by_a_list_of_what_is_wrong():
    content = register(*month(3), visit("2026年3月45日"))
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="A3:L300000"/></mergeCells>'
    book = open_workbook("客流.xlsx", content)
    content = patched(content, {"</sheetData>": merged})
    listed = load_workbook(BytesIO(mending._marked("客流.xlsx", content, book, Asked(), zh)))
    why = (zh("problem.bad_date"), zh("remedy.bad_date"))
    assert list(listed.active.values)[1] == ("客流", 7, "B", "日期", "2026年3月45日", *why)


def test_a_sheet_nobody_knows_is_read_as_the_manager_says_and_known_next_month(board: Open):
    def unknown(month: int) -> bytes:
        lines = [[f"2026-{month:02}-{day:02}", "王伟", f"1391234567{day}", "K5"] for day in range(1, 6)]
        return typed({"甲": [["某表", "", "", ""], ["编码甲", "编码乙", "编码丙", "编码丁"], *lines]})

    app = board()
    app.file_uploader[0].set_value([("表.xlsx", unknown(3), EXCEL)]).run()
    until(app, lambda: any(str(one.key).startswith("kind-") for one in app.selectbox), "it was not asked what it is")
    next(one for one in app.selectbox if str(one.key).startswith("kind-")).set_value("visit").run()
    until(app, lambda: any(str(one.key).startswith("column-") for one in app.selectbox), "no column was asked")
    for letter, name in (("A", "happened_on"), ("B", "customer_name"), ("D", "model")):
        choices = [one for one in app.selectbox if str(one.key).startswith("column-") and f"-{letter}-" in str(one.key)]
        if choices:
            choices[0].set_value(name).run()
            until(app, lambda: "dropped" in app.session_state and not app.exception, "the preview did not come back")
            until(app, lambda: is_ready(app), "the preview did not come back")
    load(app)
    assert visits("happened_on, customer_name, phone, model")[0] == (date(2026, 3, 1), "王伟", "13912345671", "K5")
    app.switch_page("../pages/data.py").run()
    drop(app, ("表四.xlsx", unknown(4)))
    assert not [one for one in app.selectbox if str(one.key).startswith(("column-", "kind-"))]
    load(app)
    assert len(visits("row")) == 10


def test_one_line_says_what_becomes_of_the_rows_and_a_table_how_far_fields_are_filled(board: Open):
    app = board()
    drop(
        app,
        ("客流.xlsx", register(*month(3), visit("2026年3月45日", 联系电话=""), visit(date(2026, 3, 9), 联系电话=""))),
    )
    counts = {"read": "7", "rows": "6", "mended": "0", "unwanted": "0", "lost": "1"}
    assert zh("intake.coverage", **counts, columns="91% (10/11)") in said(app)
    filled = next(one.value for one in app.dataframe if "filled" in one.value).set_index("filled_field")
    assert filled.loc[zh("field.phone"), ["filled", "share"]].tolist() == pytest.approx([5, 100 * 5 / 6])
    assert filled.loc[zh("field.model"), ["filled", "share"]].tolist() == [6, 100]


def test_two_files_of_the_same_bytes_are_one(board: Open):
    app = board()
    content = register(*month(3))
    drop(app, ("客流.xlsx", content), ("客流 (1).xlsx", content))
    assert zh("intake.twice") in app.info[0].value
    load(app)
    assert len(visits("row")) == 5


def test_another_store_is_read_with_that_stores_answers(board: Open):
    app = board()
    drop(app, ("三月.xlsx", register(*month(3))))
    next(box for box in app.selectbox if str(box.key).startswith("column-")).set_value("channel").run()
    until(app, lambda: is_ready(app), "the preview did not come back")
    load(app)
    app.switch_page("../pages/data.py").run()
    drop(app, ("四月.xlsx", register(*month(4))))
    assert not [box for box in app.selectbox if str(box.key).startswith("column-")]
    next(box for box in app.text_input if str(box.key).startswith("store-")).set_value("西店").run()
    until(app, lambda: is_ready(app), "the preview did not come back")
    assert [box.value for box in app.selectbox if str(box.key).startswith("column-")] == [None]
    load(app)
    assert set(visits("store, channel")) == {("本店", "抖音"), ("西店", None)}


def test_a_reading_is_ended_by_its_button_and_can_be_begun_again(board: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "PATIENCE", 0)
    app = board()
    app.file_uploader[0].set_value([("客流.xlsx", register(*month(3) * 4000), EXCEL)]).run()
    assert [button.key for button in app.button if button.key == "cancel-reading"]
    app.button(key="cancel-reading").click().run()
    until(app, lambda: any(str(one.key).startswith("again-") for one in app.button), "the reading did not end")
    assert any(zh("refused.cancelled") in info.value for info in app.info)
    assert not is_ready(app)
    press(app, "again-")
    assert zh("intake.load", rows="20,000", files="1") in [button.label for button in app.button]


def test_a_load_under_way_is_taken_back_whole_by_its_button(board: Open, monkeypatch: pytest.MonkeyPatch):
    begun, go_on = Event(), Event()
    told = loading.Loading.told

    def waits(self: loading.Loading, *how: object) -> None:
        begun.set()
        go_on.wait(PATIENCE)
        told(self, *how)

    monkeypatch.setattr(loading.Loading, "told", waits)
    app = board()
    drop(app, ("客流.xlsx", register(*month(3))))
    app.button(key="load").click().run()
    assert begun.wait(PATIENCE)
    app.button(key="cancel-loading").click().run()
    go_on.set()
    until(app, lambda: "loading" not in app.session_state, "the load did not end")
    assert [info.value for info in app.info] == [zh("intake.load_cancelled")]
    assert visits("row") == []
    assert is_ready(app)


def test_a_load_that_fails_leaves_a_sentence_and_the_preview(board: Open):
    app = board()
    drop(app, ("来店登记.xlsx", register(*month(3))))
    ask.warehouse().execute("alter table raw.sheet rename to elsewhere")
    load(app)
    assert [error.value for error in app.error][:1] == [zh("warehouse.failed")]
    assert len(app.session_state["dropped"]) == 1


def test_a_loaded_file_is_let_go_of_and_said_to_be_in(board: Open):
    app = board()
    drop(app, ("来店登记.xlsx", register(*month(3))))
    load(app)
    assert "dropped" not in app.session_state
    assert zh("intake.loaded", files="1", rows="5") in [toast.value for toast in app.toast]
    assert app.title[0].value == zh("overview.heading", period="2026年3月")


def test_the_preview_says_how_many_problems_it_does_not_list(board: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(preview, "SHOWN_PROBLEMS", 2)
    app = board()
    drop(app, ("来店登记.xlsx", register(*month(3, 联系电话="12"))))
    assert zh("intake.more_problems", more="3") in [caption.value for caption in app.caption]
    assert zh("intake.remedy", number=5, why=zh("problem.bad_phone"), remedy=zh("remedy.bad_phone")) in said(app)
