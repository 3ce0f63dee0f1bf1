"""What the loss page says."""

from collections.abc import Mapping
from typing import Any

from pandas import DataFrame

from analytics.losses import GROUPS, median_days, people_shares
from analytics.metrics import Rate
from frame.ask import t
from frame.findings.conversion import unwritten

MONTH = 30


def _top(mentions: DataFrame, side: str) -> str:
    within = mentions[mentions["reason_group"] == side].groupby("reason")["mentions"].sum().sort_values(ascending=False)
    return t("common.comma").join(
        f"{t.of('reason', reason)} {t.number(number)}" for reason, number in within.head(2).items()
    )


def people_or_product(mentions: DataFrame) -> str:
    """Say whether more reasons lie with people or with the product, and the two largest of that side."""
    sides = mentions.groupby("reason_group")["mentions"].sum()
    side = str(sides.idxmax())
    share = t.percent(sides[side] / mentions["mentions"].sum(), 0)
    return t(f"losses.mostly_{side}", share=share, top=_top(mentions, side))


def customers(among: DataFrame, mentions: DataFrame) -> str:
    """Say of which group the most customers name a reason, and the two reasons most of them name."""
    sums = among[list(GROUPS)].sum()
    side = str(sums.idxmax())
    share = t.rate(sums[side], among["customers"].sum(), 0)
    return t(f"losses.customers_{side}", share=share, top=_top(mentions, side))


def groups(among: DataFrame) -> str:
    """Say how many of the customers name people, as the group that can change."""
    share = t.rate(among["people"].sum(), among["customers"].sum())
    return t("losses.groups_plain", group=t("losses.with_people"), share=share)


def sides(parts: DataFrame) -> str:
    """Say how many of the reasons lie with people and how many with the product (`losses.by_group`)."""
    mentions = parts.set_index("reason_group")["mentions"]
    said = {side: t.rate(mentions.get(side, 0), mentions.sum(), 0) for side in ("people", "product")}
    return t("losses.sides", **said)


def course(answer: DataFrame) -> str:
    """Say the share of people's reasons in the first and the last month shown."""
    shares = people_shares(answer)
    if len(answer) < 2:
        return t("losses.course_plain")
    return t(
        "losses.course_people",
        first_month=t.month(int(answer["month"].iloc[0])),
        first=t.percent(shares.iloc[0], 0),
        last_month=t.month(int(answer["month"].iloc[-1])),
        last=t.percent(shares.iloc[-1], 0),
    )


def lost_to(answer: DataFrame) -> str:
    """Say where most of those whose destination is known went."""
    top = answer["lost_to"].iloc[0]
    losses = answer.loc[answer["lost_to"] == top, "losses"].sum()
    return t("losses.lost_to_top", brand=top, share=t.rate(losses, answer["losses"].sum()))


def salespeople(answer: DataFrame, rate: Rate) -> str:
    """Say who has oddly many beyond luck, that nobody has, or that too many losses name no salesperson."""
    if said := unwritten(answer, "salesperson", {rate.of: rate.of, rate.among: rate.among}):
        return said
    column = t("column.salesperson")
    if answer["salesperson"].nunique() < 2:
        return t("losses.only_one_seller", dimension=column.lower())
    odd = answer.loc[answer["is_beyond_luck"], "salesperson"].head(3)
    if odd.empty:
        return t("losses.nobody_odd", dimension=column.lower())
    return t("losses.odd", names=t("common.comma").join(odd))


def awaited(answer: DataFrame) -> str:
    """Say within how many days half of the lost leave, and how many within a month."""
    days, losses = median_days(answer)
    soon = answer.loc[answer["days"] <= MONTH, list(GROUPS)].to_numpy().sum()
    return t("losses.awaited", days=t.number(days), share=t.rate(soon, losses, 0))


def awaited_sides(answer: DataFrame) -> str:
    """Say the median days of each side of the reasons that is there."""
    medians = {side: median_days(answer, (side,)) for side in GROUPS}
    parts = [
        t("losses.awaited_side", side=t(f"reason_side.{side}"), days=t.number(days), losses=t.number(losses))
        for side, (days, losses) in medians.items()
        if losses
    ]
    return t("losses.awaited_sides", parts=t("common.comma").join(parts))


def piled_up(cell: Mapping[Any, Any]) -> str:
    """Say how often a salesperson meets a reason beside the rest of his store, and how likely by luck alone."""
    luck = cell["luck"]
    chance = t("losses.luck_under", chance=t.percent(0.001)) if luck < 0.001 else t.percent(luck)
    return t(
        "losses.piled_up",
        name=cell["salesperson"],
        reason=t.of("reason", cell["reason"]),
        luck=chance if luck < 0.001 else t("losses.luck_about", chance=chance),
        share=t.percent(cell["part"] / cell["whole"]),
        others_share=t.percent(cell["others"] / cell["others_whole"]),
        **{name: t.number(cell[name]) for name in ("part", "whole", "others", "others_whole")},
    )
