"""Who drives, and how drivers close beside the others."""

import streamlit as st

from analytics import periods, test_drives
from analytics.statistics.rates import pooled
from charts.course import course
from charts.interval import interval
from frame import alike, heading, passport, picture
from frame.ask import ask, t
from frame.findings import conversion
from frame.findings import test_drives as say

heading.draw(t("test_drives.title"))
months = ask(test_drives.by_month)
heading.stop_if(months["drivers"].fillna(0).sum() == 0, t("test_drives.no_drives"))
passport.line("test_drive_rate", "drivers", "first_visits")
left, right = st.columns(2, gap="large")
with left:
    picture.draw(
        course,
        heading.with_months(months, ask(periods.unfinished_month)),
        "drive-course",
        title=say.course(months, ask(periods.unfinished_month)),
        subtitle=t("test_drives.course_subtitle"),
        x="label",
        rate="rate",
        low="low",
        high="high",
        part="drivers",
        whole="first_visits",
        unfinished="unfinished",
        code="month",
        asks=lambda month: passport.ask_of_month("test_drive_rate", month),
    )
with right:
    both = ask(test_drives.with_and_without)
    if both["known_visitors"].min() > 0:
        picture.draw(
            interval,
            both.assign(name=[t("test_drives.drove"), t("test_drives.did_not")]),
            "with-and-without",
            title=say.difference(both),
            subtitle=t("test_drives.both_subtitle"),
            name="name",
            rate="rate",
            low="low",
            high="high",
            part="known_buyers",
            whole="known_visitors",
            asks=lambda _: passport.ask("bought_rate"),
        )
        st.warning(t("test_drives.no_proof"), icon=":material/balance:")
    else:
        st.info(t("test_drives.no_comparison"))
if both["known_visitors"].min() > 0:
    alike.draw(both)
for column, dimension in zip(st.columns(2, gap="large"), ("salesperson", "model"), strict=True):
    groups = ask(test_drives.rate_by, dimension)
    if groups.empty:
        continue
    with column:
        picture.draw(
            interval,
            groups.assign(name=[t.of(dimension, value) for value in groups[dimension]]),
            f"drives-by-{dimension}",
            title=conversion.groups(groups, dimension, "drivers"),
            subtitle=t("test_drives.groups_subtitle"),
            name="name",
            rate="rate",
            low="low",
            high="high",
            part="drivers",
            whole="first_visits",
            pooled=pooled(groups, "drivers", "first_visits"),
            pooled_name=t("common.pooled"),
            few="is_few",
            code=dimension,
            asks=lambda value, dimension=dimension: passport.ask("test_drive_rate", {dimension: value}),
        )
