"""Whom of the lost to call again, by rules a manager can check, and how often a lost customer came back at all."""

import streamlit as st

from analytics import win_back as question
from charts.interval import interval
from charts.ranking import ranking
from frame import heading, passport, picture, win_back
from frame.ask import ask, filters, t
from frame.findings import win_back as say

heading.draw(t("win_back.title"))
day = ask(question.as_of)
window, past = question.looked_at(filters(), day), question.looked_back(filters(), day)
found = ask(question.obstacles)
heading.stop_if(found.empty, t("win_back.nobody", day=t.day(day, with_year=True)))
st.caption(t("win_back.what", start=t.day(window.start, with_year=True), day=t.day(day, with_year=True)))
left, right = st.columns(2, gap="large")
with left:
    picture.draw(
        ranking,
        found.assign(name=[t(f"obstacle.{one}") for one in found["obstacle"]], can=found["obstacle"] == "none"),
        "obstacles",
        title=say.obstacles(found),
        subtitle=t("win_back.obstacles_subtitle"),
        name="name",
        value="losses",
        share="share",
        emphasised="can",
        code="obstacle",
        asks=lambda one: passport.ask("losses", {"obstacle": one}, window),
    )
with right:
    sides = ask(question.came_back)
    if sides["recognisable_losses"].sum() > 0:
        picture.draw(
            interval,
            sides.assign(name=[t(f"reason_side.{side}") for side in sides["reason_side"]]),
            "came-back",
            title=say.came_back(sides),
            subtitle=t("win_back.came_back_subtitle"),
            name="name",
            rate="rate",
            low="low",
            high="high",
            part="recovered_losses",
            whole="recognisable_losses",
            code="reason_side",
            asks=lambda side: passport.ask("recovered_rate", {"reason_side": side}, past),
        )
    else:
        st.info(t("win_back.no_past"))
win_back.rules()
win_back.names(ask(question.worth_a_call))
