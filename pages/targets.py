"""What-if: from the sales target back to the leads each channel needs, and how likely they are to reach it."""

import streamlit as st

from analytics import targets, what_if
from analytics.figures import needs_lines
from analytics.targets import History
from data.targets import Scenario
from frame import heading, scenarios, target_inputs, target_verdict, thumb
from frame.ask import ask, filters, t
from frame.findings import targets as say


@st.fragment
def follow_the_sliders(history: History, kept: list[Scenario]) -> None:
    """Draw all that follows a slider; nothing is asked of the data here."""
    wishes = target_inputs.wishes(history)
    rows = what_if.table(history.channels, wishes)
    is_judged = wishes.target > 0 and not what_if.is_beyond(rows)
    found = what_if.verdict(history.channels, rows) if is_judged else None
    left, right = st.columns([2, 3.4], gap="large")
    with left:
        target_inputs.draw(history)
    with right:
        thumb.draw(history.channels, wishes, target_inputs.pinned(), inputs=target_inputs.PLACE, key="targets-table")
        if found:
            target_verdict.judge(found, rows)
    if found:
        target_verdict.weigh(history.channels, found, rows)
    scenarios.draw(history, wishes, kept)


heading.draw(t("targets.title"))
known = ask(targets.history)
heading.stop_if(known.is_assumed and needs_lines(filters()), t("common.no_rows"))
(st.warning if known.is_assumed else st.caption)(say.basis(known))
follow_the_sliders(known, scenarios.kept(known))
