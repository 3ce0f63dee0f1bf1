"""What a month's target can be worked out from: each channel's leads, deals and close rate in the months before it.

A lead is a customer first met in the month, whatever the contact (`contacts`); a deal counts in the month it was made.
A deal whose channel nobody wrote is shared out over the month's channels as the written ones are.
"""

from dataclasses import dataclass, replace
from math import inf

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray
from pandas import DataFrame

from analytics.figures import counts, needs_lines
from analytics.filters import Filters, month_index
from analytics.periods import unfinished_month
from analytics.statistics.remainders import shared
from analytics.statistics.target import rounded_up

Numbers = NDArray[np.float64]

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
    unfinished = unfinished_month(con, filters)
    past = _by_channel(con, year, unfinished)
    if not past.deals.sum() + past.unwritten.sum() and not needs_lines(filters):
        past = _whole_showroom(con, year, unfinished)
    recent = past.last(RECENT_MONTHS)
    if not 0 < recent.deals.sum() + recent.unwritten.sum() <= recent.leads.sum():
        return assumed(month)
    past = _grouped(past.shared_out())
    a_month = past.last(RECENT_MONTHS).a_month()
    target = rounded_up(float(a_month["deals"].sum()))
    return History(month, tuple(recent.months), _channels(past), target, round(recent.unwritten.sum()))


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


@dataclass(frozen=True)
class _Past:
    """Deals and leads by store, month and channel, in arrays of these three axes.

    `months` are those known of some store, in order; `known` says of which, by store and month; `unwritten` are the
    deals that name no channel, by store and month.
    """

    months: list[int]
    channels: list[str]
    deals: Numbers
    leads: Numbers
    known: Numbers
    unwritten: Numbers

    def last(self, number: int) -> "_Past":
        """Return the same of the last so many months alone."""
        arrays = (self.deals, self.leads, self.known, self.unwritten)
        return _Past(self.months[-number:], self.channels, *(array[:, -number:] for array in arrays))

    def shared_out(self) -> "_Past":
        """Return the same with the deals of no channel shared out: by the written ones, else by the leads."""
        written, met = (array.sum(axis=2, keepdims=True) for array in (self.deals, self.leads))
        share = np.where(written > 0, self.deals / np.maximum(written, 1), self.leads / np.maximum(met, 1))
        return replace(self, deals=self.deals + share * self.unwritten[:, :, None])

    def a_month(self) -> dict[str, Numbers]:
        """Return deals and leads by channel: the stores' monthly means added, each over the months known of it."""
        months = np.maximum(self.known.sum(axis=1), 1)[:, None]
        return {name: (getattr(self, name).sum(axis=1) / months).sum(axis=0) for name in ("deals", "leads")}


def _past(lines: DataFrame, unfinished: int | None) -> _Past:
    """Turn rows of store, month, channel (None: not written), deals and leads into arrays, the unfinished month left
    out.
    """
    lines = lines[lines["month"] != unfinished]
    stores, months = sorted(set(lines["store"])), sorted({int(month) for month in lines["month"]})
    channels = sorted(set(lines["channel"].dropna()))
    deals, leads = np.zeros((2, len(stores), len(months), len(channels)))
    known, unwritten = np.zeros((2, len(stores), len(months)))
    places = ({one: at for at, one in enumerate(those)} for those in (stores, months, channels))
    store_at, month_at, channel_at = places
    for store, month, channel, sold, met in lines.itertuples(index=False, name=None):
        place = store_at[store], month_at[month]
        known[place] = 1
        if channel in channel_at:
            deals[place][channel_at[channel]], leads[place][channel_at[channel]] = sold, met
        else:
            unwritten[place] += sold
    return _Past(months, channels, deals, leads, known, unwritten)


def _by_channel(con: DuckDBPyConnection, filters: Filters, unfinished: int | None) -> _Past:
    frame = counts(con, filters, "showroom_deals", "contacts", by=("store", "month", "channel"), both_known=True)
    return _past(frame.fillna({"showroom_deals": 0, "contacts": 0}), unfinished)


def _whole_showroom(con: DuckDBPyConnection, filters: Filters, unfinished: int | None) -> _Past:
    """The showroom as one channel, first visits as its leads: all that monthly forms know."""
    frame = counts(con, filters, "showroom_deals", "first_visits", by=("store", "month"), both_known=True).dropna()
    frame.insert(2, "channel", SHOWROOM)
    return _past(frame, unfinished)


def _grouped(past: _Past) -> _Past:
    """Put together as REST, and last, all channels but the largest of the recent months, and such that closed more
    customers than they met; the others by size.
    """
    recent = past.last(RECENT_MONTHS)
    deals, leads = recent.deals.sum(axis=(0, 1)), recent.leads.sum(axis=(0, 1))
    order = sorted(range(len(past.channels)), key=lambda at: (-deals[at], -leads[at], past.channels[at]))
    sound = [at for at in order if 0 < leads[at] >= deals[at]]
    kept = sound if len(sound) == len(order) <= MOST_CHANNELS else sound[: MOST_CHANNELS - 1]
    while kept and (deals.sum() - deals[kept].sum()) > (leads.sum() - leads[kept].sum()):
        kept.pop()
    others = [at for at in order if at not in kept]
    if not leads[others].sum():
        others = []
    parts = [[at] for at in kept] + ([others] if others else [])
    names = [past.channels[at] for at in kept] + ([REST] if others else [])

    def summed(array: Numbers) -> Numbers:
        return np.stack([array[:, :, part].sum(axis=2) for part in parts], axis=2)

    return replace(past, channels=names, deals=summed(past.deals), leads=summed(past.leads))


def _channels(past: _Past) -> DataFrame:
    recent = past.last(RECENT_MONTHS)
    deals, leads = recent.deals.sum(axis=(0, 1)), recent.leads.sum(axis=(0, 1))
    rows = DataFrame(
        {
            "channel": past.channels,
            "deals": deals,
            "leads": leads,
            "rate": deals / leads,
            "share": shared(100, deals.tolist()),
            "current": np.rint(recent.a_month()["leads"]).astype(int),
            "wished": deals / leads,
        }
    )
    is_short = len(past.months) <= RECENT_MONTHS
    return (_with_leeway(rows) if is_short else rows.assign(**_moved(past)))[COLUMNS]


def _moved(past: _Past) -> dict[str, Numbers]:
    """Return by channel the fewest and most leads of a month, the lowest and highest rate of three months on end."""
    deals, leads = past.deals.sum(axis=0), past.leads.sum(axis=0)
    windows = np.arange(len(past.months) - RECENT_MONTHS + 1)[:, None] + np.arange(RECENT_MONTHS)
    sold, met = deals[windows].sum(axis=1), leads[windows].sum(axis=1)
    rates = np.minimum(sold / np.maximum(met, 1), 1)
    return {
        "low_leads": leads.min(axis=0),
        "high_leads": leads.max(axis=0),
        "low_rate": np.where(met > 0, rates, 1).min(axis=0),
        "high_rate": np.where(met > 0, rates, 0).max(axis=0),
    }


def _with_leeway(rows: DataFrame) -> DataFrame:
    """Add the believable ends as so much under and over what is now: an assumption."""
    ends = {}
    for column, now, most in (("leads", rows["current"], inf), ("rate", rows["rate"], 1.0)):
        ends[f"low_{column}"] = now * (1 - _ASSUMED_LEEWAY)
        ends[f"high_{column}"] = (now * (1 + _ASSUMED_LEEWAY)).clip(upper=most)
    return rows.assign(**ends)
