"""Every page through Streamlit's own test runner, in both languages, over much, little, nothing and no match."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from duckdb import DuckDBPyConnection
from streamlit.testing.v1 import AppTest

from analytics import (
    changes,
    cohorts,
    conversion,
    fair,
    losses,
    overview,
    pipeline,
    test_drives,
    time_to_deal,
    traffic,
    win_back,
)
from analytics.earlier import Against
from analytics.figures import counts
from analytics.filters import Filters, Grain
from data.demo import workbooks
from data.warehouse import open_warehouse
from tests import deck, showroom
from words import speak

FRAME = Path(__file__).parents[1] / "frame" / "main.py"
PAGES = (
    "overview",
    "traffic",
    "conversion",
    "test_drives",
    "losses",
    "changes",
    "closing",
    "time_to_deal",
    "fair",
    "win_back",
    "targets",
    "plan",
    "pace",
    "customers",
    "data",
)
NOVEMBER = showroom.in_month(2026, 11)
OCTOBER = showroom.in_month(2026, 10)
JULY = 2026 * 12 + 6
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
HAN = re.compile(r"[一-鿿]+")
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")

Board = Callable[..., AppTest]


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _file(tmp_path_factory, *workbooks())


@pytest.fixture(scope="module")
def form_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _file(tmp_path_factory, ("展厅客流分析.xlsx", deck.monthly_form()))


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _file(tmp_path_factory)


def _file(tmp_path_factory: pytest.TempPathFactory, *files: tuple[str, bytes]) -> Path:
    path = tmp_path_factory.mktemp("board") / "board.duckdb"
    con = open_warehouse(path)
    if files:
        showroom.drop(con, *files)
    con.close()
    return path


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """Open a page of a database: `board(path, "traffic", "en", period=Grain.QUARTER)`; the rest goes to the filters."""

    def open_page(path: Path, page: str, language: str = "zh", **chosen: object) -> AppTest:
        monkeypatch.setenv("KEYUAN_DATABASE", str(path))
        # AppTest writes the choices of a select box once more itself, outside the page's session
        st.session_state["lang"] = language
        app = AppTest.from_file(str(FRAME), default_timeout=60)
        app.session_state["lang"] = language
        for name, value in chosen.items():
            app.session_state[name] = value
        app.run()
        if page != "overview":
            app.switch_page(f"../pages/{page}.py").run()
        assert not app.exception, [error.value for error in app.exception]
        return app

    yield open_page


def specs(app: AppTest) -> dict[str, Any]:
    """Return the page's charts, as sent to the browser, by the end of their key."""
    charts = app.get("plotly_chart")
    return {_name(chart.proto.id): json.loads(chart.proto.spec) for chart in charts}


def _name(identity: str) -> str:
    """Return the name a chart was drawn under, without the number of clicks it has had."""
    return re.sub(r"-\d+$", "", identity.split("-chart-", 1)[1])


def figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def chart_texts(value: Any) -> Iterator[str]:
    """Return every text of a chart that somebody reads."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in {"text", "hovertext", "ticktext"}:
                yield from ([inner] if isinstance(inner, str) else [one for one in inner if isinstance(one, str)])
            elif isinstance(inner, dict | list):
                yield from chart_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from chart_texts(inner)


def numbers(value: Any) -> Iterator[float]:
    """Return every number of a chart's data."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from numbers(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def read(app: AppTest) -> list[str]:
    """Return every text on the page that is ours to translate: not the cells of tables."""
    kinds = (
        app.title,
        app.subheader,
        app.text,
        app.markdown,
        app.caption,
        app.info,
        app.warning,
        app.success,
        app.error,
    )
    texts = [element.value for kind in kinds for element in kind]
    texts += [label for metric in app.metric for label in (metric.label, metric.value, metric.delta or "")]
    texts += [button.label for button in app.button]
    texts += [choice for box in app.multiselect for choice in [box.label, *box.options]]
    texts += [choice for box in app.selectbox for choice in [box.label, *box.options]]
    for chart in specs(app).values():
        texts += [re.sub(r"<[^>]*>", " ", text) for text in chart_texts(chart)]
    for frame in app.dataframe:
        columns = json.loads(frame.proto.columns).values()
        texts += [column["label"] for column in columns if column.get("label")]
    return [text for text in texts if text]


def sent(app: AppTest) -> str:
    """Return everything sent to the page, tables and charts included, as one text."""
    tables = [frame.value.to_csv() for frame in app.dataframe]
    charts = [json.dumps(chart, ensure_ascii=False) for chart in specs(app).values()]
    return "\n".join([*read(app), *tables, *charts])


def values_of_registers(con: DuckDBPyConnection) -> list[str]:
    """Return what registers wrote themselves, longest first: these stay as they are in either language."""
    names = con.execute(
        """
        select store from mart.coverage
        union select salesperson from mart.visit
        union select salesperson from mart.deal
        union select model from mart.visit
        union select model from mart.loss_reason
        union select reason from mart.loss_reason
        union select channel from mart.visit
        union select lost_to from mart.loss
        """
    ).fetchall()
    return sorted((name for (name,) in names if name), key=len, reverse=True)


def customers(con: DuckDBPyConnection) -> set[str]:
    """Return the customers' names of three letters or more as written in the registers, unless a salesperson's too."""
    names = con.execute(
        """
        select customer_name from raw.visit where length(customer_name) >= 3
        except select salesperson from mart.visit
        """
    ).fetchall()
    return {name for (name,) in names}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_written_in_one_language_without_codes_names_or_phones(
    demo_file, demo_showroom, board, page, language
):
    t = speak(language)
    app = board(demo_file, page, language)
    title = t("overview.heading", period=t.month(2026 * 12 + 10)) if page == "overview" else t(f"{page}.title")
    assert [heading.value for heading in app.title] == [title]
    text = sent(app)
    assert len(text) > 300
    assert not PHONE.findall(text)
    assert not [name for name in customers(demo_showroom) if name in text]
    ours = " \n ".join(read(app))
    assert not [key for key in sorted(t.keys()) if "." in key and key in ours]
    assert not CODE.findall(ours)
    if language == "en":
        for value in values_of_registers(demo_showroom):
            ours = ours.replace(value, "")
        assert not HAN.findall(ours.replace("中文", ""))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tiles_the_sentence_and_the_charts_of_the_overview_say_what_the_questions_answer(
    demo_file, demo_showroom, board, language
):
    t = speak(language)
    app = board(demo_file, "overview", language, month=2026 * 12 + 9)
    moved = overview.changes(demo_showroom, OCTOBER).set_index("figure")
    rates = ("capture_rate", "test_drive_rate", "close_rate")
    assert figures(app) == {
        t(f"figure.{name}"): t.percent(now) if name in rates else t.number(now) for name, now in moved["value"].items()
    }
    said = [caption.value for caption in app.caption]
    for name in rates:
        assert f"{t.number(moved['part'][name])}/{t.number(moved['whole'][name])}" in said
    most = moved["surprise"].idxmax()
    sentence = app.markdown[0].value
    if moved["surprise"]["showroom_deals"] > 0:
        assert t("figure.showroom_deals") in sentence
    elif moved["surprise"].max() > 0:
        assert t(f"figure.{most}") in sentence
    else:
        assert "**" not in sentence
    months = overview.months(demo_showroom, OCTOBER)
    known = [*months["first_visits"].dropna(), *months["showroom_deals"].dropna()]
    assert len(known) > 20
    assert set(known) <= set(numbers(specs(app)["first-visits"]["data"]))
    assert set(months["close_rate"].dropna()) <= set(numbers(specs(app)["close-rate"]["data"]))
    form = app.dataframe[0].value.set_index("row")
    assert form[str(2026 * 12 + 9)][t("form.traffic")] == t.number(moved["value"]["traffic"])


def test_the_overview_says_which_part_explains_the_change_in_deals(con, form_file, board):
    """September of the deck: 27 more first visits than August, 22 fewer deals."""
    zh = speak("zh")
    app = board(form_file, "overview", month=2013 * 12 + 8)
    sentence = app.markdown[0].value
    showroom.drop(con, ("展厅客流分析.xlsx", deck.monthly_form()))
    change = changes.change(con, showroom.in_month(2013, 9), "showroom_deals", None)
    close = dict(zip(change.parts["part"], change.parts["value"], strict=True))["close"]
    assert sentence.startswith("**展厅销量下降 22**：71 → 49（较上月）")
    assert "主要因为" + zh("changes.less_close", size=f"{zh.signed(close, 1)} 台") in sentence
    steady = board(form_file, "overview", month=2013 * 12 + 2)
    assert "没有证据说明" in steady.markdown[0].value or "没有超出偶然" in steady.markdown[0].value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_overview_says_which_months_its_comparison_does_without(demo_file, board, language):
    t = speak(language)
    app = board(demo_file, "overview", language, period=Grain.YEAR, year=2026 * 12)
    said = next(caption.value for caption in app.caption if "滨江店" in caption.value)
    months = t(
        "like_for_like.months",
        year=2026,
        first=t.month(2026 * 12, with_year=False),
        last=t.month(2026 * 12 + 4, with_year=False),
    )
    assert months in said
    assert t("like_for_like.before") in said
    alone = board(demo_file, "overview", language, stores=["滨江店"], month=2025 * 12 + 5)
    assert {metric.delta for metric in alone.metric} == {"—"}
    assert alone.markdown[0].value == t("finding.no_before")


def test_the_traffic_page_shows_what_the_questions_answer(demo_file, demo_showroom, board):
    app, zh = board(demo_file, "traffic"), speak("zh")
    whole = counts(demo_showroom, NOVEMBER, "traffic", "be_backs", "calls").iloc[0]
    assert {zh(f"figure.{name}"): zh.number(value) for name, value in whole.items()}.items() <= figures(app).items()
    charts = specs(app)
    _draws(charts["days"], traffic.by_day(demo_showroom, NOVEMBER)["traffic"])
    _draws(charts["channels"], traffic.by_channel(demo_showroom, NOVEMBER)["traffic"])
    _draws(charts["models"], traffic.by_model(demo_showroom, NOVEMBER)["interested"])
    _draws(charts["stays"], traffic.stays(demo_showroom, NOVEMBER)["visits"])
    by_hour = traffic.by_hour(demo_showroom, NOVEMBER)["traffic"]
    assert {zh.number(value) for value in by_hour} <= _written(charts["hours"])


def _draws(chart: dict[str, Any], values: Any) -> None:
    assert len(values)
    assert set(values) <= set(numbers(chart["data"]))


def _written(chart: dict[str, Any]) -> set[str]:
    return {part for text in chart_texts(chart["data"]) for part in re.split(r"<[^>]*>|\s+", text)}


def test_the_page_of_changes_draws_the_parts_and_says_what_they_explain(demo_file, demo_showroom, board):
    app, zh = board(demo_file, "changes", month=2026 * 12 + 9), speak("zh")
    for figure, dimension in (("showroom_deals", "salesperson"), ("close_rate", "channel")):
        app.session_state["figure"], app.session_state["by"] = figure, dimension
        app.run()
        change = changes.change(demo_showroom, OCTOBER, figure, dimension)
        chart = specs(app)[f"waterfall-{figure}-{dimension}"]
        bars = next(trace for trace in chart["data"] if trace["type"] == "bar" and "base" in trace)
        unit = 1 if figure == "showroom_deals" else 100
        assert (bars["x"][0], bars["x"][-1]) == pytest.approx((change.before * unit, change.now * unit))
        assert sum(bars["x"][1:-1]) == pytest.approx(change.change)
        said = next(text for text in chart_texts(chart["layout"]) if text.startswith("<b>"))
        assert (zh("changes.no_evidence_" + figure).split("（")[0] in said) != change.is_evident
        table = app.dataframe[0].value.set_index("group")
        assert table.loc[zh("changes.total"), "change"] == zh.signed(change.change, 1)
        assert len(table) == len(change.groups) + 1


def test_a_period_is_compared_with_the_last_year_or_with_any_days(demo_file, board):
    app, zh = board(demo_file, "changes", month=2026 * 12 + 1, against=Against.FESTIVAL), speak("zh")
    assert zh("changes.festival") in app.segmented_control(key="against").options
    app.session_state["against"] = Against.CHOSEN
    app.run()
    app.date_input(key="earlier_from").set_value(date(2025, 10, 1))
    app.date_input(key="earlier_to").set_value(date(2025, 10, 28)).run()
    assert not app.exception
    subtitle = " ".join(chart_texts(specs(app)["waterfall-showroom_deals-channel"]["layout"]))
    assert zh.day(date(2025, 10, 1), with_year=True) in subtitle
    app.session_state["month"] = 2025 * 12 + 6
    app.run()
    assert not app.exception


def test_the_people_behind_a_part_are_listed_now_and_before(demo_file, demo_showroom, board):
    app, zh = board(demo_file, "changes", month=2026 * 12 + 9), speak("zh")
    change = changes.change(demo_showroom, OCTOBER, "showroom_deals", "channel")
    members = change.groups["members"].iloc[0]
    app.session_state["behind"] = ("capture", members)
    app.run()
    for side, column in (("now", "recorded"), ("before_list", "recorded_before")):
        app.segmented_control(key="behind-capture").set_value(side)
        app.session_state["behind"] = ("capture", members)
        app.run()
        number = zh.number(change.groups[column].iloc[0])
        assert zh("passport.rows", rows=number) in [caption.value for caption in app.caption]


def test_the_conversion_page_shows_what_the_questions_answer(demo_file, demo_showroom, board):
    app, zh = board(demo_file, "conversion", month=2026 * 12 + 9), speak("zh")
    of, among = counts(demo_showroom, OCTOBER, "showroom_deals", "first_visits").iloc[0]
    assert figures(app)[zh("figure.close_rate")] == zh.rate(of, among)
    _draws(specs(app)["flow"], conversion.flow(demo_showroom, OCTOBER)["customers"])
    for dimension in ("salesperson", "model"):
        app.session_state["by"] = dimension
        app.run()
        groups = conversion.close_rate_by(demo_showroom, OCTOBER, dimension)
        _draws(specs(app)[f"close-rate-{dimension}"], groups["rate"])


def test_the_test_drive_page_shows_what_the_questions_answer(demo_file, demo_showroom, board):
    app = board(demo_file, "test_drives", month=2026 * 12 + 9)
    charts = specs(app)
    _draws(charts["drive-course"], test_drives.by_month(demo_showroom, OCTOBER)["rate"].dropna())
    _draws(charts["with-and-without"], test_drives.with_and_without(demo_showroom, OCTOBER)["rate"])
    _draws(charts["drives-by-salesperson"], test_drives.rate_by(demo_showroom, OCTOBER, "salesperson")["rate"])
    assert app.warning[0].value == speak("zh")("test_drives.no_proof")


def test_the_test_drive_page_compares_customers_alike_in_what_is_chosen(demo_file, demo_showroom, board):
    app = board(demo_file, "test_drives", month=2026 * 12 + 9)
    raw, _, _ = test_drives.difference(test_drives.with_and_without(demo_showroom, OCTOBER))
    for equal in (test_drives.EQUAL, ("channel",)):
        app.session_state["equal"] = list(equal)
        app.run()
        held = test_drives.adjusted(test_drives.within(demo_showroom, OCTOBER, equal))
        _draws(specs(app)["alike"], [raw, held.difference, held.low, held.high])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_fair_page_names_who_lies_beyond_luck_and_draws_every_group(demo_file, demo_showroom, board, language):
    t = speak(language)
    app = board(demo_file, "fair", language, period=Grain.YEAR, year=2026 * 12, compare="channel")
    answer = fair.compare(demo_showroom, showroom.in_year(2026), fair.FIGURES[0], "channel")
    chart = specs(app)[f"limits-channel-{fair.FIGURES[0]}"]
    _draws(chart, answer["rate"][answer["channel"].notna()])
    _draws(specs(app)[f"shrunken-channel-{fair.FIGURES[0]}"], answer["shrunk"].dropna())
    clear = answer[answer["band"].isin(["above", "below"])]
    assert len(clear)
    title = " ".join(note["text"] for note in chart["layout"]["annotations"]).replace("<br>", "")
    assert all(t.of("channel", channel) in title for channel in clear["channel"].head(3))
    assert app.dataframe[0].value["band"].isin([t(f"fair.band_{band}") for band in fair.BANDS]).any()


def test_the_fair_page_says_when_too_much_is_written_to_nobody(demo_file, demo_showroom, board):
    app, zh = board(demo_file, "fair", month=2026 * 12 + 9, compare="model"), speak("zh")
    answer = fair.compare(demo_showroom, OCTOBER, fair.FIGURES[0], "model")
    assert answer["model"].isna().any()
    assert answer["band"].isna().all()
    said = "".join(chart_texts(specs(app)[f"limits-model-{fair.FIGURES[0]}"])).replace("<br>", "")
    assert zh("column.model") in said and "不评高低" in said


def test_the_loss_page_shows_what_the_questions_answer_by_mention_and_by_customer(demo_file, demo_showroom, board):
    app, zh = board(demo_file, "losses", month=2026 * 12 + 9), speak("zh")
    found = losses.reasons(demo_showroom, OCTOBER)
    unclear = losses.rate_of(demo_showroom, OCTOBER, "unclear_rate").iloc[0]
    share, made_of = zh.rate(unclear["unclear_losses"], unclear["logged_losses"]).split(" ")
    assert figures(app)[zh("figure.unclear_rate")] == share
    assert made_of.strip("()") in {caption.value for caption in app.caption}
    assert {zh.number(value) for value in found["mentions"]} <= _written(specs(app)["reasons"])
    _draws(specs(app)["awaited"], losses.in_stretches(losses.days_to_loss(demo_showroom, OCTOBER))["people"])
    unattended = losses.by_salesperson(demo_showroom, OCTOBER, "unattended_rate")
    _draws(specs(app)["losses-unattended_rate"], unattended["rate"])
    destinations = losses.lost_to(demo_showroom, OCTOBER)
    most = destinations["lost_to"].drop_duplicates().head(12)
    drawn = destinations[destinations["lost_to"].isin(most)]
    assert {zh.number(value) for value in drawn["losses"]} <= _written(specs(app)["lost-to"])
    app.session_state["cells"] = "shares"
    app.run()
    assert any("%" in text for text in _written(specs(app)["reasons"]))
    app.session_state["per"], app.session_state["exit"] = "customer", "lost"
    app.run()
    among = losses.customers(demo_showroom, OCTOBER, "lost")
    _draws(specs(app)["customers-by-group"], among[list(losses.GROUPS)].sum())
    assert len(specs(app)) == 6


def test_a_reason_piled_up_on_one_salesperson_opens_the_customers_it_counts(tmp_path, board):
    con, odd = open_warehouse(tmp_path / "board.duckdb"), "[张三](http://x.y)"
    given = [(odd, "unfair_quote")] * 9 + [(odd, "price")] + [("李四", "price")] * 20 + [("李四", "unfair_quote")]
    lines = [
        showroom.loss("2025-03-05", f"139000000{n:02}", salesperson=who, reasons=[reason])
        for n, (who, reason) in enumerate(given)
    ]
    showroom.put(con, loss=lines)
    con.close()
    app = board(tmp_path / "board.duckdb", "losses")
    said = [button for button in app.button if "报价不合理" in button.label]
    assert len(said) == 1 and "9" in said[0].label and "不到 0" in said[0].label
    assert "[张三](" not in said[0].label, "a name is no link"
    said[0].click().run()
    assert len(app.dataframe[-1].value) == 9
    assert set(app.dataframe[-1].value["salesperson"]) == {odd}


def test_the_win_back_page_lists_whom_to_call(demo_file, demo_showroom, board):
    app, zh = board(demo_file, "win_back", month=2026 * 12 + 9), speak("zh")
    listed = win_back.worth_a_call(demo_showroom, OCTOBER)
    assert app.dataframe[0].value["points"].tolist() == listed["points"].tolist()
    assert zh.number(listed["cases"].iloc[0]) in app.subheader[0].value
    _draws(specs(app)["obstacles"], win_back.obstacles(demo_showroom, OCTOBER)["losses"])
    _draws(specs(app)["came-back"], win_back.came_back(demo_showroom, OCTOBER)["rate"])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "lines",
    [
        {"loss": [showroom.loss("2025-03-05")]},
        {"loss": [showroom.loss("2025-03-05", "13900000001", reasons=["price"], salesperson="张三")]},
        {"loss_summary": [showroom.loss_cell(showroom.month(2025, 3), "K5", "price", 9)]},
        {"visit": [showroom.visit("2025-03-05", "13900000001", outcome="dormant")]},
    ],
    ids=["nothing-known", "one", "form", "register"],
)
@pytest.mark.parametrize("chosen", [{}, {"per": "customer", "exit": "dormant", "measure": "unclear_rate"}])
def test_the_least_that_can_be_lost_leaves_sane_pages(tmp_path, board, lines, language, chosen):
    con = open_warehouse(tmp_path / "board.duckdb")
    showroom.put(con, **lines)
    con.close()
    for page in ("losses", "win_back"):
        app = board(tmp_path / "board.duckdb", page, language, **chosen)
        assert not app.error
        assert "nan" not in " ".join(read(app))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_two_closing_rates_shows_both_the_triangle_and_why_they_part(
    demo_file, demo_showroom, board, language
):
    t, february = speak(language), showroom.in_month(2026, 2)
    app = board(demo_file, "closing", language, month=2026 * 12 + 1)
    months = cohorts.course(demo_showroom, february)
    jumped = months.set_index("month").loc[2026 * 12 + 1]
    charts = specs(app)
    _draws(charts["two-rates-now"], months["rate"].dropna())
    _draws(charts["two-rates-now"], months["same_month"].dropna())
    title = " ".join(chart_texts(charts["two-rates-now"]["layout"]["annotations"]))
    assert t.percent(jumped["same_month"]) in title
    assert t.rate(jumped["bought_within_90"], jumped["followed"]) in re.sub(r"<br>", "", title)
    cells = cohorts.triangle(months)
    counted = {f"{t.number(k)}/{t.number(n)}" for k, n in zip(cells["bought"], cells["followed"], strict=True)}
    assert counted <= _written(charts["triangle"])
    app.session_state["within"] = "30"
    app.run()
    _draws(specs(app)["two-rates-30"], cohorts.course(demo_showroom, february, 30)["rate"].dropna())


def test_young_cohorts_are_forecast_and_what_is_outside_is_said(demo_file, demo_showroom, board):
    app, zh = board(demo_file, "closing"), speak("zh")
    months = cohorts.course(demo_showroom, NOVEMBER)
    young = months[months["is_open"]]
    assert young["expected"].notna().all()
    _draws(specs(app)["two-rates-now"], young["expected"])
    assert {f"≈{zh.percent(rate)}" for rate in young["expected"]} <= _written(specs(app)["triangle"])
    assert any(zh.number(months["first_visits_without_phone"].sum()) in caption.value for caption in app.caption)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_times_to_a_deal_shows_what_the_questions_answer(demo_file, demo_showroom, board, language):
    t, year = speak(language), NOVEMBER.last_months(12)
    app = board(demo_file, "time_to_deal", language)
    known = counts(demo_showroom, year, "followed", "followed_buyers", "followed_lost", "followed_open").iloc[0]
    assert figures(app) == {t(f"figure.{name}"): t.number(value) for name, value in known.items()}
    marks = time_to_deal.within(demo_showroom, year)
    _draws(specs(app)["endings"], marks["bought"])
    half = time_to_deal.half_of_buyers(time_to_deal.curves(demo_showroom, year))
    assert t.number(half) in specs(app)["endings"]["layout"]["meta"]["alt"]
    further = pipeline.expected_deals(demo_showroom, NOVEMBER).iloc[0]
    assert t.number(further["expected"]) in app.subheader[0].value
    assert f"{t.number(further['low'])}–{t.number(further['high'])}" in app.subheader[0].value
    app.session_state["cut"] = "drove"
    app.session_state["faded"] = "lost"
    app.run()
    groups = time_to_deal.groups(demo_showroom, year, "drove", True)
    shown = app.dataframe[0].value
    assert shown["by_30"].tolist() == pytest.approx((groups["by_30"] * 100).tolist())
    assert shown["drove"].tolist() == [t(f"drove.{drove}") for drove in groups["drove"]]
    app.session_state["first_seen"] = "period"
    app.run()
    assert figures(app)[t("figure.followed")] == t.number(counts(demo_showroom, NOVEMBER, "followed").iloc[0, 0])


@pytest.mark.parametrize(
    ("chosen", "asked", "name"),
    [
        ({"month": 2026 * 12 + 2}, showroom.in_month(2026, 3), "2026年3月"),
        (
            {"period": Grain.QUARTER, "quarter": 2026 * 12 + 6},
            Filters.of_months(2026 * 12 + 6, Grain.QUARTER),
            "2026年第3季度",
        ),
        ({"period": Grain.YEAR, "year": 2025 * 12}, showroom.in_year(2025), "2025年"),
        (
            {"period": Grain.CUSTOM, "from": date(2026, 3, 5), "to": date(2026, 3, 20)},
            Filters(date(2026, 3, 5), date(2026, 3, 20)),
            "2026年3月5日 – 2026年3月20日",
        ),
        ({"stores": ["滨江店"]}, showroom.in_month(2026, 11, stores=("滨江店",)), "滨江店"),
        ({"models": ["K2", "K5"]}, showroom.in_month(2026, 11, models=("K2", "K5")), "K2 · K5"),
    ],
)
def test_every_filter_reaches_the_figures_and_the_heading(demo_file, demo_showroom, board, chosen, asked, name):
    zh = speak("zh")
    app = board(demo_file, "traffic", **chosen)
    assert name in app.text[0].value
    expected = counts(demo_showroom, asked, "traffic", "first_visits").iloc[0]
    assert 0 < expected["first_visits"] < 10000
    assert figures(app)[zh("figure.traffic")] == zh.number(expected["traffic"])
    assert figures(app)[zh("figure.first_visits")] == zh.number(expected["first_visits"])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_filters_that_leave_nothing_leave_a_sentence(demo_file, demo_showroom, board, page, language):
    app = board(demo_file, page, language, **_never_met(demo_showroom))
    assert not app.error
    if page != "data":
        t = speak(language)
        assert app.info and app.info[0].value in {t(key) for key in t.keys()}  # noqa: SIM118 (no dict)
        assert not app.get("plotly_chart")


def _never_met(con: DuckDBPyConnection) -> dict[str, list[str]]:
    """A salesperson of one store and the name of the other: they share no line."""
    pairs = con.execute("select distinct store, salesperson from mart.visit where salesperson is not null").fetchall()
    one, other = sorted({store for store, _ in pairs})[:2]
    only = sorted({who for store, who in pairs if store == one} - {who for store, who in pairs if store == other})
    return {"stores": [other], "salespeople": only[:1]}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_monthly_form_alone_fills_the_overview_and_is_said_elsewhere(form_file, board, page, language):
    t = speak(language)
    app = board(form_file, page, language)
    if page == "overview":
        printed = deck.counts()["九月"]
        assert figures(app)[t("figure.first_visits")] == t.number(printed["首次到店"])
        assert figures(app)[t("figure.close_rate")] == t.rate(printed["展厅销量"], printed["首次到店"]).split(" ")[0]
        assert len(specs(app)) == 2
    elif page in {"traffic", "conversion", "losses"}:
        assert [note.value for note in app.info] == [
            t(f"{page}.no_losses" if page == "losses" else f"{page}.no_register")
        ]


def test_days_no_monthly_form_can_answer_for_are_said_to_hold_nothing(form_file, board):
    app = board(form_file, "overview", period=Grain.CUSTOM, **{"from": date(2013, 9, 5), "to": date(2013, 9, 10)})
    assert app.text[0].value == "全部门店 · 2013年9月5日 – 2013年9月10日"
    assert [note.value for note in app.info] == [speak("zh")("common.no_rows")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_database_has_only_the_welcome_page(empty_file, board, language):
    app = board(empty_file, "overview", language)
    assert [heading.value for heading in app.title] == [speak(language)("welcome.heading")]
    assert not app.metric and not app.multiselect
    assert [button.label for button in app.button] == [speak(language)("intake.demo")]
