"""The loads so far: one is looked at, and can be taken back. What is taken back is what the reader had before him."""

import streamlit as st
from pandas import DataFrame

from analytics import loads
from data.load import undo
from data.warehouse import WarehouseError
from frame import table
from frame.ask import ask_data, data_version, said_of, t, warehouse
from frame.plain import plain


def pick() -> int:
    """Draw the loads and return the number of the one picked, the latest until one is."""
    st.caption(t("data.pick"))
    known = ask_data(loads.loads)
    # a selection is a place in the table, and another load moves it: so the table is new with every change
    place = table.show(known.drop(columns=["sheets", "manner"]), key=f"history-{data_version()}", pick=True)
    if place is not None:
        st.session_state["load_looked_at"] = int(known["load_id"].iloc[place])
    numbers = [int(number) for number in known["load_id"]]
    looked_at = int(st.session_state.get("load_looked_at", 0))
    return looked_at if looked_at in numbers else numbers[0]


def sheets(number: int) -> None:
    """Draw the sheets of a load, and the earlier ones it stands in place of."""
    table.show(ask_data(loads.sheets, number), key=f"sheets-{number}")
    st.caption(t("data.about_sheets"))
    replaced = ask_data(loads.replaced, number)
    if not replaced.empty:
        st.markdown(t("data.replaced", number=number))
        table.show(replaced, key=f"replaced-{number}")


def undo_button(number: int) -> None:
    """Draw the button that takes back the load of this number, whatever was loaded since it was drawn."""
    with st.popover(t("data.undo"), icon=":material/undo:"):
        st.write(t("data.undo_what", number=number))
        for said in _consequences(number):
            st.write(said)
        st.button(t("data.undo_now"), key=f"undo-{number}", type="primary", on_click=_undo, args=(number,))
    if failed := st.session_state.pop("undo_failed", None):
        st.error(failed)


def _consequences(number: int) -> list[str]:
    """Say which earlier lines count again once a load is taken back, and which later loads stay."""
    said = []
    known = ask_data(loads.loads)
    replaced = ask_data(loads.replaced, number)
    if not replaced.empty:
        returning = int(known.set_index("load_id")["replaced"][number])
        said += [_returns(replaced, returning) if returning else t("data.undo_returns_nothing")]
    if later := _standing_for(number, known):
        said.append(t("data.undo_replaced", later=t("common.comma").join(later)))
    return said


def _returns(replaced: DataFrame, lines: int) -> str:
    places = [
        t(
            "data.undo_return",
            number=line["load_id"],
            file=plain(line["file"]),
            sheet=plain(line["sheet"]),
            start=t.day(line["first_on"], with_year=True),
            end=t.day(line["last_on"], with_year=True),
        )
        for line in replaced.to_dict("records")
    ]
    return "\n".join([t("data.undo_returns", lines=t.number(lines)), "", *(f"- {place}" for place in places)])


def _standing_for(number: int, known: DataFrame) -> list[str]:
    """Name the later loads that stand in place of lines of this one."""
    later = known[(known["manner"] == "replace") & (known["load_id"] > number)]["load_id"]
    return [
        t("data.load", number=other)
        for other in sorted(later)
        if number in set(ask_data(loads.replaced, int(other))["load_id"])
    ]


def _undo(number: int) -> None:
    try:
        undo(warehouse(), number)
    except WarehouseError as error:
        st.session_state["undo_failed"] = said_of(error)
