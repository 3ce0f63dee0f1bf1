"""The month at a glance: what changed, the six figures with their course, and 展厅客流分析 as the deck prints it."""

from collections.abc import Sequence
from math import nan, sqrt

from duckdb import DuckDBPyConnection
from pandas import DataFrame, Series

from analytics.comparison import Comparison, compare, compare_each
from analytics.figures import counts, together
from analytics.filters import Filters, last_day, month_index
from analytics.metrics import ALSO_CALLED, LEVELS, RATES, Rate, rated
from analytics.statistics import poisson
from analytics.statistics.rates import newcombe

TILES = ("traffic", "first_visits", "capture_rate", "test_drive_rate", "close_rate", "showroom_deals")
COURSE_MONTHS = 13

# 展厅客流分析, the deck's rows in the deck's order; the models stand where MODELS is.
MODELS = "models"
FORM_ROWS = (
    "traffic",
    "first_visits",
    "calls",
    "events",
    "referrals",
    "daily_traffic",
    "recorded",
    "drivers",
    "level_o",
    "level_h",
    "level_a",
    "level_b",
    "level_c",
    MODELS,
    "interested",
    "showroom_deals",
    "second_tier_deals",
    "wholesale_deals",
    "total_deals",
    "long_stays",
    "close_rate",
    "capture_rate",
    "second_tier_share",
    "wholesale_share",
    "retail_share",
    "test_drive_rate",
    "long_stay_rate",
)
_COUNTED = (
    "traffic",
    "first_visits",
    "calls",
    "events",
    "referrals",
    "recorded",
    "drivers",
    "interested",
    "showroom_deals",
    "second_tier_deals",
    "wholesale_deals",
    "total_deals",
    "long_stays",
)
_RATED = (
    "close_rate",
    "capture_rate",
    "second_tier_share",
    "wholesale_share",
    "retail_share",
    "test_drive_rate",
    "long_stay_rate",
    "daily_traffic",
)


def months(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per month from the first known to the period's last, 13 at most: month, the tiles' figures, part, whole,
    low and high of the close rate (counted where both are known); a month nothing is known of is a row of nan.
    """
    read = {name: rated(name, filters).name for name in ("capture_rate", "test_drive_rate", "close_rate")}
    counted = ("traffic", "first_visits", "recorded", "drivers", "showroom_deals")
    answers = together(con, filters.last_months(COURSE_MONTHS), [*counted, *read.values()], by_month=True)
    by_month = {name: answer.set_index("month") for name, answer in answers.items()}
    frame = DataFrame({name: by_month[name][name] for name in counted})
    if frame.empty:
        return frame.reset_index()
    frame = frame.reindex(range(int(frame.index.min()), month_index(filters.end) + 1))
    for name, reading in read.items():
        frame[name] = by_month[reading]["rate"]
    closed = RATES[read["close_rate"]]
    course = by_month[closed.name].rename(columns={closed.of: "part", closed.among: "whole"})
    return frame.join(course[["part", "whole", "low", "high"]]).reset_index()


def comparisons(con: DuckDBPyConnection, filters: Filters) -> dict[str, Comparison]:
    """Return over which days each tile's figure is compared with the period before, by figure."""
    return compare_each(con, filters, TILES)


def changes(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per tile: figure, is_rate, value; part, whole (of a rate's value); now, before, part_now, whole_now,
    part_before, whole_before, change, low, high, surprise.

    `value` is the whole period's; the others are of the days fairly compared, nan when nothing is known of both
    periods. `low` and `high` bound the change (95 %: Newcombe's interval of rates, its like of Poisson counts);
    `surprise` is how many standard errors the change is, 0 when its interval holds zero, is none, or a side is missing.
    """
    compared = comparisons(con, filters)
    read = {name: rated(name, filters).name if name in RATES else name for name in TILES}
    sides = {name: (filters, days.now, days.before) for name, days in compared.items()}
    answers = _answers(con, [(read[name], side) for name in TILES for side in sides[name]])
    rows = []
    for name in TILES:
        value, now, before = (answers[read[name], side] for side in sides[name])
        if name in RATES:
            rows.append(_rate_change(name, RATES[read[name]], value, now, before))
        else:
            rows.append(_count_change(name, value[name], now[name], before[name]))
    return DataFrame(rows)


def _answers(con: DuckDBPyConnection, asked: Sequence[tuple[str, Filters]]) -> dict[tuple[str, Filters], Series]:
    """Return each figure over its own days: those over the same days are asked together."""
    return {
        (name, days): answer.iloc[0]
        for days in dict.fromkeys(days for _, days in asked)
        for name, answer in together(con, days, [name for name, over in asked if over == days]).items()
    }


def _rate_change(name: str, read: Rate, value: Series, now: Series, before: Series) -> dict[str, object]:
    of, among = read.of, read.among
    change, low, high = newcombe(now[of], now[among], before[of], before[among])
    if not read.has_interval:
        change, low, high = now["rate"] - before["rate"], nan, nan
    return {
        "figure": name,
        "is_rate": True,
        "value": value["rate"],
        "part": value[of],
        "whole": value[among],
        "now": now["rate"],
        "before": before["rate"],
        "part_now": now[of],
        "whole_now": now[among],
        "part_before": before[of],
        "whole_before": before[among],
        "change": change,
        "low": low,
        "high": high,
        "surprise": 0.0 if not (low > 0 or high < 0) else abs(change) / ((high - low) / 3.92),
    }


def _count_change(name: str, value: float, now: float, before: float) -> dict[str, object]:
    change, low, high = poisson.difference(now, before)
    return {
        "figure": name,
        "is_rate": False,
        "value": value,
        "part": nan,
        "whole": nan,
        "now": now,
        "before": before,
        "part_now": nan,
        "whole_now": nan,
        "part_before": nan,
        "whole_before": nan,
        "change": change,
        "low": low,
        "high": high,
        "surprise": abs(change) / sqrt(now + before) if low > 0 or high < 0 else 0.0,
    }


def where_it_changed(con: DuckDBPyConnection, filters: Filters, figure: str) -> DataFrame:
    """One row per model, channel and salesperson: dimension, value, now, before, change of a tile's count, or of what
    its rate counts, over the days fairly compared that are known line by line; largest change first.
    """
    compared = compare(con, filters, figure, by_line=True)
    counted = rated(figure, filters).of if figure in RATES else figure
    rows = []
    for dimension in ("model", "channel", "salesperson"):
        now = counts(con, compared.now, counted, by=(dimension,)).set_index(dimension)[counted]
        before = counts(con, compared.before, counted, by=(dimension,)).set_index(dimension)[counted]
        for value in dict.fromkeys([*now.index.dropna(), *before.index.dropna()]):
            pair = now.get(value, 0.0), before.get(value, 0.0)
            rows.append({"dimension": dimension, "value": value, "now": pair[0], "before": pair[1]})
    frame = DataFrame(rows, columns=["dimension", "value", "now", "before"]).fillna({"now": 0, "before": 0})
    frame["change"] = frame["now"] - frame["before"]
    order = frame["change"].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def form(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """展厅客流分析 over the twelve months that end with the period: row (name of a figure, or "model"), model, and one
    column per month from the first known on; counts and ratios as exact numbers, nan where not known.
    """
    year = filters.last_months(12)
    read = {name: rated(name, year).name for name in _RATED}
    answers = together(con, year, [*_COUNTED, *read.values()], by_month=True)
    by_month = {name: answer.set_index("month") for name, answer in answers.items()}
    frame = DataFrame({name: by_month[name][name] for name in _COUNTED})
    if frame.empty:
        return DataFrame(columns=["row", "model"])
    frame = frame.reindex(range(int(frame.index.min()), int(frame.index.max()) + 1))
    for name, other in ALSO_CALLED.items():
        frame[name] = frame[other]
    frame = frame.join(_open_prospects(con, year))
    for name, reading in read.items():
        frame[name] = by_month[reading]["rate"]
    models = _model_interest(con, year)
    rows = []
    for name in FORM_ROWS:
        if name == MODELS:
            rows += [{"row": "model", "model": model, **models.loc[model].to_dict()} for model in models.index]
        else:
            rows.append({"row": name, "model": None, **frame[name].to_dict()})
    return DataFrame(rows, columns=["row", "model", *frame.index])


def _model_interest(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Index model in the form's own order, else most asked first; a column per month."""
    frame = counts(con, filters, "interested", by=("model", "month")).dropna(subset=["model"])
    order = con.execute(
        """
        select model
        from (
            select model, min(row) as row, 0 as counted from staging.summary where model is not null group by model
            union all
            select model, null, count(*) from mart.visit where model is not null group by model
        ) as asked
        group by model
        order by min(row) nulls last, sum(counted) desc, model
        """
    ).fetchall()
    wide = frame.pivot(index="model", columns="month", values="interested")
    known = [model for (model,) in order if model in wide.index]
    return wide.reindex(known)


def _open_prospects(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Index month; level_h … level_c: prospects open at that level at the month's end, counted or as stated."""
    people, people_values = filters.where_people()
    stores, store_values = filters.where_store()
    first, last = filters.touched_months
    month_ends = [value for month in range(first, last + 1) for value in (month, last_day(month))]
    spans = ", ".join(f"count(*) filter (where level = '{level.upper()}') as level_{level}" for level in LEVELS)
    stated = ", ".join(f"sum(value) filter (where figure = 'level_{level}') as level_{level}" for level in LEVELS)
    zeros = ", ".join(f"0 as level_{level}" for level in LEVELS)
    sums = ", ".join(f"sum(level_{level})::double as level_{level}" for level in LEVELS)
    follows_form = not (filters.splits_people or filters.models)
    sql = f"""
        with month_end (month, last_day) as (values {", ".join(["(?, ?)"] * (last - first + 1))}),
        piece as (
            select month, {spans}
            from month_end
            join mart.level_span as span on span.day <= month_end.last_day and span.until_on > month_end.last_day
            where exists (
                select 1
                from mart.coverage as c
                where c.store = span.store and c.month = month_end.month and c.level = 'register'
            ){people}
            group by month
            union all
            select month, {zeros} from mart.coverage where level = 'register' and month between ? and ?{stores}
            union all
            select month, {stated} from mart.stated where ? and month between ? and ?{stores} group by month
        )
        select month, {sums} from piece group by month
    """
    values = [*month_ends, *people_values, first, last, *store_values, follows_form, first, last, *store_values]
    frame = con.execute(sql, values).df().set_index("month")
    return frame[frame.notna().any(axis=1)]
