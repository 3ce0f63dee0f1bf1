"""Drivers beside others like them: which of level, channel and model are held equal, the difference, what it proves."""

import streamlit as st
from pandas import DataFrame

from analytics import test_drives
from charts.effect import effect
from charts.theme import FULL
from frame import picture
from frame.ask import ask, t
from frame.findings import test_drives as say

CAVEATS = ("keen", "offer", "level", "order", "proof")


def draw(both: DataFrame) -> None:
    """Draw the raw difference of `test_drives.with_and_without` over the one among alike customers."""
    equal = _held_equal()
    strata = ask(test_drives.within, equal)
    adjusted = test_drives.adjusted(strata)
    picture.draw(
        effect,
        say.effects(both, adjusted),
        "alike",
        title=say.adjusted(adjusted, equal) if equal else say.difference(both),
        subtitle=t("test_drives.alike_subtitle"),
        name="name",
        difference="difference",
        low="low",
        high="high",
        none=t("test_drives.no_difference"),
        points=t("test_drives.points"),
        width=FULL,
    )
    st.caption(say.stands_on(strata, adjusted) if equal else t("test_drives.everything"))
    with st.expander(t("test_drives.caveats")):
        st.markdown("\n".join(f"- {t(f'test_drives.caveat_{one}')}" for one in CAVEATS))


def _held_equal() -> tuple[str, ...]:
    chosen = st.pills(
        t("test_drives.by_alike"),
        test_drives.EQUAL,
        selection_mode="multi",
        default=test_drives.EQUAL,
        format_func=lambda one: t(f"column.{one}"),
        key="equal",
        bind="query-params",
    )
    return tuple(one for one in test_drives.EQUAL if one in chosen)
