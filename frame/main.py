"""What surrounds every page: language, navigation, filters. No data, no figures of its own."""

from datetime import date

import streamlit as st

from analytics import loads, periods
from analytics.filters import Filters, Grain, month_index
from data.warehouse import WarehouseError
from frame import intake, look, passport, sidebar
from frame.ask import ask_data, begin, choose, said_of, t


def main() -> None:
    """Draw the frame and run the page the address names."""
    st.set_page_config(page_icon="🚗", layout="wide", initial_sidebar_state="expanded")
    sidebar.language()
    look.draw()
    try:
        begin()
    except WarehouseError as error:
        st.navigation([st.Page(_nothing, title=t("common.product"))], position="hidden")
        st.error(said_of(error))
        st.stop()
    span, is_empty = ask_data(periods.span), ask_data(loads.loads).empty
    page = st.navigation(_pages(is_empty=is_empty), expanded=True)
    if span:
        sidebar.draw(span)
    else:  # nothing loaded, or nothing in it that is counted: every page says so of this month
        choose(Filters.of_months(month_index(date.today()), Grain.MONTH))
    if not is_empty and page.url_path != "data":
        intake.forget()
    intake.report()
    page.run()
    passport.answer()


def _nothing() -> None:
    """A place for the address to lead to while the database cannot be used."""


def _pages(*, is_empty: bool) -> dict[str, list[st.Page]]:
    def page(name: str, icon: str, *, default: bool = False) -> st.Page:
        return st.Page(
            f"../pages/{name}.py",
            title=t(f"{name}.title"),
            icon=icon,
            default=default,
            url_path="" if default else name,
        )

    if is_empty:
        return {"": [page("welcome", ":material/waving_hand:", default=True)]}
    return {
        t("navigation.look"): [
            page("overview", ":material/dashboard:", default=True),
            page("traffic", ":material/groups:"),
            page("conversion", ":material/filter_alt:"),
            page("test_drives", ":material/directions_car:"),
            page("losses", ":material/trending_down:"),
        ],
        t("navigation.understand"): [
            page("changes", ":material/difference:"),
            page("closing", ":material/stacked_line_chart:"),
            page("time_to_deal", ":material/timelapse:"),
            page("fair", ":material/balance:"),
            page("win_back", ":material/phone_callback:"),
        ],
        t("navigation.plan"): [
            page("targets", ":material/tune:"),
            page("plan", ":material/edit_calendar:"),
            page("pace", ":material/speed:"),
        ],
        t("navigation.data"): [
            page("data", ":material/upload_file:"),
            page("customers", ":material/person_search:"),
        ],
    }


main()
