"""Kept what-if calculations: name and keep, compare side by side, take up again, delete, make one the month's plan."""

from collections.abc import Callable, Sequence
from math import isnan

import streamlit as st
from pandas import DataFrame
from streamlit.column_config import TextColumn

from analytics import periods, what_if
from analytics.targets import History
from analytics.what_if import Wishes
from data import targets as saved
from data.targets import LONGEST_NAME, Scenario, ScenarioChannel
from data.warehouse import WarehouseError
from frame import target_inputs
from frame.ask import ask_data, filters, said_of, t, warehouse
from frame.findings import targets as say
from frame.plain import plain

MOST_SHOWN = 6


def kept(history: History) -> list[Scenario]:
    """Return the calculations kept for the chosen stores and the planned month."""
    return ask_data(saved.kept, saved.stores_of(filters().stores), history.month)


def draw(history: History, wishes: Wishes, scenarios: Sequence[Scenario]) -> None:
    """Draw the kept calculations beside the present one, and what can be done with them."""
    st.subheader(t("scenarios.title"), anchor=False)
    if filters().splits_people or filters().models:
        st.caption(t("scenarios.narrowed"))
        return
    present = _scenario(t("scenarios.present"), history, wishes)
    st.dataframe(
        _side_by_side([present, *scenarios[-MOST_SHOWN:]]),
        key="scenarios",
        hide_index=True,
        column_config={"0": TextColumn(t("scenarios.measure"))}
        | {str(at): TextColumn(one.name) for at, one in enumerate([present, *scenarios[-MOST_SHOWN:]], 1)},
    )
    _keep(history, wishes)
    if scenarios:
        _use(history, scenarios)


def _keep(history: History, wishes: Wishes) -> None:
    with st.form("keep-scenario", clear_on_submit=True, border=False):
        name, button = st.columns([3, 1], vertical_alignment="bottom")
        written = name.text_input(
            t("scenarios.name"), max_chars=LONGEST_NAME, placeholder=t("scenarios.name_example"), key="scenario-name"
        )
        if not button.form_submit_button(t("scenarios.keep"), width="stretch"):
            return
    if not saved.name_of(written):
        st.info(t("scenarios.unnamed"))
        return
    _change(lambda: saved.keep(warehouse(), _scenario(written, history, wishes)))


def _use(history: History, scenarios: Sequence[Scenario]) -> None:
    which, take, plan, delete = st.columns([3, 1, 1.4, 1], vertical_alignment="bottom")
    one = which.selectbox(
        t("scenarios.which"), scenarios, len(scenarios) - 1, format_func=lambda one: one.name, key="scenario"
    )
    if one is None:
        return
    fits = [channel.channel for channel in one.channels] == list(history.channels["channel"])
    if take.button(t("scenarios.take_up"), disabled=not fits, help=None if fits else t("scenarios.other_channels")):
        target_inputs.wish(_wishes(one))
        st.rerun()
    store, leads = _store(), what_if.totals(_table(one))["planned"]
    can_plan = store is not None and not isnan(leads)
    why = None if can_plan else t("scenarios.choose_store" if store is None else "scenarios.no_leads")
    if plan.button(t("scenarios.make_plan"), type="primary", disabled=not can_plan, help=why) and store:
        _change(
            lambda: saved.make_plan(warehouse(), store, one, leads),
            t("scenarios.planned", name=plain(one.name), month=t.month(one.month), store=plain(store)),
        )
    if delete.button(t("scenarios.delete")):
        _change(lambda: saved.forget(warehouse(), one))


def _change(do: Callable[[], None], said: str = "") -> None:
    try:
        do()
    except WarehouseError as error:
        st.error(said_of(error))
        return
    if said:
        st.toast(said)
    st.rerun()


def _store() -> str | None:
    """Return the one store that is looked at, None when there are several."""
    stores = filters().stores or ask_data(periods.choices)["stores"]
    return stores[0] if len(stores) == 1 else None


def _scenario(name: str, history: History, wishes: Wishes) -> Scenario:
    past = history.channels[["channel", "deals", "leads", "rate"]].itertuples(index=False, name=None)
    channels = [
        ScenarioChannel(channel, share, float(deals), float(leads), float(rate), current, wished)
        for (channel, deals, leads, rate), share, current, wished in zip(
            past, wishes.shares, wishes.current, wishes.wished, strict=True
        )
    ]
    return Scenario(saved.stores_of(filters().stores), history.month, name, wishes.target, tuple(channels))


def _wishes(one: Scenario) -> Wishes:
    shares, current, wished = zip(
        *((channel.share, channel.current, channel.wished) for channel in one.channels), strict=True
    )
    return Wishes(one.target, shares, current, wished)


def _past(one: Scenario) -> DataFrame:
    return DataFrame(
        [(c.channel, c.deals, c.leads, c.rate) for c in one.channels], columns=["channel", "deals", "leads", "rate"]
    )


def _table(one: Scenario) -> DataFrame:
    return what_if.table(_past(one), _wishes(one))


def _side_by_side(scenarios: Sequence[Scenario]) -> DataFrame:
    """One row per measure, its name under "0" and a column per calculation after it."""
    told = [_measures(one) for one in scenarios]
    names = list(dict.fromkeys(name for one in told for name in one))
    columns = {str(at): [one.get(name, "") for name in names] for at, one in enumerate(told, 1)}
    return DataFrame({"0": names} | columns)


def _measures(one: Scenario) -> dict[str, str]:
    rows, past = _table(one), _past(one)
    sums = what_if.totals(rows)
    is_judged = one.target > 0 and not what_if.is_beyond(rows)
    told = {
        t("targets.target"): t.number(one.target),
        t("scenarios.chance"): say.chance(what_if.planned_chance(past, rows)) if is_judged else t("targets.no_chance"),
        t("scenarios.leads"): t.number(sums["planned"]),
        t("scenarios.missing"): t.number(sums["missing"]),
    }
    for row in rows.itertuples(index=False):
        told[t.of("channel", row.channel)] = t(
            "scenarios.channel", share=t.percent(row.share, 0), rate=t.percent(row.wished), leads=t.number(row.planned)
        )
    return told
