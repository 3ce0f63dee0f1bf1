"""What the page of times to a deal says."""

from math import isnan

from pandas import DataFrame, Series, isna

from analytics.conversion import MUCH_UNWRITTEN
from frame.ask import t
from frame.plain import plain

JUDGED = 30  # days after the first visit at which groups are set beside each other


def endings(marks: DataFrame, half: float) -> str:
    """Say by when half of the buyers have bought and how many have after a month, or as far as is known yet."""
    if marks.empty:
        return t("time_to_deal.too_short")
    at = marks[marks["day"] == JUDGED] if JUDGED in set(marks["day"]) else marks.tail(1)
    said = {"day": int(at["day"].iloc[0]), "share": t.percent(at["bought"].iloc[0], 0)}
    return t("time_to_deal.bought", **said) if isnan(half) else t("time_to_deal.half", half=t.number(half), **said)


def marks(answer: DataFrame) -> str:
    """Write the share of buyers on each marked day with its interval and the buyers seen so far of those followed."""
    parts = [
        t(
            "time_to_deal.mark",
            day=int(row["day"]),
            share=t.percent(row["bought"]),
            span=span(row["low"], row["high"], percent=True),
            buyers=t.number(row["buyers"]),
            followed=t.number(row["followed"]),
        )
        for _, row in answer.iterrows()
    ]
    return t("time_to_deal.marks", parts=t("time_to_deal.semicolon").join(parts)) if parts else ""


def followed(stores: DataFrame, without_phone: float) -> str:
    """Say who is followed up to which day (`following.followed`), and how many first visits cannot be."""
    known = stores[stores["until_on"].notna()]
    if known.empty:
        return t("time_to_deal.no_deals")
    said = t(
        "time_to_deal.followed",
        followed=t.number(stores["followed"].sum()),
        until=_until(known),
        without=t.number(without_phone),
    )
    unknown = [plain(str(store)) for store in stores.loc[stores["until_on"].isna(), "store"]]
    return said + (t("time_to_deal.unknown", stores=t("common.comma").join(unknown)) if unknown else "")


def _until(known: DataFrame) -> str:
    days = {
        str(store): t.day(day, with_year=True) for store, day in zip(known["store"], known["until_on"], strict=True)
    }
    if len(set(days.values())) == 1:
        return next(iter(days.values()))
    parts = (t("time_to_deal.until_of", store=plain(store), day=day) for store, day in days.items())
    return t("common.comma").join(parts)


def groups(answer: DataFrame, dimension: str, pooled: float) -> str:
    """Say which groups' share of buyers after a month stands clear of all together, or that none does beyond chance;
    `pooled` is that share of all, nan while nobody is followed so long.
    """
    followed, named = answer["followed"].sum(), t(f"column.{dimension}").lower()
    unwritten = answer.loc[answer[dimension].isna(), "followed"].sum() / followed if followed else 0.0
    if unwritten > MUCH_UNWRITTEN:
        what = t("figure.followed").lower()
        return t("conversion.unwritten", dimension=named, what=what, share=t.percent(unwritten, 0))
    judged = answer[~answer["is_few"] & answer["low_30"].notna()]
    if isnan(pooled) or judged.empty:
        return t("time_to_deal.groups_early", dimension=named)
    sides = {"above": judged[judged["low_30"] > pooled], "below": judged[judged["high_30"] < pooled]}
    clear = {side: found for side, found in sides.items() if not found.empty}
    if not clear:
        return t("time_to_deal.groups_none", dimension=named)
    names = {
        side: t("common.comma").join(_called(found[dimension].head(3), dimension)) for side, found in clear.items()
    }
    return t(f"time_to_deal.groups_{'_'.join(clear)}", **names)


def few(answer: DataFrame, dimension: str, drawn: int) -> str:
    """Name the groups no curve is drawn of: too few, unwritten, or beyond the first `drawn`; empty when all are."""
    firm = answer[~answer["is_few"]]
    small = answer[answer["is_few"]]
    said = [("time_to_deal.few", small), ("time_to_deal.beyond", firm.iloc[drawn:])]
    return "".join(t(key, names=_names(those[dimension], dimension)) for key, those in said if not those.empty)


def _names(values: Series, dimension: str) -> str:
    return t("common.comma").join(plain(name) for name in _called(values, dimension))


def _called(values: Series, dimension: str) -> list[str]:
    return [t.of(dimension, None if isna(value) else value) for value in values]


def expected(row: Series) -> str:
    """Say how many deals today's prospects are still expected to make (`pipeline.expected_deals`)."""
    return t(
        "time_to_deal.expected",
        prospects=t.number(row["prospects"]),
        expected=t.number(row["expected"]),
        low=t.number(row["low"]),
        high=t.number(row["high"]),
    )


def span(low: float, high: float, percent: bool = False) -> str:
    """Write an interval: 31–59, or 19.5%–21.7%; a dash where there is none."""
    if isna(low) or isna(high):
        return t.number(None)
    return f"{t.percent(low)}–{t.percent(high)}" if percent else f"{t.number(low)}–{t.number(high)}"


def as_table(answer: DataFrame, dimension: str) -> DataFrame:
    """The answer of `time_to_deal.groups` with each interval written in one column."""
    shown = answer[[dimension, "followed", "buyers"]].rename(columns={"followed": "customers"})
    for day in (30, 90):
        ends = zip(answer[f"low_{day}"], answer[f"high_{day}"], strict=True)
        shown[f"by_{day}"] = answer[f"by_{day}"]
        shown[f"range_{day}"] = [span(low, high, percent=True) for low, high in ends]
    return shown.assign(half=answer["half"])
