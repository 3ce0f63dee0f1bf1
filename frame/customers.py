"""Lines about one customer that do not fit together: tables that say where both stand."""

import streamlit as st
from pandas import DataFrame

from analytics.customers import CONTRADICTIONS, MOST
from frame import table
from frame.ask import t

THREE_LINES = 74  # pixels, for a row, a sheet and the name of a file


def line_of_counts(matches: DataFrame, found: DataFrame) -> None:
    """Draw how many there are of each kind, one tile a kind."""
    numbers = {"possible_match": _cases(matches)}
    numbers |= {what: _cases(found[found["what"] == what]) for what in CONTRADICTIONS}
    for place, (what, number) in zip(st.columns(len(numbers)), numbers.items(), strict=True):
        place.metric(t(f"contradiction.{what}"), t.number(number), border=True, height="stretch")


def contradictions(found: DataFrame) -> None:
    """Draw each kind of contradiction met, with what to do about it and the lines it stands on."""
    for what in CONTRADICTIONS:
        lines = found[found["what"] == what]
        if not lines.empty:
            _section(what, lines)


def possible_matches(matches: DataFrame) -> None:
    """Draw the lines without a phone beside the customer they may be."""
    if not matches.empty:
        _section("possible_match", matches)


def _section(what: str, lines: DataFrame) -> None:
    number = _cases(lines)
    st.subheader(t("customers.section", what=t(f"contradiction.{what}"), number=t.number(number)))
    st.write(t(f"contradiction_what.{what}"))
    shown = DataFrame({"day": lines["day"], "name": lines["name"]})
    if "phone" in lines:
        shown["phone"] = lines["phone"]
    shown["model"] = lines["model"]
    shown["place"] = _places(lines, "")
    if lines["other_row"].notna().any():
        shown["other_day"] = lines["other_day"]
        if "other_phone" in lines:
            shown["other_phone"] = lines["other_phone"]
        shown["other_place"] = _places(lines, "other_")
        shown["days_apart"] = lines["days_apart"]
    if lines["store"].nunique() > 1:
        shown.insert(1, "store", lines["store"])
    table.people(shown, key=f"customers-{what}", row_height=THREE_LINES)
    if number > len(lines):
        st.caption(t("customers.most", listed=t.number(MOST)))


def _cases(lines: DataFrame) -> int:
    return 0 if lines.empty else int(lines["cases"].iloc[0])


def _places(lines: DataFrame, side: str) -> list[str]:
    """Write where each line stands: row first, since a long name of a file may be cut."""
    columns = (lines[f"{side}{name}"] for name in ("row", "sheet", "file"))
    return [
        t("customers.place", row=int(row), sheet=sheet, file=file) for row, sheet, file in zip(*columns, strict=True)
    ]
