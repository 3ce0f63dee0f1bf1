"""The win-back list on the page: its rules, its names, its download."""

import streamlit as st
from pandas import DataFrame

from analytics.win_back import RULES
from frame import heading, table
from frame.ask import t, words
from frame.findings import win_back as say
from frame.templates import SPREADSHEET
from reports import win_back as report

HEIGHT = 560
LATER = (
    "level",
    "store",
    "day",
    "last_contact_on",
    "file",
    "sheet",
    "row",
)  # columns seen when asked for; the download has them all


def rules() -> None:
    """Draw the rules the list is ordered by, a point each."""
    with st.expander(t("win_back.rules"), expanded=True, icon=":material/rule:"):
        st.caption(t("win_back.rules_what"))
        said = [t("win_back.rule", name=t(f"rule.{rule}"), what=t(f"rule_what.{rule}")) for rule in RULES]
        for column, lines in zip(st.columns(2, gap="large"), (said[:3], said[3:]), strict=True):
            column.markdown("\n".join(f"- {line}" for line in lines))


def names(answer: DataFrame) -> None:
    """Draw the answer of `win_back.worth_a_call` with its download; say so when nobody stands on it."""
    if answer.empty:
        st.info(t("win_back.empty"))
        return
    spoken = words()  # the download is written outside the session
    shown, about = report.written(answer, spoken), heading.period()
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    left.subheader(say.names(answer))
    right.download_button(
        t("win_back.download"),
        data=lambda: report.workbook(shown, about, spoken),
        file_name=f"{t('win_back.title')}.xlsx",
        mime=SPREADSHEET,
        key="win-back-download",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )
    if answer["cases"].iloc[0] > len(answer):
        st.caption(t("win_back.most", listed=t.number(len(answer))))
    seen = table.few_or_all(shown, LATER, key="win-back-columns")
    table.show(seen, key="win-back-names", height=min(HEIGHT, 36 * (len(shown) + 1) + 4))
