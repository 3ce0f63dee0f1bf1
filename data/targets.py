"""What-if calculations that somebody kept under a name, and the one that becomes the plan of the month.

A kept calculation holds what was known of each channel when it was made: it answers the same for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from data.plans import set_month
from data.warehouse import change

LONGEST_NAME = 40
ALL_STORES = ""


@dataclass(frozen=True)
class ScenarioChannel:
    """One channel of a kept calculation.

    `share` ② in whole percent; `deals` of `leads` and `rate` ④ as they were known; `current` leads ⑥; `wished` rate ⑧.
    """

    channel: str
    share: int
    deals: float
    leads: float
    rate: float
    current: int
    wished: float


@dataclass(frozen=True)
class Scenario:
    """A kept calculation: of which stores (ALL_STORES, or one or several names), month (its number), name, ① target."""

    stores: str
    month: int
    name: str
    target: int
    channels: tuple[ScenarioChannel, ...]


def stores_of(chosen: Sequence[str]) -> str:
    """Return what a choice of stores is kept under: ALL_STORES where none is chosen."""
    return "、".join(sorted(chosen)) if chosen else ALL_STORES


def name_of(written: str) -> str:
    """Return a name as it is kept: without line breaks and blanks around it, no longer than LONGEST_NAME."""
    return " ".join(written.split())[:LONGEST_NAME].strip()


def keep(con: DuckDBPyConnection, scenario: Scenario) -> None:
    """Keep a calculation; one of the same stores, month and name is replaced. Raises ValueError for an empty name."""
    name = name_of(scenario.name)
    if not name:
        raise ValueError("a scenario needs a name")
    key = [scenario.stores, scenario.month, name]
    with change(con, "scenario") as cursor:
        _drop(cursor, key)
        cursor.execute("insert into setting.scenario values (?, ?, ?, now()::timestamp, ?)", [*key, scenario.target])
        for position, one in enumerate(scenario.channels):
            values = [one.channel, one.share, one.deals, one.leads, one.rate, one.current, one.wished]
            cursor.execute(
                "insert into setting.scenario_channel values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [*key, position, *values],
            )


def kept(con: DuckDBPyConnection, stores: str, month: int) -> list[Scenario]:
    """Return the kept calculations of these stores and month, the oldest first."""
    key = [stores, month]
    heads = con.execute(
        "select name, target from setting.scenario where stores = ? and month = ? order by kept_at, name", key
    ).fetchall()
    lines = con.execute(
        """
        select name, channel, share, deals, leads, rate, current_leads, wished
        from setting.scenario_channel
        where stores = ? and month = ?
        order by name, position
        """,
        key,
    ).fetchall()
    return [
        Scenario(stores, month, name, target, tuple(ScenarioChannel(*line[1:]) for line in lines if line[0] == name))
        for name, target in heads
    ]


def forget(con: DuckDBPyConnection, scenario: Scenario) -> None:
    """Delete a kept calculation; a plan made from it stays."""
    with change(con, "scenario") as cursor:
        _drop(cursor, [scenario.stores, scenario.month, scenario.name])


def make_plan(con: DuckDBPyConnection, store: str, scenario: Scenario, leads: float) -> None:
    """Make a calculation the plan of its month for one store: `leads` ⑨ in all, its target as orders and as sales.

    Raises ValueError where the number of leads is not finite, as a close rate of 0 leaves it.
    """
    totals = {"leads": leads, "orders": scenario.target, "sales": scenario.target}
    set_month(con, store, scenario.month, totals)


def _drop(cursor: DuckDBPyConnection, key: Sequence[object]) -> None:
    for table in ("scenario_channel", "scenario"):
        cursor.execute(f"delete from setting.{table} where stores = ? and month = ? and name = ?", key)
