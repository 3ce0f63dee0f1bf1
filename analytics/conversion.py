"""From contact to car: the deck's flow, and who closes what share of first visits."""

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.figures import counts, rate
from analytics.filters import Filters

# 展厅集客 → 留档 → 首次进店 → 再回展厅 → 签定订单 → 实现成交
STEPS = ("contacts", "contacts_recorded", "visitors", "came_back", "ordered", "delivered")
FEW = 30


def flow(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per step of the deck's flow, for customers first met in the period: step, customers, share (of the step
    before).
    """
    frame = counts(con, filters, *STEPS).iloc[0]
    rows = DataFrame({"step": STEPS, "customers": [frame[step] for step in STEPS]})
    before = rows["customers"].shift(1)
    return rows.assign(share=rows["customers"] / before.where(before > 0))


def close_rate_by(con: DuckDBPyConnection, filters: Filters, dimension: str) -> DataFrame:
    """One row per value of "channel", "salesperson" or "model", most first visits first: the value, showroom_deals,
    first_visits, rate, low, high (Wilson 95 %), is_few (under 30 first visits: too few to rank).
    """
    return ranked(rate(con, filters, "close_rate", by=(dimension,)), dimension, "first_visits")


def ranked(frame: DataFrame, dimension: str, whole: str) -> DataFrame:
    """Order a frame of rates by its denominator, drop nameless and empty groups, mark those too small to rank."""
    frame = frame.dropna(subset=[dimension])
    frame = frame[frame[whole] > 0].sort_values([whole, dimension], ascending=[False, True])
    return frame.assign(is_few=frame[whole] < FEW).reset_index(drop=True)
