"""Every figure the board knows, once: what it counts, where, and for a rate, of what and among what.

Words for each stand under `figure.<name>` and `definition.<name>`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """A number of lines of one mart that meet a condition; `known_from` is the coverage it needs, all of it.

    `amount` is what a line adds, 1 unless the mart says how many it stands for.
    """

    name: str
    mart: str
    condition: str = "true"
    known_from: tuple[str, ...] = ("visit",)
    amount: str = "1"


@dataclass(frozen=True)
class Rate:
    """A count over another count, written with `digits` decimals: a share, or so many a day."""

    name: str
    of: str
    among: str
    digits: int = 1
    is_share: bool = True


_VISITED = "is_recorded and visited_on is not null"
_REACHABLE = "visited_on is not null and has_phone"
_RECORDED = ("visit", "record")
_DEALT = ("visit", "record", "deal")
_DRIVEN_AND_DEALT = ("visit", "test_drive", "deal")
_SOLD = "sale_channel = '{}' and not is_cancelled"

COUNTS: dict[str, Count] = {
    count.name: count
    for count in (
        Count("traffic", "visit"),
        Count("first_visits", "visit", "is_first_visit"),
        Count("be_backs", "visit", "is_be_back"),
        Count("calls", "visit", "contact_type = 'phone'"),
        Count("events", "visit", "is_event"),
        Count("referrals", "visit", "is_referral"),
        Count("recorded", "visit", "is_new_record", ("record",)),
        Count("interested", "visit", "is_new_interest"),
        Count("long_stays", "visit", "is_long_stay", ("stay",)),
        Count("timed_visits", "visit", "is_visit and stay_minutes is not null", ("stay",)),
        Count("drivers", "test_drive", "is_first_of_month", ("test_drive",)),
        Count("showroom_deals", "deal", _SOLD.format("showroom"), ("deal",)),
        Count("second_tier_deals", "deal", _SOLD.format("second_tier"), ("deal",)),
        Count("wholesale_deals", "deal", _SOLD.format("wholesale"), ("deal",)),
        Count("total_deals", "deal", "sale_channel <> 'transfer' and not is_cancelled", ("deal",)),
        Count("deliveries", "delivery", _SOLD.format("showroom"), ("delivery",)),
        Count("losses", "loss", known_from=("loss",)),
        Count("loss_mentions", "loss_reason", known_from=("loss",), amount="mentions"),
        Count("contacts", "opportunity"),
        Count("contacts_recorded", "opportunity", "is_recorded", _RECORDED),
        Count("visitors", "opportunity", _VISITED, _RECORDED),
        Count("came_back", "opportunity", f"{_VISITED} and (came_back_on is not null or deal_on is not null)", _DEALT),
        Count("ordered", "opportunity", f"{_VISITED} and deal_on is not null", _DEALT),
        Count("delivered", "opportunity", f"{_VISITED} and deal_on is not null and delivered_on is not null", _DEALT),
        # who drove is told apart among them, so they need to be known of too
        Count("known_visitors", "opportunity", _REACHABLE, _DRIVEN_AND_DEALT),
        Count("known_buyers", "opportunity", f"{_REACHABLE} and deal_on is not null", _DRIVEN_AND_DEALT),
    )
}

LEVELS = ("h", "a", "b", "c")
# O means ordered: 展厅销量 under a second name.
ALSO_CALLED = {"level_o": "showroom_deals"}

RATES: dict[str, Rate] = {
    rate.name: rate
    for rate in (
        Rate("close_rate", "showroom_deals", "first_visits"),
        Rate("capture_rate", "recorded", "first_visits"),
        Rate("test_drive_rate", "drivers", "first_visits", digits=0),
        Rate("long_stay_rate", "long_stays", "first_visits"),
        Rate("second_tier_share", "second_tier_deals", "total_deals"),
        Rate("wholesale_share", "wholesale_deals", "total_deals"),
        Rate("retail_share", "showroom_deals", "total_deals"),
        Rate("daily_traffic", "traffic", "days_open", is_share=False),
        Rate("bought_rate", "known_buyers", "known_visitors"),
    )
}
