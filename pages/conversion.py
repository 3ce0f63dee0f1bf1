"""From contact to car, and who closes what share of first visits."""

import streamlit as st

from analytics import conversion
from analytics.metrics import rated
from analytics.statistics.rates import pooled
from charts.funnel import funnel
from charts.interval import interval
from charts.theme import FULL
from frame import heading, passport, picture, readings
from frame.ask import ask, filters, t
from frame.findings import conversion as say

DIMENSIONS = ("channel", "salesperson", "model")

heading.draw(t("conversion.title"))
steps = ask(conversion.flow)
heading.stop_if(not steps["customers"].fillna(0).sum(), t("conversion.no_register"))
closing = rated("close_rate", filters())
passport.line("close_rate", closing.among, closing.of)
picture.draw(
    funnel,
    steps.assign(name=[t(f"figure.{step}") for step in steps["step"]]),
    "flow",
    title=say.flow(steps),
    subtitle=t("conversion.flow_subtitle"),
    name="name",
    count="customers",
    of_before="share",
    between=t("conversion.of_before"),
    code="step",
    width=FULL,
    asks=passport.ask,
)
st.caption(t("conversion.flow_what") + say.flow_months(ask(conversion.flow_months)))

dimension = st.segmented_control(
    t("conversion.by"),
    DIMENSIONS,
    default="channel",
    format_func=lambda one: t(f"column.{one}"),
    key="by",
    bind="query-params",
    required=True,
)
groups = ask(conversion.close_rate_by, dimension)
heading.stop_if(groups.empty, t("common.no_rows"))
picture.draw(
    interval,
    groups.assign(name=[t.of(dimension, value) for value in groups[dimension]]),
    f"close-rate-{dimension}",
    title=say.groups(groups, dimension, closing.of, closing.among),
    subtitle=readings.subtitle("conversion.groups_subtitle"),
    name="name",
    rate="rate",
    low="low",
    high="high",
    part=closing.of,
    whole=closing.among,
    pooled=pooled(groups, closing.of, closing.among),
    pooled_name=t("common.pooled"),
    few="is_few",
    code=dimension,
    width=FULL,
    asks=lambda value: passport.ask("close_rate", {dimension: value}),
)
st.caption(t("conversion.same_month"))
