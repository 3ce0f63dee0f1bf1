"""The closing ratio as the board reads it: by default the deck's way, else as chosen, in figures and in words."""

from pathlib import Path

import pytest

from analytics import conversion, overview
from analytics.figures import rate
from analytics.metrics import RATES, READINGS
from analytics.readings import CLOSING, chosen
from data.demo import workbooks
from data.load import set_reading
from data.warehouse import open_warehouse
from frame.ask import warehouse
from reports.showroom_form import row_name
from tests import showroom
from tests.showroom import deals, in_month, visit, visits
from tests.test_pages import board, figures, specs  # noqa: F401
from words import speak

OCTOBER = 2026 * 12 + 9


@pytest.fixture(scope="module")
def demo_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("board") / "board.duckdb"
    con = open_warehouse(path)
    showroom.drop(con, *workbooks())
    con.close()
    return path


@pytest.fixture
def choose(demo_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Choose a reading for the board; the deck's is chosen again afterwards."""
    monkeypatch.setenv("KEYUAN_DATABASE", str(demo_path))
    yield lambda name: set_reading(warehouse(), "close_rate", name)
    set_reading(warehouse(), "close_rate", "close_rate")


@pytest.mark.parametrize("name", CLOSING)
def test_tile_course_form_and_groups_follow_the_reading(demo_showroom, name: str):
    filters = in_month(2026, 10, closing=name)
    found, read = rate(demo_showroom, filters, name).iloc[0], RATES[name]
    tile = overview.changes(demo_showroom, filters).set_index("figure").loc["close_rate"]
    assert (tile["part"], tile["whole"], tile["value"]) == (found[read.of], found[read.among], found["rate"])
    last = overview.months(demo_showroom, filters).iloc[-1]
    assert (last["part"], last["whole"], last["close_rate"]) == (tile["part"], tile["whole"], tile["value"])
    form = overview.form(demo_showroom, filters).set_index("row")
    assert form.loc["close_rate", OCTOBER] == found["rate"]
    groups = conversion.close_rate_by(demo_showroom, filters, "channel")
    assert groups[read.of].sum() == found[read.of]
    assert groups[read.among].sum() == found[read.among]
    if not read.has_interval:
        assert groups[["low", "high"]].isna().all(axis=None)
        assert (tile["surprise"], last["low"] == last["low"]) == (0, False)


def test_with_the_deck_s_reading_nothing_changes(demo_showroom):
    plain, said = in_month(2026, 10), in_month(2026, 10, closing="close_rate")
    assert plain == said
    assert repr(plain) == repr(said)
    assert overview.changes(demo_showroom, plain).equals(overview.changes(demo_showroom, said))


def test_the_other_readings_change_no_other_figure(con, loaded):
    loaded(visit=[*visits(40, "2025-03-01"), visit("2025-03-02", "13900000001")], deal=deals(8, "2025-03-09"))
    deck_s, other = (overview.changes(con, in_month(2025, 3, closing=name)) for name in ("close_rate", "close_traffic"))
    is_other = deck_s["figure"] != "close_rate"
    assert deck_s[is_other].equals(other[is_other])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["close_recorded", "close_all_deals"])
def test_the_board_says_in_words_how_it_reads_the_closing_ratio(
    demo_path,
    demo_showroom,
    board,  # noqa: F811
    choose,
    language,
    name,
):
    choose(name)
    t, read = speak(language), RATES[name]
    divided = f"{t(f'figure.{read.of}')} ÷ {t(f'figure.{read.among}')}"
    found = rate(demo_showroom, in_month(2026, 10), name).iloc[0]
    app = board(demo_path, "overview", language, month=OCTOBER)
    assert figures(app)[t("figure.close_rate")] == t.percent(found["rate"])
    assert any(divided in caption.value for caption in app.caption)
    assert divided in str(specs(app)["close-rate"])
    rows = app.dataframe[0].value["row"].tolist()
    assert t(f"figure.{name}") in rows
    assert t("form.close_rate") not in rows
    app = board(demo_path, "conversion", language, month=OCTOBER)
    assert figures(app)[t("figure.close_rate")] == t.rate(found[read.of], found[read.among])
    assert divided in str(specs(app)["close-rate-channel"])


@pytest.mark.usefixtures("choose")
def test_another_reading_is_chosen_on_the_data_page(demo_path, board):  # noqa: F811
    app = board(demo_path, "data")
    app.selectbox(key="reading-close_rate").select("close_interested").run()
    assert not app.exception
    assert app.selectbox(key="reading-close_interested").value == "close_interested"
    assert chosen(warehouse()) == "close_interested"


def test_the_closing_ratio_s_passport_lists_all_its_readings(demo_path, board):  # noqa: F811
    zh = speak("zh")
    app = board(demo_path, "overview", month=OCTOBER)
    app.button(key="passport-tile-close_rate").click().run()
    assert not app.exception
    assert zh("readings.title") in [tab.label for tab in app.tabs]
    said = " ".join(element.value for kind in (app.markdown, app.caption) for element in kind)
    assert all(zh(f"usage.{name}") in said for name in CLOSING)
    assert {button.key for button in app.button} >= {f"use-{name}" for name in CLOSING[1:]}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reading_says_what_it_is_and_who_uses_it(language: str):
    words = speak(language)
    for names in READINGS.values():
        for name in names:
            assert all(f"{group}.{name}" in words for group in ("figure", "definition", "usage")), name


def test_the_form_s_row_says_which_reading_it_is():
    zh = speak("zh")
    assert row_name("close_rate", None, zh) == "成交率"
    assert row_name("close_rate", None, zh, "close_recorded") == "成交率（÷资料记录数）"
    assert row_name("capture_rate", None, zh, "close_recorded") == "留电率"
