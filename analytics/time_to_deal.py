"""How long customers take to buy, counted from their first visit."""

from collections.abc import Sequence

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.filters import Filters


def ends(con: DuckDBPyConnection, filters: Filters, by: Sequence[str] = (), faded_is_lost: bool = False) -> DataFrame:
    """One row per group of `by` (columns of mart.followed) and day, ordered by both: the keys, day, bought, lost, open:
    how many customers' following ended so many days after their first visit, which fell in the period.

    Who faded (out of control, dormant) was followed up to then and is open, or lost with `faded_is_lost`.
    """
    where, parameters = filters.where()
    keys = "".join(f"{key}, " for key in by)
    lost = "ending = 'lost'" + (" or has_faded" if faded_is_lost else "")
    return con.execute(
        f"""
        select
            {keys}age as day,
            count(*) filter (where ending = 'bought') as bought,
            count(*) filter (where {lost}) as lost,
            count(*) filter (where ending = 'open' and not ({lost})) as open
        from mart.followed
        where {where}
        group by {keys}age
        order by {keys}age
        """,
        parameters,
    ).df()
