"""What the what-if page says: what it stands on, how likely the target is, what matters most, what is cheapest."""

from collections.abc import Sequence
from math import isinf, isnan

from pandas import DataFrame

from analytics.statistics.levers import Change, Lever, Swing
from analytics.targets import SHOWROOM, History
from analytics.what_if import WANTED, Verdict
from frame.ask import t
from frame.plain import plain

NEVER, SURE = 0.005, 0.995  # beyond these a chance is written as less or more than a percent


def chance(probability: float) -> str:
    """Write a chance in whole percent; never 0 % and never 100 %, which no plan has."""
    if probability < NEVER:
        return "<1%"
    return ">99%" if probability >= SURE else t.percent(probability, 0)


def basis(history: History) -> str:
    """Say for which month, and from which months the shares, rates and leads are taken."""
    month = t.month(history.month)
    if history.is_assumed:
        return t("targets.assumed", month=month)
    months = t("common.comma").join(t.month(one) for one in history.months)
    said = t("targets.basis", month=month, months=months)
    if (history.channels["channel"] == SHOWROOM).all():
        return said + t("targets.first_visits_only")
    return said + (t("targets.unwritten", number=t.number(history.unwritten)) if history.unwritten else "")


def verdict(found: Verdict, rows: DataFrame) -> str:
    """Say as Markdown what ⑤ would do, and what 80 % takes, then 50 and 90 %."""
    said = t(
        "targets.needed",
        leads=t.number(rows["needed"].sum(skipna=False)),
        needed=chance(found.needed),
    )
    step = next((step for step in found.ladder if step.wanted == WANTED), None)
    if step is None:
        return said + t("targets.never_enough", wanted=t.percent(WANTED, 0))
    said += t("targets.enough", wanted=t.percent(WANTED, 0), percent=t.number(step.percent), leads=t.number(step.leads))
    others = [
        t("targets.other_step", wanted=t.percent(one.wanted, 0), leads=t.number(one.leads))
        for one in found.ladder
        if one is not step
    ]
    return said + t("targets.other_steps", steps=t("common.comma").join(others)) if others else said


def impossible(rows: DataFrame) -> str:
    """Say which channels no number of leads helps, because their rate is 0; empty when there is none."""
    names = rows["channel"][rows["needed"].isna() | rows["planned"].isna()]
    if names.empty:
        return ""
    return t("targets.impossible", channels=t("common.comma").join(plain(t.of("channel", one)) for one in names))


def change(changes: Sequence[Change], history: DataFrame, reached: float) -> str:
    """Say as Markdown which single change reaches 80 % most cheaply, or that none within what was seen does."""
    wanted = t.percent(WANTED, 0)
    if reached >= WANTED:
        return t("targets.sure_already", wanted=wanted)
    if not changes:
        return t("targets.no_change", wanted=wanted)
    best = changes[0]
    said = _pull(best, history)
    if best.effort <= 1:
        return t("targets.cheapest", wanted=wanted, change=said, seen=_seen(best, history))
    return t("targets.none_seen", wanted=wanted, change=said, seen=_seen(best, history))


def others(changes: Sequence[Change], history: DataFrame) -> list[str]:
    """Return the other single changes that would do, one line each, with how far they lie from what was seen."""
    return [
        t("targets.other_change", change=_pull(one, history), seen=_seen(one, history))
        for one in changes[1:4]
        if not isinf(one.effort) or changes[0].effort > 1
    ]


def _pull(one: Change, history: DataFrame) -> str:
    return t(
        f"targets.pull_{one.lever}",
        channel=plain(t.of("channel", history["channel"][one.at])),
        before=_value(one.lever, one.to - one.by),
        to=_value(one.lever, one.to),
        by=t.number(one.by) if one.lever is Lever.LEADS else t.number(one.by * 100, 1),
    )


def _seen(one: Change, history: DataFrame) -> str:
    most = history[f"high_{one.lever}"][one.at]
    return t(f"targets.seen_{one.lever}", most=_value(one.lever, most))


def _value(lever: Lever, value: float) -> str:
    return t.number(value) if lever is Lever.LEADS else t.percent(value)


def swings(found: Sequence[Swing], history: DataFrame) -> DataFrame:
    """Return the rows of the tornado: name, low, high (chances), low_name, high_name."""
    return DataFrame(
        {
            "name": [_lever(one, history) for one in found],
            "low": [one.chance_low for one in found],
            "high": [one.chance_high for one in found],
            "low_name": [_value(one.lever, one.low) for one in found],
            "high_name": [_value(one.lever, one.high) for one in found],
        }
    )


def _lever(one: Swing, history: DataFrame) -> str:
    return t(f"targets.swing_{one.lever}", channel=t.of("channel", history["channel"][one.at]))


def most_telling(found: Sequence[Swing], history: DataFrame) -> str:
    """Return the tornado's title: which lever the chance hangs on most."""
    widest = found[0]
    ends = sorted((widest.chance_low, widest.chance_high))
    return t("targets.most_telling", lever=_lever(widest, history), low=chance(ends[0]), high=chance(ends[1]))


def outlook(found: Verdict) -> str:
    """Return the title of the hill of deals: its middle and its 80 % range."""
    return t("targets.outlook", middle=t.number(found.middle), low=t.number(found.low), high=t.number(found.high))


def shortage(rows: DataFrame) -> str:
    """Return the title of leads there and wanted: where most are missing, or that there are enough."""
    missing = rows.dropna(subset=["missing"])
    if missing.empty or missing["missing"].max() <= 0:
        return t("targets.enough_leads")
    most = missing.nlargest(1, "missing").iloc[0]
    return t("targets.most_missing", channel=t.of("channel", most["channel"]), number=t.number(most["missing"]))


def beside(rows: DataFrame) -> DataFrame:
    """Add to `what_if.table` the rows' names and what is written at their ends: name, said."""
    return rows.assign(
        name=[t.of("channel", channel) for channel in rows["channel"]],
        said=[_gap(missing) for missing in rows["missing"]],
    )


def _gap(missing: float) -> str:
    if isnan(missing):
        return t("targets.out_of_reach")
    return (
        t("targets.short", number=t.number(missing)) if missing > 0 else t("targets.spare", number=t.number(-missing))
    )
