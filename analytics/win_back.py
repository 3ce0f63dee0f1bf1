"""Whom of the lost to call again, and how often a lost customer came back at all.

The list is of a day: the last of the period, or the last one the registers reach. On it stands who left within 180 days
before, left a phone and has not bought since, here or elsewhere. Each rule he meets is a point: a manager can check it.
"""

from datetime import date, timedelta

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.filters import Filters, first_day, month_index
from analytics.losses import GROUPS, rate_of
from analytics.metrics import COUNTS

HORIZON_DAYS = 180
RECENT_DAYS = 90
RIPE_DAYS = 60
# so long a customer is given to come back, before he tells how many do; and for so many months it is looked back
SETTLED_DAYS = 90
MONTHS_BACK = 24
MOST = 1000

# what each point is given for; the days are parameters
RULES = {
    "returned": "came_back_on is not null",
    "keen": "level in ('H', 'A')",
    "changeable": "is_changeable",
    "unattended": "is_watched and not is_followed_up",
    "recent": "day > ?",
    "ripe": "exit = 'dormant' and day <= ?",
}
OBSTACLES = ("none", "bought_elsewhere", "bought_here", "gave_up", "no_phone", "lost_again")


def as_of(con: DuckDBPyConnection, filters: Filters) -> date:
    """Return the day of the list: the period's last, but none later than the last line of a visit or loss register."""
    stores, parameters = filters.where_store()
    reached = con.execute(
        f"""
        select max(day)
        from (
            select max(day) as day from mart.visit where true{stores}
            union all
            select max(day) from mart.loss where true{stores}
        ) as line
        """,
        [*parameters, *parameters],
    ).fetchall()[0][0]
    return min(filters.end, reached) if reached else filters.end


def looked_at(filters: Filters, day: date) -> Filters:
    """Return the same choices over the 180 days that end with the list's day."""
    return filters.over(day - timedelta(days=HORIZON_DAYS - 1), day)


def looked_back(filters: Filters, day: date) -> Filters:
    """Return the same choices over the 24 months before, without the last 90 days: who left in them may yet come."""
    return filters.over(first_day(month_index(day) - MONTHS_BACK + 1), day - timedelta(days=SETTLED_DAYS))


def obstacles(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per obstacle to calling those who left in the 180 days, in the order of OBSTACLES: obstacle, losses,
    share (of all).
    """
    where, parameters = looked_at(filters, as_of(con, filters)).where()
    counted = con.execute(
        f"select obstacle, count(*)::double as losses from mart.loss where {where} group by obstacle", parameters
    ).df()
    found = counted.set_index("obstacle")["losses"].reindex(OBSTACLES).dropna()
    return found.rename_axis("obstacle").reset_index().assign(share=(found / found.sum()).to_numpy())


def worth_a_call(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Most points first, then who left last, 1,000 at most: points, one column per RULES (does he meet it), name,
    phone, model, level (first noted), salesperson, store, exit, reasons (a list or missing), last_contact_on, day (of
    the loss), days_since, file, sheet, row, cases (how many there are in all).
    """
    day = as_of(con, filters)
    where, parameters = looked_at(filters, day).where()
    rules = ", ".join(f"coalesce({condition}, false) as {rule}" for rule, condition in RULES.items())
    points = " + ".join(f"{rule}::integer" for rule in RULES)
    return con.execute(
        f"""
        with judged as (
            select *, {rules}
            from mart.lost
            where {where} and {COUNTS["callable_losses"].condition}
        )
        select
            {points} as points, {", ".join(RULES)},
            name_masked as name, phone_masked as phone, model, level, salesperson, store, exit, reasons,
            last_contact_on, day, (?::date - day)::integer as days_since, s.file, s.sheet, judged.row,
            count(*) over () as cases
        from judged
        join mart.source as s on s.sheet_id = judged.sheet_id
        order by points desc, day desc, judged.sheet_id, judged.row
        limit {MOST}
        """,
        [day - timedelta(days=RECENT_DAYS), day - timedelta(days=RIPE_DAYS), *parameters, day],
    ).df()


def came_back(con: DuckDBPyConnection, filters: Filters, name: str = "recovered_rate") -> DataFrame:
    """One row per side of the reasons, people first, of who left in the months looked back: reason_side,
    recovered_losses (or returned_losses), recognisable_losses, rate, low, high (Wilson 95 %).
    """
    past = looked_back(filters, as_of(con, filters))
    sides = rate_of(con, past, name, by="reason_side").set_index("reason_side")
    return sides.reindex([side for side in GROUPS if side in sides.index]).reset_index()
