"""Every figure the board knows, once: what it counts, where, and for a rate, of what and among what.

Words for each stand under `figure.<name>` and `definition.<name>`; what the trade also means by the same name, under
`usage.<name>`.
"""

from dataclasses import dataclass

from analytics.filters import Filters


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
    """A count over another count, written with `digits` decimals: a share, or so many a day.

    Not every rate `has_interval`: chance cannot be told of so many a day, nor where what is counted never stood among
    what it is divided by, as cars sold through other dealers. `reading_of` names the rate of which it is another
    reading: the same name in the trade, divided by something else.
    """

    name: str
    of: str
    among: str
    digits: int = 1
    is_share: bool = True
    has_interval: bool = True
    reading_of: str = ""


_VISITED = "is_recorded and visited_on is not null"
_REACHABLE = "visited_on is not null and has_phone"
# whose deal would be recognised, and who had not bought already when he was written off
_RECOGNISABLE = "phone_masked is not null and (deal_on is null or deal_on > day)"
_SAID_LOST = "exit = 'lost' and is_logged"
_RECORDED = ("visit", "record")
_DEALT = ("visit", "record", "deal")
_LOST_AND_DEALT = ("loss", "visit", "deal")
_DRIVEN_AND_DEALT = ("visit", "test_drive", "deal")
_FOLLOWED = ("visit", "deal")
_SOLD = "sale_channel = '{}' and not is_cancelled"

# days after the first visit within which a deal is asked for
WITHIN = (7, 30, 60, 90)
# a cohort, those first in the showroom in one month, is looked at after so many days, and calendar months
MONTHS_AFTER = (0, 1, 2, 3)

COUNTS: dict[str, Count] = {
    count.name: count
    for count in (
        Count("traffic", "visit"),
        Count("first_visits", "visit", "is_first_visit"),
        Count("visits", "visit", "is_visit"),
        Count("first_visits_without_phone", "visit", "is_first_visit and phone_masked is null"),
        Count("be_backs", "visit", "is_be_back"),
        Count("calls", "visit", "contact_type = 'phone'"),
        Count("events", "visit", "is_event"),
        Count("referrals", "visit", "is_referral"),
        Count("new_contacts", "visit", "(is_first_visit or contact_type = 'phone' or is_event or is_referral)"),
        Count("recorded", "visit", "is_new_record", ("record",)),
        Count("recorded_first_visits", "visit", "is_first_visit and is_recorded", _RECORDED),
        Count("interested", "visit", "is_new_interest"),
        Count("long_stays", "visit", "is_long_stay", ("stay",)),
        Count("timed_visits", "visit", "is_visit and stay_minutes is not null", ("stay",)),
        Count("drivers", "test_drive", "is_first_of_month", ("test_drive",)),
        Count("drives", "test_drive", known_from=("test_drive",)),
        Count("showroom_deals", "deal", _SOLD.format("showroom"), ("deal",)),
        Count("second_tier_deals", "deal", _SOLD.format("second_tier"), ("deal",)),
        Count("wholesale_deals", "deal", _SOLD.format("wholesale"), ("deal",)),
        Count("retail_deals", "deal", "sale_channel in ('showroom', 'second_tier') and not is_cancelled", ("deal",)),
        Count("total_deals", "deal", "sale_channel <> 'transfer' and not is_cancelled", ("deal",)),
        Count("deliveries", "delivery", _SOLD.format("showroom"), ("delivery",)),
        Count("losses", "loss", known_from=("loss",)),
        Count("lost_outright", "loss", "kind in ('lost', 'plan_cancelled')", ("loss",)),
        Count("loss_mentions", "loss_reason", known_from=("loss",), amount="mentions"),
        Count("logged_losses", "loss", _SAID_LOST, ("loss",)),
        Count("unclear_losses", "loss", f"{_SAID_LOST} and reason_side = 'other'", ("loss",)),
        Count("named_losses", "loss", f"{_SAID_LOST} and lost_to is not null", ("loss",)),
        Count("reasoned_losses", "loss", "reasons is not null", ("loss",)),
        Count("watched_losses", "lost", "is_watched", ("loss", "visit")),
        Count("unattended_losses", "lost", "is_watched and not is_followed_up", ("loss", "visit")),
        Count("timed_losses", "lost", "days_to_loss is not null", ("loss",)),
        Count("recognisable_losses", "loss", _RECOGNISABLE, _LOST_AND_DEALT),
        Count(
            "returned_losses",
            "loss",
            f"{_RECOGNISABLE} and (came_back_on is not null or deal_on is not null)",
            _LOST_AND_DEALT,
        ),
        Count("recovered_losses", "loss", f"{_RECOGNISABLE} and deal_on is not null", _LOST_AND_DEALT),
        Count("callable_losses", "loss", "obstacle = 'none'", ("loss",)),
        Count("contacts", "opportunity"),
        Count("contacts_recorded", "opportunity", "is_recorded", _RECORDED),
        Count("visitors", "opportunity", _VISITED, _RECORDED),
        Count("came_back", "opportunity", f"{_VISITED} and (came_back_on is not null or deal_on is not null)", _DEALT),
        Count("ordered", "opportunity", f"{_VISITED} and deal_on is not null", _DEALT),
        Count("delivered", "opportunity", f"{_VISITED} and deal_on is not null and delivered_on is not null", _DEALT),
        # who drove is told apart among them, so they need to be known of too
        Count("known_visitors", "opportunity", _REACHABLE, _DRIVEN_AND_DEALT),
        Count("known_buyers", "opportunity", f"{_REACHABLE} and deal_on is not null", _DRIVEN_AND_DEALT),
        Count("followed", "followed", known_from=_FOLLOWED),
        Count("followed_buyers", "followed", "ending = 'bought'", _FOLLOWED),
        Count("followed_lost", "followed", "ending = 'lost'", _FOLLOWED),
        Count("followed_open", "followed", "ending = 'open'", _FOLLOWED),
        *(
            Count(f"bought_within_{days}", "followed", f"ending = 'bought' and age <= {days}", _FOLLOWED)
            for days in WITHIN
        ),
        *(
            Count(f"bought_by_month_{months}", "followed", f"ending = 'bought' and months_after <= {months}", _FOLLOWED)
            for months in MONTHS_AFTER
        ),
    )
}

# the marts of customers met over time: no monthly form knows them
OVER_TIME = {"opportunity", "followed"}
LEVELS = ("h", "a", "b", "c")
# O means ordered: 展厅销量 under a second name.
ALSO_CALLED = {"level_o": "showroom_deals"}
# Of a month of mart.coverage: open, as the calendar has them, and as the deck counts six of its seven months.
DAYS = {"days_open": "days_open", "calendar_days": "day(last_day(first_day(month)))", "deck_days": "28"}

RATES: dict[str, Rate] = {
    rate.name: rate
    for rate in (
        Rate("close_rate", "showroom_deals", "first_visits"),
        Rate("close_recorded", "showroom_deals", "recorded", reading_of="close_rate"),
        Rate("close_traffic", "showroom_deals", "traffic", reading_of="close_rate"),
        Rate("close_all_deals", "total_deals", "first_visits", has_interval=False, reading_of="close_rate"),
        Rate("close_new_contacts", "showroom_deals", "new_contacts", reading_of="close_rate"),
        Rate("close_interested", "showroom_deals", "interested", reading_of="close_rate"),
        Rate("capture_rate", "recorded", "first_visits"),
        Rate("capture_first_visits", "recorded_first_visits", "first_visits", reading_of="capture_rate"),
        Rate("capture_new_contacts", "recorded", "new_contacts", reading_of="capture_rate"),
        Rate("capture_traffic", "recorded", "traffic", reading_of="capture_rate"),
        Rate("test_drive_rate", "drivers", "first_visits", digits=0),
        Rate("drives_a_visit", "drives", "visits", reading_of="test_drive_rate"),
        Rate("drivers_recorded", "drivers", "recorded", reading_of="test_drive_rate"),
        Rate("long_stay_rate", "long_stays", "first_visits"),
        Rate("long_stay_timed", "long_stays", "timed_visits", reading_of="long_stay_rate"),
        Rate("second_tier_share", "second_tier_deals", "total_deals"),
        Rate("wholesale_share", "wholesale_deals", "total_deals"),
        Rate("retail_share", "showroom_deals", "total_deals"),
        Rate("retail_with_second_tier", "retail_deals", "total_deals", reading_of="retail_share"),
        Rate("daily_traffic", "traffic", "days_open", is_share=False, has_interval=False),
        Rate("traffic_a_calendar_day", "traffic", "calendar_days", 1, False, False, "daily_traffic"),
        Rate("traffic_by_28", "traffic", "deck_days", 1, False, False, "daily_traffic"),
        Rate("bought_rate", "known_buyers", "known_visitors"),
        Rate("cohort_rate", "followed_buyers", "followed"),
        *(Rate(f"cohort_rate_within_{days}", f"bought_within_{days}", "followed") for days in WITHIN),
        *(Rate(f"cohort_rate_by_month_{months}", f"bought_by_month_{months}", "followed") for months in MONTHS_AFTER),
        Rate("unclear_rate", "unclear_losses", "logged_losses"),
        Rate("named_rate", "named_losses", "logged_losses"),
        Rate("unattended_rate", "unattended_losses", "watched_losses"),
        Rate("returned_rate", "returned_losses", "recognisable_losses"),
        Rate("recovered_rate", "recovered_losses", "recognisable_losses"),
    )
}

# What the trade calls by one name, the figure itself first: rates divided by something else, losses counted otherwise.
READINGS: dict[str, tuple[str, ...]] = {
    **{
        name: (name, *(other.name for other in RATES.values() if other.reading_of == name))
        for name in dict.fromkeys(rate.reading_of for rate in RATES.values() if rate.reading_of)
    },
    "losses": ("losses", "lost_outright", "loss_mentions"),
    "loss_mentions": ("loss_mentions", "losses"),
}


def rated(name: str, filters: Filters) -> Rate:
    """Return the rate a figure is read as: the closing ratio in the reading that was chosen for the board."""
    return RATES[filters.closing if name == "close_rate" else name]
