"""What the what-if table comes to: how many cars are likely, where leads are missing, what the chance hangs on."""

import streamlit as st
from pandas import DataFrame

from analytics import what_if
from analytics.what_if import Verdict
from charts.against import against
from charts.outlook import outlook
from charts.swing import swing
from frame import picture
from frame.ask import t
from frame.findings import targets as say

MOST_SWINGS = 8


def judge(found: Verdict, rows: DataFrame) -> None:
    """Draw what the leads of a `what_if.table` are likely to bring."""
    st.markdown(say.verdict(found, rows))
    if said := say.impossible(rows):
        st.warning(said)
    picture.draw(
        outlook,
        DataFrame({"deals": range(len(found.distribution)), "probability": found.distribution}),
        "outlook",
        title=say.outlook(found),
        subtitle=t("targets.outlook_subtitle"),
        deals="deals",
        probability="probability",
        target=found.target,
        target_name=t("targets.target_line", target=t.number(found.target)),
        reached=say.chance(found.planned),
        width=500,
    )


def weigh(channels: DataFrame, found: Verdict, rows: DataFrame) -> None:
    """Draw where leads are missing, what the chance hangs on, and which single change is cheapest."""
    changes = what_if.single_changes(channels, rows)
    swings = what_if.levers(channels, rows)[:MOST_SWINGS]
    st.markdown(say.change(changes, channels, found.planned))
    for line in say.others(changes, channels):
        st.caption(line)
    left, right = st.columns(2, gap="large")
    with left:
        picture.draw(
            against,
            say.beside(rows),
            "shortage",
            title=say.shortage(rows),
            subtitle=t("targets.shortage_subtitle"),
            name="name",
            present="current",
            wanted="planned",
            said="said",
            present_name=t("targets.present"),
            wanted_name=t("targets.wanted"),
        )
    with right:
        picture.draw(
            swing,
            say.swings(swings, channels),
            "swings",
            title=say.most_telling(swings, channels),
            subtitle=t("targets.swings_subtitle"),
            name="name",
            low="low",
            high="high",
            low_name="low_name",
            high_name="high_name",
            now=found.planned,
            now_name=t("targets.now", chance=say.chance(found.planned)),
        )
