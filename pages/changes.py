"""What changed between two periods, and why: the parts of the change, the groups, the people."""

import streamlit as st

from analytics import changes
from charts.theme import FULL
from charts.waterfall import waterfall
from frame import behind_change, heading, picture, versus
from frame.ask import ask, t
from frame.findings import changes as say
from frame.findings import like_for_like

heading.draw(t("changes.title"))
earlier = versus.choose()
left, right, _ = st.columns(3)
figure = left.segmented_control(
    t("changes.figure"),
    changes.FIGURES,
    default=changes.FIGURES[0],
    format_func=lambda one: t(f"figure.{one}"),
    key="figure",
    bind="query-params",
    required=True,
)
dimension = right.segmented_control(
    t("changes.by"),
    changes.DIMENSIONS,
    default=changes.DIMENSIONS[0],
    format_func=lambda one: t(f"column.{one}"),
    key="by",
    bind="query-params",
    required=True,
)
change = ask(changes.change, figure, dimension, earlier)
heading.stop_if(change is None, t("changes.no_comparison"))
picture.draw(
    waterfall,
    say.steps(change, dimension),
    f"waterfall-{figure}-{dimension}",
    title=say.title(change, dimension),
    subtitle=say.subtitle(change),
    name="name",
    value="value",
    level="is_level",
    weak="is_weak",
    text="text",
    code="code",
    width=FULL,
    asks=lambda code: behind_change.ask_of_bar(code, change),
)
said = t(f"changes.what_{figure}") + say.allowance(change, dimension)
said += say.covered(change, ask(changes.outside, change.compared, earlier))
st.caption(said + like_for_like.left_out({figure: change.compared}))
st.subheader(t("changes.groups"))
st.caption(t("changes.groups_what") + (t("changes.unlogged_what") if "unlogged" in change.groups else ""))
behind_change.draw(change, dimension)
behind_change.answer(change, dimension)
