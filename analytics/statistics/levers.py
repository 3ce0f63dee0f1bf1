"""Which single lever moves the chance of a target, and how far one must be pulled: a channel's leads or close rate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf

import numpy as np

from analytics.statistics.target import Channel, deals_of, fewest, rounded_up, together

_RATE_STEPS = 1000  # a close rate is pulled by tenths of a point


class Lever(StrEnum):
    """What of a channel can be pulled."""

    LEADS = "leads"
    RATE = "rate"


@dataclass(frozen=True)
class Believable:
    """The lowest and highest a channel's monthly leads and close rate have been, and so may be again."""

    low_leads: float
    high_leads: float
    low_rate: float
    high_rate: float


@dataclass(frozen=True)
class Swing:
    """The chance of the target with one lever at its lowest and at its highest believable value."""

    at: int
    lever: Lever
    low: float
    high: float
    chance_low: float
    chance_high: float


@dataclass(frozen=True)
class Change:
    """One lever pulled `by` so much `to` where the wanted chance is reached.

    `effort` is the part of the believable room that this takes: over 1 has not been seen, inf where there is no room.
    """

    at: int
    lever: Lever
    by: float
    to: float
    effort: float


def swings(channels: Sequence[Channel], believable: Sequence[Believable], target: int) -> list[Swing]:
    """Return every lever's swing, the widest first; of a channel without leads in its past only the leads'."""
    found = []
    for at, (channel, within) in enumerate(zip(channels, believable, strict=True)):
        odds = _odds(channels, at, target)
        ends = within.low_leads, within.high_leads
        found.append(Swing(at, Lever.LEADS, *ends, *(odds(_with_leads(channel, round(end))) for end in ends)))
        if channel.leads:
            ends = within.low_rate, within.high_rate
            found.append(Swing(at, Lever.RATE, *ends, *(odds(_with_rate(channel, end)) for end in ends)))
    return sorted(found, key=lambda swing: -abs(swing.chance_high - swing.chance_low))


def changes(channels: Sequence[Channel], believable: Sequence[Believable], target: int, wanted: float) -> list[Change]:
    """Return for every lever the smallest pull that alone reaches the wanted chance, least effort first, of equal
    effort the smallest growth.

    Levers that cannot reach it, even at ten times the leads or a rate of 1, are left out.
    """
    found = []
    for at, (channel, within) in enumerate(zip(channels, believable, strict=True)):
        odds = _odds(channels, at, target)
        found += [*_more_leads(at, channel, within, odds, wanted), *_better_rate(at, channel, within, odds, wanted)]
    return sorted(found, key=lambda change: (change.effort, change.by / max(change.to - change.by, 1e-9), change.at))


def _more_leads(
    at: int, channel: Channel, within: Believable, odds: Callable[[Channel], float], wanted: float
) -> list[Change]:
    most = rounded_up(max(within.high_leads - channel.planned, 9 * channel.planned, 100))
    by = fewest(lambda more: odds(_with_leads(channel, channel.planned + more)) >= wanted, most)
    if not by:
        return []
    return [Change(at, Lever.LEADS, by, channel.planned + by, _effort(by, within.high_leads - channel.planned))]


def _better_rate(
    at: int, channel: Channel, within: Believable, odds: Callable[[Channel], float], wanted: float
) -> list[Change]:
    if not channel.leads or not channel.planned:
        return []
    rate = channel.deals / channel.leads
    steps = fewest(
        lambda step: odds(_with_rate(channel, rate + step / _RATE_STEPS)) >= wanted, int((1 - rate) * _RATE_STEPS)
    )
    if not steps:
        return []
    by = steps / _RATE_STEPS
    return [Change(at, Lever.RATE, by, rate + by, _effort(by, within.high_rate - rate))]


def _effort(by: float, room: float) -> float:
    return by / room if room > 0 else inf


def _with_leads(channel: Channel, planned: int) -> Channel:
    return replace(channel, planned=planned)


def _with_rate(channel: Channel, rate: float) -> Channel:
    return replace(channel, deals=min(max(rate, 0.0), 1.0) * channel.leads)


def _odds(channels: Sequence[Channel], at: int, target: int) -> Callable[[Channel], float]:
    """Return what gives the chance of the target with another channel in place `at`: the others are summed once."""
    others = together([channel for other, channel in enumerate(channels) if other != at])
    tail = np.cumsum(others[::-1])[::-1][: target + 1]
    at_least = np.concatenate((tail, np.zeros(target + 1 - len(tail))))

    def odds(channel: Channel) -> float:
        own = deals_of(channel)
        missing = np.maximum(target - np.arange(len(own)), 0)
        return min(float(own @ at_least[missing]), 1.0)

    return odds
