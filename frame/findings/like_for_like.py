"""What a figure is compared with, and what the comparison does without."""

from collections.abc import Mapping

from analytics.comparison import Comparison, LeftOut
from analytics.earlier import Against
from frame.ask import t
from frame.findings.months import span
from frame.plain import plain

MOST_NAMED = 4


def against(compared: Comparison) -> str:
    """Write what the period is compared with."""
    against = compared.before.grain if compared.against is Against.BEFORE else compared.against
    length = "" if not compared.is_unfinished else "_days" if compared.days else "_same_days"
    return t(
        f"tiles.against_{against}{length}",
        days=compared.days,
        start=t.day(compared.before.start, with_year=True),
        end=t.day(compared.before.end, with_year=True),
    )


def of_most(compared: Mapping[str, Comparison]) -> Comparison:
    """Return the first comparison by figure that compares anything, else the first."""
    comparisons = list(compared.values())
    return next((one for one in comparisons if one.now.stretches), comparisons[0])


def left_out(compared: Mapping[str, Comparison]) -> str:
    """Say which months of which store the comparisons do without, and why; empty when they compare everything."""
    figures: dict[tuple[LeftOut, ...], list[str]] = {}
    for figure, one in compared.items():
        figures.setdefault(one.left_out, []).append(t(f"figure.{figure}"))
    if len(figures) == 1:
        parts = [_months(months) for months in figures if months]
    else:
        parts = [
            t("like_for_like.of", figures=t("common.comma").join(names), parts=_months(months))
            for months, names in figures.items()
            if months
        ]
    return t("like_for_like.without", parts=t("like_for_like.semicolon").join(parts)) if parts else ""


def places(left: tuple[LeftOut, ...]) -> str:
    """Name stores and months without saying why they are left out."""
    return t("common.comma").join(
        f"{plain(one.store)} {span(one.first_month, one.last_month)}" for one in left[:MOST_NAMED]
    )


def _months(left: tuple[LeftOut, ...]) -> str:
    parts = t("common.comma").join(
        t(
            "like_for_like.part",
            store=plain(one.store),
            months=span(one.first_month, one.last_month),
            why=t(f"like_for_like.{one.why}"),
        )
        for one in left[:MOST_NAMED]
    )
    return parts if len(left) <= MOST_NAMED else t("like_for_like.more", parts=parts, number=t.number(len(left)))
