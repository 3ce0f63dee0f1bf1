"""Who closes more or less than luck explains: salespeople, channels, models, stores."""

import streamlit as st

from analytics import fair, periods
from analytics.conversion import FEW
from analytics.metrics import RATES
from analytics.statistics.limits import curves
from analytics.statistics.rates import pooled
from charts.limits import limits
from charts.shrunken import shrunken
from frame import heading, passport, picture, table
from frame.ask import ask, ask_data, t
from frame.findings import fair as say

MOST_DRAWN = 30

heading.draw(t("fair.title"))
stores = ask_data(periods.choices)["stores"]
left, right = st.columns([2, 3])
dimension = left.segmented_control(
    t("fair.compare"),
    fair.DIMENSIONS if len(stores) > 1 else fair.DIMENSIONS[:-1],
    default="salesperson",
    format_func=lambda one: t(f"column.{one}"),
    key="compare",
    bind="query-params",
    required=True,
)
figure = right.segmented_control(
    t("fair.by"),
    fair.FIGURES,
    default=fair.FIGURES[0],
    format_func=lambda one: t(f"figure.{one}"),
    key="judged",
    bind="query-params",
    required=True,
)
answer = ask(fair.compare, figure, dimension)
groups = fair.drawn(answer, dimension, MOST_DRAWN)
together = pooled(answer, "part", "whole")
heading.stop_if(groups.empty or together is None, t("fair.nothing"))
heading.stop_if(together > 1, t("fair.no_proportion"))
groups = groups.assign(name=[t.of(dimension, value) for value in groups[dimension]])
drawing = {
    "name": "name",
    "rate": "rate",
    "part": "part",
    "band": "band",
    "code": dimension,
    "pooled": together,
    "pooled_name": t("common.pooled"),
    "asks": lambda value: passport.ask(figure, {dimension: value}),
}
left, right = st.columns(2, gap="large")
with left:
    picture.draw(
        limits,
        groups,
        f"limits-{dimension}-{figure}",
        title=say.beyond_luck(answer, dimension, figure),
        subtitle=t("fair.limits_subtitle", among=t(f"figure.{RATES[figure].among}"), rate=t(f"figure.{figure}")),
        size="whole",
        telling="outside",
        curves=curves(groups["whole"].max(), together),
        **drawing,
    )
with right:
    picture.draw(
        shrunken,
        groups,
        f"shrunken-{dimension}-{figure}",
        title=say.spread(answer, dimension),
        subtitle=t("fair.shrunken_subtitle"),
        whole="whole",
        shrunk="shrunk",
        low="shrunk_low",
        high="shrunk_high",
        **drawing,
    )
said = (
    say.luck(answer, dimension) + say.not_drawn(answer, dimension, len(groups)) + say.unnamed(answer, dimension, figure)
)
if said:
    st.caption(said)
st.caption(t(f"fair.about_{figure}"))
st.caption(t("fair.bands", few=FEW))
rows = say.as_table(answer, dimension)
table.show(rows, key="fair", height=table.height(len(rows)))
