"""The what-if page through Streamlit's own test runner: sliders, shares, verdicts in words, kept scenarios."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.plans import month_plan
from data.targets import kept
from frame import ask
from frame.findings import targets as say
from tests import showroom
from tests.showroom import deals, visits
from words import speak

FRAME = Path(__file__).parents[1] / "frame" / "main.py"
NEXT = showroom.month(2025, 10)
CHANNELS = {"网络": (60, 6), "介绍": (20, 8), "车展": (20, 2)}

Open = Callable[..., AppTest]


@pytest.fixture
def what_if(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the page over a store with three months of three channels, or, `known=False`, over one without deals."""
    monkeypatch.setenv("KEYUAN_DATABASE", str(tmp_path / "board.duckdb"))

    def open_page(language: str = "zh", *, known: bool = True) -> AppTest:
        visit, sold = [], []
        for month, last in ((7, 31), (8, 31), (9, 30)):
            for channel, (leads, number) in CHANNELS.items():
                visit += visits(leads - 1, f"2025-{month:02d}-02", channel=channel)
                visit += visits(1, f"2025-{month:02d}-{last}", channel=channel)
                sold += deals(number if known else 0, f"2025-{month:02d}-{last}", channel=channel)
        showroom.put(ask.warehouse(), visit=visit, **({"deal": sold} if sold else {}))
        st.session_state["lang"] = language  # AppTest writes the choices of a select box once more outside the session
        app = AppTest.from_file(str(FRAME), default_timeout=120)
        app.session_state["lang"] = language
        app.run()
        app.switch_page("../pages/targets.py").run()
        return sound(app)

    return open_page


def sound(app: AppTest) -> AppTest:
    assert not app.exception, [error.value for error in app.exception]
    assert not app.error
    return app


def table(app: AppTest) -> dict[str, Any]:
    """Return what the deck's table is drawn from in the browser."""
    given: dict[str, Any] = json.loads(app.get("bidi_component")[0].proto.json)
    return given


def said(app: AppTest) -> str:
    return " ".join(element.value for kind in (app.markdown, app.warning, app.caption, app.info) for element in kind)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_starts_from_the_last_three_months_and_says_so(what_if: Open, language: str):
    app, t = what_if(language), speak(language)
    given = table(app)
    assert given["names"] == ["介绍", "网络", "车展"]
    assert given["shares"] == [50, 38, 12]
    assert given["current"] == [20, 60, 20]
    assert given["target"] == 16
    assert given["rates"] == [0.4, 0.1, 0.1]
    assert t.month(NEXT) in said(app) and t.month(NEXT - 1) in said(app)
    assert len(app.get("plotly_chart")) == 3
    assert app.get("form")


def test_shares_add_to_a_hundred_as_they_are_moved_and_pinned(what_if: Open):
    app = what_if()
    sound(app.slider(key="thumb-share-0").set_value(20).run())
    assert table(app)["shares"] == [20, 61, 19]
    assert [app.slider(key=f"thumb-share-{at}").value for at in range(3)] == [20, 61, 19]
    sound(app.get("button_group")[1].set_value([1]).run())
    assert table(app)["pinned"] == [1]
    sound(app.slider(key="thumb-share-0").set_value(30).run())
    assert table(app)["shares"] == [30, 61, 9]


def test_every_lever_moves_what_it_names_and_the_page_goes_back(what_if: Open):
    app, t = what_if(), speak("zh")
    sound(app.slider(key="thumb-target").set_value(20).run())
    for lever, at, value in (("current", 1, 90), ("wished", 0, 50.0)):
        sound(app.get("button_group")[0].set_value(lever).run())
        sound(app.slider(key=f"thumb-{lever}-{at}").set_value(value).run())
    given = table(app)
    assert (given["target"], given["current"], given["wished"][0]) == (20, [20, 90, 20], 0.5)
    sound(next(button for button in app.button if button.label == t("targets.reset")).click().run())
    assert table(app)["current"] == [20, 60, 20]


@pytest.mark.parametrize("target", [0, 1_000_000])
def test_an_absurd_target_is_answered_in_words(what_if: Open, target: int):
    app, t = what_if(), speak("zh")
    sound(app.number_input(key="typed-target").set_value(target).run())
    assert table(app)["target"] == target
    assert not app.get("plotly_chart")
    assert t("targets.no_chance") in app.dataframe[0].value["1"].tolist()


def test_a_rate_of_nothing_is_answered_in_words(what_if: Open):
    app, t = what_if(), speak("zh")
    sound(app.get("button_group")[0].set_value("wished").run())
    sound(app.slider(key="thumb-wished-0").set_value(0.0).run())
    assert t("targets.impossible", channels="介绍") in said(app)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_deals_the_decks_figures_are_assumed_and_marked(what_if: Open, language: str):
    app, t = what_if(language, known=False), speak(language)
    assert app.warning[0].value == t("targets.assumed", month=t.month(NEXT))
    given = table(app)
    assert given["names"] == [t(f"channel.deck_{name}") for name in ("showroom", "referral", "outreach")]
    assert (given["target"], given["shares"]) == (100, [70, 20, 10])
    assert "**108%**" in said(app) and "**513**" in said(app)


def test_a_scenario_is_kept_compared_taken_up_planned_and_deleted(what_if: Open):
    app, t = what_if(), speak("zh")
    sound(app.slider(key="thumb-target").set_value(24).run())
    app.text_input(key="scenario-name").input("进取 *方案*")
    sound(_press(app, t("scenarios.keep")))
    (one,) = kept(ask.warehouse(), "", NEXT)
    assert (one.name, one.target) == ("进取 *方案*", 24)
    sound(app.slider(key="thumb-target").set_value(10).run())
    assert app.dataframe[0].value.iloc[0].tolist() == [t("targets.target"), "10", "24"]
    sound(_press(app, t("scenarios.take_up")))
    assert table(app)["target"] == 24
    sound(_press(app, t("scenarios.make_plan")))
    assert month_plan(ask.warehouse(), "东店", NEXT).totals == {"leads": 240 - 90, "orders": 24, "sales": 24}
    sound(_press(app, t("scenarios.delete")))
    assert kept(ask.warehouse(), "", NEXT) == []


def _press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_a_chance_is_never_written_as_certain():
    st.session_state["lang"] = "zh"
    assert [say.chance(one) for one in (0.0, 0.0049, 0.005, 0.154, 0.9949, 0.995, 1.0)] == [
        "<1%", "<1%", "1%", "15%", "99%", ">99%", ">99%",
    ]  # fmt: skip
