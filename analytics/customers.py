"""Who may be one person, and where the registers contradict each other about one.

A phone number makes lines of visits, deals, losses and drives one customer. A name does not: without a phone, the same
full name and model within 30 days is shown as possible and never merged. Clear names are compared inside the engine;
only masked ones leave it.
"""

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.filters import Filters

MOST = 1000
NEAR_DAYS = 30
# A customer is known after as many days in the log; the same days part one shopping episode from the next.
REACH_DAYS = 90
CONTRADICTIONS = ("known_before", "unknown_before", "bought_before", "lost_and_bought")

# 王先生, 小王, 张总, Mr Smith, J. Smith are no full names: too many people are called so.
_FULL_NAME = """
    case
        when regexp_matches(named, '\\p{Han}') then length(named) >= 2
            and not regexp_matches(named, '^[小老阿]?.(先生|女士|小姐|太太|总|经理|老板|老师|师傅|哥|姐|某+)?$')
            and not regexp_matches(named, '(先生|女士|小姐|太太|经理|老板|师傅)$')
        else regexp_matches(named, '^[^ .]{2,}( .*)? [^ .]{2,}$')
    end
"""
_NAMED = "regexp_replace(trim(lower(customer_name)), '^(mr|mrs|ms|miss|dr)[. ] *', '')"
_MASKED = "name_masked as name, phone_masked as phone"
_LOGS = ("visit", "deal", "loss", "test_drive")


def possible_matches(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Latest first, 1,000 at most, the lines without a phone that may be another customer's: day, store, model, name,
    kind (of log), file, sheet, row; of the other customer's nearest line other_day, other_phone, other_kind,
    other_file, other_sheet, other_row; days_apart; cases (how many there are in all).

    Two lines without a phone stand here once, at the later.
    """
    where, parameters = filters.where()
    lines = " union all ".join(
        f"""
        select
            '{log}' as kind, store, day, salesperson, channel, model,
            customer_name, phone, customer_id, sheet_id, row
        from staging.{log}
        """
        for log in _LOGS
    )
    return con.execute(
        f"""
        with named as (
            select *, {_NAMED} as named, lower(model) as car
            from ({lines}) as line
            where customer_name is not null and model is not null
        ),
        line as (select * from named where {_FULL_NAME}),
        nameless as (select * from line where phone is null and {where}),
        pair as (
            select
                a.day, a.store, a.model, masked_name(a.customer_name) as name, a.kind, a.sheet_id, a.row,
                b.day as other_day, masked_phone(b.phone) as other_phone, b.kind as other_kind,
                b.sheet_id as other_sheet_id, b.row as other_row,
                abs(b.day - a.day) as days_apart
            from nameless as a
            join line as b
                on b.store = a.store
                and b.named = a.named
                and b.car = a.car
                and b.customer_id <> a.customer_id
                and b.day between a.day - {NEAR_DAYS} and a.day + {NEAR_DAYS}
            where
                b.phone is not null
                or b.day < a.day
                or (b.day = a.day and (b.sheet_id < a.sheet_id or (b.sheet_id = a.sheet_id and b.row < a.row)))
            qualify row_number() over (
                partition by a.sheet_id, a.row, b.customer_id
                order by abs(b.day - a.day), b.day, b.sheet_id, b.row
            ) = 1
        )
        {_with_places("pair", "day, store, model, name, line.kind, s.file, s.sheet, line.row, other_phone")}
        """,
        parameters,
    ).df()


def contradictions(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Latest first, 1,000 at most of each, what the registers say of a customer that cannot all be true: what (one of
    CONTRADICTIONS), day, store, model, name, phone, kind (of log), file, sheet, row; the line it contradicts as
    other_day, other_kind, other_file, other_sheet, other_row (missing for "unknown_before"); days_apart; cases (how
    many there are in all of it).

    known_before: said to be a first visit, though the phone had visited. unknown_before: said to be a be-back, though
    nothing is known of the phone and the store's log reaches back 90 days without a gap. bought_before: a deal dated
    before the customer's first contact, that one said to be the first or the log reaching back as far.
    lost_and_bought: lost and bought within 90 days; one out of contact or dormant only if he had bought before.
    """
    where, parameters = filters.where()
    return con.execute(
        f"""
        with reach as ({_REACH}),
        found as (
            select 'known_before' as what, * from ({_KNOWN_BEFORE})
            union all
            select 'unknown_before', * from ({_UNKNOWN_BEFORE})
            union all
            select 'bought_before', * from ({_BOUGHT_BEFORE})
            union all
            select 'lost_and_bought', * from ({_LOST_AND_BOUGHT})
        ),
        line as (
            select *, abs(other_day - day) as days_apart
            from found
            where {where}
        )
        {_with_places("line", f"what, day, store, model, {_MASKED}, line.kind, s.file, s.sheet, line.row", "what")}
        """,
        parameters,
    ).df()


def _with_places(lines: str, columns: str, each: str = "") -> str:
    """Return the select of the latest lines with the files and sheets both of a pair stand in, MOST of `each`."""
    of_each = f"partition by {each} " if each else ""
    order = "day desc, line.sheet_id, line.row, other_sheet_id, other_row"
    return f"""
        select
            {columns},
            other_day, other_kind, o.file as other_file, o.sheet as other_sheet, other_row,
            days_apart,
            count(*) over ({of_each}) as cases
        from {lines} as line
        join mart.source as s on s.sheet_id = line.sheet_id
        left join mart.source as o on o.sheet_id = other_sheet_id
        qualify row_number() over ({of_each}order by {order}) <= {MOST}
        order by {f"{each}, " if each else ""}{order}
    """


def _columns(line: str, kind: str) -> str:
    names = ("store", "day", "salesperson", "channel", "model", "name_masked", "phone_masked", "sheet_id", "row")
    return f"'{kind}' as kind, " + ", ".join(f"{line}.{name}" for name in names)


# since which day a store's log has no month missing before the one looked at
_REACH = """
    select store, month, min(begins) over (partition by store, run) as since
    from (
        select
            store,
            month,
            min(day) as begins,
            month - row_number() over (partition by store order by month) as run
        from mart.visit
        group by store, month
    ) as logged
"""
_KNOWN_BEFORE = f"""
    select {_columns("v", "visit")}, before_day as other_day, 'visit' as other_kind,
        before_sheet_id as other_sheet_id, before_row as other_row
    from (
        select
            *,
            lag(day) over visits as before_day,
            lag(sheet_id) over visits as before_sheet_id,
            lag(row) over visits as before_row
        from mart.visit
        where is_visit and phone_masked is not null
        window visits as (partition by store, customer_id order by position)
    ) as v
    where is_first_visit and before_day is not null
"""
_UNKNOWN_BEFORE = f"""
    select {_columns("v", "visit")}, null::date, null, null::bigint, null::integer
    from (
        select *
        from mart.visit
        where phone_masked is not null
        qualify row_number() over (partition by store, customer_id order by position) = 1
    ) as v
    join reach on reach.store = v.store and reach.month = v.month and reach.since <= v.day - {REACH_DAYS}
    where v.is_be_back and not exists (
        select 1
        from (
            select store, customer_id, day from mart.deal
            union all
            select store, customer_id, day from mart.loss
            union all
            select store, customer_id, day from mart.test_drive
        ) as earlier
        where earlier.store = v.store and earlier.customer_id = v.customer_id and earlier.day < v.day
    )
"""
_BOUGHT_BEFORE = f"""
    select {_columns("d", "deal")}, v.day, 'visit', v.sheet_id, v.row
    from mart.deal as d
    join (
        select *
        from mart.visit
        where phone_masked is not null
        qualify row_number() over (partition by store, customer_id order by position) = 1
    ) as v on v.store = d.store and v.customer_id = d.customer_id and v.day > d.day
    join raw.visit as said on said.sheet_id = v.sheet_id and said.row = v.row
    left join reach on reach.store = d.store and reach.month = d.month
    where not d.is_cancelled and (said.is_first or reach.since <= d.day - {REACH_DAYS})
"""
_LOST_AND_BOUGHT = f"""
    select {_columns("l", "loss")}, d.day, 'deal', d.sheet_id, d.row
    from mart.loss as l
    join mart.deal as d
        on d.store = l.store
        and d.customer_id = l.customer_id
        and d.day between l.day - {REACH_DAYS} and l.day + {REACH_DAYS}
    where
        l.phone_masked is not null
        and not d.is_cancelled
        and d.sale_channel in ('showroom', 'second_tier')
        and (l.kind in ('lost', 'plan_cancelled') or l.day > d.day)
    qualify row_number() over (
        partition by l.sheet_id, l.row
        order by abs(d.day - l.day), d.day, d.sheet_id, d.row
    ) = 1
"""
