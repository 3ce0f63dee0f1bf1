"""What the plan's charts say: what was reached against what was due."""

from pandas import DataFrame

from analytics.plans import Reach
from frame.ask import t


def course(answer: DataFrame, figure: str, reach: Reach) -> str:
    """Say how a figure stands: against the whole plan of a month that is over, else against what was due by now."""
    name = t(f"plan.{figure}")
    planned, due, reached = (answer[f"{figure}_{part}"].sum(min_count=1) for part in ("plan", "due", "actual"))
    is_planned, is_known = planned == planned, reached == reached  # noqa: PLR0124 (NaN)
    if not is_planned:
        return (
            t("plan.only_reached", figure=name, reached=t.number(reached))
            if is_known
            else t("plan.nothing", figure=name)
        )
    if reach.until is None:
        return t("plan.to_come", figure=name, planned=t.number(planned))
    if not is_known:
        return t("plan.not_known", figure=name, planned=t.number(planned))
    if reach.is_whole:
        return t("plan.ended", figure=name, rate=t.rate(reached, planned), gap=_gap(reached - planned))
    numbers = {"day": t.day(reach.until), "reached": t.number(reached), "due": t.number(due)}
    return t("plan.running", figure=name, gap=_gap(reached - round(due)), **numbers)


def _gap(number: float) -> str:
    """Say by how much more or less than planned."""
    if not number:
        return t("plan.as_planned")
    return t("plan.more" if number > 0 else "plan.less", number=t.number(abs(number)))
