"""What the page of fair comparisons says: who lies beyond luck, and how many would by luck alone."""

from pandas import DataFrame

from analytics import fair
from analytics.conversion import FEW
from analytics.metrics import RATES
from analytics.statistics.limits import at_least_one, homogeneity
from frame.ask import t
from frame.findings.conversion import unwritten

MOST_NAMED = 3


def beyond_luck(answer: DataFrame, dimension: str, figure: str) -> str:
    """Say which groups lie beyond the 99.8 % limits, that only some lie beyond 95 %, or that none does."""
    compared = answer[fair.is_compared(answer, dimension)]
    if said := unwritten(answer, dimension, {"part": RATES[figure].of, "whole": RATES[figure].among}):
        return said
    if len(compared) < 2:
        return _too_few(answer, dimension)
    sides = {side: _names(compared[compared["band"] == side], dimension) for side in ("above", "below")}
    key = "_".join(side for side, names in sides.items() if names)
    if key:
        return t(f"fair.{key}", **sides)
    groups = t(f"fair.groups_{dimension}", number=len(compared))
    near = compared[compared["outside"]]
    if near.empty:
        return t("fair.none", groups=groups)
    return t("fair.near", groups=groups, names=_names(near, dimension), luck=t.number(0.05 * len(compared), 1))


def _too_few(answer: DataFrame, dimension: str) -> str:
    return t("fair.alone") if answer[dimension].notna().sum() == 1 else t("fair.too_few", few=FEW)


def luck(answer: DataFrame, dimension: str) -> str:
    """Say how many groups lie outside the limits beside how many would by luck, and whether groups differ at all."""
    compared = answer[fair.is_compared(answer, dimension)]
    if len(compared) < 2:
        return ""
    said = t(
        "fair.luck",
        groups=t(f"fair.groups_{dimension}", number=len(compared)),
        expected=t.number(0.05 * len(compared), 1),
        chance=t.percent(at_least_one(len(compared)), 0),
        outside=t.number(compared["outside"].sum()),
    )
    test = homogeneity(compared["part"], compared["whole"])
    if test.p == test.p:
        key = "fair.differ" if test.p < 0.05 else "fair.alike"
        said += t(key, chi2=t.number(test.chi2, 1), df=t.number(test.df), p=_chance(test.p))
    return said


def spread(answer: DataFrame, dimension: str) -> str:
    """Say between which rates the groups lie once luck is taken out."""
    compared = answer[fair.is_compared(answer, dimension)]
    if len(compared) < 2:
        return _too_few(answer, dimension)
    ends = {"low": compared["shrunk"].min(), "high": compared["shrunk"].max()}
    raw = {"raw_low": compared["rate"].min(), "raw_high": compared["rate"].max()}
    if ends["high"] - ends["low"] < 5e-4:
        return t("fair.no_spread", rate=t.percent(ends["low"]), **_percents(raw))
    return t("fair.spread", **_percents(raw | ends))


def unnamed(answer: DataFrame, dimension: str, figure: str) -> str:
    """Say how many of both counts stand in the line of all together but in no dot, naming no group; empty if none."""
    nameless = answer[answer[dimension].isna()]
    part, whole = nameless["part"].sum(), nameless["whole"].sum()
    if not part and not whole:
        return ""
    rate, named = RATES[figure], t(f"column.{dimension}").lower()
    of, among = t(f"figure.{rate.of}"), t(f"figure.{rate.among}")
    return t("fair.unnamed", dimension=named, of=of, part=t.number(part), among=among, whole=t.number(whole))


def not_drawn(answer: DataFrame, dimension: str, drawn: int) -> str:
    """Say which groups have no limits because more is counted of them than among them, and how many are left out."""
    written = answer[answer[dimension].notna()]
    beyond = written[~fair.is_proportion(written)]
    said = t("fair.more_than_all", names=_names(beyond, dimension)) if len(beyond) else ""
    left = int(fair.is_proportion(written).sum()) - drawn
    return said + (t("fair.not_all", number=left) if left > 0 else "")


def as_table(answer: DataFrame, dimension: str) -> DataFrame:
    """Return the numbers of `compare` as the page's table shows them, the limits cut off at 0 and 100 %."""
    shown = answer[[dimension, "whole", "part", "rate", "lo95", "hi95", "shrunk", "shrunk_low", "shrunk_high", "band"]]
    said = answer["band"].map({band: t(f"fair.band_{band}") for band in fair.BANDS})
    return shown.assign(lo95=answer["lo95"].clip(lower=0), hi95=answer["hi95"].clip(upper=1), band=said)


def _percents(rates: dict[str, float]) -> dict[str, str]:
    return {name: t.percent(rate) for name, rate in rates.items()}


def _chance(p: float) -> str:
    return t.percent(p) if p >= 0.001 else t("fair.tiny")


def _names(groups: DataFrame, dimension: str) -> str:
    names = [t.of(dimension, value) for value in groups.sort_values("whole", ascending=False)[dimension]]
    more = len(names) - MOST_NAMED
    said = t("common.comma").join(names[:MOST_NAMED])
    return t("fair.and_more", names=said, number=len(names)) if more > 0 else said
