"""Who is followed from his first visit on, and up to which day: what `mart.followed` holds and what it leaves out."""

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.filters import Filters


def followed(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per store with first visits in the period: store, visitors (episodes whose first visit fell in it),
    without_phone (whose deal cannot be recognised), followed, until_on (last day up to which some are; None: no deals
    are known).
    """
    where, parameters = filters.where()
    return con.execute(
        f"""
        with visitor as (
            select o.store, o.visited_on as day, o.salesperson, o.channel, o.model, o.has_phone, c.deals_until
            from mart.opportunity as o
            join mart.coverage as c on c.store = o.store and c.month = year(o.visited_on) * 12 + month(o.visited_on) - 1
        )
        select
            store,
            count(*)::double as visitors,
            count(*) filter (where not has_phone)::double as without_phone,
            count(*) filter (where has_phone and day <= deals_until)::double as followed,
            max(deals_until) as until_on
        from visitor
        where {where}
        group by store
        order by store
        """,
        parameters,
    ).df()
