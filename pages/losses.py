"""Why customers are lost, over which car, and to whom."""

import streamlit as st

from analytics import losses, periods
from charts.heatmap import reasons
from charts.ranking import ranking
from charts.split import split, split_course
from frame import heading, passport, picture
from frame.ask import ask, t
from frame.findings import losses as say

heading.draw(t("losses.title"))
mentions = ask(losses.reasons)
heading.stop_if(mentions.empty, t("losses.no_losses"))
passport.line("losses", "loss_mentions")
blocks = {group: t(f"reason_group.{group}") for group in losses.GROUPS if group in set(mentions["reason_group"])}
as_share = st.segmented_control(
    t("losses.cells"),
    ["counts", "shares"],
    default="counts",
    format_func=lambda one: t(f"losses.{one}"),
    key="cells",
    bind="query-params",
    required=True,
    label_visibility="collapsed",
)
picture.draw(
    reasons,
    losses.as_shares(mentions).assign(
        model_name=[t.of("model", model) for model in mentions["model"]],
        reason_name=[t.of("reason", reason) for reason in mentions["reason"]],
    ),
    "reasons",
    title=say.people_or_product(mentions),
    subtitle=t(f"losses.{as_share}_subtitle"),
    model="model",
    reason="reason",
    block="reason_group",
    value="mentions",
    share="share" if as_share == "shares" else None,
    model_name="model_name",
    reason_name="reason_name",
    blocks=blocks,
    asks=lambda cell: passport.ask("loss_mentions", {"model": cell[0], "reason": cell[1]}),
)
left, right = st.columns(2, gap="large")
with left:
    groups = losses.by_group(mentions)
    picture.draw(
        split,
        groups.assign(name=[t(f"reason_group.{group}") for group in groups["reason_group"]]),
        "product-against-people",
        title=say.top_reason(mentions),
        subtitle=t("losses.split_subtitle"),
        name="name",
        value="mentions",
        share="share",
        code="reason_group",
        asks=lambda group: passport.ask("loss_mentions", {"reason_group": group}),
    )
    course = ask(losses.by_month)
    picture.draw(
        split_course,
        losses.group_shares(heading.with_months(course, ask(periods.unfinished_month))),
        "loss-course",
        title=say.course(course),
        subtitle=t("losses.course_subtitle"),
        x="label",
        block="reason_group",
        share="share",
        blocks=blocks,
        unfinished="unfinished",
        code="month",
        asks=lambda month: passport.ask_of_month("loss_mentions", month),
    )
with right:
    elsewhere = ask(losses.lost_to)
    if elsewhere.empty:
        st.info(t("losses.no_destination"))
    else:
        picture.draw(
            ranking,
            elsewhere.head(15),
            "lost-to",
            title=say.lost_to(elsewhere),
            subtitle=t("losses.lost_to_subtitle"),
            name="lost_to",
            value="losses",
            share="share",
            asks=lambda brand: passport.ask("losses", {"lost_to": brand}),
        )
