-- A sheet begins with its first month that holds at least a twentieth of its busiest month's lines, and one that only
-- lists delivered cars not before its first delivery: what stands before are leftovers of older months (a mistyped date,
-- orders of June in the delivery ledger of September) and does not make those months known. From there on a visit register
-- knows the months it has lines in; a deal, loss or drive log also those without a line before its last, as long as visits
-- were logged: nothing sold is then a true zero.
delete from mart.coverage where store in (select store from touched);

create or replace temp table told as
select * from mart.sheet_month where store in (select store from touched);

insert into mart.coverage
with sheet_month as (
    select
        *,
        max(lines) over (partition by log, sheet_id, store) as busiest,
        bool_or(has_open) over (partition by log, sheet_id, store) as open_at_all,
        month_index(min(first_delivery) over (partition by log, sheet_id, store)) as first_month_delivered
    from told
    where log in ('visit', 'deal', 'loss', 'test_drive')
),
sheet_span as (
    select
        log,
        sheet_id,
        store,
        min(month) filter (where lines * 20 >= busiest and (open_at_all or month >= first_month_delivered)) as first_month,
        max(month) as last_month
    from sheet_month
    group by log, sheet_id, store
),
written as (
    select distinct log, store, month
    from sheet_month
    join sheet_span using (log, sheet_id, store)
    where month >= first_month
),
logged as (
    select * from written
    union
    select span.log, store, visited.month
    from sheet_span as span
    join written as visited using (store)
    where span.log <> 'visit' and visited.log = 'visit' and visited.month between span.first_month and span.last_month
),
-- deliveries are known from the month on in which the store first notes one
handed_over as (
    select store, month
    from logged
    join (
        select store, month_index(min(first_delivery)) as since
        from sheet_month
        where log = 'deal'
        group by store
    ) as noted using (store)
    where log = 'deal' and month >= since
),
visit_month as (
    select
        store,
        month,
        bool_or(knows_record) as knows_record,
        bool_or(knows_stay) as knows_stay,
        bool_or(knows_drive) as knows_drive,
        bool_or(knows_level) as knows_level,
        bool_or(knows_loss) as knows_loss
    from told
    join written using (log, store, month)
    where log = 'visit'
    group by store, month
),
sold_month as (select distinct store, about as month from told where log = 'sold'),
stated as (
    select
        store,
        month,
        bool_or(knows_visit) as visit,
        bool_or(knows_record) as record,
        bool_or(knows_stay) as stay,
        bool_or(knows_drive) as test_drive,
        bool_or(knows_level) as level,
        bool_or(knows_deal) as deal
    from told
    where log = 'summary'
    group by store, month
),
stated_loss as (select distinct store, month from told where log = 'loss_summary'),
known as (
    select store, month from logged
    union
    select store, month from sold_month
    union
    select store, month from stated
    union
    select store, month from stated_loss
),
-- a month whose log stops more than a day before its end is unfinished: it is open up to there
logged_until as (
    select store, max(last_on) as day
    from told
    where log = 'visit'
    group by store
    having last_day(max(last_on)) - max(last_on) > 1
)
select
    store,
    month,
    case when v.store is not null then 'register' when s.visit then 'form' end,
    case when v.knows_record then 'register' when s.record then 'form' end,
    case when v.knows_stay then 'register' when s.stay then 'form' end,
    case when d.store is not null then 'register' when v.knows_drive then 'visits' when s.test_drive then 'form' end,
    case when v.knows_level then 'register' when s.level then 'form' end,
    case when o.store is not null then 'register' when s.deal then 'form' when sold.store is not null then 'visits' end,
    case when handed.store is not null then 'register' end,
    case when l.store is not null then 'register' when sl.store is not null then 'form' when v.knows_loss then 'visits' end,
    coalesce(
        open.days,
        -- a store that had a line that month was open, whatever is said of its closed days
        greatest(
            day(coalesce(logged_until.day, last_day(first_day(known.month)))) - (
                select count(*)
                from setting.closed_day as closed
                where closed.store = known.store
                    and closed.day between first_day(known.month)
                        and coalesce(logged_until.day, last_day(first_day(known.month)))
            ),
            1
        )
    ),
    null
from known
left join visit_month v using (store, month)
left join sold_month sold using (store, month)
left join (select store, month from logged where log = 'deal') o using (store, month)
left join handed_over handed using (store, month)
left join (select store, month from logged where log = 'loss') l using (store, month)
left join (select store, month from logged where log = 'test_drive') d using (store, month)
left join stated s using (store, month)
left join stated_loss sl using (store, month)
left join setting.days_open open using (store, month)
left join logged_until on logged_until.store = known.store and month_index(logged_until.day) = known.month;

-- Customers are followed for as long as every month knows its deals, in the store's last month up to its last logged day.
update mart.coverage as c
set deals_until = followed.until_on
from (
    select store, month, least(last_day(first_day(max(month) over (partition by store, run))), logged_on) as until_on
    from (
        select store, month, month - row_number() over (partition by store order by month) as run
        from mart.coverage
        where deal in ('register', 'visits') and store in (select store from touched)
    ) as sold
    join (select store, max(last_on) as logged_on from told where log in ('visit', 'deal') group by store) as logged
        using (store)
) as followed
where c.store = followed.store and c.month = followed.month;
