"""What else the trade calls by a figure's name, and which reading of the closing ratio the board shows."""

from collections.abc import Hashable, Mapping
from math import isnan
from typing import Any

import streamlit as st

from analytics.filters import Filters
from analytics.metrics import DAYS, RATES, READINGS, Rate, rated
from analytics.readings import CLOSING, reconciled
from data.load import set_reading
from data.warehouse import WarehouseError
from frame.ask import ask_over, filters, said_of, t, warehouse, words

SIDES = {"−": "taken", "+": "added"}
Line = Mapping[Hashable, Any]


def divided(figure: str = "close_rate", chosen: Filters | None = None) -> str:
    """Write what a rate divides by what, as the board reads it: 展厅销量 ÷ 首次到店."""
    read = rated(figure, chosen or filters())
    return f"{t(f'figure.{read.of}')} ÷ {t(f'figure.{read.among}')}"


def subtitle(key: str) -> str:
    """Write a chart of the closing ratio's subtitle, that of `key`_plain where its reading has no interval to draw."""
    has_interval = rated("close_rate", filters()).has_interval
    return t(key if has_interval else f"{key}_plain", divided=divided())


def another(figure: str) -> str:
    """Write what a rate divides by what where that is not the deck's way, else nothing."""
    return "" if rated(figure, filters()).name == figure else divided(figure)


def formula(read: Rate, part: float, whole: float) -> str:
    """Write a rate with what it is made of: 展厅销量 ÷ 首次到店 = 19.3% (63/326)."""
    divided = f"{t(f'figure.{read.of}')} ÷ {t(f'figure.{read.among}')}"
    if isnan(part) or isnan(whole):
        return f"{divided}: {t('readings.not_known')}"
    if read.is_share or not whole:
        return f"{divided} = {t.rate(part, whole)}"
    return f"{divided} = {t.number(part)} ÷ {t.number(whole)} = {t.number(part / whole, read.digits)}"


def draw(figure: str, chosen: Filters) -> None:
    """Draw the readings of a figure, each with who calls it so and the steps that lead to it from the figure's own."""
    answer = ask_over(chosen, reconciled, figure)
    st.caption(t("readings.what"))
    for line in answer.readings.to_dict("records"):
        with st.container(border=True, gap="xxsmall"):
            _reading(line, chosen)
            for step in answer.steps[answer.steps["reading"] == line["reading"]].to_dict("records"):
                st.caption(_step(step))
            if figure == "close_rate":
                _use_button(line["reading"])


def choice() -> None:
    """Draw the choice of the closing ratio's reading for the whole board; another one is stored at once."""
    st.caption(t("readings.setting"))
    now = filters().closing
    picked = st.selectbox(
        t("figure.close_rate"),
        CLOSING,
        CLOSING.index(now),
        format_func=lambda name: f"{t(f'figure.{RATES[name].of}')} ÷ {t(f'figure.{RATES[name].among}')}",
        key=f"reading-{now}",
        label_visibility="collapsed",
    )
    st.caption(t(f"usage.{picked}"))
    if picked != now:
        _use(picked)


def has_others(figure: str) -> bool:
    """Tell whether the trade calls something else by this figure's name too."""
    return figure in READINGS


def _reading(line: Line, chosen: Filters) -> None:
    name = line["reading"]
    said = f"**{t(f'figure.{name}')}**  ·  {_value(line)}"
    if not isnan(line["low"]):
        said += "  ·  " + t("passport.interval", low=t.percent(line["low"]), high=t.percent(line["high"]))
    if name == chosen.closing and name in CLOSING:
        said += "  ·  " + t("readings.on_the_board")
    st.markdown(said)
    st.caption(t(f"usage.{name}"))


def _value(line: Line) -> str:
    if line["reading"] in RATES:
        return formula(RATES[line["reading"]], line["part"], line["whole"])
    return t("readings.not_known") if isnan(line["value"]) else t.number(line["value"])


def _step(step: Line) -> str:
    """Write a step in whole numbers: 首次到店 326 − 109（…）+ 50（…）= 资料记录数 267."""
    start, end = t(f"figure.{step['start']}"), t(f"figure.{step['end']}")
    if isnan(step["before"]) or isnan(step["after"]):
        return t("readings.no_step", start=start, end=end)
    net, is_split = step["after"] - step["before"], not isnan(step["taken"])
    exchanged = {"−": step["taken"], "+": step["added"]} if is_split else {"−": max(-net, 0), "+": max(net, 0)}
    said = f"{start} {t.number(step['before'])}"
    for sign, number in exchanged.items():
        if number:
            said += f" {sign} {t.number(number)}{_why(step['end'], SIDES[sign], is_split=is_split)}"
    return f"{said} = {end} {t.number(step['after'])}"


def _why(end: str, side: str, *, is_split: bool) -> str:
    """Say which lines are taken away or added; that it is the net where only sums are known and both may have been."""
    written = {one: f"step.{end}_{one}" for one in SIDES.values() if f"step.{end}_{one}" in words()}
    if side in written and (is_split or len(written) == 1):
        return t("readings.why", why=t(written[side]))
    return "" if is_split or end in DAYS else t("readings.why", why=t("readings.net"))


def _use_button(name: str) -> None:
    if name != filters().closing and st.button(t("readings.use"), key=f"use-{name}", icon=":material/push_pin:"):
        _use(name)


def _use(name: str) -> None:
    try:
        set_reading(warehouse(), "close_rate", name)
    except WarehouseError as error:
        st.error(said_of(error))
    else:
        st.rerun()
