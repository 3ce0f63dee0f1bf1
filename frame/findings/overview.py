"""The sentence at the head of the overview: what changed, why and where, or that nothing did beyond chance."""

from collections.abc import Mapping
from math import isnan

from pandas import DataFrame, Series

from analytics import changes, overview
from analytics.comparison import Comparison
from analytics.metrics import RATES, rated
from frame.ask import ask, filters, t
from frame.findings.changes import causes
from frame.findings.like_for_like import against, of_most
from frame.plain import plain
from frame.tiles import difference, value


def sentence(moved: DataFrame, compared: Mapping[str, Comparison]) -> str:
    """Return the finding as Markdown, made from the rows of `overview.changes` and from `overview.comparisons`: deals
    and what explains them where they moved, else what moved most.
    """
    if moved["change"].isna().all():
        return t("finding.no_before")
    deals = moved[moved["figure"] == "showroom_deals"].iloc[0]
    most = moved.nlargest(1, "surprise").iloc[0]
    if deals["surprise"]:
        one = compared["showroom_deals"]
        return _unfinished(one) + _said(deals, one) + (_why(deals) or t("finding.end")) + _where(deals)
    if not most["surprise"]:
        one, why = of_most(compared), _why(deals)
        return _unfinished(one) + (_steady(deals, one) + why if why else t("finding.no_change", against=against(one)))
    one = compared[most["figure"]]
    return _unfinished(one) + _said(most, one) + _where(most) + _of_deals(deals, compared["showroom_deals"])


def _of_deals(deals: Series, compared: Comparison) -> str:
    """Say that deals did not move beyond chance though another figure did, and which of their parts did."""
    return "" if isnan(deals["change"]) else " " + _steady(deals, compared) + (_why(deals) or t("finding.end"))


def _steady(deals: Series, compared: Comparison) -> str:
    parts = {when: value("showroom_deals", deals[when]) for when in ("now", "before")}
    return t("finding.deals_steady", against=against(compared), **parts)


def _why(deals: Series) -> str:
    """Say which parts explain the change in deals, by channel, else undivided; nothing where they cannot be told of the
    very deals compared.
    """
    for dimension in ("channel", None):
        change = ask(changes.change, "showroom_deals", dimension)
        if change and (change.now, change.before) == (deals["now"], deals["before"]):
            said = causes(change, dimension)
            return said + t("finding.end") if said else ""
    return ""


def _unfinished(compared: Comparison) -> str:
    if not compared.is_unfinished:
        return ""
    return (t("finding.unfinished", days=compared.days) if compared.days else t("finding.unfinished_each")) + " "


def _said(change: Series, compared: Comparison) -> str:
    figure = change["figure"]
    direction = "up" if change["change"] > 0 else "down"
    said = t(
        f"finding.{direction}",
        figure=t(f"figure.{figure}"),
        change=difference(figure, abs(change["change"])).lstrip("+"),
        before=_with_parts(change, "before"),
        now=_with_parts(change, "now"),
        against=against(compared),
    )
    if change["is_rate"]:
        low, high = (t.signed(change[end] * 100, 1) for end in ("low", "high"))
        return said + t("finding.interval", low=low, high=high)
    said += t("finding.interval_count", low=t.signed(change["low"], 1), high=t.signed(change["high"], 1))
    return said if figure == "showroom_deals" else said + t("finding.end")


def _with_parts(change: Series, when: str) -> str:
    if not change["is_rate"]:
        return value(change["figure"], change[when])
    return t.rate(change[f"part_{when}"], change[f"whole_{when}"])


def _where(change: Series) -> str:
    """Name the model, channel or salesperson that moved most in the same direction, when one did."""
    figure = change["figure"]
    counted = rated(figure, filters()).of if figure in RATES else figure
    moved = ask(overview.where_it_changed, figure)
    same = moved[(moved["change"] > 0) == (change["change"] > 0)]
    same = same[same["change"] != 0]
    if same.empty:
        return ""
    parts = []
    for dimension in ("model", "channel", "salesperson"):
        if (moved["dimension"] == dimension).sum() < 2:  # the one the filters leave
            continue
        most = same[same["dimension"] == dimension].head(1)
        for _, row in most.iterrows():
            name = t.of("channel", row["value"]) if dimension == "channel" else row["value"]
            parts.append(
                t(
                    "finding.part",
                    dimension=t(f"column.{dimension}").lower(),
                    name=plain(name),
                    change=t.signed(row["change"]),
                )
            )
    return (
        t("finding.where", figure=t(f"figure.{counted}").lower(), parts=t("common.comma").join(parts)) if parts else ""
    )


def course(months: DataFrame, figure: str, unfinished: int | None) -> str:
    """Return a chart's title: where the last finished month stands among those shown."""
    known = months[months["month"] != unfinished].dropna(subset=[figure])
    if known.empty:
        return t(f"figure.{figure}")
    last = known.iloc[-1]
    place = "between"
    if len(known) > 2:
        place = {known[figure].max(): "highest", known[figure].min(): "lowest"}.get(last[figure], "between")
    return t(
        f"finding.{place}",
        figure=t(f"figure.{figure}"),
        month=t.month(int(last["month"])),
        value=value(figure, last[figure]),
        months=len(known),
    )
