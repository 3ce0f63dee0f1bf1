"""The month's plan, split to weeks and salespeople, and what was reached of it."""

import streamlit as st

from analytics import past, plans
from charts.plan import against_plan
from data.planned import FIGURES
from frame import heading, passport, picture
from frame.ask import ask_data, t
from frame.findings import plan as say
from frame.planning import book, chosen, days, people, totals, weeks

heading.draw(t("plan.title"))
mine = chosen.draw()
if mine is None:
    st.info(t("plan.no_store"))
    st.stop()
by_person = people.narrowed(ask_data(plans.by_person, mine.store, mine.month))
heading.stop_if(by_person.empty and people.is_narrowed(), t("common.no_rows"))
totals.draw(mine)
by_week, reach = ask_data(plans.by_week, mine.store, mine.month), ask_data(plans.reach, mine.store, mine.month)
shown = by_week.assign(label=weeks.axis(by_week))
places = [*st.columns(2, gap="large"), *st.columns(2, gap="large")]
for place, figure in zip(places, FIGURES, strict=False):
    with place:
        picture.draw(
            against_plan,
            shown,
            f"plan-{figure}",
            title=say.course(by_week, figure, reach),
            subtitle=t(f"plan.{figure}_subtitle"),
            x="label",
            plan=f"{figure}_plan",
            actual=f"{figure}_actual",
            unfinished="is_unfinished",
            code="week",
            plan_name=t("plan.planned"),
            actual_name=t("plan.reached"),
            short_name=t("plan.short"),
            asks=lambda week, figure=figure: passport.ask(past.COUNTED[figure], chosen=weeks.filters(mine, week)),
        )
with places[-1]:
    days.draw(mine)
st.subheader(t("plan.by_week"))
st.caption(t("plan.edit_what"))
weeks.draw(by_week, mine)
totals.again(mine)
st.subheader(t("plan.by_person"))
people.draw(by_person, mine)
if mine.plan.totals:
    st.subheader(t("plan.by_person_and_week"))
    people.by_week(mine)
st.subheader(t("plan.book"))
book.draw(mine)
