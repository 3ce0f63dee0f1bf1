"""Why customers are lost, over which car, to whom: 战败客户分析表; and how well the losses were looked after.

Everybody who leaves counts: 战败 (bought elsewhere or gave up), 失控 (out of contact) and 休眠 (dormant); `exit`
narrows a question to one of them. Loss forms tell neither exits nor customers.
"""

import numpy as np
from duckdb import DuckDBPyConnection
from pandas import DataFrame, Series

from analytics.conversion import ranked
from analytics.figures import known
from analytics.filters import Filters
from analytics.metrics import COUNTS, RATES
from analytics.statistics.concentration import concentration
from analytics.statistics.rates import with_rate

GROUPS = ("people", "product", "other")
EXITS = ("lost", "out_of_control", "dormant")
# stretches of days from the first visit to the loss, by their first day
AWAITED = (0, 8, 15, 31, 61, 91)


def by_exit(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per exit somebody took, in the order of EXITS: exit, losses, share."""
    where, parameters = filters.where()
    frame = con.execute(
        f"select exit, count(*)::double as losses from mart.loss where {where} group by exit", parameters
    ).df()
    ordered = frame.set_index("exit").reindex([exit for exit in EXITS if exit in set(frame["exit"])]).reset_index()
    return ordered.assign(share=ordered["losses"] / ordered["losses"].sum())


def reasons(
    con: DuckDBPyConnection, filters: Filters, exit: str | None = None, *, per_customer: bool = False
) -> DataFrame:
    """One row per model and reason: model, reason, reason_group (people, product, other), mentions.

    One lost customer may give several reasons, each of them once: a mention is a customer with that reason. A loss
    form's count is added where the period holds its whole month, but not `per_customer`: it tells no customers apart.
    """
    where, parameters = _where(filters, exit, "loss_reason", per_customer=per_customer)
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


def customers(con: DuckDBPyConnection, filters: Filters, exit: str | None = None) -> DataFrame:
    """One row per model: model, customers (with a reason), people, product, other (with one of that group's)."""
    where, parameters = _where(filters, exit)
    sums = ", ".join(f"count(*) filter (where has_{group})::double as {group}" for group in GROUPS)
    return con.execute(
        f"""
        select model, count(*)::double as customers, {sums}
        from mart.loss
        where {where} and {COUNTS["reasoned_losses"].condition}
        group by model
        order by model
        """,
        parameters,
    ).df()


def as_shares(answer: DataFrame, among: DataFrame | None = None) -> DataFrame:
    """Add `share` to the answer of `reasons`: of all mentions of the same model, or of its customers in the answer of
    `customers`, and then the shares add up to more than 1.
    """
    if among is None:
        whole = answer.groupby("model", dropna=False)["mentions"].transform("sum")
        return answer.assign(share=answer["mentions"] / whole)
    joined = answer.merge(among[["model", "customers"]], on="model", how="left")
    return answer.assign(share=(joined["mentions"] / joined["customers"]).to_numpy())


def by_month(con: DuckDBPyConnection, filters: Filters, exit: str | None = None) -> DataFrame:
    """One row per month with losses, the twelve that end with the period: month, people, product, other (mentions)."""
    where, parameters = _where(filters.last_months(12), exit, "loss_reason")
    groups = ", ".join(
        f"coalesce(sum(mentions) filter (where reason_group = '{group}'), 0)::double as {group}" for group in GROUPS
    )
    return con.execute(
        f"select month, {groups} from mart.loss_reason where {where} group by month order by month", parameters
    ).df()


def lost_to(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per model and destination written down of a 战败 customer, the destination most often named first: model,
    lost_to, losses.
    """
    where, parameters = filters.where()
    return con.execute(
        f"""
        select model, lost_to, count(*)::double as losses
        from mart.loss
        where {where} and {COUNTS["named_losses"].condition}
        group by model, lost_to
        order by sum(count(*)) over (partition by lost_to) desc, lost_to, losses desc, model
        """,
        parameters,
    ).df()


def rate_of(
    con: DuckDBPyConnection, filters: Filters, name: str, exit: str | None = None, by: str | None = None
) -> DataFrame:
    """One row, or one per value of the column `by`, of a rate among losses: the value, the rate's two counts under
    their own names, rate, low, high (Wilson 95 %). Only months of a store in which both are known.
    """
    of, among = COUNTS[RATES[name].of], COUNTS[RATES[name].among]
    where, parameters = _where(filters, exit)
    key, grouping = (f"{by}, ", f"group by {by} order by {by}") if by else ("", "")
    frame = con.execute(
        f"""
        select
            {key}
            count(*) filter (where {of.condition})::double as {of.name},
            count(*) filter (where {among.condition})::double as {among.name}
        from mart.{of.mart} as line
        where {where} and {known((of.name, among.name), filters, ("exit",))}
        {grouping}
        """,
        parameters,
    ).df()
    return with_rate(frame, of.name, among.name)


def by_salesperson(con: DuckDBPyConnection, filters: Filters, name: str, exit: str | None = None) -> DataFrame:
    """One row per salesperson of a rate among losses, most cases first: salesperson, the two counts, rate, low, high,
    is_few (under 30 cases, or none written: not to rank), is_beyond_luck (oddly many beside all the others, see
    `statistics.concentration`).
    """
    of, among = RATES[name].of, RATES[name].among
    groups = ranked(rate_of(con, filters, name, exit, by="salesperson"), "salesperson", of, among)
    cells = groups.assign(
        part=groups[of], whole=groups[among], all_part=groups[of].sum(), all_whole=groups[among].sum()
    )
    odd = concentration(cells[groups["salesperson"].notna()]).query("is_beyond_luck")
    return groups.assign(is_beyond_luck=groups["salesperson"].isin(odd["salesperson"]))


def days_to_loss(con: DuckDBPyConnection, filters: Filters, exit: str | None = None) -> DataFrame:
    """One row per number of days from first visit to loss: days, awaited (its stretch), people, product, other: the
    customers with one of people's reasons, with the product's only, and with none that says anything.
    """
    where, parameters = _where(filters, exit)
    sides = ", ".join(f"count(*) filter (where reason_side = '{side}')::double as {side}" for side in GROUPS)
    return con.execute(
        f"""
        select days_to_loss as days, awaited, {sides}
        from mart.lost
        where {where} and {COUNTS["timed_losses"].condition}
        group by days_to_loss, awaited
        order by days
        """,
        parameters,
    ).df()


def in_stretches(answer: DataFrame) -> DataFrame:
    """Return the answer of `days_to_loss` per stretch of AWAITED, all of them: awaited, people, product, other."""
    return answer.groupby("awaited")[list(GROUPS)].sum().reindex(AWAITED, fill_value=0.0).reset_index()


def median_days(answer: DataFrame, sides: tuple[str, ...] = GROUPS) -> tuple[float, float]:
    """Return the median number of days in the answer of `days_to_loss` and how many customers it is of; nan of none."""
    losses = answer[list(sides)].sum(axis=1).to_numpy(int)
    return float(Series(np.repeat(answer["days"].to_numpy(), losses)).median()), float(losses.sum())


def concentrated(con: DuckDBPyConnection, filters: Filters, exit: str | None = None) -> DataFrame:
    """One row per store, salesperson and reason, least explained by luck first: store, salesperson, reason, part of
    his whole losses with a reason that give this one, others of others_whole of the rest of his store, luck,
    is_beyond_luck.

    See `statistics.concentration`. Salespeople are compared within their store, which sells the same cars at the same
    prices.
    """
    where, parameters = _where(filters, exit, "loss_reason", per_customer=True)
    counted = con.execute(
        f"""
        select store, salesperson, reason, count(distinct sheet_id || ' ' || row)::double as losses
        from mart.loss_reason
        where {where} and salesperson is not null
        group by grouping sets ((store, salesperson, reason), (store, salesperson))
        order by store, salesperson, reason
        """,
        parameters,
    ).df()
    wholes = counted[counted["reason"].isna()].drop(columns="reason").rename(columns={"losses": "whole"})
    given = counted[counted["reason"].notna()].rename(columns={"losses": "part"})
    wholes["all_whole"] = wholes.groupby("store")["whole"].transform("sum")
    totals = given.groupby(["store", "reason"])["part"].sum().rename("all_part").reset_index()
    cells = wholes.merge(totals, on="store").merge(given, on=["store", "salesperson", "reason"], how="left")
    return concentration(cells.fillna({"part": 0.0}))


def _where(
    filters: Filters, exit: str | None, mart: str = "", *, per_customer: bool = False
) -> tuple[str, list[object]]:
    where, parameters = filters.where(mart)
    if per_customer:
        where += " and customer_id is not null"
    return (f"{where} and exit = ?", [*parameters, exit]) if exit else (where, parameters)


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
