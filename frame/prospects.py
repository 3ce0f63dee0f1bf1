"""Today's open prospects: how many deals they are still expected to make, by whom and how old, and whom to call."""

import streamlit as st
from pandas import DataFrame

from analytics import pipeline
from frame import table
from frame.ask import ask, t
from frame.findings import time_to_deal as say

LISTED = 200
_LINE = ("chance", "store", "salesperson", "name", "phone", "model", "level", "visited_on", "last_contact_on", "age")


def draw() -> None:
    """Draw the forecast and its list; nothing at all when nobody is open."""
    open_now = ask(pipeline.prospects)
    if open_now.empty:
        return
    st.subheader(say.expected(ask(pipeline.expected_deals).iloc[0]))
    st.caption(t("time_to_deal.expected_what", today=t.day(ask(pipeline.today), with_year=True)))
    left, right = st.columns(2, gap="large")
    with left:
        people = ask(pipeline.expected_deals, ("salesperson",)).sort_values("expected", ascending=False)
        table.show(_with_range(people), key="expected-salesperson", height=min(560, 36 * (len(people) + 1) + 4))
    with right:
        ages = ask(pipeline.expected_deals, ("age_from",))
        named = [_age_group(int(first)) for first in ages["age_from"]]
        table.show(_with_range(ages.assign(age_from=named)), key="expected-age")
    st.markdown(f"**{t('time_to_deal.call')}**")
    st.caption(t("time_to_deal.call_what", listed=t.number(min(LISTED, len(open_now))), all=t.number(len(open_now))))
    shown = open_now.head(LISTED).rename(columns={"day": "visited_on"})
    columns = [name for name in _LINE if name != "store" or shown["store"].nunique() > 1]
    table.people(shown[[*columns, "file", "sheet", "row"]], key="prospects")


def _with_range(answer: DataFrame) -> DataFrame:
    ranges = [say.span(low, high) for low, high in zip(answer["low"], answer["high"], strict=True)]
    return answer.rename(columns={"expected": "further_deals"}).assign(range=ranges).drop(columns=["low", "high"])


def _age_group(first: int) -> str:
    firsts = [*pipeline.AGES, pipeline.HORIZON + 1]
    return t("time_to_deal.age_group", first=first, last=firsts[firsts.index(first) + 1] - 1)
