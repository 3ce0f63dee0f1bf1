"""Who comes, when, from where, for which car and for how long."""

import streamlit as st

from analytics import periods, traffic
from charts.columns import counts, stacked
from charts.heatmap import hours
from charts.ranking import ranking
from charts.theme import FULL
from frame import heading, passport, picture
from frame.ask import ask, t
from frame.findings import traffic as say

heading.draw(t("traffic.title"))
days = ask(traffic.by_day)
heading.stop_if(days.empty or not days["traffic"].sum(), t("traffic.no_register"))
passport.line("traffic", "first_visits", "be_backs", "calls", "long_stay_rate")
picture.draw(
    counts,
    days.assign(label=[t.day(day) for day in days["day"].dt.date], code=days["day"].dt.strftime("%Y-%m-%d")),
    "days",
    title=say.days(days),
    subtitle=t("traffic.days_subtitle"),
    x="label",
    value="traffic",
    flagged="is_unlogged",
    flagged_name=t("traffic.unlogged"),
    weekend="is_weekend",
    weekend_name=t("traffic.weekend"),
    code="code",
    width=FULL,
    asks=lambda day: passport.ask("traffic", {"day": day}),
)
if (by_hour := ask(traffic.by_hour)).empty:
    st.caption(t("traffic.no_hours"))
else:
    picture.draw(
        hours,
        by_hour,
        "hours",
        title=say.hours(by_hour),
        subtitle=t("traffic.hours_subtitle"),
        weekday="weekday",
        hour="hour",
        value="traffic",
        weekdays=say.weekdays(),
        asks=lambda cell: passport.ask("traffic", {"weekday": cell[0], "hour": cell[1]}),
    )
channels, models, stays = ask(traffic.by_channel), ask(traffic.by_model), ask(traffic.stays)
left, right = st.columns(2, gap="large")
with left:
    picture.draw(
        ranking,
        channels.assign(name=[t.of("channel", code) for code in channels["channel"]]),
        "channels",
        title=say.channels(channels),
        subtitle=t("traffic.channels_subtitle"),
        name="name",
        value="traffic",
        share="share",
        code="channel",
        asks=lambda channel: passport.ask("traffic", {"channel": channel}),
    )
    picture.draw(
        stacked,
        heading.with_months(ask(traffic.first_and_back), ask(periods.unfinished_month)),
        "be-backs",
        title=say.be_backs(ask(traffic.first_and_back)),
        subtitle=t("traffic.be_backs_subtitle"),
        x="label",
        parts={figure: t(f"figure.{figure}") for figure in ("first_visits", "be_backs")},
        unfinished="unfinished",
        code="month",
        tells_part=True,
        asks=lambda clicked: passport.ask_of_month(clicked[1], clicked[0]),
    )
with right:
    picture.draw(
        ranking,
        models,
        "models",
        title=say.models(models),
        subtitle=t("traffic.models_subtitle"),
        name="model",
        value="interested",
        share="share",
        asks=lambda model: passport.ask("interested", {"model": model}),
    )
    picture.draw(
        counts,
        stays.assign(label=[say.stretch(row) for _, row in stays.iterrows()]),
        "stays",
        title=say.stays(stays),
        subtitle=t("traffic.stays_subtitle"),
        x="label",
        value="visits",
        emphasised="is_long",
        code="minutes_from",
        asks=lambda start: passport.ask("timed_visits", {"stay_minutes": traffic.stretch_from(start)}),
    )
