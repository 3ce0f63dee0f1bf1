"""What the conversion and test-drive pages' charts say."""

from collections.abc import Mapping

from pandas import DataFrame

from analytics.conversion import MUCH_UNWRITTEN, most_unwritten
from analytics.statistics.rates import pooled
from frame.ask import t
from frame.findings.months import spans
from frame.plain import plain


def flow(answer: DataFrame) -> str:
    """Say at which step of the flow most customers are lost."""
    lost = answer.assign(
        lost=answer["customers"].shift(1) - answer["customers"], before=answer["step"].shift(1)
    ).dropna(subset=["lost", "share"])
    if lost.empty:
        return t("conversion.flow_plain")
    most = lost.nlargest(1, "lost").iloc[0]
    before = most["before"]
    return t(
        "conversion.flow_lost",
        before=t(f"figure.{before}"),
        step=t(f"figure.{most['step']}"),
        share=t.percent(most["share"]),
        lost=t.number(most["lost"]),
    )


def flow_months(months: DataFrame) -> str:
    """Say which months of which store the flow is drawn of, empty when it is all of them (`conversion.flow_months`)."""
    drawn = months[months["is_in"]]
    if drawn.empty or len(drawn) == len(months):
        return ""
    months_of = drawn.groupby("store")["month"]
    parts = [f"{plain(str(store))} {spans(int(month) for month in those)}" for store, those in months_of]
    return t("conversion.flow_months", parts=t("common.comma").join(parts))


def unwritten(answer: DataFrame, dimension: str, counted: Mapping[str, str]) -> str:
    """Say of which figure too much names no group to judge any; empty where enough does.

    `counted`: the columns of the numerator and of the denominator, each with the figure it counts.
    """
    share, column = most_unwritten(answer, dimension, *counted)
    if share <= MUCH_UNWRITTEN:
        return ""
    named, what = t(f"column.{dimension}").lower(), t(f"figure.{counted[column]}").lower()
    return t("conversion.unwritten", dimension=named, what=what, share=t.percent(share, 0))


def groups(answer: DataFrame, dimension: str, part: str = "showroom_deals", whole: str = "first_visits") -> str:
    """Say which groups stand clear of the pooled rate, that none does beyond chance, or that too much is unwritten."""
    together = pooled(answer, part, whole)
    if said := unwritten(answer, dimension, {part: part, whole: whole}):
        return said
    clear = answer[(~answer["is_few"]) & ((answer["low"] > together) | (answer["high"] < together))]
    if clear.empty:
        return t("conversion.none_clear", dimension=t(f"column.{dimension}").lower())
    names = {
        side: t("common.comma").join(
            t.of("channel", value) if dimension == "channel" else str(value)
            for value in clear[chosen][dimension].head(3)
        )
        for side, chosen in (("above", clear["low"] > together), ("below", clear["high"] < together))
    }
    key = "_".join(side for side, found in names.items() if found)
    return t(f"conversion.clear_{key}", **names)
