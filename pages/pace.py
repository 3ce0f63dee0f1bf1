"""Where the month will land, how likely it reaches its plan, and how often such a range held before."""

import streamlit as st

from analytics import pace
from charts.fan import fan
from frame import heading, pacing, picture
from frame.ask import ask_data, t
from frame.findings import pace as say
from frame.planning import people

heading.draw(t("pace.title"))
chosen = pacing.choose()
if chosen is None:
    st.info(t("pace.no_store"))
    st.stop()
mine, figure = chosen
found = pacing.seen(mine, figure)
by_person = people.narrowed(ask_data(pace.by_person, mine.store, mine.month, figure, found.as_of))
heading.stop_if(by_person.empty and people.is_narrowed(), t("common.no_rows"))
pacing.tiles(found)
picture.draw(
    fan,
    found.days.assign(day=[day.day for day in found.days["day"]]),
    "pace",
    title=say.course(found, mine.month),
    subtitle=t(f"pace.{figure}_subtitle") + ("" if say.is_over(found) else t("pace.bands")),
    x="day",
    plan_name=t("pace.plan_line"),
    later_name=t("pace.later"),
)
tested = ask_data(pace.back_test, mine.store, mine.month, figure)
st.caption(say.looked_back(tested, mine.month) if say.is_over(found) else say.basis(found, figure))
promised = ask_data(pace.from_prospects, mine.store, found.as_of) if figure == "orders" and found.until else None
if promised:
    st.markdown(say.prospects(promised, found))
st.subheader(t("pace.by_person"))
pacing.people(by_person)
if len(mine.offered) > 1:
    st.subheader(t("pace.by_store"))
    pacing.stores(mine, figure, found)
st.subheader(t("pace.back_test"))
pacing.back_test(tested)
