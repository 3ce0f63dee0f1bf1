"""Who drives, and how those who drove close beside those who did not, all together and among alike customers."""

from collections.abc import Sequence

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.conversion import ranked
from analytics.figures import known, rate, without_gaps
from analytics.filters import Filters
from analytics.metrics import COUNTS, RATES
from analytics.statistics.rates import newcombe, with_rate
from analytics.statistics.strata import Adjusted
from analytics.statistics.strata import difference as within_strata

# what a keen customer and another one differ in, as far as it is written down
EQUAL = ("level", "channel", "model")


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


def within(con: DuckDBPyConnection, filters: Filters, equal: Sequence[str] = ()) -> DataFrame:
    """One row per stratum, customers alike in all of `equal` (EQUAL or some of them; none: one row of all): its values,
    drivers, driver_buyers, others, other_buyers.

    The counts of `bought_rate`, told apart: customers first met in the period who visited and left a phone, so that
    their deal can be recognised, in months in which drives and deals are known line by line; whether they have bought
    by now. Who drove only after his order did not drive for it. A level, channel or model nobody noted is one too.
    """
    where, parameters = filters.where()
    bought = RATES["bought_rate"]
    buyers, visitors = COUNTS[bought.of].condition, COUNTS[bought.among].condition
    drove = "drove_on is not null and (deal_on is null or drove_on <= deal_on)"
    keys = ", ".join(equal)
    return con.execute(
        f"""
        select
            {f"{keys}," if equal else ""}
            (count(*) filter (where {drove}))::double as drivers,
            (count(*) filter (where {drove} and {buyers}))::double as driver_buyers,
            (count(*) filter (where not ({drove})))::double as others,
            (count(*) filter (where not ({drove}) and {buyers}))::double as other_buyers
        from mart.opportunity as line
        where {where} and {visitors} and {known((bought.of, bought.among), filters)}
        {f"group by {keys} order by {keys}" if equal else ""}
        """,
        parameters,
    ).df()


def with_and_without(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Two rows, those who drove and those who did not: drove, known_buyers, known_visitors, rate, low, high."""
    whole = within(con, filters).iloc[0]
    rows = DataFrame(
        {
            "drove": [True, False],
            "known_buyers": [whole["driver_buyers"], whole["other_buyers"]],
            "known_visitors": [whole["drivers"], whole["others"]],
        }
    )
    return with_rate(rows, "known_buyers", "known_visitors")


def adjusted(strata: DataFrame) -> Adjusted:
    """Return by how much more drivers bought than others of the same stratum, from the answer of `within`."""
    return within_strata(strata["driver_buyers"], strata["drivers"], strata["other_buyers"], strata["others"])


def difference(answer: DataFrame) -> tuple[float, float, float]:
    """Return the difference of the two rates of `with_and_without` and its interval (Newcombe), nan without cases."""
    drove, did_not = answer.iloc[0], answer.iloc[1]
    return newcombe(drove["known_buyers"], drove["known_visitors"], did_not["known_buyers"], did_not["known_visitors"])
