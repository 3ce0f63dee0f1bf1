"""What the traffic page's charts say."""

from math import isnan

from pandas import DataFrame, Series

from analytics import traffic
from frame.ask import t


def days(answer: DataFrame) -> str:
    """Say the busiest day, and how many days had deals but no log."""
    unlogged = int(answer["is_unlogged"].sum())
    if unlogged:
        return t("traffic.days_unlogged", days=t.number(unlogged))
    busiest = answer.nlargest(1, "traffic").iloc[0]
    weekends, weekdays = traffic.a_day(answer)
    if weekdays > 0 and not isnan(weekends):
        return t(
            "traffic.days_weekends",
            weekend=t.number(weekends, 1),
            weekday=t.number(weekdays, 1),
            day=t.day(busiest["day"].date()),
            traffic=t.number(busiest["traffic"]),
        )
    return t("traffic.days_busiest", day=t.day(busiest["day"].date()), traffic=t.number(busiest["traffic"]))


def hours(answer: DataFrame) -> str:
    """Say the busiest hour of the week."""
    top = answer.nlargest(1, "traffic").iloc[0]
    hour = int(top["hour"])
    return t(
        "traffic.hours_busiest",
        weekday=t(f"weekday.{int(top['weekday'])}"),
        start=hour,
        end=hour + 1,
        share=t.percent(top["traffic"] / answer["traffic"].sum()),
    )


def channels(answer: DataFrame) -> str:
    """Say the largest channel and its share."""
    top = answer.iloc[0]
    return t("traffic.channels_top", channel=t.of("channel", top["channel"]), share=t.percent(top["share"]))


def models(answer: DataFrame) -> str:
    """Say the model most asked for."""
    if answer.empty:
        return t("traffic.no_models")
    top = answer.iloc[0]
    return t("traffic.models_top", model=top["model"], share=t.percent(top["share"]))


def be_backs(answer: DataFrame) -> str:
    """Say how many be-backs there were for each first visit in the last month shown."""
    last = answer.iloc[-1]
    number = traffic.be_backs_per_hundred(last)
    if isnan(number):
        return t("traffic.be_backs_plain")
    return t(
        "traffic.be_backs_per_visit",
        month=t.month(int(last["month"])),
        number=t.number(number),
    )


def stays(answer: DataFrame) -> str:
    """Say the share of timed visits that lasted 30 minutes or more."""
    total, long = answer["visits"].sum(), answer[answer["is_long"]]["visits"].sum()
    return t("traffic.stays_long", share=t.rate(long, total)) if total else t("traffic.no_stays")


def stretch(row: Series) -> str:
    """Write a stretch of minutes: 30–45, 120+."""
    start = int(row["minutes_from"])
    return f"{start}+" if isnan(row["minutes_to"]) else f"{start}–{int(row['minutes_to'])}"


def weekdays() -> list[str]:
    """Return the names of the days, Monday first."""
    return [t(f"weekday.{number}") for number in range(7)]
