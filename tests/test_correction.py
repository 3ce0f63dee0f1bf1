"""A corrected month before it is loaded: what it changes, which figures move, and what the reader may choose."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures import counts
from data.load import Chosen, load, undo
from data.registers import Kind
from data.warehouse import WarehouseError, version
from frame import ask, comparing
from tests import showroom
from tests.cell_edits import edit
from tests.showroom import choose, deal, sheet, visit, visits, workbook
from words import speak

PHONES = [f"1380000{number:04}" for number in range(10)]
MARCH = [visit(f"2026-03-{day:02}", phone, model="K5", row=day + 2) for day, phone in enumerate(PHONES, 1)]
zh = speak("zh")

Settle = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new database for every test, reached through `ask.warehouse()`."""
    monkeypatch.setenv("KEYUAN_DATABASE", str(tmp_path / "board.duckdb"))


def page(chosen) -> None:
    """Draw what a preview draws for one file: runs as a script of its own."""
    import streamlit as st  # noqa: PLC0415

    from frame import ask, correction  # noqa: PLC0415

    ask.begin()
    st.session_state["settled"] = correction.settle(chosen)
    st.session_state["comparing"] = correction.is_comparing(chosen)


def settle(chosen: Chosen, **session: object) -> AppTest:
    """Draw a file's correction and wait for its comparison."""
    app = AppTest.from_function(page, kwargs={"chosen": chosen}, default_timeout=60)
    for name, value in session.items():
        app.session_state[name] = value
    return settled(app.run())


def settled(app: AppTest) -> AppTest:
    """Wait until nothing is compared any more."""
    until = time.monotonic() + 30
    while app.session_state["comparing"]:
        assert time.monotonic() < until, "no comparison came"
        time.sleep(0.05)
        app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def corrected() -> Chosen:
    """March again: one line's model put right, one line gone, one new."""
    lines = [dict(line) for line in MARCH[:-1]]
    lines[0]["model"] = "K3"
    lines.append(visit("2026-03-28", "13900000000", model="K2", row=30))
    return choose(workbook(sheet(Kind.VISIT, lines, name="visit"), name="三月改.xlsx"))


def said(app: AppTest) -> list[str]:
    return [text.value for text in (*app.markdown, *app.caption)]


def table(app: AppTest, column: str):
    return next(one.value for one in app.dataframe if column in one.value)


def test_a_file_that_overlaps_nothing_is_left_as_it_is():
    showroom.put(ask.warehouse(), visit=visits(3, "2026-02-01"))
    chosen = corrected()
    app = settle(chosen)
    assert app.session_state["settled"] is chosen
    assert not app.main.children


def test_a_corrected_month_shows_its_difference_and_replaces_the_earlier_one():
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    app = settle(corrected())
    assert zh("correction.lines", added="1", changed="1", removed="1", same="8") in said(app)
    sheets = table(app, "first_on")
    assert sheets[["load_id", "file", "sheet", "there", "same"]].to_numpy().tolist() == [
        [1, "三月.xlsx", "visit", 10, 8]
    ]
    assert sheets[["first_on", "last_on"]].iloc[0].tolist() == [date(2026, 3, 1), date(2026, 3, 31)]
    lines = table(app, "row_before")
    changed = lines[lines["what"] == zh("correction.changed")].iloc[0]
    assert (changed["row"], changed["differs"], changed["before"], changed["after"]) == (
        3,
        zh("field.model"),
        "K5",
        "K3",
    )
    assert sorted(lines["what"]) == sorted(zh(f"correction.{what}") for what in ("added", "changed", "removed"))
    chosen = app.session_state["settled"]
    assert [(one.sheet_id, one.store) for one in chosen.corrects] == [(1, "东店")]


def test_the_figures_that_move_are_those_after_the_load():
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    showroom.put(ask.warehouse(), name="订单.xlsx", deal=[deal("2026-03-20", PHONES[0])])
    lines = [*MARCH[:-2], visit("2026-03-28", "13900000000", row=30, is_first=False)]
    app = settle(choose(workbook(sheet(Kind.VISIT, lines, name="visit"))))
    moved = table(app, "change").set_index("figure")
    month = zh.month(showroom.month(2026, 3))
    assert moved.loc[zh("figure.traffic")].tolist() == [month, "10", "9", "−1"]
    assert moved.loc[zh("figure.first_visits")].tolist() == [month, "10", "8", "−2"]
    assert moved.loc[zh("figure.be_backs")].tolist() == [month, "0", "1", "+1"]
    assert moved.loc[zh("figure.close_rate")].tolist() == [month, "10.0%", "12.5%", zh("tiles.points", points="+2.5")]
    assert zh("figure.showroom_deals") not in moved.index


def test_a_rehearsal_stores_nothing():
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    before, number = showroom.everything(ask.warehouse()), version(ask.warehouse())
    app = settle(corrected())
    assert len(table(app, "change"))
    assert (showroom.everything(ask.warehouse()), version(ask.warehouse())) == (before, number)


def test_a_note_put_right_moves_no_figure():
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    lines = [{**MARCH[0], "note": "改天再来"}, *MARCH[1:]]
    app = settle(choose(workbook(sheet(Kind.VISIT, lines, name="visit"))))
    assert zh("correction.no_figure") in said(app)
    assert zh("correction.lines", added="0", changed="1", removed="0", same="9") in said(app)


def test_adding_counts_the_earlier_lines_too():
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    app = settle(corrected())
    settled(app.segmented_control[0].set_value("add").run())
    assert zh("correction.lines", added="2", changed="0", removed="0", same="8") in said(app)
    assert table(app, "change").set_index("figure").loc[zh("figure.traffic")].tolist()[1:] == ["10", "12", "+2"]
    assert app.session_state["settled"].corrects == ()


def test_leaving_out_loads_nothing():
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    app = settle(corrected())
    settled(app.segmented_control[0].set_value("leave_out").run())
    assert app.session_state["settled"] is None
    assert not app.dataframe


def test_the_days_and_the_sheets_replaced_can_be_changed():
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    app = settle(corrected())
    settled(edit(app, "first_on", 0, last_on="2026-03-05"))
    chosen = app.session_state["settled"]
    assert [(one.first_on, one.last_on) for one in chosen.corrects] == [(date(2026, 3, 1), date(2026, 3, 5))]
    assert zh("correction.lines", added="1", changed="1", removed="0", same="8") in said(app)
    settled(edit(app, "first_on", 0, replaces=False))
    assert app.session_state["settled"].corrects == ()


@pytest.mark.parametrize("days", [{"first_on": "2026-04-02"}, {"last_on": None}], ids=["turned round", "missing"])
def test_days_that_cannot_be_are_said_and_not_loaded(days: dict[str, str | None]):
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    app = settle(corrected())
    settled(edit(app, "first_on", 0, **days))
    assert app.session_state["settled"] is None
    assert [error.value for error in app.error] == [zh("correction.bad_days", file="三月\\.xlsx", sheet="visit")]


def test_what_was_shown_is_what_a_load_moves_and_an_undo_brings_back():
    con, march = ask.warehouse(), showroom.in_month(2026, 3)
    showroom.put(con, name="三月.xlsx", visit=MARCH)
    before = showroom.everything(con)
    lines = [*MARCH[:-3], visit("2026-03-28", "13900000000", row=30)]
    app = settle(choose(workbook(sheet(Kind.VISIT, lines, name="visit"))))
    shown = table(app, "change").set_index("figure")["after"]
    number = load(con, [app.session_state["settled"]])
    for figure in ("traffic", "first_visits", "recorded", "interested"):
        assert zh.number(counts(con, march, figure)[figure][0]) == shown[zh(f"figure.{figure}")]
    undo(con, number)
    assert showroom.everything(con) == before


def test_a_comparison_is_made_once_for_a_state_of_the_data():
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    app = settle(corrected())
    first = dict(app.session_state["comparisons"])
    settled(app.run())
    assert app.session_state["comparisons"] == first
    showroom.put(ask.warehouse(), name="二月.xlsx", visit=visits(3, "2026-02-01"))
    settled(app.run())
    assert len(app.session_state["comparisons"]) == 2 * len(first)


def test_a_comparison_that_fails_is_said_and_made_again(monkeypatch: pytest.MonkeyPatch):
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    chosen = corrected()

    def fails(*_: object) -> None:
        raise WarehouseError("other_change")

    with monkeypatch.context() as patched:
        patched.setattr(comparing.rehearsal, "change", fails)
        app = settle(chosen)
        assert [error.value for error in app.error] == [zh("warehouse.other_change")]
        assert app.session_state["settled"] is None
    settled(app.run())
    assert not app.error
    assert app.session_state["settled"].corrects


def test_an_engine_that_cannot_compare_leaves_a_sentence():
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    ask.warehouse().execute("alter table raw.file rename to elsewhere")
    app = settle(corrected())
    assert [error.value for error in app.error] == [zh("warehouse.failed")]
    assert app.session_state["settled"] is None


def test_no_name_or_phone_is_shown_in_clear():
    showroom.put(ask.warehouse(), name="三月.xlsx", visit=MARCH)
    lines = [{**MARCH[0], "customer_name": "欧阳建国", "phone": "13811112222"}, *MARCH[1:-1]]
    app = settle(choose(workbook(sheet(Kind.VISIT, lines, name="visit"))))
    shown = " ".join(one.value.to_csv() for one in app.dataframe)
    assert "欧" in shown and "欧阳建国" not in shown
    assert "13811112222" not in shown and PHONES[-1] not in shown
