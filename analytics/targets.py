"""What a month's target can be worked out from: each channel's leads, deals and close rate in the months before it.

A lead is a customer first met in the month, whatever the contact (`contacts`); a deal counts in the month it was made.
A deal whose channel nobody wrote is shared out over the month's channels as the written ones are.
"""

from dataclasses import dataclass
from math import inf

from duckdb import DuckDBPyConnection
from pandas import DataFrame, Series, concat

from analytics.figures import counts, needs_lines
from analytics.filters import Filters, month_index
from analytics.periods import unfinished_month
from analytics.statistics.remainders import shared
from analytics.statistics.target import rounded_up

RECENT_MONTHS = 3
BELIEVED_MONTHS = 12
MOST_CHANNELS = 5
REST = "rest"  # all channels but the largest
SHOWROOM = "showroom"  # the only channel where monthly forms alone are known: its leads are first visits
_ASSUMED_LEEWAY = 0.1  # up and down, where the past is too short to show how far things move

COLUMNS = [
    "channel",
    "deals",
    "leads",
    "rate",
    "share",
    "current",
    "wished",
    "low_leads",
    "high_leads",
    "low_rate",
    "high_rate",
]


@dataclass(frozen=True)
class History:
    """What the target's table starts from.

    `month` is the one planned for; `months` those ② ④ ⑥ are taken from, none where the deck's percentages stand in.
    `channels`, largest first: channel, deals and leads of those months, rate ④ (pooled), share ② of the deals (whole
    percent, 100 in all), current ⑥ (leads a month, whole), wished ⑧ to begin with, and within what leads a month and
    the rate of three months have moved in a year. `target` ① to begin with; `unwritten` deals that named no channel.
    """

    month: int
    months: tuple[int, ...]
    channels: DataFrame
    target: int
    unwritten: int = 0

    @property
    def is_assumed(self) -> bool:
        """Whether nothing is known and the training deck's own figures are assumed."""
        return not self.months


def history(con: DuckDBPyConnection, filters: Filters) -> History:
    """Return what the month after the filters' last one can be planned from, under the filters' choices."""
    month = month_index(filters.end) + 1
    year = filters.last_months(BELIEVED_MONTHS)
    lines = _by_channel(con, year)
    if not lines["deals"].sum():
        lines = _whole_showroom(con, year)
    lines = lines[lines["month"] != unfinished_month(con, filters)]
    months = tuple(sorted(int(one) for one in lines["month"].unique())[-RECENT_MONTHS:])
    recent = lines[lines["month"].isin(months)]
    if not 0 < recent["deals"].sum() <= recent["leads"].sum():
        return assumed(month)
    lines = _grouped(_shared_out(lines), months)
    channels = _channels(lines, months)
    target = rounded_up(float(_a_month(lines[lines["month"].isin(months)], "deals").sum()))
    return History(month, months, channels, target, int(recent["unwritten"].sum()))


def assumed(month: int) -> History:
    """Return the training deck's own plan: 展厅 70 %, 推荐 20 %, 外拓 10 % of 100 deals, closed at 30, 50 and 5 %."""
    channels = DataFrame(
        {
            "channel": ["deck_showroom", "deck_referral", "deck_outreach"],
            "deals": [162.0, 45.0, 22.0],
            "leads": [540.0, 90.0, 450.0],
            "rate": [0.3, 0.5, 0.05],
            "share": [70, 20, 10],
            "current": [180, 30, 150],
            "wished": [0.35, 0.5, 0.05],
        }
    )
    return History(month, (), _with_leeway(channels)[COLUMNS], 100)


def _by_channel(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per store, known month and channel: store, month, channel, deals, leads, unwritten (the store's deals of
    the month that name no channel, on one of its rows).
    """
    frame = counts(con, filters, "showroom_deals", "contacts", by=("store", "month", "channel"), both_known=True)
    frame = frame.rename(columns={"showroom_deals": "deals", "contacts": "leads"}).fillna({"deals": 0, "leads": 0})
    nameless = frame[frame["channel"].isna()].set_index(["store", "month"])["deals"]
    named = frame.dropna(subset=["channel"])
    is_first = ~named.duplicated(["store", "month"])
    keys = named.set_index(["store", "month"]).index
    return named.assign(unwritten=nameless.reindex(keys).fillna(0).to_numpy() * is_first.to_numpy())


def _whole_showroom(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """The same of the showroom as one channel, first visits as its leads; empty where a choice needs lines."""
    frame = counts(con, filters, "showroom_deals", "first_visits", by=("store", "month"), both_known=True)
    frame = frame.rename(columns={"showroom_deals": "deals", "first_visits": "leads"}).dropna()
    if needs_lines(filters):
        frame = frame.head(0)
    return frame.assign(channel=SHOWROOM, unwritten=0.0)


def _shared_out(lines: DataFrame) -> DataFrame:
    """Add the deals of no channel to the channels of the same store and month, by their deals, else by their leads."""
    by_month = lines.groupby(["store", "month"])
    written, leads = by_month["deals"].transform("sum"), by_month["leads"].transform("sum")
    share = (lines["deals"] / written.where(written > 0)).fillna(lines["leads"] / leads.where(leads > 0)).fillna(0)
    return lines.assign(deals=lines["deals"] + share * by_month["unwritten"].transform("sum"))


def _grouped(lines: DataFrame, months: tuple[int, ...]) -> DataFrame:
    """Put all channels but the largest of these months together as REST, and such that closed more than they met."""
    recent = lines[lines["month"].isin(months)].groupby("channel")[["deals", "leads"]].sum()
    order = recent.sort_values(["deals", "leads"], ascending=False, kind="stable").index.tolist()
    sound = [channel for channel in order if 0 < recent["leads"][channel] >= recent["deals"][channel]]
    kept = sound if len(sound) == len(lines["channel"].unique()) <= MOST_CHANNELS else sound[: MOST_CHANNELS - 1]
    while kept:
        rest = recent.drop(index=kept).sum()
        if rest["deals"] <= rest["leads"]:
            break
        kept.pop()
    named = lines["channel"].where(lines["channel"].isin(kept), REST)
    return lines.assign(channel=named).groupby(["store", "month", "channel"], as_index=False)[["deals", "leads"]].sum()


def _channels(lines: DataFrame, months: tuple[int, ...]) -> DataFrame:
    recent = lines[lines["month"].isin(months)]
    rows = recent.groupby("channel")[["deals", "leads"]].sum()
    rows = rows[rows["leads"] > 0].sort_values(["deals", "leads"], ascending=False, kind="stable")
    rows = concat([rows.drop(index=REST), rows.loc[[REST]]]) if REST in rows.index else rows
    rows["rate"] = rows["deals"] / rows["leads"]
    rows["share"] = shared(100, rows["deals"].tolist())
    rows["current"] = _a_month(recent, "leads").reindex(rows.index).round().astype(int)
    rows["wished"] = rows["rate"]
    rows = _with_leeway(rows) if lines["month"].nunique() <= RECENT_MONTHS else rows.join(_moved(lines))
    return rows.reset_index()[COLUMNS]


def _a_month(lines: DataFrame, column: str) -> "Series[float]":
    """Index channel: the stores' monthly means added, each over the months known of that store."""
    months = lines.groupby("store")["month"].nunique()
    by_store = lines.groupby(["channel", "store"])[column].sum().unstack("store").fillna(0)
    a_month: Series[float] = (by_store / months).sum(axis=1)
    return a_month


def _moved(lines: DataFrame) -> DataFrame:
    """Index channel: the fewest and most leads of a month, the lowest and highest rate of three months on end."""
    by_month = {
        name: lines.groupby(["month", "channel"])[name].sum().unstack("channel").fillna(0)
        for name in ("deals", "leads")
    }
    windows = {name: frame.rolling(RECENT_MONTHS).sum().dropna() for name, frame in by_month.items()}
    rates = (windows["deals"] / windows["leads"].where(windows["leads"] > 0)).clip(upper=1)
    leads = by_month["leads"]
    ends = {"low_leads": leads.min(), "high_leads": leads.max(), "low_rate": rates.min(), "high_rate": rates.max()}
    return DataFrame(ends)


def _with_leeway(rows: DataFrame) -> DataFrame:
    """Add the believable ends as so much under and over what is now: an assumption."""
    ends = {}
    for column, now, most in (("leads", rows["current"], inf), ("rate", rows["rate"], 1.0)):
        ends[f"low_{column}"] = now * (1 - _ASSUMED_LEEWAY)
        ends[f"high_{column}"] = (now * (1 + _ASSUMED_LEEWAY)).clip(upper=most)
    return rows.assign(**ends)
