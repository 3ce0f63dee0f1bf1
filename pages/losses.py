"""Why customers are lost, over which car, to whom, and how well they were looked after."""

import streamlit as st

from analytics import losses as question
from frame import heading, losses, passport
from frame.ask import ask, t

EXITS = ("all", *question.EXITS)

heading.draw(t("losses.title"))
left_how = ask(question.by_exit)
heading.stop_if(left_how.empty and ask(question.reasons).empty, t("losses.no_losses"))
passport.line("losses", "unclear_rate", "unattended_rate", "returned_rate", "recovered_rate")
losses.exits(left_how)
switches = st.columns([4, 3, 3], gap="medium")
with switches[0]:
    names = {"all": t("losses.all_exits")} | {exit: t(f"exit.{exit}") for exit in question.EXITS}
    way = losses.choose("exit", EXITS, names, t("losses.exit"))
with switches[1]:
    per = losses.choose(
        "per", ("mention", "customer"), {one: t(f"losses.{one}") for one in ("mention", "customer")}, t("losses.per")
    )
with switches[2]:
    cells = losses.choose(
        "cells", ("counts", "shares"), {one: t(f"losses.{one}") for one in ("counts", "shares")}, t("losses.cells")
    )
exit = None if way == "all" else way
losses.piled_up(ask(question.concentrated, exit), exit)
among = ask(question.customers, exit) if per == "customer" else None
mentions = ask(question.reasons, exit, per_customer=per == "customer")
if mentions.empty:
    st.info(t("losses.forms_only" if left_how.empty else "losses.no_reasons"))
else:
    losses.table(mentions, among, exit, cells)
left, right = st.columns(2, gap="large")
with left:
    if not mentions.empty:
        losses.groups(mentions, among, exit)
    losses.course(exit)
with right:
    if not left_how.empty:
        measure = losses.choose(
            "measure", losses.MEASURES, {one: t(f"losses.{one}") for one in losses.MEASURES}, t("losses.measure")
        )
        losses.by_salesperson(measure, exit)
if not left_how.empty:
    losses.awaited(exit)
named = ask(question.rate_of, "named_rate").iloc[0]
losses.lost_to(ask(question.lost_to), t.rate(named["named_losses"], named["logged_losses"]))
