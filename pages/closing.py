"""Two closing rates side by side: a month's deals over its visits, and what became of those who first came."""

import streamlit as st

from analytics import cohorts, following, periods
from analytics.metrics import WITHIN
from charts.pair import pair
from charts.theme import FULL
from charts.triangle import triangle
from frame import heading, passport, picture, table
from frame.ask import ask, t
from frame.findings import closing as say

LATER = ("first_visits_without_phone", "within_60", "least", "most", "followed_until")
TIMES = (*map(str, cohorts.MONTHS_AFTER), cohorts.BY_NOW)

heading.draw(t("closing.title"))
by_now, unfinished = ask(cohorts.course), ask(periods.unfinished_month)
is_empty = not by_now[["first_visits", "showroom_deals", "followed"]].sum().sum()
heading.stop_if(is_empty, t("closing.no_register") if ask(following.followed).empty else t("closing.no_deals"))
st.markdown(t("closing.what"))
passport.line("close_rate", "cohort_rate", "first_visits_without_phone")
chosen = st.segmented_control(
    t("closing.within"),
    [cohorts.BY_NOW, *map(str, WITHIN)],
    default=cohorts.BY_NOW,
    format_func=lambda one: t(f"closing.within_{one}"),
    key="within",
    bind="query-params",
    required=True,
)
within = None if chosen == cohorts.BY_NOW else int(chosen)
months = ask(cohorts.course, within) if within else by_now
cohort_rate = f"cohort_rate_within_{within}" if within else "cohort_rate"
picture.draw(
    pair,
    heading.with_months(months, unfinished),
    f"two-rates-{chosen}",
    title=say.course(months, unfinished, within),
    subtitle=t("closing.subtitle_within", days=within) if within else t("closing.subtitle_now"),
    x="label",
    rate="rate",
    low="low",
    high="high",
    part="bought",
    whole="followed",
    rate_name=t("closing.cohort"),
    other="same_month",
    other_part="showroom_deals",
    other_whole="first_visits",
    other_name=t("closing.same_month"),
    is_open="is_open",
    expected="expected",
    least="least",
    most="most",
    expected_name=t("closing.forecast"),
    code="month",
    asks=lambda point: passport.ask_of_month(cohort_rate if point[1] == "rate" else "close_rate", point[0]),
)
st.caption(say.caption(months, within))

cells = cohorts.triangle(by_now)
if not cells.empty:
    picture.draw(
        triangle,
        cells.assign(name=[t.month(month) for month in cells["month"]]),
        "triangle",
        title=say.triangle(by_now),
        subtitle=t("closing.triangle_subtitle"),
        row="month",
        row_name="name",
        size="followed",
        column="time",
        columns={time: t(f"closing.time_{time}") for time in TIMES},
        part="bought",
        is_open="is_open",
        expected="expected",
        least="least",
        most="most",
        width=FULL,
        asks=lambda cell: passport.ask_of_month(
            "cohort_rate" if cell[1] == cohorts.BY_NOW else f"cohort_rate_by_month_{cell[1]}", cell[0]
        ),
    )
st.subheader(t("closing.table"))
rows = table.few_or_all(cohorts.table(by_now), LATER, key="closing-columns")
table.show(
    rows.assign(month=[t.month(month) for month in rows["month"]]), key="closing-table", height=table.height(len(rows))
)
st.caption(t("closing.table_what"))
