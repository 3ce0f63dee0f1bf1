"""Who drives, and how those who drove close beside those who did not."""

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.conversion import ranked
from analytics.figures import known, rate, without_gaps
from analytics.filters import Filters
from analytics.metrics import COUNTS, RATES
from analytics.statistics.rates import newcombe, with_rate


def by_month(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per month from the first known to the last, of the thirteen that end with the period: month, drivers,
    first_visits, rate, low, high; nan where a month is not known.
    """
    return without_gaps(rate(con, filters.last_months(13), "test_drive_rate", by=("month",)), "first_visits")


def rate_by(con: DuckDBPyConnection, filters: Filters, dimension: str) -> DataFrame:
    """One row per "salesperson" or "model", most first visits first: the value, drivers, first_visits, rate, low, high,
    is_few (under 30 first visits, or none written).
    """
    return ranked(rate(con, filters, "test_drive_rate", by=(dimension,)), dimension, "drivers", "first_visits")


def with_and_without(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Two rows, those who drove and those who did not: drove, known_buyers, known_visitors, rate, low, high.

    The counts of `bought_rate`, told apart: customers first met in the period who visited and left a phone, so that
    their deal can be recognised, in months in which drives and deals are known line by line; whether they have bought
    by now. Who drove only after his order did not drive for it.
    """
    where, parameters = filters.where()
    bought = RATES["bought_rate"]
    buyers, visitors = COUNTS[bought.of], COUNTS[bought.among]
    frame = con.execute(
        f"""
        with answer (drove) as (values (true), (false)),
        met as (
            select
                drove_on is not null and (deal_on is null or drove_on <= deal_on) as drove,
                count(*) filter (where {buyers.condition}) as known_buyers,
                count(*) filter (where {visitors.condition}) as known_visitors
            from mart.opportunity as line
            where {where} and {known((bought.of, bought.among), filters)}
            group by 1
        )
        select
            drove,
            coalesce(known_buyers, 0)::double as known_buyers,
            coalesce(known_visitors, 0)::double as known_visitors
        from answer
        left join met using (drove)
        order by drove desc
        """,
        parameters,
    ).df()
    return with_rate(frame, "known_buyers", "known_visitors")


def difference(answer: DataFrame) -> tuple[float, float, float]:
    """Return the difference of the two rates of `with_and_without` and its interval (Newcombe), nan without cases."""
    drove, did_not = answer.iloc[0], answer.iloc[1]
    return newcombe(drove["known_buyers"], drove["known_visitors"], did_not["known_buyers"], did_not["known_visitors"])
