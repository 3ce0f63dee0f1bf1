"""What the loss page's charts say."""

from pandas import DataFrame

from analytics.losses import people_shares
from frame.ask import t


def people_or_product(mentions: DataFrame) -> str:
    """Say whether more reasons lie with people or with the product, and the two largest of that side."""
    sides = mentions.groupby("reason_group")["mentions"].sum()
    total = mentions["mentions"].sum()
    side = str(sides.idxmax())
    within = mentions[mentions["reason_group"] == side].groupby("reason")["mentions"].sum().sort_values(ascending=False)
    top = t("common.comma").join(
        f"{t.of('reason', reason)} {t.number(number)}" for reason, number in within.head(2).items()
    )
    return t(f"losses.mostly_{side}", share=t.percent(sides[side] / total, 0), top=top)


def top_reason(mentions: DataFrame) -> str:
    """Say the single largest reason."""
    top = mentions.groupby("reason")["mentions"].sum().nlargest(1)
    share = t.rate(top.iloc[0], mentions["mentions"].sum())
    return t("losses.top_reason", reason=t.of("reason", top.index[0]), share=share)


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
    top = answer.iloc[0]
    return t("losses.lost_to_top", brand=top["lost_to"], share=t.rate(top["losses"], answer["losses"].sum()))
