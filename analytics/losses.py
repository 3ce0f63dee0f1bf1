"""Why customers are lost, over which car, to whom: 战败客户分析表."""

from duckdb import DuckDBPyConnection
from pandas import DataFrame, Series

from analytics.filters import Filters

GROUPS = ("people", "product", "other")


def reasons(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per model and reason: model, reason, reason_group (people, product, other), mentions.

    One lost customer may give several reasons: mentions are counted, not customers. A loss form's count where the
    period holds its whole month.
    """
    where, parameters = filters.where("loss_reason")
    return con.execute(
        f"""
        select model, reason, reason_group, sum(mentions)::double as mentions
        from mart.loss_reason
        where {where}
        group by model, reason, reason_group
        order by model, reason_group, reason
        """,
        parameters,
    ).df()


def as_shares(answer: DataFrame) -> DataFrame:
    """Add `share` to the answer of `reasons`: of all mentions of the same model."""
    return answer.assign(share=answer["mentions"] / answer.groupby("model", dropna=False)["mentions"].transform("sum"))


def by_month(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per month with losses, the twelve that end with the period: month, people, product, other (mentions)."""
    where, parameters = filters.last_months(12).where("loss_reason")
    groups = ", ".join(
        f"coalesce(sum(mentions) filter (where reason_group = '{group}'), 0)::double as {group}" for group in GROUPS
    )
    return con.execute(
        f"select month, {groups} from mart.loss_reason where {where} group by month order by month", parameters
    ).df()


def lost_to(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per destination written down, most first: lost_to, losses, share (of the losses with a destination)."""
    where, parameters = filters.where()
    frame = con.execute(
        f"""
        select lost_to, count(*)::double as losses
        from mart.loss
        where {where} and lost_to is not null
        group by lost_to
        order by losses desc, lost_to
        """,
        parameters,
    ).df()
    return frame.assign(share=frame["losses"] / frame["losses"].sum())


def by_group(mentions: DataFrame) -> DataFrame:
    """The answer of `reasons` per group present, people first: reason_group, mentions, share (of all)."""
    sums = mentions.groupby("reason_group")["mentions"].sum().reindex(GROUPS).dropna()
    return sums.rename_axis("reason_group").reset_index().assign(share=(sums / sums.sum()).to_numpy())


def group_shares(months: DataFrame) -> DataFrame:
    """The answer of `by_month` as one row per month and group: its other columns, reason_group, mentions, share (of
    the month's).
    """
    others = [column for column in months.columns if column not in GROUPS]
    long = months.melt(others, list(GROUPS), "reason_group", "mentions")
    long["share"] = long["mentions"] / long.groupby("month")["mentions"].transform("sum")
    return long.sort_values("month", kind="stable").reset_index(drop=True)


def people_shares(months: DataFrame) -> Series:
    """The share of people's reasons among all, for each row of the answer of `by_month`."""
    return months["people"] / months[list(GROUPS)].sum(axis=1)
