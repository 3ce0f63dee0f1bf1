"""How long customers take from the first visit to a deal, and what today's prospects may still bring."""

from math import nan

import streamlit as st

from analytics import following
from analytics import time_to_deal as question
from analytics.figures import counts
from charts.endings import endings
from charts.panels import panels
from charts.theme import FULL
from frame import heading, passport, picture, prospects, table
from frame.ask import ask_over, filters, t
from frame.findings import time_to_deal as say

FIGURES = ("followed", "followed_buyers", "followed_lost", "followed_open")
DRAWN = 6


def choice(key: str, options: tuple[str, ...]) -> str:
    """Let the reader choose one of the options, kept in the address; the first one unless he does."""
    return st.segmented_control(
        t(f"time_to_deal.{key}"),
        options,
        default=options[0],
        format_func=lambda one: t(f"time_to_deal.{key}_{one}"),
        key=key,
        bind="query-params",
        required=True,
    )


heading.draw(t("time_to_deal.title"))
left, right = st.columns(2)
with left:
    span = choice("first_seen", ("year", "period"))
with right:
    faded_is_lost = choice("faded", ("open", "lost")) == "lost"
chosen = filters().last_months(12) if span == "year" else filters()
curves = ask_over(chosen, question.curves, faded_is_lost)
heading.stop_if(curves.empty, t("time_to_deal.none"))
numbers = ask_over(chosen, counts, *FIGURES, "first_visits_without_phone").iloc[0]
for place, figure in zip(st.columns(len(FIGURES)), FIGURES, strict=True):
    with place:
        st.metric(t(f"figure.{figure}"), t.number(numbers[figure]), border=True)
        passport.button(figure, key=f"followed-{figure}", chosen=chosen)
marks = ask_over(chosen, question.within, faded_is_lost)
picture.draw(
    endings,
    curves,
    "endings",
    title=say.endings(marks, question.half_of_buyers(curves)),
    subtitle=t("time_to_deal.endings_subtitle"),
    names=tuple(t(f"time_to_deal.{name}") for name in ("bought_by_then", "still_open", "lost_by_then")),
    marks=marks,
    after=t("time_to_deal.after"),
    asks=lambda day: passport.ask(f"bought_within_{day}", chosen=chosen),
)
if len(marks):
    with st.expander(t("time_to_deal.marks_how")):
        st.caption(say.marks(marks))
st.caption(say.followed(ask_over(chosen, following.followed), numbers["first_visits_without_phone"]))

dimension = choice("cut", question.DIMENSIONS)
groups = ask_over(chosen, question.groups, dimension, faded_is_lost)
lines = ask_over(chosen, question.group_curves, dimension, faded_is_lost)
first = groups.loc[~groups["is_few"], dimension].head(DRAWN).tolist()
if first:
    lines = lines[lines[dimension].isin(first)]
    month = marks.loc[marks["day"] == say.JUDGED, "bought"]
    picture.draw(
        panels,
        lines.assign(name=[t.of(dimension, value) for value in lines[dimension]]),
        f"curves-{dimension}",
        title=say.groups(groups, dimension, month.iloc[0] if len(month) else nan),
        subtitle=t("time_to_deal.groups_subtitle"),
        group=dimension,
        name="name",
        day="day",
        share="bought",
        pooled=curves,
        after=t("time_to_deal.after"),
        width=FULL,
        asks=lambda value: passport.ask("followed_buyers", {dimension: value}, chosen),
    )
st.caption(say.few(groups, dimension, DRAWN) + (t("time_to_deal.drove_what") if dimension == "drove" else ""))
table.show(say.as_table(groups, dimension), key=f"groups-{dimension}")
prospects.draw()
