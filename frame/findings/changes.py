"""What is said of a change: how large it is, which parts explain it, and what chance alone may explain."""

from pandas import DataFrame, Series

from analytics.changes import Change, Outside
from analytics.comparison import Comparison
from analytics.filters import Grain, Within, month_index
from frame.ask import t
from frame.findings.like_for_like import against, places

MOST_OWN = 5
MOST_NAMED = 2


def title(change: Change, dimension: str | None) -> str:
    """Say how the figure changed and which parts explain it, or that nothing shows that it did."""
    key = f"changes.{_direction(change.change)}" if change.is_evident else "changes.no_evidence"
    size = t.number(abs(change.change), 0 if change.figure == "showroom_deals" else 1)
    now, before = level(change, change.now), level(change, change.before)
    return (
        t(f"{key}_{change.figure}", change=size, before=before, now=now)
        + causes(change, dimension)
        + singled_out(change, dimension)
    )


def causes(change: Change, dimension: str | None) -> str:
    """Say which parts are beyond chance, the largest first: those along the change, then those against it; of a change
    that is itself within chance, all of them, if any.
    """
    parts = _evident(change)
    if not change.is_evident:
        return t("changes.yet", parts=_listed(change, parts, dimension)) if len(parts) else ""
    along, against_it = (parts[parts["value"] * change.change * way > 0] for way in (1, -1))
    if along.empty:
        return t("changes.no_part")
    said = t("changes.because", parts=_listed(change, along, dimension))
    if len(against_it):
        return said + t("changes.against_it", parts=_listed(change, against_it, dimension))
    known = set(change.parts["part"])
    return said + (t("changes.close_no_evidence") if "close" in known - set(along["part"]) else "")


def covered(change: Change, outside: Outside) -> str:
    """Say how many of the deals the overview compares are split here, and where the others lie; empty if all are."""
    deals = change.groups[["showroom_deals", "showroom_deals_before"]].sum()
    others = outside.now - deals["showroom_deals"], outside.before - deals["showroom_deals_before"]
    if not any(others):
        return ""
    sizes = {"now": deals["showroom_deals"], "before": deals["showroom_deals_before"]}
    sizes |= {"all_now": outside.now, "all_before": outside.before}
    sizes |= {"more_now": others[0], "more_before": others[1]}
    written = {name: t.number(size) for name, size in sizes.items()}
    return t("changes.covered", where=places(outside.left_out) or t("changes.other_days"), **written)


def singled_out(change: Change, dimension: str | None) -> str:
    """Name the groups whose own rate moved beyond what luck makes of so many groups; empty where none did."""
    if dimension is None or not _has_owns(change):
        return ""
    groups = change.groups
    clear = groups[_is_clear(groups)]
    names = t("common.comma").join(group_name(dimension, members) for members in clear["members"].head(MOST_NAMED))
    return t("changes.singled_out", names=names, groups=t.number(len(groups))) if names else ""


def allowance(change: Change, dimension: str) -> str:
    """Say how the groups' intervals allow for how many are looked at; empty where no group has a bar of its own."""
    if not _has_owns(change):
        return ""
    named = t(f"column.{dimension}").lower()
    return t("changes.allowance", dimension=named, groups=t.number(len(change.groups)))


def _has_owns(change: Change) -> bool:
    return "own_reach" in change.groups and len(change.groups) > 1


def _is_clear(groups: DataFrame) -> Series:
    return (groups["own"].abs() > groups["own_reach"]) & (groups["own"] != 0)


def _listed(change: Change, parts: DataFrame, dimension: str | None) -> str:
    named = t(f"column.{dimension}").lower() if dimension else ""
    return t("common.comma").join(
        t(
            f"changes.{'more' if part['value'] > 0 else 'less'}_{part['part']}",
            dimension=named,
            size=t(f"changes.size_{change.figure}", size=t.signed(part["value"], 1)),
        )
        for _, part in parts.iterrows()
    )


def _evident(change: Change) -> DataFrame:
    parts = change.parts
    beyond = parts[((parts["low"] > 0) | (parts["high"] < 0)) & (parts["value"] != 0)]
    return beyond.loc[beyond["value"].abs().sort_values(ascending=False, kind="stable").index]


def _direction(size: float) -> str:
    return "up" if size > 0 else "down"


def level(change: Change, value: float) -> str:
    """Write the figure itself: cars, or a share."""
    return t.number(value) if change.figure == "showroom_deals" else t.percent(value)


def subtitle(change: Change) -> str:
    """Say what is compared with what, in which unit, and the interval of the whole change."""
    return t(
        f"changes.subtitle_{change.figure}",
        against=against(change.compared),
        low=t.signed(change.low, 1),
        high=t.signed(change.high, 1),
    )


def steps(change: Change, dimension: str) -> DataFrame:
    """The rows of a waterfall: name, value, is_level, is_weak, text, code (the part, or part and group of it)."""
    rows = [_level_row(change, change.before, _days(change.compared.before, change.compared), "before")]
    for _, part in change.parts.iterrows():
        rows += _own(change, dimension) if part["part"] == "own" and _has_owns(change) else [_part_row(part)]
    return DataFrame([*rows, _level_row(change, change.now, _days(change.compared.now, change.compared), "now")])


def _days(side: Within, compared: Comparison) -> str:
    """Write the days of a period: as a month or a year where it is one, and how many of them are compared."""
    if side.grain is Grain.MONTH:
        name = t.month(month_index(side.start))
    elif side.grain is Grain.YEAR:
        name = t("filters.year_name", year=side.start.year)
    else:
        name = f"{t.day(side.start, with_year=True)}–{t.day(side.end, with_year=True)}"
    if not compared.is_unfinished:
        return name
    return t("changes.first_days" if compared.days else "changes.same_days", period=name, days=compared.days)


def _level_row(change: Change, value: float, name: str, code: str) -> dict[str, object]:
    height = value if change.figure == "showroom_deals" else value * 100
    return {
        "name": name,
        "value": height,
        "is_level": True,
        "is_weak": False,
        "text": level(change, value),
        "code": code,
    }


def _part_row(part: Series) -> dict[str, object]:
    return _row(t(f"part.{part['part']}"), part["value"], part["low"], part["high"], part["part"])


def _row(name: str, value: float, low: float, high: float, code: str) -> dict[str, object]:
    reach = t("changes.reach", low=t.signed(low, 1), high=t.signed(high, 1))
    is_weak = low <= 0 <= high
    text = f"{t.signed(value, 1)}  {reach}"
    return {"name": name, "value": value, "is_level": False, "is_weak": is_weak, "text": text, "code": code}


def _own(change: Change, dimension: str) -> list[dict[str, object]]:
    """Return the own rates of the groups beyond luck and of those that moved the whole most, one by one, and of the
    others together.
    """
    groups = change.groups.assign(size=change.groups["own"].abs(), is_clear=_is_clear(change.groups))
    order = groups.sort_values(["is_clear", "size"], ascending=False, kind="stable").index
    largest, others = groups.loc[order[:MOST_OWN]], groups.loc[order[MOST_OWN:]]
    rows = [
        _row(
            t("changes.own_of", group=group_name(dimension, one["members"])),
            one["own"],
            one["own"] - one["own_reach"],
            one["own"] + one["own_reach"],
            f"own:{at}",
        )
        for at, one in largest.iterrows()
    ]
    if not others.empty:
        value, reach = others["own"].sum(), float((others["own_reach"] ** 2).sum() ** 0.5)
        rows.append(_row(t("changes.own_others", groups=len(others)), value, value - reach, value + reach, "own"))
    return rows


def group_name(dimension: str, members: tuple[str | None, ...]) -> str:
    """Write a group: its value of the dimension, or that it is several whose deals follow from no visit."""
    return t.of(dimension, members[0]) if len(members) == 1 else t("changes.pooled", groups=len(members))
