"""The parts of the page of pace: what is chosen, the figures at its head, people and stores, and the months before."""

from collections.abc import Sequence
from datetime import timedelta
from math import isnan

import streamlit as st
from pandas import DataFrame

from analytics import pace
from analytics.filters import first_day
from analytics.pace import Outlook
from analytics.statistics.pace import Landing
from frame import table
from frame.ask import ask_data, filters, t
from frame.findings import pace as say
from frame.planning import chosen
from frame.planning.chosen import Chosen


def choose() -> tuple[Chosen, str] | None:
    """Draw the choice of store, where there are several, and figure; None when there is no store."""
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    mine = chosen.draw_store(left)
    if mine is None:
        return None
    figure = (right if len(mine.offered) > 1 else left).segmented_control(
        t("pace.figure"),
        pace.FIGURES,
        default=pace.FIGURES[0],
        format_func=lambda one: t(f"pace.{one}"),
        key="pace_figure",
        bind="query-params",
        required=True,
    )
    if filters().channels or filters().models or filters().salespeople:
        st.caption(t("pace.not_narrowed"))
    return mine, figure or pace.FIGURES[0]


def seen(mine: Chosen, figure: str) -> Outlook:
    """Draw the choice of the day looked from, and return the month as it looks from there."""
    now = ask_data(pace.outlook, mine.store, mine.month, figure)
    if now.until is None or now.until.day == 1:
        return now
    day = st.select_slider(
        t("pace.seen_from"),
        range(1, now.until.day + 1),
        now.until.day,
        format_func=lambda number: t("pace.day", day=number),
        key=f"pace-day-{mine.key}-{figure}",
        help=t("pace.seen_from_what"),
    )
    as_of = first_day(mine.month) + timedelta(days=int(day) - 1)
    return now if as_of == now.until else ask_data(pace.outlook, mine.store, mine.month, figure, as_of)


def tiles(found: Outlook) -> None:
    """Draw what there is so far, where it lands, the chance of the plan and what each open day left needs."""
    left = t("pace.days_left", days=t.number(found.open_left)) if found.open_left else t("pace.no_days_left")
    figures = {
        "so_far": t.number(found.so_far),
        "month_end": say.where(found.landing),
        "chance": say.likely(found.landing),
        "needed": t.number(found.needed, 1),
    }
    for place, (name, value) in zip(st.columns(len(figures)), figures.items(), strict=True):
        place.metric(t(f"pace.{name}"), value, border=True)
    st.caption(left if found.plan is not None else f"{left} · {t('pace.no_plan')}")


def people(answer: DataFrame) -> None:
    """Draw where each salesperson's month lands, of the answer of `pace.by_person`."""
    if answer.empty:
        st.info(t("pace.nobody"))
        return
    shown = DataFrame(
        {
            "salesperson": answer["salesperson"],
            "so_far": answer["so_far"],
            **_columns([_landing(*row) for row in answer[["low", "middle", "high", "chance"]].to_numpy().tolist()]),
            "month_plan": answer["plan"],
            "per_day": answer["needed"],
        }
    )
    table.show(shown, key="pace-people", height=table.height(len(shown)))


def stores(mine: Chosen, figure: str, found: Outlook) -> None:
    """Draw where the month of each store lands, seen from the day chosen, or from its own last one known."""
    day = () if found.as_of == found.until else (found.as_of,)
    seen_now = [ask_data(pace.outlook, store, mine.month, figure, *day) for store in mine.offered]
    shown = DataFrame(
        {
            "store": list(mine.offered),
            "so_far": [one.so_far for one in seen_now],
            **_columns([one.landing for one in seen_now]),
            "month_plan": [one.plan for one in seen_now],
            "per_day": [one.needed for one in seen_now],
        }
    ).astype({"month_plan": float, "per_day": float})
    table.show(shown, key="pace-stores", height=table.height(len(shown)))


def back_test(tested: DataFrame) -> None:
    """Draw what was said of the finished months on their 10th, 15th and 20th, and how often it held."""
    if tested.empty:
        st.info(t("pace.no_past_month"))
        return
    st.markdown(f"**{say.held(tested)}**")
    st.caption(t("pace.held_what"))
    rows = []
    for month, of in tested.groupby("month", sort=True):
        said = {
            f"on_{day}": f"{'✓' if held else '✗'} {low}–{high}"
            for day, low, high, held in zip(of["day"], of["low"], of["high"], of["held"], strict=True)
        }
        rows.append({"month": t.month(int(str(month))), "landed": int(of["landed"].iloc[0]), **said})
    shown = DataFrame(rows[::-1], columns=["month", "landed", *(f"on_{day}" for day in pace.TEST_DAYS)])
    table.show(shown, key="pace-back-test", height=table.height(len(shown)))


def _landing(low: float, middle: float, high: float, chance: float) -> Landing | None:
    if isnan(low):
        return None
    return Landing(int(low), int(middle), int(high), None if isnan(chance) else chance)


def _columns(lands: Sequence[Landing | None]) -> dict[str, list[str]]:
    return {
        "lands": [say.where(one) for one in lands],
        "plan_chance": [say.likely(one) for one in lands],
    }
