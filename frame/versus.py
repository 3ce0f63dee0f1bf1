"""What a period is compared with: drawn on the page, kept in the address."""

from datetime import date, timedelta

import streamlit as st

from analytics import periods
from analytics.earlier import Against, Earlier, offered
from analytics.filters import first_day
from frame.ask import ask_data, filters, t


def choose() -> Earlier:
    """Draw the choice of the earlier period and return it."""
    ends = _reach()
    options = [against for against in offered(filters()) if ends or against is not Against.CHOSEN]
    if st.session_state.get("against") not in options:
        st.session_state.pop("against", None)
    against = st.segmented_control(
        t("changes.against"),
        options,
        default=Against.BEFORE,
        format_func=lambda one: t(f"changes.{one}"),
        key="against",
        bind="query-params",
        required=True,
    )
    if against is not Against.CHOSEN or ends is None:
        return Earlier(Against(against))
    return Earlier(Against.CHOSEN, _days(*ends))


def _reach() -> tuple[date, date] | None:
    """Return the days before the period that anything is known of, None when there are none."""
    span = ask_data(periods.span)
    last = filters().start - timedelta(days=1)
    return (first_day(span.first_month), last) if span and first_day(span.first_month) <= last else None


def _days(first: date, last: date) -> tuple[date, date]:
    before = filters().before()
    chosen = []
    columns = st.columns(4)
    for column, name, begins_as in zip(
        columns, ("earlier_from", "earlier_to"), (before.start, before.end), strict=False
    ):
        if not first <= (st.session_state.get(name) or first) <= last:
            del st.session_state[name]
        value = min(max(begins_as, first), last)
        day = column.date_input(t(f"changes.{name}"), value, first, last, key=name, bind="query-params")
        chosen.append(day or value)
    start, end = sorted(chosen)
    return start, end
