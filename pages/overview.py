"""The month at a glance."""

import streamlit as st

from analytics import overview, periods
from charts.columns import within
from charts.course import course
from frame import heading, passport, picture, readings, showroom_form, tiles
from frame.ask import ask, t
from frame.findings import overview as say

heading.draw(t("overview.heading", period=heading.period()))
changes = ask(overview.changes)
is_empty = bool(changes["value"].isna().all()) or not bool(changes[["value", "before"]].fillna(0).any(axis=None))
heading.stop_if(is_empty, t("common.no_rows"))
compared, months, unfinished = ask(overview.comparisons), ask(overview.months), ask(periods.unfinished_month)
st.markdown(say.sentence(changes, compared))
tiles.draw(changes, months, compared)

shown = heading.with_months(months, unfinished)
left, right = st.columns(2, gap="large")
with left:
    picture.draw(
        within,
        shown,
        "first-visits",
        title=say.course(months, "first_visits", unfinished),
        subtitle=t("overview.first_visits_subtitle"),
        x="label",
        whole="first_visits",
        part="showroom_deals",
        whole_name=t("figure.first_visits"),
        part_name=t("figure.showroom_deals"),
        unfinished="unfinished",
        code="month",
        tells_part=True,
        asks=lambda clicked: passport.ask_of_month(clicked[1], clicked[0]),
    )
with right:
    if months["close_rate"].isna().all():
        st.info(t("overview.no_close_rate", divided=readings.divided()))
    else:
        picture.draw(
            course,
            shown,
            "close-rate",
            title=say.course(months, "close_rate", unfinished),
            subtitle=readings.subtitle("overview.close_rate_subtitle"),
            x="label",
            rate="close_rate",
            low="low",
            high="high",
            part="part",
            whole="whole",
            unfinished="unfinished",
            code="month",
            asks=lambda month: passport.ask_of_month("close_rate", month),
        )
showroom_form.draw()
