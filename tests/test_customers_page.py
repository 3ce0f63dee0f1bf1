"""The page of customers, through Streamlit's own test runner: how many, what to do, where the lines stand."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from frame import ask
from tests import showroom
from tests.showroom import deal, loss, visit
from words import speak

FRAME = Path(__file__).parents[1] / "frame" / "main.py"
LI = {"customer_name": "李建国", "model": "K5"}

Open = Callable[[str], AppTest]


@pytest.fixture
def customers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the page in a language; lines are loaded through `ask.warehouse()` before."""
    monkeypatch.setenv("KEYUAN_DATABASE", str(tmp_path / "board.duckdb"))

    def open_page(language: str) -> AppTest:
        st.session_state["lang"] = language  # AppTest writes the choices of a select box once more outside the session
        app = AppTest.from_file(str(FRAME), default_timeout=60)
        app.session_state["lang"] = language
        app.run()
        app.switch_page("../pages/customers.py").run()
        assert not app.exception, [error.value for error in app.exception]
        return app

    return open_page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_contradictions_and_possible_matches_are_counted_explained_and_placed(customers: Open, language: str):
    showroom.put(
        ask.warehouse(),
        name="三月.xlsx",
        visit=[
            visit("2026-03-02", "13812345678", row=3, **LI),
            visit("2026-03-09", "13812345678", row=4, **LI),
            visit("2026-03-12", customer_name="李建国", model="K5", row=5),
        ],
        loss=[loss("2026-03-15", "13812345678", row=6)],
        deal=[deal("2026-03-20", "13812345678", row=7)],
    )
    app, t = customers(language), speak(language)
    assert {tile.label: tile.value for tile in app.metric} == {
        t("contradiction.possible_match"): "1",
        t("contradiction.known_before"): "1",
        t("contradiction.unknown_before"): "0",
        t("contradiction.bought_before"): "0",
        t("contradiction.lost_and_bought"): "1",
    }
    said = [text.value for text in app.markdown]
    assert t("contradiction_what.known_before") in said and t("contradiction_what.unknown_before") not in said
    place = t("customers.place", row=4, sheet="visit", file="三月.xlsx")
    shown = [table.value for table in app.dataframe]
    assert shown[0]["place"].tolist() == [place]
    assert shown[2]["other_place"].tolist() == [place]  # the nearer of the customer's two visits
    assert not [table for table in shown if "建国" in table.to_csv() or "13812345678" in table.to_csv()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_registers_that_agree_are_said_to(customers: Open, language: str):
    showroom.put(ask.warehouse(), visit=[visit("2026-03-02", "13812345678")])
    app = customers(language)
    assert [note.value for note in app.info] == [speak(language)("customers.none")]
    assert not app.dataframe
